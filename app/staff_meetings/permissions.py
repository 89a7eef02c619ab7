"""Who may see and do what with the agenda of a staff meeting.

When staff meetings are is no secret: everyone who plans sees it. What is on the agenda is for the
alderman, who stands in, secretaries and coordinators; an officer sees the points they added and
those of items they write about. On top of that a point exists only for who may know of its
meeting and note: a restricted one is for its circle. What was noted is seen with its point.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, false, literal, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.briefings.models import Note
from app.briefings.permissions import in_circle, reads_notes
from app.briefings.queries import is_written_by
from app.core import clock
from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.meetings.permissions import of_visible_meeting
from app.meetings.permissions import visible_to as meeting_visible_to
from app.people.models import Person, Role
from app.people.queries import principal_ids
from app.staff_meetings.models import StaffPoint

#: A column that holds the id of an alderman.
PersonId = ColumnElement[int] | ColumnElement[int | None] | InstrumentedAttribute[int]
#: Whose business staff meetings are.
ATTENDERS = (Role.OFFICER, Role.ALDERMAN, Role.SECRETARY, Role.COORDINATOR)
OVERSEERS = (Role.SECRETARY, Role.COORDINATOR)


def visible_to(person: Person) -> ColumnElement[bool]:
    """The points that exist for this person, with what was noted on them."""
    if not reads_notes(person):
        return false()
    item = (
        select(AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.id == StaffPoint.item_id)
        .correlate(StaffPoint)
    )
    secret = exists(
        select(Note.id)
        .where(Note.item_id == StaffPoint.item_id, not_(in_circle(person)))
        .correlate(StaffPoint)
    )
    return and_(
        or_(
            agenda_visible_to(person, StaffPoint.alderman_id),
            StaffPoint.added_by_id == person.id,
            exists(item.where(is_written_by(person))),
        ),
        or_(StaffPoint.item_id.is_(None), exists(item.where(meeting_visible_to(person)))),
        or_(
            StaffPoint.meeting_id.is_(None),
            of_visible_meeting(person, StaffPoint.meeting_id),
        ),
        not_(secret),
    )


def agenda_visible_to(person: Person, alderman_id: PersonId) -> ColumnElement[bool]:
    """The aldermen whose whole agenda this person sees."""
    return or_(
        literal(person.has_role(*OVERSEERS)),
        alderman_id == person.id,
        alderman_id.in_(principal_ids(person, clock.today())),
    )


def sees_agenda_of(person: Person, alderman: Person) -> bool:
    """Whether a person sees the whole agenda of this alderman, and keeps it."""
    if not reads_notes(person):
        return False
    found = select(Person.id).where(Person.id == alderman.id, agenda_visible_to(person, Person.id))
    return db.session.scalar(found) is not None


def sees_point(person: Person, point: StaffPoint) -> bool:
    """Whether a point exists for a person: by `visible_to`, so that no second rule can disagree."""
    found = select(StaffPoint.id).where(StaffPoint.id == point.id, visible_to(person))
    return db.session.scalar(found) is not None


def may_add_points(person: Person, alderman: Person) -> bool:
    """Whether a person may put something on this agenda: officers may on everybody's."""
    return person.has_role(Role.OFFICER) or sees_agenda_of(person, alderman)
