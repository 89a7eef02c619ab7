"""Whether an issued pack would say something else if it were made now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select

from app.briefings.models import Note, NoteStep, NoteVersion
from app.core import clock
from app.core.database import db
from app.core.errors import NotFound
from app.core.journal import JournalEntry
from app.meetings.agenda_models import AgendaItem, Paper
from app.packs.content.gathering import gather
from app.packs.content.layout import Change
from app.packs.issuing.assembling import compose_pack
from app.packs.issuing.comparing import differences
from app.packs.issuing.keeping import kept_document
from app.packs.issuing.page_changes import some
from app.packs.models import Pack, PackMeeting, PackState
from app.packs.periods import meetings_now
from app.people.models import Person

#: Kinds of things anywhere that steer, room, open actions and annexes are drawn from.
_AROUND = ("action", "body", "partnership", "period", "position", "steer")


@dataclass(frozen=True)
class News:
    """What a version made now would say otherwise: part by part, where that can be said."""

    rows: tuple[Change, ...] = ()

    @property
    def names(self) -> str:
        """The first few of the parts by name, and how many more."""
        return some([f"{row.number} {row.title}".strip() for row in self.rows])


def has_changed(pack: Pack) -> bool:
    """Whether a reader would see something new, changed or gone in a version made now."""
    return news_since(pack) is not None


def news_since(pack: Pack, viewer: Person | None = None) -> News | None:
    """What a reader would see that is new, changed or gone in a version made now, a meeting that
    came into the period or left it too; None where nothing is.

    Who was given a pack that somebody else had made sees what they would get; its reader and who
    had it made what those two may both know. Not asked once all its meetings ended: then nobody
    needs another one.
    """
    if pack.state != PackState.READY:
        return None
    asker = _asker_for(pack, viewer)
    meetings = meetings_now(pack, asker)
    if all(meeting.ends_at <= clock.now() for meeting in (*pack.meetings, *meetings)):
        return None
    kept = kept_document(pack)
    if kept is None:
        return None
    if not meetings:
        return News()
    try:
        gathered = gather([meeting.id for meeting in meetings], pack.reader, asker)
    except NotFound:
        return News()
    changes = differences(pack, kept, pack, compose_pack(pack, gathered), asker)
    return News(changes.rows) if changes is not None else None


def _asker_for(pack: Pack, viewer: Person | None) -> Person:
    return pack.requested_by if viewer is None or viewer.id == pack.reader_id else viewer


def is_out_of_date(pack: Pack) -> bool:
    """The same, cheap where nothing was touched since the pack was asked from which it is drawn."""
    return bool(out_of_date([pack]))


def out_of_date(packs: Collection[Pack], viewer: Person | None = None) -> dict[int, News]:
    """By the number of a pack what is otherwise now, of those packs of which something is.

    One statement says of which of them something was touched; only those are looked at closely.
    """
    moved = {pack.id for pack in packs if _came_or_went(pack, viewer)}
    touched = moved | _touched({pack.id for pack in packs} - moved)
    found = {pack.id: news_since(pack, viewer) for pack in packs if pack.id in touched}
    return {pack_id: news for pack_id, news in found.items() if news is not None}


def touched_at_the_meeting(packs: Collection[Pack]) -> set[int]:
    """Those packs of whose meetings themselves something was touched since: an agenda, a paper, a
    note. One statement, however many there are; whether it shows in the pack is not looked at."""
    return _touched({pack.id for pack in packs}, ())


def _came_or_went(pack: Pack, viewer: Person | None) -> bool:
    """Whether a meeting came into the period of a pack, or left it."""
    if pack.first_day is None:
        return False
    now = {one.id for one in meetings_now(pack, _asker_for(pack, viewer))}
    return now != {place.meeting_id for place in pack.places}


def _touched(pack_ids: Collection[int], around: Collection[str] = _AROUND) -> set[int]:
    """Those packs from whose sources something was saved, decided or changed since."""
    saved = select(NoteVersion.id).join(Note, Note.id == NoteVersion.note_id).join(Note.item)
    taken = select(NoteStep.id).join(Note, Note.id == NoteStep.note_id).join(Note.item)
    ids = select(PackMeeting.meeting_id).where(PackMeeting.pack_id == Pack.id).correlate(Pack)
    here = AgendaItem.meeting_id.in_(ids)
    since = Pack.requested_at
    things: dict[str, Any] = {
        "meeting": ids,
        "item": select(AgendaItem.id).where(here),
        "paper": select(Paper.id).where(Paper.meeting_id.in_(ids)),
    }
    deeds = or_(
        JournalEntry.object_kind.in_(around),
        *(
            and_(JournalEntry.object_kind == kind, JournalEntry.object_id.in_(found))
            for kind, found in things.items()
        ),
    )
    sources = (
        saved.where(here, NoteVersion.saved_at >= since),
        taken.where(here, NoteStep.taken_at >= since, NoteStep.step != "lock"),
        select(JournalEntry.id).where(JournalEntry.at >= since, deeds),
    )
    touched = or_(*(one.correlate(Pack).exists() for one in sources))
    return set(db.session.scalars(select(Pack.id).where(Pack.id.in_(pack_ids), touched)))
