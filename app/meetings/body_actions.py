"""Keeping the bodies of a partnership, and who of ours sits in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.core import clock, journal
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.meetings.models import Body, BodyMember, BodyParticipant, Meeting, MeetingStatus
from app.meetings.permissions import may_plan
from app.meetings.queries import start_of
from app.people.models import Person
from app.register.queries import get_partnership, participants_on

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class BodyDetails:
    """What is said of a body; without participants every participant sits in it."""

    name: str
    kind: str
    level: str
    place: str = ""
    minutes: int = 90
    majority: str | None = None
    valid_from: date | None = None
    organisation_ids: frozenset[int] = field(default_factory=frozenset)


COLUMNS = tuple(one.name for one in fields(BodyDetails) if one.name != "organisation_ids")


def add_body(partnership_id: int, details: BodyDetails, actor: Person) -> Body:
    """Add a body to a partnership."""
    _require(actor)
    partnership = get_partnership(partnership_id)
    _check_name(partnership.id, details.name)
    body = Body(partnership_id=partnership.id, **{name: getattr(details, name) for name in COLUMNS})
    db.session.add(body)
    db.session.flush()
    _set_participants(body, details.organisation_ids)
    _record(body, "add", actor, COLUMNS)
    return body


def change_body(body: Body, details: BodyDetails, actor: Person, seen_version: int) -> None:
    """Change a body; its level stays once it has met, since its meetings lean on it."""
    _require(actor)
    if body.version != seen_version:
        raise Conflict(_("Iemand anders heeft dit overleg intussen gewijzigd."))
    if details.name != body.name:
        _check_name(body.partnership_id, details.name, body.id)
    if details.level != body.level and _has_met(body):
        raise RuleBroken(
            _(
                "Dit overleg heeft al vergaderingen: het niveau staat vast. "
                "Beëindig dit overleg en maak een nieuw."
            ),
            "level",
        )
    if details.valid_from and body.valid_to and details.valid_from > body.valid_to:
        raise RuleBroken(_("De eerste dag ligt na de laatste."), "valid_from")
    changed = [name for name in COLUMNS if getattr(body, name) != getattr(details, name)]
    for name in changed:
        setattr(body, name, getattr(details, name))
    if _set_participants(body, details.organisation_ids):
        changed.append("participants")
    if changed:
        _record(body, "change", actor, changed)


def end_body(body: Body, last_day: date, actor: Person) -> None:
    """Let a body end; refused while meetings are planned after that day."""
    _require(actor)
    if body.valid_from and last_day < body.valid_from:
        raise RuleBroken(_("De laatste dag ligt voor de eerste dag."), "valid_to")
    later = select(func.count()).where(
        Meeting.body_id == body.id,
        Meeting.status.in_((MeetingStatus.PLANNED, MeetingStatus.CONFIRMED)),
        Meeting.starts_at >= max(clock.now(), start_of(last_day + ONE_DAY)),
    )
    if db.session.scalar(later):
        raise RuleBroken(
            _(
                "Na deze dag staan er nog vergaderingen. "
                "Annuleer die eerst, of kies een latere dag."
            ),
            "valid_to",
        )
    body.valid_to = last_day
    _record(body, "end", actor, ["valid_to"])


def add_member(
    body: Body, person_id: int, substitute: bool, first_day: date | None, actor: Person
) -> BodyMember:
    """Say that one of ours sits in a body, as member or substitute member."""
    _require(actor)
    person = db.session.get(Person, person_id)
    if person is None or not person.active:
        raise RuleBroken(_("Kies iemand uit de lijst."), "person_id")
    day = first_day or clock.today()
    if any(row.person_id == person_id and row.holds_on(day) for row in body.members):
        raise RuleBroken(_("Deze persoon is dan al lid van dit overleg."), "person_id")
    member = BodyMember(person_id=person_id, substitute=substitute, valid_from=first_day)
    body.members.append(member)
    _record(body, "add-member", actor, ["members"])
    return member


def end_member(body: Body, member_id: int, last_day: date, actor: Person) -> None:
    """Let a membership end on a day."""
    _require(actor)
    member = next((row for row in body.members if row.id == member_id), None)
    if member is None:
        raise NotFound
    if member.valid_from and last_day < member.valid_from:
        raise RuleBroken(_("De laatste dag ligt voor de eerste dag."), "last_day")
    member.valid_to = last_day
    _record(body, "end-member", actor, ["members"])


def _require(actor: Person) -> None:
    if not may_plan(actor):
        raise NotAllowed


def _check_name(partnership_id: int, name: str, own_id: int | None = None) -> None:
    taken = select(Body.id).where(
        Body.partnership_id == partnership_id,
        func.lower(Body.name) == name.lower(),
        Body.id != (own_id or 0),
    )
    if db.session.scalar(taken.limit(1)) is not None:
        raise RuleBroken(
            _("Dit samenwerkingsverband heeft al een overleg met deze naam. Kies een andere."),
            "name",
        )


def _has_met(body: Body) -> bool:
    return bool(db.session.scalar(select(Meeting.id).where(Meeting.body_id == body.id).limit(1)))


def _set_participants(body: Body, wanted: Iterable[int]) -> bool:
    """Make the subset of participants; gives whether that changed anything."""
    today = clock.today()
    possible = {row.id for row in participants_on(body.partnership_id, today)}
    chosen = set(wanted) & possible
    if chosen == possible:
        chosen = set()  # all of them is no subset: later participants belong too
    present = {row.organisation_id: row for row in body.participants if row.holds_on(today)}
    first_day = today if body.participants else None
    for organisation_id, row in present.items():
        if organisation_id in chosen:
            continue
        if row.valid_from == today:
            body.participants.remove(row)  # put there by mistake today
        else:
            row.valid_to = today - ONE_DAY
    for organisation_id in sorted(chosen - set(present)):
        body.participants.append(
            BodyParticipant(organisation_id=organisation_id, valid_from=first_day)
        )
    db.session.flush()
    return chosen != set(present)


def _record(body: Body, action: str, actor: Person, changed: Iterable[str]) -> None:
    db.session.flush()
    journal.record(
        f"body.{action}",
        "body",
        body.id,
        actor_id=actor.id,
        fields=changed,
        object_version=body.version,
    )
