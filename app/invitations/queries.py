"""Reads of received invitations, as one person may see them, and of what is known of a UID."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.database import db
from app.core.errors import NotFound
from app.invitations.models import (
    FileState,
    InvitationChange,
    InvitationMessage,
    InvitationThread,
    InvitedMeeting,
    ReceivedInvitation,
    SameOrganiser,
)
from app.invitations.permissions import hidden_uids, visible_to
from app.meetings.models import Body, Meeting, MeetingStatus
from app.meetings.permissions import visible_to as meeting_visible_to
from app.people.models import Person

#: So many are listed of what was decided on.
LISTED = 50
_WHOLE = (
    joinedload(ReceivedInvitation.file),
    joinedload(ReceivedInvitation.person),
    joinedload(ReceivedInvitation.partnership),
    selectinload(ReceivedInvitation.messages).joinedload(InvitationMessage.thread),
)
_WITH_BODY = joinedload(Meeting.body).joinedload(Body.partnership)


def get_received(received_id: int, person: Person) -> ReceivedInvitation:
    """A received file with its messages; as if it did not exist where it is not for this person."""
    found = db.session.scalar(
        select(ReceivedInvitation)
        .where(ReceivedInvitation.id == received_id, visible_to(person))
        .options(*_WHOLE)
    )
    if found is None:
        raise NotFound
    return found


def reread(received: ReceivedInvitation) -> None:
    """Bring a file up to date with its messages: what was read before a lock may be of before."""
    db.session.scalars(
        select(ReceivedInvitation)
        .where(ReceivedInvitation.id == received.id)
        .options(*_WHOLE)
        .execution_options(populate_existing=True)
    ).one()


def waiting(person: Person) -> list[ReceivedInvitation]:
    """The files that somebody must look at or answer, the newest first."""
    rows = db.session.scalars(
        select(ReceivedInvitation)
        .where(
            ReceivedInvitation.state.in_([FileState.RECEIVED, FileState.QUESTION]),
            visible_to(person),
        )
        .order_by(ReceivedInvitation.id.desc())
        .options(*_WHOLE)
    )
    return list(rows)


def decided(person: Person) -> list[ReceivedInvitation]:
    """The last files that were applied, undone or put aside, the newest first."""
    rows = db.session.scalars(
        select(ReceivedInvitation)
        .where(
            ReceivedInvitation.state.not_in([FileState.RECEIVED, FileState.QUESTION]),
            visible_to(person),
        )
        .order_by(ReceivedInvitation.id.desc())
        .limit(LISTED)
        .options(*_WHOLE)
    )
    return list(rows)


def oldest_first(received_ids: Collection[int]) -> list[int]:
    """These numbers of files in the order in which their messages were written."""
    rows = db.session.execute(
        select(
            InvitationMessage.invitation_id,
            func.min(InvitationMessage.sequence),
            func.min(InvitationMessage.dtstamp),
        )
        .where(InvitationMessage.invitation_id.in_(received_ids))
        .group_by(InvitationMessage.invitation_id)
    )
    written = {number: tuple(rank) for number, *rank in rows}
    known = sorted(written, key=lambda one: (*written[one], one))
    return [*known, *sorted(set(received_ids) - written.keys())]


def changes_of(received: ReceivedInvitation) -> list[InvitationChange]:
    """What applying a file did, in order, with the meetings."""
    rows = db.session.scalars(
        select(InvitationChange)
        .where(InvitationChange.invitation_id == received.id)
        .order_by(InvitationChange.id)
        .options(joinedload(InvitationChange.meeting).options(_WITH_BODY))
    )
    return list(rows)


def threads_of(uids: Collection[str]) -> list[InvitationThread]:
    """All threads of these UIDs, of whichever organiser."""
    rows = db.session.scalars(
        select(InvitationThread)
        .where(InvitationThread.uid.in_(uids))
        .order_by(InvitationThread.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)


def counted_messages(thread_ids: Collection[int]) -> list[InvitationMessage]:
    """What was applied of these threads."""
    rows = db.session.scalars(
        select(InvitationMessage)
        .where(InvitationMessage.thread_id.in_(thread_ids), InvitationMessage.counted)
        .options(joinedload(InvitationMessage.invitation))
    )
    return list(rows)


def links_of(thread_ids: Collection[int]) -> list[InvitedMeeting]:
    """The meetings of these threads, all of them: who may see which is asked apart."""
    rows = db.session.scalars(
        select(InvitedMeeting)
        .where(InvitedMeeting.thread_id.in_(thread_ids))
        .order_by(InvitedMeeting.id)
        .options(joinedload(InvitedMeeting.meeting).options(_WITH_BODY))
        .execution_options(populate_existing=True)
    )
    return list(rows)


def meetings_changed_by(thread_ids: Collection[int]) -> dict[int, list[Meeting]]:
    """The meetings that ever became what each of these threads says, and were not put back."""
    rows = db.session.execute(
        select(InvitationChange.thread_id, Meeting)
        .join(Meeting, Meeting.id == InvitationChange.meeting_id)
        .where(InvitationChange.thread_id.in_(thread_ids), InvitationChange.undone_at.is_(None))
        .order_by(InvitationChange.id)
    )
    found: dict[int, list[Meeting]] = {}
    for thread_id, meeting in rows:
        found.setdefault(thread_id, []).append(meeting)
    return found


def visible_ids(meeting_ids: Collection[int], person: Person) -> set[int]:
    """Of these meetings those that exist for this person."""
    found = select(Meeting.id).where(Meeting.id.in_(meeting_ids), meeting_visible_to(person))
    return set(db.session.scalars(found))


def hidden_among(uids: Collection[str], person: Person) -> set[str]:
    """Of these UIDs those of which a meeting does not exist for this person."""
    return set(db.session.scalars(hidden_uids(person).where(InvitationThread.uid.in_(uids))))


def meetings_around(
    partnership_ids: Collection[int], first: datetime, last: datetime, person: Person
) -> list[tuple[Meeting, InvitedMeeting | None]]:
    """Meetings in a period, as visible, in order of time; with which invitation each follows."""
    rows = db.session.execute(
        select(Meeting, InvitedMeeting)
        .join(Body, Body.id == Meeting.body_id)
        .outerjoin(InvitedMeeting, InvitedMeeting.meeting_id == Meeting.id)
        .where(*_around(partnership_ids, first, last, person))
        .order_by(Meeting.starts_at, Meeting.id)
        .options(_WITH_BODY, joinedload(InvitedMeeting.thread, innerjoin=False))
        .execution_options(populate_existing=True)
    )
    return [(meeting, link) for meeting, link in rows]


def versions_around(
    partnership_ids: Collection[int], first: datetime, last: datetime, person: Person
) -> set[tuple[int, int]]:
    """The same meetings by id, each with its version."""
    rows = db.session.execute(
        select(Meeting.id, Meeting.version)
        .join(Body, Body.id == Meeting.body_id)
        .where(*_around(partnership_ids, first, last, person))
    )
    return {(row.id, row.version) for row in rows}


def _around(
    partnership_ids: Collection[int], first: datetime, last: datetime, person: Person
) -> tuple[ColumnElement[bool], ...]:
    return (
        Body.partnership_id.in_(partnership_ids),
        Meeting.starts_at >= first,
        Meeting.starts_at <= last,
        Meeting.status != MeetingStatus.CANCELLED,
        meeting_visible_to(person),
    )


def same_organisers() -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The addresses that count as another one, with which one; and who sends for whom.

    Few, as people say so.
    """
    found = select(SameOrganiser.address, SameOrganiser.same_as, SameOrganiser.sends_for)
    pairs: set[tuple[str, str]] = set()
    senders: set[tuple[str, str]] = set()
    for row in db.session.execute(found):
        (senders if row.sends_for else pairs).add((row.address, row.same_as))
    return pairs, senders


def same_organisers_told() -> list[SameOrganiser]:
    """The same with by whom and when, the newest first."""
    rows = db.session.scalars(
        select(SameOrganiser)
        .order_by(SameOrganiser.id.desc())
        .options(joinedload(SameOrganiser.person))
    )
    return list(rows)


def get_same_organiser(same_id: int) -> SameOrganiser:
    """Of which addresses somebody said that they are of one organiser."""
    found = db.session.get(SameOrganiser, same_id)
    if found is None:
        raise NotFound
    return found
