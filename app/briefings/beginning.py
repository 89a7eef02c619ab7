"""Beginning a note with an earlier one: which there are, and what one takes along.

Nothing is saved by it: the chosen parts come into the form. Only what this person may read, and
where it comes into other hands than it was written for, the page says so.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select

from app.briefings import permissions
from app.briefings.content import EMPTY, Content, of_version
from app.briefings.models import Note
from app.briefings.parts import VIEWS, Part
from app.briefings.queries import get_note, notes_for_items
from app.core.database import db
from app.core.errors import NotFound
from app.meetings import topics
from app.meetings.agenda_models import AgendaItem, Handling
from app.meetings.models import Meeting
from app.people.models import Person

#: Among so many earlier notes of the body a topic is looked for; so many are offered at most.
LOOKED_AT, OFFERED = 200, 4
#: What is about one meeting alone is not for the next; nor is somebody's own judgement.
NOT_AGAIN = frozenset({"afterwards", VIEWS})


@dataclass(frozen=True)
class Source:
    """An earlier note with which one can begin."""

    note: Note
    same_topic: bool

    @property
    def item(self) -> AgendaItem:
        """The item that it was written for."""
        return self.note.item


@dataclass(frozen=True)
class Taken:
    """What is taken from an earlier note into the form."""

    source: Note
    content: Content
    #: What comes into other hands by it, for the page to say.
    undisclosed: bool
    restricted: bool


def sources(item: AgendaItem, person: Person) -> list[Source]:
    """Earlier notes of the same body that this person may read: of the same topic first.

    For one line on a consent item only the same topic helps.
    """
    earlier = db.session.execute(
        select(Note.item_id, AgendaItem.title)
        .join(AgendaItem, AgendaItem.id == Note.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            or_(
                Meeting.body_id == item.meeting.body_id,
                AgendaItem.id == item.carried_from_id,
            ),
            Meeting.starts_at < item.meeting.starts_at,
            permissions.visible_to(person),
        )
        .order_by(Meeting.starts_at.desc(), AgendaItem.position, Note.id)
        .limit(LOOKED_AT)
    ).all()
    alike = {
        row.item_id
        for row in earlier
        if row.item_id == item.carried_from_id or _same_topic(row.title, item)
    }
    consent = item.handling == Handling.CONSENT
    ids = [row.item_id for row in earlier if not consent or row.item_id in alike]
    chosen = sorted(ids, key=lambda one: one not in alike)[:OFFERED]
    notes = notes_for_items(chosen, person)
    return [Source(notes[one], one in alike) for one in chosen if one in notes]


def _same_topic(title: str, item: AgendaItem) -> bool:
    words = topics.topic(item.title)
    exact = topics.exact_topic(title) == topics.exact_topic(item.title)
    return exact or (bool(words) and topics.topic(title) == words)


def source_note(note_id: int, item: AgendaItem, person: Person) -> Note:
    """An earlier note of the same body that this person may read; raises NotFound."""
    note = get_note(note_id, person)
    same_body = note.item.meeting.body_id == item.meeting.body_id
    earlier = note.item.meeting.starts_at < item.meeting.starts_at
    if not earlier or not (same_body or note.item_id == item.carried_from_id):
        raise NotFound
    return note


def offered_parts(note: Note, person: Person) -> list[Part]:
    """The parts of an earlier note with words that this person may take along."""
    return [
        part
        for part in permissions.readable_sections(note, person)
        if note.current.parts.get(part.key) and part.key not in NOT_AGAIN
    ]


def widens(note: Note, item: AgendaItem) -> bool:
    """Whether what was written for a named circle comes into other hands here."""
    written_for, comes_to = _circle(note.item.meeting, note), _circle(item.meeting)
    return written_for is not None and (comes_to is None or not comes_to <= written_for)


def _circle(meeting: Meeting, note: Note | None = None) -> frozenset[int] | None:
    """For whom a note on this meeting exists; None where it is for everybody who may read notes."""
    of_meeting = frozenset(row.person_id for row in meeting.circle)
    of_note = frozenset(row.person_id for row in note.circle) if note else frozenset()
    if note is not None and note.restricted:
        return of_note & of_meeting if meeting.restricted else of_note
    return of_meeting if meeting.restricted else None


def take(note: Note, item: AgendaItem, person: Person, names: Collection[str]) -> Taken:
    """The chosen parts (and the stance) of an earlier note, as far as this person reads them."""
    parts = {
        part.key: note.current.parts[part.key]
        for part in offered_parts(note, person)
        if part.key in names
    }
    stance = of_version(note.current).stance if "stance" in names else None
    return Taken(
        source=note,
        content=EMPTY.with_values({**parts, "stance": stance}),
        undisclosed="undisclosed" in parts,
        restricted=widens(note, item),
    )
