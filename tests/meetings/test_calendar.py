"""Months and weeks: their edges, the two changes of the clock, meetings over midnight, folding."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from app.days.queries import DayFact
from app.meetings.calendar import Entry, month_of, week_of, weeks_in
from app.meetings.models import Meeting
from tests.factories import day, moment


def meeting(start: str, end: str, number: int = 1) -> Meeting:
    """A meeting between two moments of the Dutch wall clock."""
    return Meeting(id=number, starts_at=moment(start), ends_at=moment(end))


@pytest.mark.parametrize("year", range(2020, 2036))
def test_a_month_holds_each_of_its_days_once_in_whole_weeks(year: int) -> None:
    for month in range(1, 13):
        span = month_of(date(year, month, 15))
        weeks = weeks_in(span, [], [], date(2026, 11, 23))
        days = [one.date for week in weeks for one in week.days]
        inside = [one.date for week in weeks for one in week.days if one.inside]
        assert inside == [
            span.first + timedelta(days=number)
            for number in range((span.last - span.first).days + 1)
        ]
        assert {one.month for one in inside} == {month}
        assert all(week.monday.weekday() == 0 for week in weeks)
        assert days == sorted(set(days))
        assert month_of(span.previous).next == span.first
        assert month_of(span.next).previous == span.first


@pytest.mark.parametrize(
    ("text", "first", "last", "number"),
    [
        ("2026-12-31", "2026-12-28", "2027-01-03", 53),
        ("2027-01-03", "2026-12-28", "2027-01-03", 53),
        ("2027-01-04", "2027-01-04", "2027-01-10", 1),
        ("2024-02-29", "2024-02-26", "2024-03-03", 9),
    ],
)
def test_a_week_runs_from_monday_over_the_turn_of_the_year(
    text: str, first: str, last: str, number: int
) -> None:
    span = week_of(day(text))
    assert (span.first, span.last) == (day(first), day(last))
    assert weeks_in(span, [], [], day(text))[0].number == number


def test_the_days_around_a_month_stay_empty() -> None:
    late = meeting("2026-12-01T09:30", "2026-12-01T11:00")
    weeks = weeks_in(month_of(day("2026-11-10")), [late], [], day("2026-11-23"))
    last = weeks[-1].days
    assert [one.inside for one in last] == [True, *[False] * 6]
    assert not any(one.entries for one in last)


def test_a_meeting_over_midnight_stands_on_each_of_its_days(app: Flask) -> None:
    night = meeting("2026-12-03T22:00", "2026-12-05T01:30")
    week = weeks_in(week_of(day("2026-12-03")), [night], [], day("2026-11-23"))[0]
    with app.test_request_context():
        times = {one.date.day: [entry.times for entry in one.entries] for one in week.days}
    assert times[3] == ["vanaf 22.00"]
    assert times[4] == ["hele dag"]
    assert times[5] == ["tot 01.30"]
    assert times[6] == []


def test_a_meeting_that_ends_at_midnight_takes_no_next_day(app: Flask) -> None:
    evening = meeting("2026-12-03T20:00", "2026-12-04T00:00")
    week = weeks_in(week_of(day("2026-12-03")), [evening], [], day("2026-11-23"))[0]
    assert [len(one.entries) for one in week.days] == [0, 0, 0, 1, 0, 0, 0]
    with app.test_request_context():
        assert week.days[3].entries[0].times == "20.00–00.00"


def test_a_meeting_that_began_last_month_stands_from_the_first(app: Flask) -> None:
    turn = meeting("2026-11-30T21:00", "2026-12-01T00:30")
    weeks = weeks_in(month_of(day("2026-12-10")), [turn], [], day("2026-11-23"))
    first = next(one for one in weeks[0].days if one.inside)
    assert first.date == day("2026-12-01")
    with app.test_request_context():
        assert [one.times for one in first.entries] == ["tot 00.30"]


@pytest.mark.parametrize("text", ["2027-03-28", "2026-10-25"])
def test_a_meeting_stays_on_its_day_when_the_clock_changes(app: Flask, text: str) -> None:
    """The day has 23 or 25 hours: one that starts at 00.30 or ends at 23.45 stays on it."""
    early = meeting(f"{text}T00:30", f"{text}T04:00", 1)
    late = meeting(f"{text}T22:00", f"{text}T23:45", 2)
    week = weeks_in(week_of(day(text)), [late, early], [], day("2026-11-23"))[0]
    assert [len(one.entries) for one in week.days] == [0, 0, 0, 0, 0, 0, 2]
    with app.test_request_context():
        assert [one.times for one in week.days[6].entries] == ["00.30–04.00", "22.00–23.45"]


@pytest.mark.parametrize(
    ("count", "shown", "folded"), [(0, 0, 0), (1, 1, 0), (4, 4, 0), (5, 3, 2), (6, 3, 3)]
)
def test_many_on_one_day_fold(count: int, shown: int, folded: int) -> None:
    many = [
        meeting(f"2026-12-03T{8 + number:02}:00", f"2026-12-03T{9 + number:02}:00", number)
        for number in range(count)
    ]
    week = weeks_in(week_of(day("2026-12-03")), many, [], day("2026-11-23"))[0]
    thursday = week.days[3]
    assert (len(thursday.shown), len(thursday.folded)) == (shown, folded)
    assert [*thursday.shown, *thursday.folded] == [Entry(one, thursday.date) for one in many]


def test_what_is_known_of_days_stands_on_each_of_them() -> None:
    recess = DayFact("recess", day("2026-12-04"), day("2026-12-06"), "Reces")
    week = weeks_in(week_of(day("2026-12-03")), [], [recess], day("2026-12-03"))[0]
    assert [len(one.facts) for one in week.days] == [0, 0, 0, 0, 1, 1, 1]
    assert [one.today for one in week.days] == [False, False, False, True, False, False, False]
