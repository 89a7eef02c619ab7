"""Undoing what applying a file did, as long as nothing else changed since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import clock, dates, journal
from app.core.database import db, one_at_a_time
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.invitations.guessing.actions import forget
from app.invitations.mailboxes import unlearn
from app.invitations.models import (
    ChangeKind,
    FileState,
    InvitationChange,
    InvitationThread,
    InvitedMeeting,
    ReceivedInvitation,
)
from app.invitations.permissions import may_receive
from app.invitations.queries import changes_of, counted_messages, links_of, visible_ids
from app.invitations.settling import wake_others
from app.invitations.taking import as_row, set_fields, shown, take_again
from app.meetings.actions import take_step
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.organiser_actions import hangs_on, take_back
from app.people.models import Person

#: Rows of our own that go with a meeting that is taken back.
OWN_TABLES = frozenset({InvitedMeeting.__tablename__, InvitationChange.__tablename__})


def undo(received: ReceivedInvitation, actor: Person, seen_version: int | None = None) -> int:
    """Put back what applying a file changed, all of it or nothing; says what stands in the way.

    Gives how many rules were forgotten that only this file had taught.
    """
    if not may_receive(actor):
        raise NotAllowed
    one_at_a_time(ReceivedInvitation)
    db.session.refresh(received)
    if seen_version is not None and received.version != seen_version:
        raise Conflict(_("Iemand anders heeft deze uitnodiging intussen verwerkt."))
    in_the_way = obstacles(received, actor)
    if in_the_way:
        raise RuleBroken(" ".join(in_the_way))
    for change in reversed(_open_changes(received)):
        _put_back(change, actor)
        change.undone_at = clock.now()
    for message in received.messages:
        message.counted = False
    received.state = FileState.UNDONE
    db.session.flush()
    _forget({one.thread for one in received.messages})
    forgotten = forget(received.id, actor)
    unlearn(received)
    wake_others(received, actor, {one.thread_id for one in received.messages})
    journal.record(
        "invitation.undo",
        "invitation",
        received.id,
        actor_id=actor.id,
        fields=["state"],
        object_version=received.version,
    )
    return forgotten


def _forget(threads: Iterable[InvitationThread]) -> None:
    """Of an invitation without meetings its body is asked anew; where nothing counts, all of it."""
    for thread in threads:
        if links_of([thread.id]):
            continue
        thread.body_id = None
        if not counted_messages([thread.id]):
            thread.left_out = []
    db.session.flush()


def obstacles(received: ReceivedInvitation, person: Person) -> list[str]:
    """What stands in the way of undoing, one sentence each; empty where it can be done."""
    if not any(one.counted for one in received.messages):
        return [_("Van dit bestand is niets verwerkt.")]
    changes = _open_changes(received)
    ids = {one.meeting_id for one in changes if one.meeting_id is not None}
    if visible_ids(ids, person) != ids:
        return [_("U kunt dit niet ongedaan maken. Vraag het aan een collega.")]
    later = set(
        db.session.scalars(
            select(InvitationChange.meeting_id).where(
                InvitationChange.meeting_id.in_(ids),
                InvitationChange.id > max((one.id for one in changes), default=0),
                InvitationChange.undone_at.is_(None),
            )
        )
    )
    last = {one.meeting_id: one for one in changes}
    found = []
    for change in last.values():
        if change.meeting is None:
            continue
        words = {
            "meeting": change.meeting.name,
            "when": dates.short_moment(change.meeting.starts_at),
        }
        if change.meeting_id in later:
            found.append(
                _(
                    "Een latere uitnodiging gaat ook over %(meeting)s van %(when)s. "
                    "Maak die eerst ongedaan.",
                    **words,
                )
            )
        elif _touched(change, changes):
            found.append(
                _(
                    "%(meeting)s van %(when)s is daarna gewijzigd. Wijzig de vergadering zelf.",
                    **words,
                )
            )
        elif _is_made(change.meeting_id, changes) and hangs_on(change.meeting, OWN_TABLES):
            found.append(
                _(
                    "Aan %(meeting)s van %(when)s hangt al iets: agendapunten, stukken of een "
                    "vergadermap. Annuleer de vergadering als zij niet doorgaat.",
                    **words,
                )
            )
    return found


def _open_changes(received: ReceivedInvitation) -> list[InvitationChange]:
    return [one for one in changes_of(received) if one.undone_at is None]


def _is_made(meeting_id: int | None, changes: Sequence[InvitationChange]) -> bool:
    return any(one.kind == ChangeKind.NEW for one in changes if one.meeting_id == meeting_id)


def _touched(change: InvitationChange, changes: Sequence[InvitationChange]) -> bool:
    """Whether somebody changed since what this file put there."""
    meeting = change.meeting
    assert meeting is not None
    if meeting.status == MeetingStatus.HELD:
        return True
    after: dict[str, Any] = {}
    for one in changes:
        if one.meeting_id == change.meeting_id:
            after |= one.after
    present = as_row(shown(meeting))
    return any(present[name] != value for name, value in after.items())


def _put_back(change: InvitationChange, actor: Person) -> None:
    link = db.session.scalar(
        select(InvitedMeeting).where(InvitedMeeting.meeting_id == change.meeting_id)
    )
    meeting = change.meeting
    if meeting is None or link is None:
        return
    if change.kind == ChangeKind.NEW:
        _take_back(change, link, meeting, actor)
        return
    _restore(meeting, change.before, actor)
    if change.known_before:
        before = change.known_before.get("thread_id", link.thread_id)
        name = change.known_before["recurrence_id"]
        take_again(link, db.session.get_one(InvitationThread, before), name)
        link.given = change.known_before["given"]
    else:
        db.session.delete(link)
    db.session.flush()


def _take_back(
    change: InvitationChange, link: InvitedMeeting, meeting: Meeting, actor: Person
) -> None:
    db.session.delete(link)
    for one in db.session.scalars(
        select(InvitationChange).where(InvitationChange.meeting_id == meeting.id)
    ):
        one.meeting_id = None
    db.session.flush()
    db.session.expire(change, ["meeting"])
    take_back(meeting, actor, OWN_TABLES)


def _restore(meeting: Meeting, before: dict[str, Any], actor: Person) -> None:
    """The fields and the status as they were."""
    values = {
        name: datetime.fromisoformat(value) if name in ("starts_at", "ends_at") else value
        for name, value in before.items()
    }
    status = values.pop("status", meeting.status)
    if meeting.status == MeetingStatus.CANCELLED and status != MeetingStatus.CANCELLED:
        take_step(meeting, "reopen", actor)
    set_fields(meeting, values, actor)
    if status == MeetingStatus.CONFIRMED and meeting.status == MeetingStatus.PLANNED:
        if meeting.starts_at > clock.now():
            take_step(meeting, "confirm", actor)
    elif status == MeetingStatus.CANCELLED and meeting.status != MeetingStatus.CANCELLED:
        take_step(meeting, "cancel", actor)
