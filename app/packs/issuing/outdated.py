"""Whether an issued pack would say something else if it were made now."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, or_, select

from app.briefings.models import Note, NoteStep, NoteVersion
from app.core import clock
from app.core.database import db
from app.core.errors import NotFound
from app.core.journal import JournalEntry
from app.meetings.agenda_models import AgendaItem, Paper
from app.packs.issuing.assembling import compose_pack, gather_pack
from app.packs.issuing.comparing import differences
from app.packs.issuing.keeping import kept_document
from app.packs.models import Pack, PackState


def has_changed(pack: Pack) -> bool:
    """Whether a reader would see something new, changed or gone in a version made now.

    Not asked once all its meetings ended: then nobody needs another one.
    """
    if pack.state != PackState.READY or _is_over(pack):
        return False
    kept = kept_document(pack)
    if kept is None:
        return False
    try:
        gathered = gather_pack(pack, [place.meeting_id for place in pack.places])
    except NotFound:
        return True
    return differences(pack, kept, pack, compose_pack(pack, gathered)) is not None


def is_out_of_date(pack: Pack) -> bool:
    """The same, cheap where no note, paper or agenda item was touched since the pack was asked."""
    saved = select(NoteVersion.id).join(Note, Note.id == NoteVersion.note_id).join(Note.item)
    taken = select(NoteStep.id).join(Note, Note.id == NoteStep.note_id).join(Note.item)
    ids = [place.meeting_id for place in pack.places]
    here = AgendaItem.meeting_id.in_(ids)
    since = pack.requested_at
    things: dict[str, Any] = {
        "meeting": ids,
        "item": select(AgendaItem.id).where(here),
        "paper": select(Paper.id).where(Paper.meeting_id.in_(ids)),
    }
    deeds = or_(
        *(
            and_(JournalEntry.object_kind == kind, JournalEntry.object_id.in_(found))
            for kind, found in things.items()
        )
    )
    touched = select(
        or_(
            saved.where(here, NoteVersion.saved_at >= since).exists(),
            taken.where(here, NoteStep.taken_at >= since, NoteStep.step != "lock").exists(),
            select(JournalEntry.id).where(JournalEntry.at >= since, deeds).exists(),
        )
    )
    return bool(db.session.scalar(touched)) and has_changed(pack)


def _is_over(pack: Pack) -> bool:
    return all(meeting.ends_at <= clock.now() for meeting in pack.meetings)
