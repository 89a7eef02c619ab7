"""Who may see and do what with meetings, agendas and papers: the one policy of this room."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.meetings.agenda_models import AgendaItem, Paper, PaperCircle
from app.meetings.models import Meeting, MeetingCircle
from app.people.models import Person, Role

PLANNERS = (Role.SECRETARY, Role.COORDINATOR)


def visible_to(person: Person, table: type[Meeting] | Any = Meeting) -> ColumnElement[bool]:
    """The meetings that exist for this person: all, but a restricted one only for its circle.

    `table` may be an alias of Meeting.
    """
    own = select(MeetingCircle.meeting_id).where(MeetingCircle.person_id == person.id)
    return or_(table.restricted.is_(False), table.id.in_(own.correlate(None)))


def items_visible_to(person: Person) -> ColumnElement[bool]:
    """The agenda items that exist for this person: those of the meetings that do."""
    return of_visible_meeting(person, AgendaItem.meeting_id)


def papers_visible_to(person: Person) -> ColumnElement[bool]:
    """The papers that exist for this person: those of visible meetings, within their circle."""
    return of_visible_meeting(person, Paper.meeting_id) & papers_in_circle(person)


def papers_in_circle(person: Person) -> ColumnElement[bool]:
    """The papers that are not restricted, or have this person in their circle."""
    own = select(PaperCircle.paper_id).where(PaperCircle.person_id == person.id)
    return or_(Paper.restricted.is_(False), Paper.id.in_(own.correlate(None)))


def of_visible_meeting(
    person: Person, meeting_id: InstrumentedAttribute[Any]
) -> ColumnElement[bool]:
    """What hangs on a meeting that exists for this person, by the column that names the meeting.

    Asked per row: a list of every visible meeting is read whole by SQLite, however many there are.
    """
    meeting = aliased(Meeting, name="visible_meeting")
    found = select(meeting.id).where(meeting.id == meeting_id, visible_to(person, meeting))
    return exists(found.correlate(meeting_id.class_))


def may_plan(person: Person) -> bool:
    """Whether this person may plan, change, confirm and cancel meetings, and edit bodies."""
    return person.has_role(*PLANNERS)


def may_edit_agenda(person: Person, meeting: Meeting, item: AgendaItem | None = None) -> bool:
    """Whether this person may edit the agenda and the papers of a meeting, or of one item."""
    return may_plan(person) or person.id in _officers(meeting, item)


def may_record_outcome(person: Person, meeting: Meeting, item: AgendaItem | None = None) -> bool:
    """Whether this person may record who goes, what was heard and what was decided."""
    holders = {meeting.alderman_id, item.alderman_id if item else None}
    return may_edit_agenda(person, meeting, item) or person.id in holders


def _officers(meeting: Meeting, item: AgendaItem | None) -> set[int | None]:
    return {meeting.officer_id, item.officer_id if item else None}
