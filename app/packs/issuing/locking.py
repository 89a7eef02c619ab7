"""Locking: an issued pack holds what was agreed, so the notes printed in it are locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from app.briefings.models import Note, NoteState
from app.briefings.queries import holder_of
from app.briefings.step_actions import lock_notes
from app.core.database import db
from app.packs.content.gathering import Gathered
from app.packs.models import Variant
from app.people.models import Person

#: Per note the version that was printed.
Printed = Mapping[int, int]


def to_lock(gathered: Sequence[Gathered], variant: Variant) -> Printed:
    """What a pack locks: the agreed notes in a whole pack for the portfolio holder themselves."""
    if variant is not Variant.FULL:
        return {}
    return {
        facts.note.id: facts.note.current_number
        for one in gathered
        for facts in one.notes.values()
        if facts.note.state == NoteState.ALIGNED and holder_of(facts.note.item) == one.reader
    }


def lock_printed(printed: Printed, asker_id: int) -> None:
    """Lock these notes, as far as they still say what was printed; part of issuing the pack.

    Their rows are taken first, so that nobody changes one at the same moment.
    """
    if not printed:
        return
    found = db.session.scalars(
        select(Note)
        .where(Note.id.in_(list(printed)), Note.state == NoteState.ALIGNED)
        .order_by(Note.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    same = [note for note in found if note.current_number == printed[note.id]]
    lock_notes(same, db.session.get_one(Person, asker_id))
