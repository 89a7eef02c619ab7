"""Recording where other participants stand on the item of a note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.briefings import permissions
from app.briefings.models import Note
from app.briefings.positions.models import Position
from app.briefings.step_actions import fresh_ties
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.journal import record
from app.people.models import Person
from app.register.models import Organisation

#: What is known of another participant's position.
KNOWN = ("stance", "why", "source", "heard_on", "certain", "votes", "call_first")


def add_position(
    note: Note, person: Person, organisation: Organisation, known: Mapping[str, Any]
) -> Position:
    """Record where a participant stands on the item; one row per participant."""
    fresh_ties(note, person)
    if not permissions.may_keep_positions(person, note):
        raise NotAllowed
    there = db.session.scalar(
        select(Position.id).where(
            Position.note_id == note.id, Position.organisation_id == organisation.id
        )
    )
    if there is not None:
        raise RuleBroken(
            _(
                "%(name)s staat al in het krachtenveld. Wijzig daar de regel.",
                name=organisation.name,
            ),
            field="organisation_id",
        )
    position = Position(note_id=note.id, organisation_id=organisation.id)
    _fill(position, known)
    db.session.add(position)
    db.session.flush()
    record("note.add-position", "note", note.id, actor_id=person.id, fields=["positions"])
    return position


def change_position(
    position: Position, note: Note, person: Person, known: Mapping[str, Any], seen_version: int
) -> None:
    """Correct what is known of a participant's position."""
    fresh_ties(note, person)
    if not permissions.may_keep_positions(person, note):
        raise NotAllowed
    if position.version != seen_version:
        raise Conflict(
            _("Iemand anders heeft deze regel intussen gewijzigd. Bekijk hieronder wat er staat.")
        )
    _fill(position, known)
    db.session.flush()
    record("note.change-position", "note", note.id, actor_id=person.id, fields=["positions"])


def remove_position(position: Position, note: Note, person: Person) -> None:
    """Take a row out of the field of forces that was recorded by mistake."""
    fresh_ties(note, person)
    if not permissions.may_keep_positions(person, note):
        raise NotAllowed
    db.session.delete(position)
    record("note.remove-position", "note", note.id, actor_id=person.id, fields=["positions"])


def _fill(position: Position, known: Mapping[str, Any]) -> None:
    for name in KNOWN:
        setattr(position, name, known[name])
