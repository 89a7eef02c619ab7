"""Who may know what became of a pack, and to whom somebody may send one."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_, select

from app.core import clock
from app.meetings.models import Meeting
from app.meetings.permissions import of_visible_meeting
from app.packs.models import Pack, PackMeeting
from app.packs.permissions import PACK_ROLES, may_request_for
from app.people.models import Person
from app.people.serving_queries import served_ids


def followed_by(person: Person) -> ColumnElement[bool]:
    """The packs of which this person may know who opened them: never what is in them.

    Those they asked for, and those of whom they work for as secretary; of meetings that all exist
    for them.
    """
    within = select(PackMeeting.pack_id).where(PackMeeting.pack_id == Pack.id)
    hidden = within.where(~of_visible_meeting(person, PackMeeting.meeting_id))
    return and_(
        or_(
            Pack.requested_by_id == person.id,
            Pack.reader_id.in_(served_ids(person, clock.today())),
        ),
        ~exists(hidden.correlate(Pack)),
    )


def may_send_to(person: Person, reader: Person, meeting: Meeting) -> bool:
    """Whether this person may send a pack of this meeting to that reader, who then can open it."""
    return (
        reader.id != person.id
        and reader.active
        and reader.has_role(*PACK_ROLES)
        and may_request_for(person, reader, meeting)
        and (not meeting.restricted or reader.id in {row.person_id for row in meeting.circle})
    )
