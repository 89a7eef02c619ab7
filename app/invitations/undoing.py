"""Undoing what applying a file did, as long as nothing else changed since."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.core import clock, dates, journal
from app.core.database import db, one_at_a_time
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.invitations.becoming import Becoming, become
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
from app.invitations.taking import as_row, state_of, take_again
from app.meetings.circles import read_people
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.organiser_actions import hung_on, take_back
from app.people.models import Person

#: Rows of our own that go with a meeting that is taken back.
OWN_TABLES = frozenset({InvitedMeeting.__tablename__, InvitationChange.__tablename__})

#: What stands in the way of undoing, for one meeting.
_LATER = _l(
    "Een latere uitnodiging gaat ook over %(meeting)s van %(when)s. Maak die eerst ongedaan."
)
_ELSEWHERE = _l(
    "De eerste uitnodiging voor %(meeting)s van %(when)s heeft intussen een andere vergadering. "
    "Maak eerst ongedaan wat die plande."
)
_TOUCHED = _l("%(meeting)s van %(when)s is daarna gewijzigd. Wijzig de vergadering zelf.")
_HUNG = _l(
    "Aan %(meeting)s van %(when)s hangt al iets: agendapunten, stukken of een vergadermap. "
    "Annuleer de vergadering als zij niet doorgaat."
)


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
    changes = _open_changes(received)
    threads = {one.thread_id for one in received.messages} | _followed_before(changes)
    _put_back(changes, actor)
    for message in received.messages:
        message.counted = message.declined = False
    received.state = FileState.UNDONE
    db.session.flush()
    _forget({one.thread for one in received.messages})
    forgotten = forget(received.id, actor)
    unlearn(received, actor)
    wake_others(received, actor, threads)
    journal.record(
        "invitation.undo",
        "invitation",
        received.id,
        actor_id=actor.id,
        fields=["state"],
        object_version=received.version,
    )
    return forgotten


def _followed_before(changes: Iterable[InvitationChange]) -> set[int]:
    """The threads that meetings followed before, where that was another invitation."""
    return {one.known_before["thread_id"] for one in changes if "thread_id" in one.known_before}


def _forget(threads: Collection[InvitationThread]) -> None:
    """Of an invitation without meetings its body is asked anew; where nothing counts, all of it."""
    ids = [one.id for one in threads]
    linked = {one.thread_id for one in links_of(ids)}
    counted = {one.thread_id for one in counted_messages(ids)}
    for thread in threads:
        if thread.id in linked:
            continue
        thread.body_id = None
        if thread.id not in counted:
            thread.left_out = []
    db.session.flush()


def obstacles(received: ReceivedInvitation, person: Person) -> list[str]:
    """What stands in the way of undoing, one sentence each; empty where it can be done."""
    passed_over = received.state != FileState.ASIDE
    if not any(one.counted or (passed_over and one.declined) for one in received.messages):
        return [_("Van dit bestand is niets verwerkt.")]
    changes = _open_changes(received)
    ids = {one.meeting_id for one in changes if one.meeting_id is not None}
    if visible_ids(ids, person) != ids:
        return [_("U kunt dit niet ongedaan maken. Vraag het aan een collega.")]
    read_people([one.meeting for one in changes if one.meeting is not None])
    made = {one.meeting_id for one in changes if one.kind == ChangeKind.NEW}
    last = {one.meeting_id: one for one in changes}
    after = _after(changes)
    meetings = [one.meeting for one in last.values() if one.meeting is not None]
    in_the_way = (
        (_LATER, _changed_later(last)),
        (_ELSEWHERE, _planned_again(changes, made)),
        (_TOUCHED, {one.id for one in meetings if _touched(one, after[one.id])}),
        (_HUNG, hung_on(ids & made, OWN_TABLES)),
    )
    found = []
    for one in meetings:
        reason = next((words for words, those in in_the_way if one.id in those), None)
        if reason is not None:
            when = dates.short_moment(one.starts_at)
            found.append(str(reason) % {"meeting": one.name, "when": when})
    return found


def _planned_again(
    changes: Iterable[InvitationChange], made: Container[int | None]
) -> set[int | None]:
    """The meetings whose place in the invitation that they followed before is taken by now.

    By another than this file `made`: those go before the place is needed.
    """
    places = {
        (one.known_before["thread_id"], one.known_before["recurrence_id"]): one.meeting_id
        for one in changes
        if "thread_id" in one.known_before
    }
    links = links_of({thread_id for thread_id, _name in places})
    taken = {(one.thread_id, one.recurrence_id) for one in links if one.meeting_id not in made}
    return {places[one] for one in taken & places.keys()}


def _changed_later(last: Mapping[int | None, InvitationChange]) -> set[int | None]:
    """The meetings that a file changed after these last changes of each."""
    rows = db.session.execute(
        select(InvitationChange.meeting_id, func.max(InvitationChange.id))
        .where(InvitationChange.meeting_id.in_(last), InvitationChange.undone_at.is_(None))
        .group_by(InvitationChange.meeting_id)
    )
    return {meeting_id for meeting_id, newest in rows if newest > last[meeting_id].id}


def _open_changes(received: ReceivedInvitation) -> list[InvitationChange]:
    return [one for one in changes_of(received) if one.undone_at is None]


def _after(changes: Iterable[InvitationChange]) -> dict[int, dict[str, Any]]:
    """How these changes left each meeting, in what they changed."""
    found: dict[int, dict[str, Any]] = {}
    for one in changes:
        if one.meeting_id is not None:
            found.setdefault(one.meeting_id, {}).update(one.after)
    return found


def _touched(meeting: Meeting, after: Mapping[str, Any]) -> bool:
    """Whether somebody changed since what this file put there."""
    if meeting.status == MeetingStatus.HELD:
        return True
    present = as_row(state_of(meeting))
    return any(present[name] != value for name, value in after.items())


def _put_back(changes: Sequence[InvitationChange], actor: Person) -> None:
    """Let meetings be what they were before these changes, the last one first."""
    ids = {one.meeting_id for one in changes if one.meeting_id is not None}
    rows = db.session.scalars(select(InvitedMeeting).where(InvitedMeeting.meeting_id.in_(ids)))
    links = {one.meeting_id: one for one in rows}
    made = {one.meeting_id for one in changes if one.kind == ChangeKind.NEW}
    _take_back([link for meeting_id, link in links.items() if meeting_id in made], actor)
    back = [
        (one, links[one.meeting_id])
        for one in reversed(changes)
        if one.meeting_id in links and one.meeting_id not in made
    ]
    _restore([one for one, _link in back], actor)
    for change, link in back:
        if not change.known_before:
            db.session.delete(link)
    db.session.flush()
    threads = _threads_before(changes)
    for change, link in back:
        if known := change.known_before:
            thread = threads.get(known.get("thread_id"), link.thread)
            take_again(link, thread, known["recurrence_id"])
            link.given = known["given"]
    db.session.flush()
    for change in changes:
        change.undone_at = clock.now()


def _threads_before(changes: Iterable[InvitationChange]) -> dict[int | None, InvitationThread]:
    ids = _followed_before(changes)
    if not ids:
        return {}
    rows = db.session.scalars(select(InvitationThread).where(InvitationThread.id.in_(ids)))
    return {one.id: one for one in rows}


def _take_back(links: Sequence[InvitedMeeting], actor: Person) -> None:
    """Remove the meetings that this file made."""
    if not links:
        return
    meetings = [one.meeting for one in links]
    ids = [one.id for one in meetings]
    for link in links:
        db.session.delete(link)
    for one in db.session.scalars(
        select(InvitationChange).where(InvitationChange.meeting_id.in_(ids))
    ):
        one.meeting_id = None
        db.session.expire(one, ["meeting"])
    db.session.flush()
    take_back(meetings, actor, OWN_TABLES)


def _restore(changes: Iterable[InvitationChange], actor: Person) -> None:
    """The fields and the status of meetings as they were; the last change comes first."""
    before: dict[int, tuple[Meeting, dict[str, Any]]] = {}
    for one in changes:
        if one.meeting is not None:
            before.setdefault(one.meeting.id, (one.meeting, {}))[1].update(one.before)
    become([_as_before(meeting, values) for meeting, values in before.values()], actor)


def _as_before(meeting: Meeting, before: Mapping[str, Any]) -> Becoming:
    values = {
        name: datetime.fromisoformat(value) if name in ("starts_at", "ends_at") else value
        for name, value in before.items()
    }
    return Becoming(meeting, values, str(values.pop("status", meeting.status)))
