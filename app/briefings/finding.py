"""Finding notes among all that a person may read: by state, partnership and time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from app.briefings.models import Note, NoteState, NoteStep
from app.briefings.permissions import visible_to
from app.briefings.queries import notes_visible
from app.briefings.spoken import unconfirmed_on
from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Body, Meeting
from app.people.models import Person
from app.register.models import Partnership

PAGE = 40
TIMES = ("coming", "past", "all")


@dataclass(frozen=True)
class Filters:
    """What a person looks for; empty means everything."""

    state: str = ""
    partnership_id: int | None = None
    time: str = "coming"
    first: int = 0

    @property
    def any_set(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.state or self.partnership_id or self.time != "coming")

    def conditions(self, now: datetime) -> list[ColumnElement[bool]]:
        """The same over note, meeting and body."""
        found: list[ColumnElement[bool]] = []
        if self.state:
            found.append(Note.state == self.state)
        if self.partnership_id:
            found.append(Body.partnership_id == self.partnership_id)
        if self.time == "coming":
            found.append(Meeting.ends_at > now)
        elif self.time == "past":
            found.append(Meeting.ends_at <= now)
        return found


def filters_from(args: Mapping[str, str]) -> Filters:
    """Filters from an address; what makes no sense is left out."""
    state, time = args.get("state", ""), args.get("time", "coming")
    partnership, first = args.get("partnership", ""), args.get("first", "")
    return Filters(
        state=state if state in set(NoteState) else "",
        partnership_id=int(partnership[:9]) if partnership.isdecimal() else None,
        time=time if time in TIMES else "coming",
        first=int(first[:6]) if first.isdecimal() else 0,
    )


@dataclass(frozen=True)
class Found:
    """One page of notes."""

    notes: list[Note]
    first: int
    total: int
    #: By note the agreement that a colleague recorded and nobody confirmed yet.
    unconfirmed: Mapping[int, NoteStep] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The place of the last one on this page."""
        return self.first + len(self.notes)


def find_notes(person: Person, filters: Filters, now: datetime) -> Found:
    """The notes that a person may read and that fit, the first meeting first."""
    conditions = filters.conditions(now)
    total = db.session.scalar(
        select(func.count(Note.id))
        .join(Note.item)
        .join(AgendaItem.meeting)
        .join(Meeting.body)
        .where(visible_to(person), *conditions)
    )
    notes = notes_visible(
        person, *conditions, first=filters.first, most=PAGE, newest=filters.time == "past"
    )
    unconfirmed = unconfirmed_on([note.id for note in notes])
    return Found(notes, filters.first, total or 0, unconfirmed)


def partnerships_of_notes(person: Person) -> list[tuple[int, str]]:
    """The partnerships with notes that this person may read, by name."""
    rows = db.session.execute(
        select(Partnership.id, Partnership.name)
        .join(Body, Body.partnership_id == Partnership.id)
        .join(Meeting, Meeting.body_id == Body.id)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .join(Note, Note.item_id == AgendaItem.id)
        .where(visible_to(person))
        .group_by(Partnership.id, Partnership.name)
        .order_by(func.lower(Partnership.name))
    )
    return [(row[0], row[1]) for row in rows]
