"""Reading steers, as one person may see them; a constant number of statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.briefings.models import Note
from app.briefings.permissions import readable_sections
from app.briefings.positions.field import Field
from app.briefings.positions.queries import fields_of
from app.briefings.queries import notes_for_items, states_of
from app.briefings.steers.drawing import Line, Words, draw, words_of
from app.briefings.steers.models import Steer
from app.briefings.steers.permissions import visible_to
from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.meetings.queries import items_of
from app.people.models import Person


@dataclass(frozen=True)
class SteerPage:
    """A steer as one person sees it."""

    meeting: Meeting
    lines: Sequence[Line]
    #: Per item the state of its note, where this person may know of it.
    states: dict[int, str]
    words: Words
    written: Steer | None


def find_steer(meeting_id: int, *readers: Person) -> Steer | None:
    """The written words of a steer, where all these people may read them."""
    return find_steers([meeting_id], *readers).get(meeting_id)


def find_steers(meeting_ids: Collection[int], *readers: Person) -> dict[int, Steer]:
    """The same of several meetings, by meeting."""
    found = db.session.scalars(
        select(Steer)
        .where(Steer.meeting_id.in_(meeting_ids), *(visible_to(one) for one in readers))
        .options(joinedload(Steer.saved_by))
    )
    return {one.meeting_id: one for one in found}


def steer_page(meeting: Meeting, person: Person) -> SteerPage:
    """The steer of a meeting that this person may see."""
    lines = _lines(meeting, person)
    written = find_steer(meeting.id, person)
    return SteerPage(
        meeting=meeting,
        lines=lines,
        states=states_of([line.item.id for line in lines], person),
        words=words_of(meeting.remarks, lines, written),
        written=written,
    )


def proposals(meeting: Meeting, person: Person) -> Words:
    """What the notes propose to who writes the steer.

    Restricted notes propose nothing: the words of a steer have more readers than their circle.
    """
    lines = [
        line if line.note is None or not line.note.restricted else Line(line.item)
        for line in _lines(meeting, person)
    ]
    return draw(meeting.remarks, lines)


def _lines(meeting: Meeting, person: Person) -> list[Line]:
    items = items_of([meeting.id], person)[meeting.id]
    notes = notes_for_items([item.id for item in items], person)
    read = [item for item in items if item.id in notes]
    forces = fields_of(read, person) if read else {}
    return [_line(item, notes.get(item.id), person, forces.get(item.id)) for item in items]


def _line(
    item: AgendaItem,
    note: Note | None,
    person: Person,
    forces: Field | None,
) -> Line:
    if note is None:
        return Line(item)
    keys = frozenset(part.key for part in readable_sections(note, person))
    return Line(item, note, keys, forces)
