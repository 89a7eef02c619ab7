"""Filters on lists of meetings by how far their notes are.

A list asks by parts: a meeting with three notes aligned and one in concept is found under
"concept". All of it by what a person may know (`permissions.known_to`), as on the lines of a list.
"""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from app.briefings.models import Note, NoteState
from app.briefings.permissions import known_to, reads_notes
from app.briefings.readiness import late_ids
from app.briefings.ties import BEGUN, WITH_HOLDER
from app.core import clock
from app.core.database import db
from app.core.panels import Question
from app.meetings.agenda_models import AgendaItem, Handling
from app.meetings.models import Body, Meeting, MeetingStatus
from app.people.models import Person

WRITING = tuple(sorted(BEGUN))
OFFERED = tuple(sorted(WITH_HOLDER))
#: No note is due longer than this before its meeting.
LATE_HORIZON = timedelta(weeks=26)


def without_note(person: Person) -> ColumnElement[bool]:
    """Meetings with an item for discussion of which no note is known."""
    return _an_item(AgendaItem.handling != Handling.CONSENT, ~_a_note(person))


def with_concept(person: Person) -> ColumnElement[bool]:
    """Meetings with a note that is still being written."""
    return _an_item(_a_note(person, *WRITING))


def with_alderman(person: Person) -> ColumnElement[bool]:
    """Meetings with a note that waits for the portfolio holder."""
    return _an_item(_a_note(person, *OFFERED))


def all_aligned(person: Person) -> ColumnElement[bool]:
    """Meetings that ask for notes, all of which are aligned."""
    asked = _an_item(or_(AgendaItem.handling != Handling.CONSENT, _a_note(person)))
    unfinished = or_(without_note(person), _an_item(_a_note(person, *WRITING, *OFFERED)))
    return and_(asked, ~unfinished)


def notes_late(person: Person) -> ColumnElement[bool]:
    """Coming meetings whose notes should have been offered by now, and were not.

    Which those are no SQL can say: people are away, towns are closed, papers come late.
    """
    now = clock.now()
    coming = and_(
        Meeting.ends_at > now,
        Meeting.starts_at < now + LATE_HORIZON,
        Meeting.status != MeetingStatus.CANCELLED,
        or_(without_note(person), with_concept(person)),
    )
    found = db.session.scalars(
        select(Meeting).where(coming).options(joinedload(Meeting.body).joinedload(Body.partnership))
    )
    return Meeting.id.in_(late_ids(list(found), person, clock.today()))


def _an_item(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(
        select(AgendaItem.id)
        .where(AgendaItem.meeting_id == Meeting.id, AgendaItem.withdrawn_at.is_(None), *conditions)
        .correlate(Meeting)
    )


def _a_note(person: Person, *states: NoteState) -> ColumnElement[bool]:
    found = select(Note.id).where(Note.item_id == AgendaItem.id, known_to(person))
    if states:
        found = found.where(Note.state.in_(states))
    return exists(found.correlate(AgendaItem))


QUESTIONS = (
    Question("missing", _l("punt zonder annotatie"), without_note, reads_notes),
    Question("concept", _l("annotatie in concept"), with_concept, reads_notes),
    Question("with-alderman", _l("annotatie bij wethouder"), with_alderman, reads_notes),
    Question("aligned", _l("alle annotaties afgestemd"), all_aligned, reads_notes),
    Question("late", _l("annotatie te laat"), notes_late, reads_notes),
)
