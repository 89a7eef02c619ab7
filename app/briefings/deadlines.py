"""How a deadline stands on a day: pure. On which day it is, app.briefings.chain counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.days.working_days import in_words, working_days_until

#: From this many working days before the deadline on, something is due soon.
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


def deadline_on(
    due_on: date, meeting_day: date, today: date, closed: frozenset[date] = frozenset()
) -> Deadline:
    """Something that is due on a day for a meeting, and how it stands today.

    `closed` are days on which the organisation is closed, beside weekends and public holidays.
    """
    left = working_days_until(due_on, today, closed)
    return Deadline(due_on, _timing(left, due_on, meeting_day, today), in_words(left))


def _timing(left: int, due_on: date, meeting_day: date, today: date) -> Timing:
    if today > meeting_day >= due_on:
        return Timing.IMPOSSIBLE
    if today > due_on:
        return Timing.LATE
    return Timing.SOON if left <= SOON_DAYS else Timing.IN_TIME
