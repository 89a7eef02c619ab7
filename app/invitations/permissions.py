"""Who may see and do what with received invitations."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import aliased

from app.invitations.models import InvitationChange, InvitationMessage, InvitationThread
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
    exist for them, whoever says so: its words are then not for them either.
    """
    if not may_receive(person):
        return Received.id.is_(None)
    speaking = (
        select(InvitationMessage.id)
        .join(InvitationThread, InvitationThread.id == InvitationMessage.thread_id)
        .where(
            InvitationMessage.invitation_id == Received.id,
            InvitationThread.uid.in_(hidden_uids(person)),
        )
    )
    return or_(Received.person_id == person.id, ~exists(speaking.correlate(Received)))


def hidden_uids(person: Person) -> Select[str]:
    """The UIDs of which a meeting does not exist for this person: also one that came to follow
    another UID since, or of which everything was undone.
    """
    touched = aliased(Meeting)
    return (
        select(InvitationThread.uid)
        .join(InvitationChange, InvitationChange.thread_id == InvitationThread.id)
        .join(touched, touched.id == InvitationChange.meeting_id)
        .where(~meetings.visible_to(person, touched))
    )
