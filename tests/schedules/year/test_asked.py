"""Which months an address asks for, and the address that asks the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.schedules.year.asked import Asked, asked_of, calendar_year, coming_months

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "values",
    [{}, {"year": "x"}, {"year": "1999"}, {"year": "2100"}, {"year": "20270"}, {"period": "soon"}],
)
def test_an_unknown_value_counts_as_not_asked(values: dict[str, str]) -> None:
    assert asked_of(values, TODAY) == Asked(calendar_year(2026))


def test_a_year_and_what_was_cancelled_can_be_asked() -> None:
    asked = asked_of({"year": "2028", "cancelled": "y"}, TODAY)
    assert (asked.span.first, asked.span.last) == (date(2028, 1, 1), date(2028, 12, 31))
    assert asked.with_cancelled
    assert asked.address() == {"year": 2028, "cancelled": "y"}


def test_the_months_to_come_begin_with_the_present_one() -> None:
    span = asked_of({"period": "coming"}, TODAY).span
    assert (span.first, span.last) == (date(2026, 11, 1), date(2027, 10, 31))
    assert span.year is None
    assert [month.month for month in span.months] == [11, 12, *range(1, 11)]


def test_in_january_the_months_to_come_are_a_calendar_year() -> None:
    assert coming_months(date(2027, 1, 31)) == calendar_year(2027)


def test_the_months_to_come_can_end_on_the_day_of_a_leap_year() -> None:
    span = coming_months(date(2027, 3, 15))
    assert span.last == date(2028, 2, 29)
    assert len(span.months) == 12


@given(
    st.integers(2000, 2099),
    st.booleans(),
    st.booleans(),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
)
def test_an_address_asks_for_what_it_came_from(
    number: int, coming: bool, cancelled: bool, today: date
) -> None:
    asked = Asked(calendar_year(number), with_cancelled=cancelled)
    if coming:
        asked = asked.in_coming_months(today)
    values = {name: str(value) for name, value in asked.address().items()}
    assert asked_of(values, today) == asked
    assert asked.turned().turned() == asked
