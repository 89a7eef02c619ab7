"""Filters on lists of meetings by how far their notes are.

A list asks by parts: a meeting with three notes aligned and one in concept is found under
"concept". All of it by what a person may know (`permissions.known_to`), as on the lines of a list.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from app.briefings.models import Note, NoteState
from app.briefings.permissions import known_to, reads_notes
from app.briefings.ties import BEGUN, WITH_HOLDER
from app.core import clock
from app.core.database import db
from app.core.panels import Question
from app.days.queries import closed_days
from app.days.working_days import ONE_DAY, add_working_days
from app.meetings.agenda_models import AgendaItem, Handling
from app.meetings.models import Body, Meeting, MeetingStatus
from app.meetings.queries import start_of
from app.people.models import Person
from app.register.models import Partnership

WRITING = tuple(sorted(BEGUN))
OFFERED = tuple(sorted(WITH_HOLDER))


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
    """Coming meetings whose notes should have been offered by now, and were not."""
    return and_(
        Meeting.ends_at > clock.now(),
        Meeting.status != MeetingStatus.CANCELLED,
        _is_due(clock.today()),
        or_(without_note(person), with_concept(person)),
    )


def on_time_from(today: date, lead_days: int, closed: Collection[date] = frozenset()) -> date:
    """The first day of a meeting whose notes, due so many working days before, can be on time."""
    return add_working_days(today - ONE_DAY, lead_days, closed) + ONE_DAY


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


def _is_due(today: date) -> ColumnElement[bool]:
    """The deadline of the notes has passed, whatever lead the partnership asks."""
    leads = db.session.scalars(select(Partnership.note_lead_days).distinct()).all()
    closed = closed_days()
    late = [
        and_(
            Partnership.note_lead_days == lead,
            Meeting.starts_at < start_of(on_time_from(today, lead, closed)),
        )
        for lead in sorted(leads)
    ]
    return exists(
        select(Body.id)
        .join(Partnership, Partnership.id == Body.partnership_id)
        .where(Body.id == Meeting.body_id, or_(false(), *late))
        .correlate(Meeting)
    )


QUESTIONS = (
    Question("missing", _l("punt zonder annotatie"), without_note, reads_notes),
    Question("concept", _l("annotatie in concept"), with_concept, reads_notes),
    Question("with-alderman", _l("annotatie bij wethouder"), with_alderman, reads_notes),
    Question("aligned", _l("alle annotaties afgestemd"), all_aligned, reads_notes),
    Question("late", _l("annotatie te laat"), notes_late, reads_notes),
)
