"""What must hold of received invitations: a query per rule, finding what breaks it."""

from __future__ import annotations

from sqlalchemy import exists, select

from app.administration.check_tables import Query
from app.invitations.models import (
    FileState,
    InvitationChange,
    InvitationMessage,
    InvitedMeeting,
    ReceivedInvitation,
)


def counted_astray() -> Query:
    """Files that were undone or put aside, and that still say what holds."""
    gone = ReceivedInvitation.state.in_([FileState.UNDONE, FileState.ASIDE])
    counted = exists().where(
        InvitationMessage.invitation_id == ReceivedInvitation.id, InvitationMessage.counted
    )
    return select(ReceivedInvitation.id).where(gone, counted)


def meetings_of_nothing() -> Query:
    """Meetings that are said to be invited to, by no invitation that counts."""
    counted = exists().where(
        InvitationMessage.thread_id == InvitedMeeting.thread_id, InvitationMessage.counted
    )
    return select(InvitedMeeting.meeting_id.label("id")).where(~counted)


def changes_of_unapplied() -> Query:
    """Files that changed something and were never applied."""
    changed = exists().where(
        InvitationChange.invitation_id == ReceivedInvitation.id,
        InvitationChange.undone_at.is_(None),
    )
    return select(ReceivedInvitation.id).where(
        ReceivedInvitation.applied_at.is_(None)
        | ReceivedInvitation.state.in_([FileState.RECEIVED, FileState.UNDONE]),
        changed,
    )
