"""How people like their messages: what they chose per kind, what holds, and stopping a kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import clock, journal
from app.core.database import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.days.queries import closed_days
from app.messages.kinds import KINDS, Kind, Timing, kind
from app.messages.models import Message, MessagePreference
from app.messages.moments import THURSDAY, WEEKDAYS, moment
from app.people.models import Person, PersonRole


@dataclass(frozen=True)
class Liking:
    """How one person likes their messages."""

    roles: frozenset[str] = frozenset()
    chosen: Mapping[str, str] = field(default_factory=dict)
    weekday: int = THURSDAY
    version: int = 0

    def timing(self, one: Kind) -> Timing:
        """When mails of a kind come: as chosen where that can be, else as usual."""
        wanted = self.chosen.get(one.key)
        return Timing(wanted) if wanted in one.choices else self.usual(one)

    def usual(self, one: Kind) -> Timing:
        """When they come where nothing was chosen."""
        return one.usual_for(self.roles) if not one.fixed else one.choices[0]

    def moment(self, timing: Timing, now: datetime) -> datetime | None:
        """When a mail about something told now goes."""
        closed = frozenset() if timing in (Timing.NOW, Timing.NEVER) else closed_days()
        return moment(timing, self.weekday, now, closed)


def likings(person_ids: Collection[int]) -> dict[int, Liking]:
    """How each of these people likes their messages; two statements."""
    roles: dict[int, set[str]] = {person_id: set() for person_id in person_ids}
    for row in db.session.execute(
        select(PersonRole.person_id, PersonRole.role).where(PersonRole.person_id.in_(roles))
    ):
        roles[row.person_id].add(row.role)
    rows = db.session.scalars(
        select(MessagePreference).where(MessagePreference.person_id.in_(roles))
    )
    chosen = {row.person_id: row for row in rows}
    return {
        person_id: _liking(frozenset(found), chosen.get(person_id))
        for person_id, found in roles.items()
    }


def liking_of(person: Person) -> Liking:
    """How this person likes their messages."""
    return likings([person.id])[person.id]


def kinds_for(roles: Collection[str]) -> list[Kind]:
    """The kinds that somebody with these roles may get, in the order of the page."""
    return [one for one in KINDS if one.concerns(roles)]


def choose(person: Person, timings: Mapping[str, str], weekday: int, seen_version: int) -> None:
    """Choose when mails of each kind come, and the day of the weekly one; the caller commits.

    What waits for its mail follows: it goes when the person wants it now.
    """
    now = liking_of(person)
    if now.version != seen_version:
        raise Conflict(
            _(
                "U hebt uw voorkeuren intussen in een ander venster gewijzigd. Vergelijk "
                "hieronder, pas aan wat nodig is en sla opnieuw op."
            )
        )
    for key, timing in timings.items():
        if timing not in kind(key).choices:
            raise RuleBroken(_("Kies een van de mogelijkheden in de lijst."), key)
    if weekday not in WEEKDAYS:
        raise RuleBroken(_("Kies een werkdag."), "weekday")
    wanted = Liking(now.roles, {**now.chosen, **timings}, weekday)
    changed = [one.key for one in KINDS if wanted.timing(one) != now.timing(one)]
    if wanted.weekday != now.weekday:
        changed.append("weekday")
    _keep(person, wanted, changed, "person.choose-mail")


def stop(person_id: int, kinds: Collection[str]) -> Person:
    """Send this person no more mails of these kinds, as they asked by a link in a mail.

    Everything keeps standing in the application. The caller commits.
    """
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound
    now = liking_of(person)
    stopped = [
        one.key
        for one in KINDS
        if one.key in kinds and not one.fixed and now.timing(one) != Timing.NEVER
    ]
    wanted = Liking(now.roles, {**now.chosen, **dict.fromkeys(stopped, "never")}, now.weekday)
    _keep(person, wanted, stopped, "person.stop-mail")
    return person


def _keep(person: Person, wanted: Liking, changed: Collection[str], action: str) -> None:
    """Write down what changed, and let what waits follow."""
    if not changed:
        return
    row = db.session.get(MessagePreference, person.id)
    if row is None:
        row = MessagePreference(person_id=person.id)
        db.session.add(row)
    usual = {one.key: wanted.usual(one) for one in KINDS}
    row.timings = {key: one for key, one in wanted.chosen.items() if one != usual.get(key)}
    row.weekday = wanted.weekday
    journal.record(action, "person", person.id, actor_id=person.id, fields=changed)
    db.session.flush()
    _plan_anew(person, wanted)


def _plan_anew(person: Person, wanted: Liking) -> None:
    """What is in no mail yet goes as the person wants it from now on."""
    waiting = db.session.scalars(
        select(Message).where(
            Message.person_id == person.id,
            Message.mail_id.is_(None),
            Message.settled_at.is_(None),
            Message.mail_at.is_not(None),
        )
    )
    now = clock.now()
    for message in waiting:
        timing = wanted.timing(kind(message.kind))
        due = message.mail_at is not None and message.mail_at <= now
        if timing == message.timing and (due or timing != Timing.WEEK):
            continue
        message.timing, message.mail_at = timing, wanted.moment(timing, now)


def _liking(roles: frozenset[str], row: MessagePreference | None) -> Liking:
    if row is None:
        return Liking(roles)
    return Liking(roles, row.timings, row.weekday, row.version)
