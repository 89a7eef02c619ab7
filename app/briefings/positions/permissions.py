"""Who may see and keep the field of forces of an item.

Positions are kept by who writes the note, and by the officers of the partnership: they hear them,
often at the administrative meeting, before there is a note at all. Who may read the note reads
them too, and who decides on it records what came of their own calls. A restricted note keeps its
field within its circle.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_, select

from app.briefings import permissions
from app.briefings.models import Note
from app.briefings.ties import DECIDERS, Tie
from app.core import clock
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Attendance, Body, Meeting
from app.meetings.permissions import items_visible_to
from app.meetings.queries import item_officer
from app.people.models import Person, Role
from app.register.portfolio_queries import carried_partnership_ids


def readable_to(person: Person, day: date | None = None) -> ColumnElement[bool]:
    """The items whose field of forces this person may see."""
    if not permissions.reads_notes(person):
        return false()
    return or_(kept_by(person, day), _with_note(permissions.visible_to(person, day)))


def kept_by(person: Person, day: date | None = None) -> ColumnElement[bool]:
    """The items on which this person may record where others stand."""
    if not permissions.reads_notes(person):
        return false()
    within = permissions.in_circle(person)
    writes = permissions.grounds(person, day)[Tie.WRITER]
    return and_(
        items_visible_to(person),
        or_(
            _with_note(and_(writes, within)),
            and_(_hears(person, day or clock.today()), not_(_with_note(not_(within)))),
        ),
    )


def called_by(person: Person, day: date | None = None) -> ColumnElement[bool]:
    """The items on which this person may record a call: who keeps them, and who decides on them."""
    if not permissions.reads_notes(person):
        return false()
    ties = permissions.grounds(person, day)
    decides = and_(permissions.visible_to(person, day), or_(*(ties[tie] for tie in DECIDERS)))
    return or_(kept_by(person, day), and_(items_visible_to(person), _with_note(decides)))


def _with_note(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    found = select(Note.id).where(Note.item_id == AgendaItem.id, condition)
    return exists(found.correlate(AgendaItem))


def _hears(person: Person, day: date) -> ColumnElement[bool]:
    """The items that an officer hears: of what they carry, or at a meeting they go to."""
    if not person.has_role(Role.OFFICER):
        return false()
    goes = exists(
        select(Attendance.id)
        .where(
            Attendance.meeting_id == Meeting.id, Attendance.person_id == person.id, Attendance.going
        )
        .correlate(Meeting)
    )
    here = (
        select(Meeting.id)
        .join(Body, Body.id == Meeting.body_id)
        .where(
            Meeting.id == AgendaItem.meeting_id,
            or_(
                item_officer() == person.id,
                Meeting.officer_id == person.id,
                Body.partnership_id.in_(carried_partnership_ids(person, day)),
                goes,
            ),
        )
    )
    return exists(here.correlate(AgendaItem))
