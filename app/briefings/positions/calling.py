"""Calling other participants about an item: one tap records what came of it, and can be undone."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from app.briefings.models import Stance
from app.briefings.positions.actions import journal, new_position, require_voter
from app.briefings.positions.field import Field, Voter
from app.briefings.positions.models import CallResult, Position
from app.briefings.positions.queries import field_of, may_call
from app.core import clock
from app.core.database import db
from app.core.errors import Conflict, NotAllowed
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person

#: What a call changes, and so what undoing it brings back.
_CHANGED = ("stance", "certain", "source", "call_first")
#: Who supports our stance wants this; who does not wants the other.
_SUPPORT = {
    Stance.AGREE: (Stance.AGREE, Stance.OPPOSE),
    Stance.AGREE_IF: (Stance.AGREE_IF, Stance.OPPOSE),
    Stance.OPPOSE: (Stance.OPPOSE, Stance.AGREE),
}


def record_call(
    item: AgendaItem, person: Person, key: str, result: CallResult, seen_version: int
) -> Position:
    """Record what came of a call. The second of a double tap changes nothing."""
    found = _field(item, person)
    voter = require_voter(found, key)
    position = voter.position
    if position is not None and voter.version != seen_version:
        if (position.called_by_id, position.call_result) == (person.id, result):
            return position
        raise Conflict(
            _(
                "Iemand anders legde intussen iets vast over %(name)s. Bekijk dat eerst.",
                name=voter.name,
            )
        )
    position = _call(item, voter, found, result)
    position.called_at, position.called_by_id = clock.now(), person.id
    position.call_result = result
    db.session.flush()
    journal("call", position, person)
    return position


def _field(item: AgendaItem, person: Person) -> Field:
    """The field as it stands within this transaction, where the person may call about it."""
    if not may_call(item, person):
        raise NotAllowed
    return field_of(item, person)


def _call(item: AgendaItem, voter: Voter, found: Field, result: CallResult) -> Position:
    """Fill in what the call told, and keep what was known before it."""
    position = voter.position
    if position is None:
        position = new_position(item, voter)
        position.before_call = {}
    else:
        heard = position.heard_on.isoformat() if position.heard_on else None
        before = {name: getattr(position, name) for name in _CHANGED}
        position.before_call = {**before, "heard_on": heard}
    if result != CallResult.NOT_REACHED:
        support = _SUPPORT.get(Stance(found.our_stance or Stance.LISTEN), _SUPPORT[Stance.AGREE])
        position.stance = support[0 if result == CallResult.SUPPORTS else 1]
        position.certain, position.call_first = True, False
        position.source, position.heard_on = _("Telefonisch"), clock.today()
    return position


def undo_call(item: AgendaItem, person: Person, key: str, seen_version: int) -> None:
    """Take the last call back, as long as nothing else was recorded since."""
    voter = _field(item, person).voter(key)
    position = voter.position if voter else None
    if position is None or position.called_at is None:
        return  # taken back already: the second of a double tap
    before = position.before_call
    if position.version != seen_version or before is None:
        raise Conflict(
            _(
                "Over %(name)s is na dit gesprek iets anders vastgelegd. "
                "Wijzig het standpunt zelf.",
                name=position.name,
            )
        )
    journal("undo-call", position, person)
    if not before:
        db.session.delete(position)
        return
    for name in _CHANGED:
        setattr(position, name, before[name])
    position.heard_on = date.fromisoformat(before["heard_on"]) if before["heard_on"] else None
    position.called_at = position.called_by_id = position.call_result = None
    position.before_call = None
