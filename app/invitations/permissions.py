"""Who may see and do what with received invitations."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from app.invitations.models import InvitationChange, InvitationMessage, InvitedMeeting
from app.invitations.models import ReceivedInvitation as Received
from app.meetings import permissions as meetings
from app.meetings.models import Meeting
from app.people.models import Person


def may_receive(person: Person) -> bool:
    """Whether this person may let invitations in, apply them and undo that: who plans meetings."""
    return meetings.may_plan(person)


def visible_to(person: Person) -> ColumnElement[bool]:
    """The files that exist for this person.

    Who received one sees it. Others who plan do too, unless it speaks of a meeting that does not
    exist for them: its words are then not for them either.
    """
    if not may_receive(person):
        return Received.id.is_(None)
    return or_(Received.person_id == person.id, ~_speaks_of_hidden(person))


def _speaks_of_hidden(person: Person) -> ColumnElement[bool]:
    linked, changed = aliased(Meeting), aliased(Meeting)
    by_thread = (
        select(InvitationMessage.id)
        .join(InvitedMeeting, InvitedMeeting.thread_id == InvitationMessage.thread_id)
        .join(linked, linked.id == InvitedMeeting.meeting_id)
        .where(InvitationMessage.invitation_id == Received.id, ~meetings.visible_to(person, linked))
    )
    by_change = (
        select(InvitationChange.id)
        .join(changed, changed.id == InvitationChange.meeting_id)
        .where(InvitationChange.invitation_id == Received.id, ~meetings.visible_to(person, changed))
    )
    return or_(exists(by_thread.correlate(Received)), exists(by_change.correlate(Received)))
