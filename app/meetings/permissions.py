"""Who may see and do what with meetings, agendas and papers: the one policy of this room."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

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
    return _of_visible_meeting(AgendaItem, person)


def papers_visible_to(person: Person) -> ColumnElement[bool]:
    """The papers that exist for this person: those of visible meetings, within their circle."""
    own = select(PaperCircle.paper_id).where(PaperCircle.person_id == person.id)
    return _of_visible_meeting(Paper, person) & or_(
        Paper.restricted.is_(False), Paper.id.in_(own.correlate(None))
    )


def _of_visible_meeting(
    table: type[AgendaItem] | type[Paper], person: Person
) -> ColumnElement[bool]:
    """That the meeting of a row exists for this person, asked row by row: never of all meetings."""
    meeting = aliased(Meeting, name="visible_meeting")
    found = select(meeting.id).where(meeting.id == table.meeting_id, visible_to(person, meeting))
    return exists(found.correlate(table))


def visible_meeting_ids(person: Person) -> Any:
    """The ids of the meetings that exist for this person, as a subquery that stands alone."""
    meeting = aliased(Meeting, name="visible_meeting")
    return select(meeting.id).where(visible_to(person, meeting)).correlate(None)


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
