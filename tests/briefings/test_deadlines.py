"""When a note is due, in working days, and how that deadline stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.briefings.deadlines import Timing, deadline, note_due_on
from app.days.working_days import is_working_day
from tests.factories import day


@pytest.mark.parametrize(
    ("meeting", "lead", "due"),
    [
        ("2026-12-03", 6, "2026-11-25"),
        ("2026-12-03", 0, "2026-12-03"),
        ("2026-12-30", 6, "2026-12-21"),  # Christmas, both days, and a weekend between
        ("2026-05-07", 2, "2026-05-04"),  # 5 May counts as a holiday
        ("2026-04-08", 2, "2026-04-02"),  # Easter Monday and Good Friday
    ],
)
def test_due_days(meeting: str, lead: int, due: str) -> None:
    assert note_due_on(day(meeting), lead) == day(due)


def test_a_closed_day_moves_the_deadline_forward() -> None:
    assert note_due_on(day("2026-12-03"), 1, frozenset({day("2026-12-02")})) == day("2026-12-01")


@pytest.mark.parametrize(
    ("today", "timing", "words"),
    [
        ("2026-11-16", Timing.IN_TIME, "over 7 werkdagen"),
        ("2026-11-20", Timing.SOON, "over 3 werkdagen"),
        ("2026-11-24", Timing.SOON, "over 1 werkdag"),
        ("2026-11-25", Timing.SOON, "vandaag"),
        ("2026-11-26", Timing.LATE, "1 werkdag te laat"),
        ("2026-12-03", Timing.LATE, "6 werkdagen te laat"),
        ("2026-12-04", Timing.IMPOSSIBLE, "7 werkdagen te laat"),
    ],
)
def test_how_it_stands(app: Flask, today: str, timing: Timing, words: str) -> None:
    with app.test_request_context():
        found = deadline(day("2026-12-03"), 6, day(today))
    assert (found.due_on, found.timing, found.words) == (day("2026-11-25"), timing, words)
    assert found.late is (timing in (Timing.LATE, Timing.IMPOSSIBLE))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    meeting=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    lead=st.integers(1, 60),
)
def test_between_deadline_and_meeting_lie_that_many_working_days(meeting: date, lead: int) -> None:
    due = note_due_on(meeting, lead)
    assert is_working_day(due)
    days = [due + timedelta(days=number) for number in range((meeting - due).days)]
    assert sum(is_working_day(one) for one in days) == lead
