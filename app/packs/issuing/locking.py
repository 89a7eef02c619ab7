"""Locking: an issued pack holds what was agreed, so the notes printed in it are locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from app.briefings.models import Note, NoteState
from app.briefings.step_actions import lock_notes
from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.queries import item_alderman
from app.packs.content.gathering import Gathered
from app.packs.models import Variant
from app.people.models import Person

#: Per note the version that was printed.
Printed = Mapping[int, int]


def to_lock(gathered: Sequence[Gathered], variant: Variant) -> Printed:
    """What a pack may lock: the agreed notes in a whole one."""
    if variant is not Variant.FULL:
        return {}
    return {
        facts.note.id: facts.note.current_number
        for one in gathered
        for facts in one.notes.values()
        if facts.note.state == NoteState.ALIGNED
    }


def lock_printed(printed: Printed, reader_id: int, asker_id: int) -> None:
    """Lock these notes, as far as they still say what was printed and the reader is their portfolio
    holder; part of issuing the pack. Nothing is said at a meeting that was cancelled.

    Their rows are taken first, so that nobody changes one at the same moment.
    """
    if not printed:
        return
    found = db.session.scalars(
        select(Note)
        .join(AgendaItem, AgendaItem.id == Note.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            Note.id.in_(list(printed)),
            Note.state == NoteState.ALIGNED,
            item_alderman() == reader_id,
            Meeting.status != MeetingStatus.CANCELLED,
        )
        .order_by(Note.id)
        .with_for_update(of=Note)
        .execution_options(populate_existing=True)
    )
    same = [note for note in found if note.current_number == printed[note.id]]
    lock_notes(same, db.session.get_one(Person, asker_id))
