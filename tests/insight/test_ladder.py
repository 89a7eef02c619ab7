"""Who hears when of what is owed: pure rules of the ladder."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.days.working_days import add_working_days, is_working_day
from app.insight.ladder import Ladder, Stage, stages_reached
from tests.factories import day

DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
DUE = day("2026-11-26")  # a Thursday


@pytest.mark.parametrize(
    ("today", "reminded", "stages"),
    [
        ("2026-11-25", None, []),
        ("2026-11-26", None, ["remind"]),
        ("2026-11-26", "2026-11-26", ["remind"]),
        ("2026-11-27", "2026-11-26", ["remind", "substitute"]),
        ("2026-11-30", "2026-11-26", ["remind", "substitute", "report"]),
        # asked for after its deadline: first a reminder, then the same number of days
        ("2026-12-02", None, ["remind"]),
        ("2026-12-02", "2026-12-02", ["remind"]),
        ("2026-12-04", "2026-12-02", ["remind", "substitute", "report"]),
    ],
)
def test_one_step_after_the_other(today: str, reminded: str | None, stages: list[str]) -> None:
    told = day(reminded) if reminded else None
    assert stages_reached(Ladder(), DUE, told, day(today)) == stages


def test_who_is_away_is_reminded_together_with_who_stands_in() -> None:
    assert stages_reached(Ladder(), DUE, None, DUE, away=True) == [Stage.REMIND, Stage.SUBSTITUTE]
    late = add_working_days(DUE, 3)
    assert stages_reached(Ladder(), DUE, DUE, late, away=True) == list(Stage)


def test_days_before_the_deadline_and_steps_that_are_off() -> None:
    early = Ladder(remind=3, substitute=0, report=0)
    assert stages_reached(early, DUE, None, day("2026-11-20")) == []
    assert stages_reached(early, DUE, None, day("2026-11-23")) == [Stage.REMIND]
    assert stages_reached(early, DUE, DUE, day("2027-01-15")) == [Stage.REMIND]


def test_a_closed_day_does_not_count() -> None:
    closed = {day("2026-11-27")}
    assert stages_reached(Ladder(), DUE, DUE, day("2026-11-30"), closed) == ["remind", "substitute"]


@given(DAYS, st.integers(0, 5), st.integers(0, 5), st.integers(0, 5), st.integers(0, 40))
def test_stages_only_come_in_order_and_never_go(
    due_on: date, remind: int, substitute: int, report: int, later: int
) -> None:
    ladder = Ladder(remind, substitute, report)
    today = due_on + timedelta(days=later)
    reminded = next(one for one in (due_on, *_after(due_on)) if is_working_day(one))
    found = stages_reached(ladder, due_on, reminded, today)
    next_day = stages_reached(ladder, due_on, reminded, today + timedelta(days=1))
    assert found[:1] == [Stage.REMIND]
    assert set(found) <= set(next_day)
    assert (Stage.SUBSTITUTE in next_day) or not substitute or later < 40
    assert substitute or Stage.SUBSTITUTE not in found
    assert report or Stage.REPORT not in found


def _after(first: date) -> list[date]:
    return [first + timedelta(days=one) for one in range(1, 10)]
