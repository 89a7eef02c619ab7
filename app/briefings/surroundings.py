"""Reading what surrounds a note: one remark, what we said last time, what was heard before."""

from __future__ import annotations

from app.briefings.models import Note, Remark
from app.briefings.permissions import may_talk
from app.briefings.queries import get_note, notes_for_items
from app.core.database import db
from app.core.errors import NotFound
from app.meetings import queries as meeting_queries
from app.meetings.agenda_models import AgendaItem
from app.meetings.earlier import previous_item
from app.people.models import Person


def get_remark(remark_id: int, note_id: int, person: Person) -> tuple[Remark, Note]:
    """A remark on a note in whose talk this person takes part; raises NotFound."""
    remark = db.session.get(Remark, remark_id)
    if remark is None or remark.note_id != note_id:
        raise NotFound
    note = get_note(note_id, person)
    if not may_talk(person, note):
        raise NotFound
    return remark, note


def previous_note(item: AgendaItem, person: Person) -> tuple[AgendaItem, Note | None] | None:
    """The last earlier item on this topic with an outcome, and our note on it where visible."""
    earlier = previous_item(item, person)
    if earlier is None:
        return None
    return earlier, notes_for_items([earlier.id], person).get(earlier.id)


def prepared_item(item: AgendaItem, person: Person) -> AgendaItem | None:
    """The item of the administrative meeting from which this one was carried over, if visible."""
    if item.carried_from_id is None:
        return None
    try:
        return meeting_queries.get_item(item.carried_from_id, person)
    except NotFound:
        return None
