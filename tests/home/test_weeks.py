"""The picture of the coming weeks: four of them, each meeting in its own, with one state."""

from __future__ import annotations

from datetime import date

import pytest

from app.briefings.readiness import state_of
from app.briefings.state_lines import StateLine
from app.home.weeks import first_monday, in_weeks, last_day
from tests.home.test_tasks import meeting


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), date(2026, 12, 20)),
        (date(2026, 11, 27), date(2026, 11, 23), date(2026, 12, 20)),
        (date(2026, 11, 28), date(2026, 11, 30), date(2026, 12, 27)),
        (date(2026, 11, 29), date(2026, 11, 30), date(2026, 12, 27)),
    ],
)
def test_four_weeks_begin_this_week_and_in_a_weekend_with_the_next(
    today: date, first: date, last: date
) -> None:
    assert first_monday(today) == first
    assert last_day(today) == last


def test_each_meeting_stands_in_its_week_and_no_meeting_is_lost() -> None:
    days = [date(2026, 11, 23), date(2026, 11, 29), date(2026, 12, 20)]
    meetings = [meeting(number, day) for number, day in enumerate(days)]
    found = in_weeks(meetings, {0: "late"}, date(2026, 11, 23))
    assert [len(week.blocks) for week in found] == [2, 0, 0, 1]
    assert [week.label for week in found] == [
        "Deze week",
        "Volgende week",
        "Week van 7 december",
        "Week van 14 december",
    ]
    assert [block.state for block in found[0].blocks] == ["late", ""]


def test_a_meeting_in_this_weekend_is_not_lost() -> None:
    found = in_weeks([meeting(1, date(2026, 11, 29))], {}, date(2026, 11, 28))
    assert [len(week.blocks) for week in found] == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("line", "late", "state"),
    [
        (None, False, ""),
        (StateLine(items=0, aligned=0, with_alderman=0, begun=0), True, ""),
        (StateLine(items=3, aligned=3, with_alderman=0, begun=0), True, "aligned"),
        (StateLine(items=3, aligned=1, with_alderman=2, begun=0), True, "with_alderman"),
        (StateLine(items=3, aligned=2, with_alderman=0, begun=1), True, "late"),
        (StateLine(items=3, aligned=0, with_alderman=0, begun=1), False, "concept"),
        (StateLine(items=3, aligned=0, with_alderman=0, begun=0), False, "missing"),
        (StateLine(items=3, aligned=0, with_alderman=0, begun=0), True, "late"),
    ],
)
def test_one_state_says_most(line: StateLine | None, late: bool, state: str) -> None:
    assert state_of(line, late) == state
