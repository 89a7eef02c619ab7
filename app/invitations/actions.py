"""Receiving invitations, applying them, answering about them and putting them aside.

Each is one transaction, committed by who calls it. Reading a file came before (`arriving`).
"""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import clock, files, journal
from app.core.database import db, one_at_a_time
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.invitations.arriving import MEDIA_TYPE, Arrived, kept_uid, messages_of
from app.invitations.comparing import Comparison
from app.invitations.models import (
    FileState,
    InvitationChange,
    InvitationThread,
    ReceivedInvitation,
)
from app.invitations.outcomes import Answers, Doing, Outcome
from app.invitations.permissions import may_receive, visible_to
from app.invitations.queries import reread
from app.invitations.seen import Shown, needs_look
from app.invitations.settling import settle_others, take_in, wake
from app.invitations.threads import belonging
from app.meetings.models import Body
from app.people.models import Person

#: States in which a file can still be answered about and applied.
OPEN = frozenset({FileState.RECEIVED, FileState.QUESTION})


def keep(arrived: Arrived, actor: Person, partnership_id: int | None = None) -> ReceivedInvitation:
    """Keep a file that was read; the same bytes again are the same file, unless that was undone."""
    _require(actor)
    one_at_a_time(ReceivedInvitation)
    stored = files.keep_stored(arrived.stored, MEDIA_TYPE)
    present = db.session.scalar(
        select(ReceivedInvitation)
        .where(
            ReceivedInvitation.file_id == stored.id,
            ReceivedInvitation.state.not_in([FileState.UNDONE, FileState.ASIDE]),
            visible_to(actor),
        )
        .order_by(ReceivedInvitation.id.desc())
    )
    if present is not None:
        wake(present, actor)
        if partnership_id is not None and present.state in OPEN:
            present.partnership_id = partnership_id
            db.session.flush()
        return present
    received = ReceivedInvitation(
        file_id=stored.id,
        name=arrived.name,
        received_at=clock.now(),
        person_id=actor.id,
        partnership_id=partnership_id,
    )
    _fill(received, arrived)
    db.session.add(received)
    db.session.flush()
    _record("invitation.receive", received, actor, ["file"])
    return received


def answer_zones(
    received: ReceivedInvitation, arrived: Arrived, actor: Person, seen_version: int
) -> None:
    """Take a file as it reads with the time zones that somebody chose.

    What was decided on stays as it was, and so does what asked for none: with its answers.
    """
    _require_open(received, actor, seen_version)
    one_at_a_time(ReceivedInvitation)
    received.messages = [
        one for one in received.messages if one.counted or one.declined or one.asks_zone is None
    ]
    db.session.flush()
    _fill(received, arrived)
    db.session.flush()
    _record("invitation.answer-zones", received, actor, ["zones"])


def apply(
    received: ReceivedInvitation,
    actor: Person,
    answers: Answers | None = None,
    seen_version: int | None = None,
    shown: Shown | None = None,
) -> list[Outcome]:
    """Take a file over as far as it goes; what asks something waits for an answer.

    Once more changes nothing. Two at once do so one after the other, and the second only what was
    `shown`. What speaks of a meeting that does not exist for this person waits for a colleague.
    """
    _require(actor)
    one_at_a_time(ReceivedInvitation)
    reread(received)
    if seen_version is not None and received.version != seen_version:
        raise Conflict(_("Iemand anders heeft deze uitnodiging intussen verwerkt."))
    if received.state in (FileState.UNDONE, FileState.ASIDE):
        raise RuleBroken(
            _("Dit bestand is al weggelegd. Stuur het opnieuw in om het te verwerken.")
        )
    comparison = _compare(received, actor, answers)
    outcomes = comparison.outcomes
    if shown is not None and needs_look(outcomes, shown, comparison.answers):
        raise Conflict(
            _("Het komt nu op iets anders uit dan u zag. Kijk het na, en neem het dan over.")
        )
    threads = {one.link.thread_id for one in comparison.steps if one.link is not None}
    done = take_in(comparison, actor)
    if done or received.applied_at is None:
        received.applied_at = clock.now()
        db.session.flush()
        _record("invitation.apply", received, actor, done)
    if done:
        settle_others(received, actor, threads.union(comparison.threads.ids))
    return outcomes


def _compare(received: ReceivedInvitation, actor: Person, answers: Answers | None) -> Comparison:
    """Lay the file beside what is known, and hold the bodies of what is to be planned.

    Who plans the schedule of a body holds it too: what was planned meanwhile is seen.
    """
    comparison = Comparison(received, actor, answers)
    bodies = {step.body.id for step in comparison.steps if step.doing == Doing.PLAN and step.body}
    if not bodies:
        return comparison
    held = select(Body.id).where(Body.id.in_(bodies)).order_by(Body.id).with_for_update()
    db.session.execute(held)
    return comparison if comparison.finder.is_of_now() else Comparison(received, actor, answers)


def set_aside(received: ReceivedInvitation, actor: Person, seen_version: int) -> None:
    """Put a file away without taking over what it still asks; what was taken over stays."""
    _require_open(received, actor, seen_version)
    changes = select(InvitationChange.id).where(InvitationChange.invitation_id == received.id)
    applied = db.session.scalar(changes.limit(1)) is not None
    for message in received.messages:
        message.counted = message.counted and applied
        message.declined = not message.counted
    received.state = FileState.APPLIED if applied else FileState.ASIDE
    db.session.flush()
    _record("invitation.set-aside", received, actor, ["state"])


def _fill(received: ReceivedInvitation, arrived: Arrived) -> None:
    """What a file says, laid in its rows, beside those that stay."""
    reading = arrived.reading
    received.zones = dict(arrived.zones)
    received.unknown_zones = list(reading.unknown_zones)
    received.refusals = [
        {
            "uid": kept_uid(one.uid),
            "recurrence_id": one.recurrence_id,
            "title": one.title,
            "reason": one.reason,
        }
        for one in reading.refusals
    ]
    kept = {(one.thread.uid, one.recurrence_id) for one in received.messages}
    said = [one for one in messages_of(reading) if (one.uid, one.message.recurrence_id) not in kept]
    threads = _threads({(one.uid, one.organiser) for one in said})
    db.session.flush()
    homes = belonging(threads.values())
    for one in said:
        row = one.as_row()
        row.thread = homes[threads[one.uid, one.organiser].id]
        received.messages.append(row)


def _threads(keys: set[tuple[str, str]]) -> Mapping[tuple[str, str], InvitationThread]:
    rows = db.session.scalars(
        select(InvitationThread).where(InvitationThread.uid.in_({uid for uid, _who in keys}))
    )
    found = {(one.uid, one.organiser): one for one in rows}
    for uid, organiser in sorted(keys - found.keys()):
        found[uid, organiser] = InvitationThread(uid=uid, organiser=organiser)
        db.session.add(found[uid, organiser])
    return found


def _require(actor: Person) -> None:
    if not may_receive(actor):
        raise NotAllowed


def _require_open(received: ReceivedInvitation, actor: Person, seen_version: int) -> None:
    _require(actor)
    if received.version != seen_version:
        raise Conflict(_("Iemand anders heeft deze uitnodiging intussen verwerkt."))
    if received.state not in OPEN:
        raise RuleBroken(_("Dit bestand is al verwerkt of weggelegd."))


def _record(action: str, received: ReceivedInvitation, actor: Person, names: list[str]) -> None:
    journal.record(
        action,
        "invitation",
        received.id,
        actor_id=actor.id,
        fields=names,
        object_version=received.version,
    )
