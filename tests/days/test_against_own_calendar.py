"""Working days, holidays and terms of 2020-2035 against a computation of the test itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from app.days.terms import Term, Unit, term_begins_on, term_ends_on
from app.days.working_days import (
    add_working_days,
    is_working_day,
    public_holidays,
    working_days_until,
)
from tests.days.calendar import easter, holidays, works

FIRST, LAST = date(2020, 1, 1), date(2035, 12, 31)
EVERY_DAY = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
days = st.dates(FIRST + timedelta(days=120), LAST - timedelta(days=120))
closed_sets = st.frozensets(st.dates(FIRST, LAST), max_size=40)
weeks = timedelta(weeks=1)
lengths = {
    Unit.DAYS: relativedelta(days=1),
    Unit.WEEKS: relativedelta(weeks=1),
    Unit.MONTHS: relativedelta(months=1),
    Unit.YEARS: relativedelta(years=1),
}


def test_easter_of_known_years() -> None:
    known = {2020: "04-12", 2024: "03-31", 2026: "04-05", 2027: "03-28", 2035: "03-25"}
    assert {year: easter(year).strftime("%m-%d") for year in known} == known


@pytest.mark.parametrize("year", range(2020, 2036))
def test_the_holidays_of_a_year_are_exactly_those_of_the_law(year: int) -> None:
    assert public_holidays(year) == holidays(year)


def test_every_day_of_sixteen_years_is_a_working_day_or_not() -> None:
    wrong = [day for day in EVERY_DAY if is_working_day(day) != works(day)]
    assert not wrong


@given(days, st.integers(-60, 60), closed_sets)
def test_adding_working_days_is_counting_them_one_by_one(
    day: date, count: int, closed: frozenset[date]
) -> None:
    found, left = day, abs(count)
    while left:
        found += timedelta(days=1 if count > 0 else -1)
        if works(found) and found not in closed:
            left -= 1
    assert add_working_days(day, count, closed) == found


@given(days, st.integers(-80, 80), closed_sets)
def test_the_days_until_are_counted_one_by_one(
    today: date, distance: int, closed: frozenset[date]
) -> None:
    day = today + timedelta(days=distance)
    first, last = min(day, today), max(day, today)
    between = [one for one in EVERY_DAY if first < one <= last]
    count = sum(works(one) and one not in closed for one in between)
    expected = 0 if distance == 0 else max(count, 1) * (1 if distance > 0 else -1)
    assert working_days_until(day, today, closed) == expected


@given(days, st.integers(1, 90))
def test_a_term_in_days_ends_on_an_open_day_and_not_before_its_time(day: date, amount: int) -> None:
    last = term_ends_on(day, Term(amount, Unit.DAYS))
    assert works(last)
    plain = day + timedelta(days=amount)
    assert last >= plain
    inside = [one for one in EVERY_DAY if day < one <= last]
    if amount >= 3:
        assert sum(works(one) for one in inside) >= 2
    earlier = [one for one in inside if plain <= one < last]
    enough = [sum(works(x) for x in EVERY_DAY if day < x <= one) >= 2 for one in earlier]
    fits = [works(one) and (amount < 3 or held) for one, held in zip(earlier, enough, strict=True)]
    assert not any(fits), "it could have ended earlier"


@given(days, st.integers(1, 12))
def test_a_term_in_weeks_is_prolonged_up_to_twelve(day: date, amount: int) -> None:
    last = day + amount * weeks
    while not works(last):
        last += timedelta(days=1)
    assert term_ends_on(day, Term(amount, Unit.WEEKS)) == last


@given(days, st.sampled_from([(91, Unit.DAYS), (13, Unit.WEEKS), (4, Unit.MONTHS)]))
def test_a_longer_term_is_not(day: date, length: tuple[int, Unit]) -> None:
    amount, unit = length
    plain = day + amount * lengths[unit]
    assert term_ends_on(day, Term(amount, unit)) == plain


@given(days, st.integers(1, 30), st.sampled_from(Unit))
def test_what_is_counted_back_is_never_moved(day: date, amount: int, unit: Unit) -> None:
    expected = day - amount * lengths[unit]
    assert term_begins_on(day, Term(amount, unit)) == expected


def test_terms_that_the_work_knows() -> None:
    twelve_weeks, eight_weeks = Term(12, Unit.WEEKS), Term(8, Unit.WEEKS)
    assert term_begins_on(date(2026, 9, 14), twelve_weeks) == date(2026, 6, 22)
    # 27 March 2026 is an ordinary Friday
    assert term_ends_on(date(2026, 1, 30), eight_weeks) == date(2026, 3, 27)
    # a term that ends on Good Friday runs over Easter to Tuesday
    assert term_ends_on(date(2026, 2, 6), eight_weeks) == date(2026, 4, 7)
    # 5 May counts every year; a year is never prolonged
    assert term_ends_on(date(2026, 4, 28), Term(1, Unit.WEEKS)) == date(2026, 5, 6)
    assert term_ends_on(date(2025, 5, 5), Term(1, Unit.YEARS)) == date(2026, 5, 5)
    # three days over Christmas hold two open days
    assert term_ends_on(date(2025, 12, 24), Term(3, Unit.DAYS)) == date(2025, 12, 30)
    # a royal decree can make the Friday after Ascension a day like a holiday
    assert term_ends_on(date(2026, 5, 8), Term(1, Unit.WEEKS), {date(2026, 5, 15)}) == date(
        2026, 5, 18
    )
