"""Which addresses are of one organiser, as people said: remembered, and forgotten again."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import clock, journal
from app.core.database import db, one_at_a_time
from app.core.errors import NotAllowed
from app.invitations.models import (
    InvitationMessage,
    InvitationThread,
    ReceivedInvitation,
    SameOrganiser,
)
from app.invitations.permissions import may_receive
from app.invitations.queries import same_organisers
from app.invitations.threads import addresses_of
from app.people.models import Person

Pairs = Collection[tuple[str, str]]


def remember(
    address: str,
    same_as: str,
    taught_by: ReceivedInvitation,
    actor: Person,
    *,
    sends_for: bool = False,
) -> None:
    """Keep that mail of one address counts as that of another, as was said about a file.

    Who only `sends_for` an organiser does not become one with it.
    """
    told = select(SameOrganiser.id).where(
        SameOrganiser.address == address,
        SameOrganiser.same_as == same_as,
        SameOrganiser.sends_for == sends_for,
    )
    if db.session.scalar(told) is not None:
        return
    row = SameOrganiser(
        address=address,
        same_as=same_as,
        sends_for=sends_for,
        person_id=actor.id,
        said_at=clock.now(),
        invitation_id=taught_by.id,
    )
    db.session.add(row)
    db.session.flush()
    _record("same-organiser.add", row, actor, ["address", "same_as"])


def forget(told: SameOrganiser, actor: Person) -> None:
    """Let two addresses be those of two organisers again.

    What was taken over stays as it is: the meetings, and the messages that count, in the thread in
    which they came to count. Who wants those back undoes the file. What that address sends from
    now on, and what of it waits, is asked about again.
    """
    if not may_receive(actor):
        raise NotAllowed
    one_at_a_time(ReceivedInvitation)
    _delete(told, actor)


def unlearn(undone: ReceivedInvitation, actor: Person) -> None:
    """Forget what was said about a file that is undone.

    Where another file was taken over because of it, it stays until that one is undone too. What
    counted before it was said, and was only then laid with the other, is apart again; what was
    laid with it earlier stays there.
    """
    for told in db.session.scalars(
        select(SameOrganiser).where(SameOrganiser.invitation_id == undone.id)
    ).all():
        joined = _joined_by(told)
        relying = [
            one for one in joined if (one.invitation.applied_at or told.said_at) >= told.said_at
        ]
        if relying:
            told.invitation_id = relying[0].invitation_id
            continue
        for message in joined:
            if message.joined_at is not None and message.joined_at >= told.said_at:
                message.thread = _own_thread(message)
                message.joined_at = None
        _delete(told, actor)


def _delete(told: SameOrganiser, actor: Person) -> None:
    _record("same-organiser.forget", told, actor)
    db.session.delete(told)
    db.session.flush()


def _record(action: str, told: SameOrganiser, actor: Person, fields: Collection[str] = ()) -> None:
    journal.record(action, "same_organiser", told.id, actor_id=actor.id, fields=fields)


def _joined_by(told: SameOrganiser) -> list[InvitationMessage]:
    """The messages that count where they do because of this one thing that somebody said."""
    pairs, senders = same_organisers()
    without = pairs - {(told.address, told.same_as)}
    addresses = addresses_of(told.address, pairs) | addresses_of(told.same_as, pairs)
    by_organiser = InvitationMessage.organiser.in_(addresses)
    about = by_organiser | InvitationMessage.sent_by.in_(addresses)
    if told.sends_for:
        about = by_organiser & (InvitationMessage.sent_by == told.address)
    rows = db.session.scalars(
        select(InvitationMessage)
        .where(InvitationMessage.counted, about)
        .order_by(InvitationMessage.id)
        .options(joinedload(InvitationMessage.thread), joinedload(InvitationMessage.invitation))
    )
    if told.sends_for:
        return list(rows)
    return [
        one
        for one in rows
        if _is_theirs(one, pairs, senders) and not _is_theirs(one, without, senders)
    ]


def _is_theirs(message: InvitationMessage, pairs: Pairs, senders: Pairs) -> bool:
    """Whether all addresses of a message are those of the organiser with whom it counts."""
    mine = addresses_of(message.organiser, pairs)
    sender = message.sent_by if message.cancelled and message.sent_by else message.organiser
    sends = sender in mine or any((sender, one) in senders for one in mine)
    return message.thread.organiser in mine and sends


def _own_thread(message: InvitationMessage) -> InvitationThread:
    """The thread of the organiser that the message itself names."""
    own = select(InvitationThread).where(
        InvitationThread.uid == message.thread.uid,
        InvitationThread.organiser == message.organiser,
    )
    return db.session.scalar(own) or message.thread
