"""What counts from now on, and which other files wait or are done because of it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from app.core import clock, journal
from app.core.database import db
from app.invitations.comparing import Comparison
from app.invitations.mailboxes import remember
from app.invitations.models import (
    FileState,
    InvitationChange,
    InvitationMessage,
    InvitationThread,
    ReceivedInvitation,
)
from app.invitations.outcomes import Doing, Step, ThreadSteps
from app.invitations.permissions import visible_to
from app.invitations.taking import Taking
from app.people.models import Person


def take_in(comparison: Comparison, actor: Person) -> list[str]:
    """Do what a file comes to, and let its messages count; gives what was done with meetings."""
    taking = Taking(comparison.received, actor, comparison.steps)
    for group in comparison.by_thread:
        _count(group, actor, comparison)
        for step in group.steps:
            taking.take(group.thread, step)
    taking.note()
    waits = any(group.waits for group in comparison.by_thread)
    comparison.received.state = FileState.QUESTION if waits else FileState.APPLIED
    return taking.done


def _count(group: ThreadSteps, actor: Person, comparison: Comparison) -> None:
    """From now on these messages are a part of what holds."""
    thread, threads = group.thread, comparison.threads
    for message in group.taken:
        one = threads.are_one(message.organiser, thread.organiser)
        if not one and not message.counted:
            remember(message.organiser, thread.organiser, comparison.received, actor)
        if message in group.vouched and message.organiser:
            remember(message.sent_by, message.organiser, comparison.received, actor, sends_for=True)
        _lay(message, thread)
        message.counted = True
        message.preferred = message.preferred or message in group.preferred
    for message in group.declined:
        message.declined = True
    if not group.taken:
        return
    for message in comparison.counted.get(thread.id, ()):
        _lay(message, thread)
    left_out = {name for one in threads.joined(thread) for name in one.left_out}
    for step in group.steps:
        names = set(step.standing.recurrence_ids) if step.standing is not None else set()
        left_out = left_out | names if step.left_out else left_out - names
    if left_out != set(thread.left_out):
        thread.left_out = sorted(left_out)
    bodies = {step.body.id for step in group.steps if step.body and step.given is not None}
    if thread.body_id is None and len(bodies) == 1:
        thread.body_id = bodies.pop()


def _lay(message: InvitationMessage, thread: InvitationThread) -> None:
    """Let a message count in this thread; with those of another address, since now."""
    if message.counted and message.thread is thread:
        return
    message.thread = thread
    message.joined_at = clock.now() if message.organiser != thread.organiser else None


def settle_others(received: ReceivedInvitation, actor: Person, thread_ids: Collection[int]) -> None:
    """Files that asked about the same meetings perhaps ask nothing any more.

    One that changes nothing counts as well from now on. One that does waits until somebody saw it.
    """
    for other in _others(received, actor, thread_ids, FileState.QUESTION):
        comparison = Comparison(other, actor)
        if any(one.waits or one.does_something for one in comparison.by_thread):
            continue
        take_in(comparison, actor)
        db.session.flush()
        journal.record(
            "invitation.apply",
            "invitation",
            other.id,
            actor_id=actor.id,
            fields=["state"],
            object_version=other.version,
        )


def wake(received: ReceivedInvitation, actor: Person) -> None:
    """Let a file wait again that was done, where taking it over does something now."""
    if received.state != FileState.APPLIED:
        return
    comparison = Comparison(received, actor)
    uncounted = not all(one.counted for one in comparison.messages)
    left = [one for one in comparison.steps if _is_left(one)]
    if uncounted or any(one.doing != Doing.NOTHING or not _is_off(one) for one in left):
        _let_wait(received)


def _is_left(step: Step) -> bool:
    """Whether there is something to do or to answer about an occurrence."""
    return step.doing != Doing.NOTHING or step.question is not None


def _is_off(step: Step) -> bool:
    """Whether it is called off; then a question that was answered is not asked again."""
    return step.standing is not None and step.standing.cancelled


def _let_wait(received: ReceivedInvitation) -> None:
    changed = select(InvitationChange.id).where(
        InvitationChange.invitation_id == received.id, InvitationChange.undone_at.is_(None)
    )
    stands = db.session.scalar(changed.limit(1)) is not None
    received.state = FileState.QUESTION if stands else FileState.RECEIVED
    db.session.flush()


def wake_others(received: ReceivedInvitation, actor: Person, thread_ids: Collection[int]) -> None:
    """Files that had nothing to do beside one that is undone perhaps have now.

    So have those of which somebody chose the undone one.
    """
    for other in _others(received, actor, thread_ids, FileState.APPLIED):
        passed_over = [one for one in other.messages if one.declined and _is_equal(one, received)]
        for one in passed_over:
            one.declined = False
        ids = {one.id for one in other.messages}
        left = [step for step in Comparison(other, actor).steps if _is_left(step)]
        if any(one.standing is not None and one.standing.decided_by & ids for one in left):
            _let_wait(other)
            continue
        for one in passed_over:
            one.declined = True


def _is_equal(message: InvitationMessage, received: ReceivedInvitation) -> bool:
    """Whether a message ranks as one of this file about the same."""
    return _rank(message) in {_rank(one) for one in received.messages}


def _rank(message: InvitationMessage) -> tuple[object, ...]:
    about = (message.thread_id, message.recurrence_id)
    return (*about, message.sequence, message.cancelled, message.dtstamp)


def _others(
    received: ReceivedInvitation, actor: Person, thread_ids: Collection[int], state: FileState
) -> list[ReceivedInvitation]:
    rows = db.session.scalars(
        select(ReceivedInvitation)
        .where(
            ReceivedInvitation.state == state,
            ReceivedInvitation.id != received.id,
            ReceivedInvitation.messages.any(InvitationMessage.thread_id.in_(thread_ids)),
            visible_to(actor),
        )
        .order_by(ReceivedInvitation.id)
    )
    return list(rows)
