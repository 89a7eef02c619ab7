"""Reading where other participants stand on the item of a note."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.briefings.models import Note
from app.briefings.positions.models import Position
from app.briefings.queries import get_note
from app.core.database import db
from app.core.errors import NotFound
from app.people.models import Person


def positions_on(note: Note) -> list[Position]:
    """Where other participants stand on the item, by name."""
    found = (
        select(Position)
        .where(Position.note_id == note.id)
        .join(Position.organisation)
        .options(contains_eager(Position.organisation))
        .order_by(Position.organisation_id)
    )
    return sorted(db.session.scalars(found), key=lambda row: row.organisation.name.lower())


def get_position(position_id: int, note_id: int, person: Person) -> tuple[Position, Note]:
    """A position on a note that this person may read; raises NotFound."""
    position = db.session.get(Position, position_id)
    if position is None or position.note_id != note_id:
        raise NotFound
    return position, get_note(note_id, person)
