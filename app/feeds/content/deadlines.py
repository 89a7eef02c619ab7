"""Which days of deadlines a person has: notes of one meeting taken together. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from app.briefings.queries import Due
from app.feeds.models import DeadlineKind
from app.meetings.models import Meeting


class DeadlineKey(NamedTuple):
    """What a deadline goes by, however often its day moves.

    Each reader has their own: who stands in for others, or sees fewer notes, has another count and
    perhaps another day for the same person and meeting.
    """

    reader_id: int
    #: Who must write, or decide.
    person_id: int
    meeting_id: int
    kind: str


@dataclass(frozen=True)
class DueDay:
    """The notes of one meeting that a person must write, or decide on, by one day."""

    #: In whose calendar.
    reader_id: int
    #: Who has to.
    person_id: int
    meeting: Meeting
    due_on: date
    kind: DeadlineKind
    count: int

    @property
    def key(self) -> DeadlineKey:
        """What it goes by, however often its day moves."""
        return DeadlineKey(self.reader_id, self.person_id, self.meeting.id, self.kind)

    @property
    def digest(self) -> str:
        """Of everything that a calendar shows of it."""
        meeting, partnership = self.meeting, self.meeting.body.partnership
        shown = (
            *(self.due_on.isoformat(), self.count, meeting.uid, meeting.name),
            *(meeting.starts_at.isoformat(), partnership.name, partnership.abbreviation),
        )
        return hashlib.sha256(repr(shown).encode()).hexdigest()


class Revision(NamedTuple):
    """What a calendar says, or said, of a deadline."""

    digest: str
    due_on: date
    revised_at: datetime
    sequence: int


def revision_of(day: DueDay, last: Revision | None, now: datetime) -> Revision:
    """The last revision where nothing changed since; else the next one.

    The first one bears the moment of its meeting, so that every process says the same.
    """
    if last is None:
        moment = day.meeting.revised_at.replace(microsecond=0)
        return Revision(day.digest, day.due_on, moment, 0)
    if last.digest == day.digest:
        return last
    moment = max(now.replace(microsecond=0), last.revised_at + timedelta(seconds=1))
    sequence = last.sequence + (day.due_on != last.due_on)
    return Revision(day.digest, day.due_on, moment, sequence)


def due_days(
    reader_id: int, person_id: int, to_write: Iterable[Due], to_decide: Iterable[Due]
) -> list[DueDay]:
    """One day of a person per meeting and kind, in order of time, for who reads it."""
    groups: dict[tuple[DeadlineKind, int], list[Due]] = {}
    for kind, dues in ((DeadlineKind.WRITE, to_write), (DeadlineKind.DECIDE, to_decide)):
        for due in dues:
            groups.setdefault((kind, due.meeting.id), []).append(due)
    return in_order(
        DueDay(
            *(reader_id, person_id, group[0].meeting),
            *(min(due.due_on for due in group), kind, len(group)),
        )
        for (kind, _meeting_id), group in groups.items()
    )


def in_order(days: Iterable[DueDay]) -> list[DueDay]:
    """Days in order of time, each once."""
    once = {day.key: day for day in days}
    return sorted(once.values(), key=lambda day: (day.due_on, day.meeting.starts_at, day.kind))
