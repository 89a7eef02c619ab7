"""Which days of deadlines a person has: notes of one meeting taken together. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.briefings.queries import Due
from app.meetings.models import Meeting


@dataclass(frozen=True)
class DueDay:
    """The notes of one meeting that a person must write, or decide on, by one day."""

    #: Who has to.
    person_id: int
    meeting: Meeting
    due_on: date
    #: "write" or "decide".
    kind: str
    count: int


def due_days(person_id: int, to_write: Iterable[Due], to_decide: Iterable[Due]) -> list[DueDay]:
    """One day of a person per meeting and kind, in order of time."""
    groups: dict[tuple[str, int], list[Due]] = {}
    for kind, dues in (("write", to_write), ("decide", to_decide)):
        for due in dues:
            groups.setdefault((kind, due.meeting.id), []).append(due)
    return in_order(
        DueDay(person_id, group[0].meeting, min(due.due_on for due in group), kind, len(group))
        for (kind, _meeting_id), group in groups.items()
    )


def in_order(days: Iterable[DueDay]) -> list[DueDay]:
    """Days in order of time, each once."""
    once = {(day.person_id, day.meeting.id, day.kind): day for day in days}
    return sorted(once.values(), key=lambda day: (day.due_on, day.meeting.starts_at, day.kind))
