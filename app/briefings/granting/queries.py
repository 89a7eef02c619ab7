"""Reading whether the stance of a note stays within its mandate."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from app.briefings.mandate import still_to_allow
from app.briefings.models import MandateGiver, MandateGrant, Note
from app.core.database import db


def mandate_from(note: Note) -> MandateGiver | None:
    """Who must still allow the stance of a note, or None where it stays within the mandate."""
    return mandates_from([note]).get(note.id)


def mandates_from(notes: Iterable[Note]) -> dict[int, MandateGiver]:
    """The notes of which the stance goes beyond the mandate, with who must still allow it.

    At most one statement, and none where all of them stay within.
    """
    beyond = [note for note in notes if _still_to_allow(note, ())]
    if not beyond:
        return {}
    grants: dict[int, list[tuple[str, str]]] = {}
    rows = db.session.execute(
        select(MandateGrant.note_id, MandateGrant.giver, MandateGrant.stance).where(
            MandateGrant.note_id.in_([note.id for note in beyond])
        )
    )
    for row in rows:
        grants.setdefault(row.note_id, []).append((row.giver, row.stance))
    return {
        note.id: giver
        for note in beyond
        if (giver := _still_to_allow(note, grants.get(note.id, ())))
    }


def _still_to_allow(note: Note, grants: Iterable[tuple[str, str]]) -> MandateGiver | None:
    current = note.current
    return still_to_allow(current.stance, current.mandate_stance, current.mandate_giver, grants)
