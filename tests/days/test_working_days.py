"""Counting working days: weekends, public holidays, closed days, words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.days.working_days import (
    add_working_days,
    in_words,
    is_working_day,
    public_holidays,
    working_days_until,
)

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
closed_days = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=10)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-01",
        "2026-04-03",  # Good Friday
        "2026-04-06",
        "2026-04-27",
        "2026-05-05",  # counts every year, not only every fifth
        "2027-05-05",
        "2026-05-14",
        "2026-05-25",
        "2026-12-25",
        "2026-12-26",
    ],
)
def test_holidays_of_the_law_are_no_working_days(text: str) -> None:
    assert date.fromisoformat(text) in public_holidays(int(text[:4]))
    assert not is_working_day(date.fromisoformat(text))


def test_six_working_days_before_a_meeting_on_a_thursday() -> None:
    assert add_working_days(date(2026, 12, 3), -6) == date(2026, 11, 25)


def test_counting_back_over_christmas() -> None:
    assert add_working_days(date(2026, 12, 29), -2) == date(2026, 12, 24)


def test_a_closed_day_is_left_out() -> None:
    friday = date(2026, 11, 27)
    assert add_working_days(friday, 1, {date(2026, 11, 30)}) == date(2026, 12, 1)


def test_on_saturday_what_was_due_on_friday_is_late() -> None:
    assert working_days_until(date(2026, 11, 27), date(2026, 11, 28)) == -1


@given(days, st.integers(-60, 60).filter(bool), closed_days)
def test_adding_lands_on_a_working_day_and_counts_back(
    day: date, count: int, closed: frozenset[date]
) -> None:
    found = add_working_days(day, count, closed)
    assert is_working_day(found, closed)
    assert (found > day) == (count > 0)
    between = [
        min(day, found) + timedelta(days=number) for number in range(abs((found - day).days) + 1)
    ]
    assert sum(is_working_day(one, closed) for one in between if one != day) == abs(count)


@given(days, st.integers(1, 60), closed_days)
def test_until_is_the_reverse_of_adding(day: date, count: int, closed: frozenset[date]) -> None:
    assert working_days_until(add_working_days(day, count, closed), day, closed) == count


@given(days, st.integers(-200, 200), st.integers(0, 50), closed_days)
def test_a_later_day_is_never_nearer(
    today: date, distance: int, more: int, closed: frozenset[date]
) -> None:
    near = today + timedelta(days=distance)
    far = near + timedelta(days=more)
    assert working_days_until(near, today, closed) <= working_days_until(far, today, closed)
    assert (working_days_until(near, today, closed) < 0) == (near < today)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "vandaag"),
        (1, "over 1 werkdag"),
        (3, "over 3 werkdagen"),
        (-1, "1 werkdag te laat"),
        (-2, "2 werkdagen te laat"),
    ],
)
def test_in_words(number: int, words: str) -> None:
    assert in_words(number) == words
