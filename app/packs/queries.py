"""Every read of packs, always as one person may see them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from app.briefings.models import Note, NoteStep, NoteVersion
from app.core.database import db
from app.core.errors import NotFound
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Body, Meeting
from app.packs.composing import fingerprint
from app.packs.gathering import gather
from app.packs.models import Pack, PackState, Variant
from app.packs.permissions import visible_to
from app.people.models import Person

UNDER_WAY = (PackState.WAITING, PackState.BUILDING)
_WITH_ALL = (
    joinedload(Pack.meeting).joinedload(Meeting.body).joinedload(Body.partnership),
    joinedload(Pack.reader),
    joinedload(Pack.requested_by),
    joinedload(Pack.file),
)


def get_pack(pack_id: int, person: Person) -> Pack:
    """A pack that this person may see; raises NotFound."""
    found = db.session.scalar(_packs(Pack.id == pack_id, visible_to(person)))
    if found is None:
        raise NotFound
    return found


def find_pack(pack_id: int) -> Pack | None:
    """A pack by itself, for the job that makes it."""
    return db.session.scalar(_packs(Pack.id == pack_id))


def packs_of(meeting_id: int, person: Person) -> list[Pack]:
    """The packs of a meeting that this person may see, the newest first."""
    found = _packs(Pack.meeting_id == meeting_id, visible_to(person))
    return list(db.session.scalars(found.order_by(Pack.requested_at.desc(), Pack.id.desc())))


def find_under_way(meeting_id: int, reader: Person, asker: Person, variant: str) -> Pack | None:
    """The same pack, asked for by the same person, that is still being made."""
    return db.session.scalar(
        _packs(
            Pack.meeting_id == meeting_id,
            Pack.reader_id == reader.id,
            Pack.requested_by_id == asker.id,
            Pack.variant == variant,
            Pack.state.in_(UNDER_WAY),
        ).limit(1)
    )


def find_finished(
    meeting_id: int, reader: Person, asker: Person, variant: str, content_hash: str
) -> Pack | None:
    """A finished pack with exactly this content, which the same person asked for."""
    return db.session.scalar(
        _packs(
            Pack.meeting_id == meeting_id,
            Pack.reader_id == reader.id,
            Pack.requested_by_id == asker.id,
            Pack.variant == variant,
            Pack.state == PackState.READY,
            Pack.content_hash == content_hash,
        )
        .order_by(Pack.number.desc())
        .limit(1)
    )


def find_newer(pack: Pack, person: Person) -> Pack | None:
    """The newest finished pack of the same kind for the same reader, if later than this one."""
    return db.session.scalar(
        _packs(
            Pack.meeting_id == pack.meeting_id,
            Pack.reader_id == pack.reader_id,
            Pack.variant == pack.variant,
            Pack.number > pack.number,
            Pack.state == PackState.READY,
            visible_to(person),
        )
        .order_by(Pack.number.desc())
        .limit(1)
    )


def has_changed(pack: Pack) -> bool:
    """Whether something that would be in this pack changed since it was made."""
    if pack.state != PackState.READY:
        return False
    try:
        gathered = gather(pack.meeting_id, pack.reader, pack.requested_by)
    except NotFound:
        return True
    return fingerprint(gathered, Variant(pack.variant)) != pack.content_hash


def is_out_of_date(pack: Pack) -> bool:
    """The same as far as notes go, and cheap where none was touched since the pack was asked."""
    saved = select(NoteVersion.id).join(Note, Note.id == NoteVersion.note_id).join(Note.item)
    taken = select(NoteStep.id).join(Note, Note.id == NoteStep.note_id).join(Note.item)
    here, since = AgendaItem.meeting_id == pack.meeting_id, pack.requested_at
    touched = select(
        or_(
            saved.where(here, NoteVersion.saved_at >= since).exists(),
            taken.where(here, NoteStep.taken_at >= since, NoteStep.step != "lock").exists(),
        )
    )
    return bool(db.session.scalar(touched)) and has_changed(pack)


def _packs(*conditions: ColumnElement[bool]) -> Select[Pack]:
    return select(Pack).where(*conditions).options(*_WITH_ALL)
