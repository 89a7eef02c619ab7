"""Deadlines of meetings that are not saved, by the default chain: for tests without a database."""

from __future__ import annotations

from datetime import date

from app.briefings.chain.counting import Around, due_days
from app.briefings.chain.reading import day_of
from app.briefings.deadlines import Deadline, deadline_on
from app.meetings.models import Meeting
from app.register.chain import ChainStep, defaults_around


class Counted:
    """The days of the steps, over these closed days."""

    def __init__(self, closed: frozenset[date] = frozenset(), note_lead_days: int = 6) -> None:
        self.closed = closed
        self.leads = defaults_around(note_lead_days)

    def due_on(self, step: ChainStep, meeting: Meeting) -> date:
        """The day by which a step is done."""
        return due_days(day_of(meeting), self.leads, Around(self.closed))[step]

    def offering(self, meeting: Meeting, today: date) -> Deadline:
        """How the deadline of the notes stands."""
        due = self.due_on(ChainStep.ALDERMAN, meeting)
        return deadline_on(due, day_of(meeting), today, self.closed)
