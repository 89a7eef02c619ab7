"""Days by rule, against days that are counted one by one."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.schedules.recurrence import (
    LAST,
    Avoiding,
    Months,
    Pattern,
    Rule,
    avoid,
    days_by_rule,
)

FIRST, LAST_DAY = date(2020, 1, 1), date(2035, 12, 31)
ALL_DAYS = [FIRST + timedelta(days=n) for n in range((LAST_DAY - FIRST).days + 1)]


def one_by_one(rule: Rule, first: date, last: date) -> list[date]:
    """The same days without any library: every day of the period is looked at."""
    return [day for day in ALL_DAYS if first <= day <= last and _fits(rule, day, first)]


def _fits(rule: Rule, day: date, first: date) -> bool:
    if rule.pattern == Pattern.WEEKS:
        begin = first
        while begin.weekday() != rule.weekday:
            begin += timedelta(days=1)
        return (day - begin).days % (7 * rule.interval) == 0 and day >= begin
    if day.month not in _months(rule):
        return False
    length = calendar.monthrange(day.year, day.month)[1]
    if rule.pattern == Pattern.MONTH_DAY:
        return day.day == min(rule.month_day, length)
    if day.weekday() != rule.weekday:
        return False
    if rule.nth == LAST:
        return day.day + 7 > length
    return (day.day + 6) // 7 == rule.nth


def _months(rule: Rule) -> set[int]:
    if rule.months == Months.EVERY:
        return set(range(1, 13))
    if rule.months == Months.CHOSEN:
        return set(rule.chosen_months)
    ending = rule.pattern == Pattern.NTH_WEEKDAY and rule.nth == LAST
    return {month for month in range(1, 13) if month % 3 == (0 if ending else 1)}


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Any rule that the form can ask for."""
    return Rule(
        pattern=draw(st.sampled_from(Pattern)),
        weekday=draw(st.integers(0, 4)),
        interval=draw(st.integers(1, 26)),
        nth=draw(st.sampled_from((1, 2, 3, 4, LAST))),
        month_day=draw(st.integers(1, 31)),
        months=draw(st.sampled_from(Months)),
        chosen_months=draw(st.frozensets(st.integers(1, 12), max_size=12)),
    )


@settings(max_examples=400, deadline=None)
@given(rules(), st.dates(FIRST, LAST_DAY), st.integers(0, 800))
def test_a_rule_gives_the_days_that_counting_gives(rule: Rule, first: date, length: int) -> None:
    last = min(first + timedelta(days=length), LAST_DAY)
    assert days_by_rule(rule, first, last) == one_by_one(rule, first, last)


@pytest.mark.parametrize(
    "rule",
    [
        Rule(Pattern.WEEKS, weekday=3, interval=2),
        Rule(Pattern.NTH_WEEKDAY, weekday=1, nth=1, months=Months.QUARTER),
        Rule(Pattern.NTH_WEEKDAY, weekday=2, nth=LAST),
        Rule(Pattern.MONTH_DAY, month_day=31),
    ],
)
def test_sixteen_years_at_once(rule: Rule) -> None:
    assert days_by_rule(rule, FIRST, LAST_DAY) == one_by_one(rule, FIRST, LAST_DAY)


def test_the_first_tuesday_of_the_quarter() -> None:
    rule = Rule(Pattern.NTH_WEEKDAY, weekday=1, nth=1, months=Months.QUARTER)
    assert days_by_rule(rule, date(2027, 1, 1), date(2027, 12, 31)) == [
        *(date(2027, 1, 5), date(2027, 4, 6), date(2027, 7, 6), date(2027, 10, 5))
    ]


def _moved(how: Avoiding, avoided: dict[date, str], wanted: date) -> date | None:
    (found,) = avoid([wanted], avoided, how)
    assert found.because == avoided.get(wanted, "")
    return found.day


def test_a_day_on_which_nobody_meets_is_skipped_or_moved() -> None:
    ascension = date(2027, 5, 6)
    avoided = {ascension: "Hemelvaartsdag", date(2027, 5, 7): "Gesloten"}
    assert _moved(Avoiding.SKIP, avoided, ascension) is None
    assert _moved(Avoiding.NEXT, avoided, ascension) == date(2027, 5, 10)
    # 5 May is a holiday too, so Tuesday is the nearest day of that week
    assert _moved(Avoiding.SAME_WEEK, avoided, ascension) == date(2027, 5, 4)
    assert _moved(Avoiding.NEXT, {}, ascension) == ascension


def test_a_whole_summer_is_skipped_whatever_was_asked() -> None:
    summer = {date(2027, 7, 10) + timedelta(days=n): "Reces" for n in range(43)}
    for how in Avoiding:
        assert _moved(how, summer, date(2027, 7, 15)) is None


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(Avoiding),
    st.dates(FIRST, LAST_DAY - timedelta(days=40)),
    st.sets(st.integers(-6, 16)),
)
def test_what_is_moved_lands_on_a_free_working_day(
    how: Avoiding, wanted: date, offsets: set[int]
) -> None:
    avoided = {wanted + timedelta(days=n): "dicht" for n in offsets}
    day = _moved(how, avoided, wanted)
    if wanted not in avoided:
        assert day == wanted
    elif day is not None:
        assert day not in avoided
        assert day.weekday() < 5
        assert day in set(_candidates(how, wanted))


def _candidates(how: Avoiding, wanted: date) -> Iterator[date]:
    for day in ALL_DAYS:
        near = wanted < day <= wanted + timedelta(days=14)
        if (how == Avoiding.NEXT and near) or (
            how == Avoiding.SAME_WEEK and day.isocalendar()[:2] == wanted.isocalendar()[:2]
        ):
            yield day
