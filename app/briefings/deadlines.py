"""When a note is due, and how its deadline stands: pure, the day is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.days.working_days import add_working_days, in_words, working_days_until

#: From this many working days before the deadline on, a note is due soon.
SOON_DAYS = 3


class Timing(StrEnum):
    """How a deadline stands today."""

    IN_TIME = "in_time"
    SOON = "soon"
    LATE = "late"
    #: The meeting is over: the deadline can no longer be met.
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Deadline:
    """A deadline as the screen shows it."""

    due_on: date
    timing: Timing
    #: "over 3 werkdagen", "vandaag", "2 werkdagen te laat".
    words: str

    @property
    def late(self) -> bool:
        """Whether it has passed."""
        return self.timing in (Timing.LATE, Timing.IMPOSSIBLE)


def note_due_on(meeting_day: date, lead_days: int, closed: frozenset[date] = frozenset()) -> date:
    """The day on which a note must be with the portfolio holder (DOMAIN.md: default T-6).

    `lead_days` counts working days back from the meeting; `closed` are days on which the
    organisation is closed, beside weekends and public holidays.
    """
    return add_working_days(meeting_day, -lead_days, closed)


def deadline(
    meeting_day: date, lead_days: int, today: date, closed: frozenset[date] = frozenset()
) -> Deadline:
    """The deadline of the notes of a meeting, and how it stands today."""
    due_on = note_due_on(meeting_day, lead_days, closed)
    left = working_days_until(due_on, today, closed)
    return Deadline(due_on, _timing(left, due_on, meeting_day, today), in_words(left))


def _timing(left: int, due_on: date, meeting_day: date, today: date) -> Timing:
    if today > meeting_day:
        return Timing.IMPOSSIBLE
    if today > due_on:
        return Timing.LATE
    return Timing.SOON if left <= SOON_DAYS else Timing.IN_TIME
