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
from app.packs.periods import meetings_now

#: Kinds of things anywhere that steer, room, open actions and annexes are drawn from.
_AROUND = ("action", "body", "partnership", "period", "position", "steer")


def has_changed(pack: Pack) -> bool:
    """Whether a reader would see something new, changed or gone in a version made now, a meeting
    that came into the period or left it too.

    Not asked once all its meetings ended: then nobody needs another one.
    """
    if pack.state != PackState.READY:
        return False
    meetings = meetings_now(pack)
    if all(meeting.ends_at <= clock.now() for meeting in (*pack.meetings, *meetings)):
        return False
    kept = kept_document(pack)
    if kept is None:
        return False
    try:
        gathered = gather_pack(pack, [meeting.id for meeting in meetings])
    except NotFound:
        return True
    if not gathered:
        return True
    return differences(pack, kept, pack, compose_pack(pack, gathered)) is not None


def is_out_of_date(pack: Pack) -> bool:
    """The same, cheap where nothing was touched since the pack was asked from which it is drawn."""
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
        JournalEntry.object_kind.in_(_AROUND),
        *(
            and_(JournalEntry.object_kind == kind, JournalEntry.object_id.in_(found))
            for kind, found in things.items()
        ),
    )
    touched = select(
        or_(
            saved.where(here, NoteVersion.saved_at >= since).exists(),
            taken.where(here, NoteStep.taken_at >= since, NoteStep.step != "lock").exists(),
            select(JournalEntry.id).where(JournalEntry.at >= since, deeds).exists(),
        )
    )
    came_or_went = pack.first_day is not None and {one.id for one in meetings_now(pack)} != set(ids)
    return (came_or_went or bool(db.session.scalar(touched))) and has_changed(pack)
