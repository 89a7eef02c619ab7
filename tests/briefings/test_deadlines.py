"""How a deadline stands on a day; on which day it is, is counted in tests/briefings/chain."""

from __future__ import annotations

import pytest
from flask import Flask

from app.briefings.deadlines import Timing, deadline_on
from tests.factories import day


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
        found = deadline_on(day("2026-11-25"), day("2026-12-03"), day(today))
    assert (found.due_on, found.timing, found.words) == (day("2026-11-25"), timing, words)
    assert found.late is (timing in (Timing.LATE, Timing.IMPOSSIBLE))


@pytest.mark.parametrize(
    ("today", "timing"),
    [("2026-12-04", Timing.SOON), ("2026-12-07", Timing.SOON), ("2026-12-08", Timing.LATE)],
)
def test_what_is_due_after_the_meeting_can_still_be_done(
    app: Flask, today: str, timing: Timing
) -> None:
    with app.test_request_context():
        assert deadline_on(day("2026-12-07"), day("2026-12-03"), day(today)).timing == timing
