"""Reads for pages: how many files wait, what each did, and from which a meeting came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.core.database import db
from app.core.journal import JournalEntry
from app.invitations.actions import OPEN
from app.invitations.models import (
    ChangeKind,
    InvitationChange,
    InvitationMessage,
    InvitedMeeting,
    ReceivedInvitation,
)
from app.invitations.permissions import visible_to
from app.invitations.queries import changes_of, visible_ids
from app.meetings.models import Meeting
from app.people.models import Person

_DEEDS = (
    "invitation.apply",
    "invitation.answer-zones",
    "invitation.undo",
    "invitation.set-aside",
)


def waiting_count(person: Person) -> int:
    """How many files wait for somebody who plans."""
    statement = select(func.count(ReceivedInvitation.id)).where(
        ReceivedInvitation.state.in_(sorted(OPEN)), visible_to(person)
    )
    return db.session.scalar(statement) or 0


def done_by(received_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Per file how many meetings it planned, changed and cancelled; what was undone apart."""
    if not received_ids:
        return {}
    rows = db.session.execute(
        select(InvitationChange.invitation_id, InvitationChange.kind, func.count())
        .where(
            InvitationChange.invitation_id.in_(received_ids), InvitationChange.undone_at.is_(None)
        )
        .group_by(InvitationChange.invitation_id, InvitationChange.kind)
    )
    found: dict[int, dict[str, int]] = {}
    for received_id, kind, number in rows:
        found.setdefault(received_id, {})[kind] = number
    return {
        key: {kind.value: counts[kind] for kind in ChangeKind if kind in counts}
        for key, counts in found.items()
    }


def visible_changes(received: ReceivedInvitation, person: Person) -> list[InvitationChange]:
    """What a file did, as far as the meetings exist for this person or for nobody any more."""
    found = changes_of(received)
    seen = visible_ids({one.meeting_id for one in found if one.meeting_id is not None}, person)
    return [one for one in found if one.meeting_id is None or one.meeting_id in seen]


def is_trace(received: ReceivedInvitation) -> bool:
    """Whether all that counts of a file is a cancellation of what is not here."""
    counted = [one for one in received.messages if one.counted]
    if not counted or not all(one.cancelled for one in counted):
        return False
    known = select(InvitedMeeting.id).where(
        InvitedMeeting.thread_id.in_({one.thread_id for one in counted})
    )
    return db.session.scalar(known.limit(1)) is None


@dataclass(frozen=True)
class Deed:
    """Who did something with a file last, and when."""

    #: Empty where it was done by command.
    person_id: int | None
    name: str
    at: datetime


def last_deed(received: ReceivedInvitation) -> Deed | None:
    """Who took a file over, answered about its time zones, undid it or put it away last."""
    row = db.session.execute(
        select(Person.id, Person.name, JournalEntry.at)
        .select_from(JournalEntry)
        .outerjoin(Person, Person.id == JournalEntry.actor_id)
        .where(
            JournalEntry.object_kind == "invitation",
            JournalEntry.object_id == received.id,
            JournalEntry.action.in_(_DEEDS),
        )
        .order_by(JournalEntry.id.desc())
        .limit(1)
    ).first()
    return Deed(row[0], row[1] or "", row[2]) if row is not None else None


@dataclass(frozen=True)
class Origin:
    """From whose invitation a meeting came, and what that did with it since."""

    organiser: str
    organiser_name: str
    #: The file that planned or recognised it, and when it was taken over.
    received_id: int
    at: datetime
    #: How often it was changed or cancelled by later ones.
    updates: int
    last_at: datetime


def origin_of(meeting: Meeting) -> Origin | None:
    """From which invitation a meeting came; the caller saw to it that the meeting may be seen."""
    rows = list(
        db.session.execute(
            select(
                InvitationChange.invitation_id,
                InvitationChange.kind,
                InvitationChange.at,
                InvitationMessage.organiser,
                InvitationMessage.organiser_name,
            )
            .join(InvitedMeeting, InvitedMeeting.meeting_id == InvitationChange.meeting_id)
            .join(
                InvitationMessage,
                (InvitationMessage.invitation_id == InvitationChange.invitation_id)
                & (InvitationMessage.thread_id == InvitationChange.thread_id),
            )
            .where(InvitationChange.meeting_id == meeting.id, InvitationChange.undone_at.is_(None))
            .order_by(InvitationChange.id, InvitationMessage.id)
        )
    )
    if not rows:
        return None
    steps = {(row.at, row.invitation_id, row.kind) for row in rows}
    first, last = rows[0], rows[-1]
    steps.discard((first.at, first.invitation_id, first.kind))
    counts = Counter(kind for _at, _id, kind in steps)
    return Origin(
        organiser=last.organiser,
        organiser_name=last.organiser_name,
        received_id=first.invitation_id,
        at=first.at,
        updates=counts[ChangeKind.UPDATED] + counts[ChangeKind.CANCELLED],
        last_at=last.at,
    )
