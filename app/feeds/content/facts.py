"""What calendars show of meetings, read at once for many: plain rows, no objects to keep up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from app.core.database import db
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.models import Attendance, Body, Meeting
from app.people.models import Person
from app.register.models import Partnership

#: So many ids fit in one statement on both engines.
BATCH = 10_000
#: What is of the meeting itself, by the names of the fields below.
_ROWS = (
    select(
        *(Meeting.id, Meeting.uid, Meeting.title, Meeting.starts_at, Meeting.ends_at),
        *(Meeting.place, Meeting.online_url, Meeting.status, Meeting.closed),
        *(Meeting.sequence, Meeting.revised_at),
        *(Body.name.label("body"), Body.level),
        *(Partnership.name.label("partnership"), Partnership.abbreviation),
    )
    .join(Meeting.body)
    .join(Body.partnership)
)


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """One meeting as calendars know it: never a word of a note."""

    id: int
    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    online_url: str
    status: str
    closed: bool
    sequence: int
    revised_at: datetime
    body: str
    level: str
    partnership: str
    abbreviation: str
    #: The names of who goes, each with that of whom they stand in for.
    going: tuple[tuple[str, str | None], ...] = ()
    #: How many papers came, and when the last did; those that only a circle may see count for
    #: nobody.
    papers: int = 0
    last_paper_on: date | None = None


def facts_of(meeting_ids: Collection[int]) -> list[MeetingFacts]:
    """The facts of these meetings, in three statements; of one that is gone there are none."""
    ordered = sorted(meeting_ids)
    found: list[MeetingFacts] = []
    for first in range(0, len(ordered), BATCH):
        ids = ordered[first : first + BATCH]
        going, papers = _going(ids), _papers(ids)
        for row in db.session.execute(_ROWS.where(Meeting.id.in_(ids))):
            columns: dict[str, Any] = {**row._mapping}
            count, last = papers.get(row.id, (0, None))
            who = tuple(going.get(row.id, ()))
            found.append(MeetingFacts(**columns, going=who, papers=count, last_paper_on=last))
    return found


def _going(ids: list[int]) -> dict[int, list[tuple[str, str | None]]]:
    person, other = aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(Attendance.meeting_id, person.name, other.name)
        .join(person, person.id == Attendance.person_id)
        .outerjoin(other, other.id == Attendance.in_place_of_id)
        .where(Attendance.meeting_id.in_(ids), Attendance.going.is_(True))
        .order_by(person.name, Attendance.id)
    )
    found: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    for meeting_id, name, instead_of in rows:
        found[meeting_id].append((name, instead_of))
    return found


def _papers(ids: list[int]) -> dict[int, tuple[int, date | None]]:
    rows = db.session.execute(
        select(Paper.meeting_id, func.count(), func.max(Paper.received_on))
        .outerjoin(AgendaItem, AgendaItem.id == Paper.item_id)
        .where(
            Paper.meeting_id.in_(ids),
            Paper.withdrawn_at.is_(None),
            Paper.restricted.is_(False),
            or_(Paper.item_id.is_(None), AgendaItem.withdrawn_at.is_(None)),
        )
        .group_by(Paper.meeting_id)
    )
    return {meeting_id: (count, last) for meeting_id, count, last in rows}
