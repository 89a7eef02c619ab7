"""Recording where other participants stand on an item."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.briefings.positions.field import Field, Voter
from app.briefings.positions.models import Position
from app.briefings.positions.queries import field_of, keeps, offered
from app.core import clock
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.journal import record
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person

#: What is known of another participant's position.
KNOWN = ("stance", "why", "source", "heard_on", "certain", "votes", "call_first")


@dataclass(frozen=True)
class Heard:
    """What was filled in for one voter in the table of all of them."""

    key: str
    stance: str | None
    certain: bool
    why: str
    #: What the table showed of this voter (see `shown`), and in which version.
    was: str
    seen_version: int


class Overtaken(Conflict):
    """Somebody else recorded some of these voters meanwhile; nothing was saved."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(
            _(
                "Iemand anders legde intussen ook standpunten vast. Vergelijk de gemarkeerde "
                "regels en sla opnieuw op."
            )
        )
        self.keys = tuple(keys)


def shown(stance: str | None, certain: bool, why: str) -> str:
    """A short name for what a row of the table shows: the same words give the same name."""
    text = f"{stance or ''}|{int(certain and bool(stance))}|{why.strip()}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def record_positions(
    item: AgendaItem,
    person: Person,
    rows: Iterable[Heard],
    *,
    source: str = "",
    heard_on: date | None = None,
) -> int:
    """Save what was filled in for several voters at once, all of it or nothing; gives how many.

    A row that was left as it was shown is left alone, whatever anybody else made of it meanwhile.
    """
    found = _field_to_keep(item, person)
    changes: list[tuple[Voter, Heard]] = []
    overtaken: list[str] = []
    for row in rows:
        voter = require_voter(found, row.key)
        typed = shown(row.stance, row.certain, row.why)
        if typed in (row.was, _now(voter)):
            continue
        if row.seen_version != voter.version:
            overtaken.append(row.key)
        changes.append((voter, row))
    if overtaken:
        raise Overtaken(overtaken)
    for voter, row in changes:
        _hear(item, voter, row, source, heard_on)
    db.session.flush()
    for voter, _row in changes:
        journal("record", _position_of(item, voter), person)
    return len(changes)


def _now(voter: Voter) -> str:
    why = voter.position.why if voter.position else ""
    return shown(voter.stance, voter.certain, why)


def _hear(item: AgendaItem, voter: Voter, row: Heard, source: str, heard_on: date | None) -> None:
    position = voter.position or new_position(item, voter)
    position.stance = row.stance
    position.certain = row.certain and row.stance is not None
    position.why = row.why.strip()
    position.source = source or position.source
    position.heard_on = heard_on or position.heard_on
    position.before_call = None


def require_voter(found: Field, key: str) -> Voter:
    """A voter other than ourselves by key; raises RuleBroken where there is none (any more)."""
    voter = found.voter(key)
    if voter is None or voter.ours:
        raise RuleBroken(_("Deze deelnemer stemt niet mee. Open de lijst opnieuw."))
    return voter


def new_position(item: AgendaItem, voter: Voter) -> Position:
    """The row of a voter of whom nothing was recorded yet."""
    organisation_id, group_id = voter.holder
    position = Position(item_id=item.id, organisation_id=organisation_id, group_id=group_id)
    db.session.add(position)
    return position


def _position_of(item: AgendaItem, voter: Voter) -> Position:
    organisation_id, group_id = voter.holder
    found = select(Position).where(
        Position.item_id == item.id,
        Position.organisation_id.is_not_distinct_from(organisation_id),
        Position.group_id.is_not_distinct_from(group_id),
    )
    return db.session.scalars(found).one()


def change_position(
    position: Position, person: Person, known: Mapping[str, Any], seen_version: int
) -> None:
    """Correct everything that is known of one voter's position."""
    _require_seen(position, person, seen_version)
    for name in KNOWN:
        setattr(position, name, known[name])
    position.certain = position.certain and position.stance is not None
    position.before_call = None
    db.session.flush()
    journal("change", position, person)


def remove_position(position: Position, person: Person, seen_version: int) -> None:
    """Take a row out of the field of forces that was recorded by mistake, as the person saw it."""
    _require_seen(position, person, seen_version)
    journal("remove", position, person)
    db.session.delete(position)


def _require_seen(position: Position, person: Person, seen_version: int) -> None:
    """The person keeps the field, and knows the row as it is now."""
    _require(position.item, person)
    if position.version != seen_version:
        raise Conflict(_("Iemand anders heeft dit standpunt intussen gewijzigd."))


def take_over(item: AgendaItem, person: Person) -> int:
    """Take over what was heard at the administrative meeting, with its source and date."""
    found = _field_to_keep(item, person)
    known = {one.holder: one.position for one in found.voters}
    known |= {row.holder: row for row in found.outside}
    rows = offered(found, person)
    for row in rows:
        position = known.get(row.holder) or Position(item_id=item.id)
        db.session.add(position)
        position.organisation_id, position.group_id = row.holder
        meeting = row.item.meeting
        for name in KNOWN:
            setattr(position, name, getattr(row, name))
        position.source = row.source or meeting.name
        position.heard_on = row.heard_on or clock.local(meeting.starts_at).date()
        position.before_call = None
        db.session.flush()
        journal("take-over", position, person)
    return len(rows)


def _field_to_keep(item: AgendaItem, person: Person) -> Field:
    """The field as it stands within this transaction, where the person keeps it."""
    _require(item, person)
    return field_of(item, person)


def _require(item: AgendaItem, person: Person) -> None:
    if not keeps(item, person):
        raise NotAllowed


def journal(verb: str, position: Position, person: Person) -> None:
    """Write what was done with a position: that it was, never what it says."""
    record(
        f"position.{verb}",
        "position",
        position.id,
        actor_id=person.id,
        fields=["position"],
        object_version=position.version,
    )
