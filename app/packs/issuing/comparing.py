"""With which earlier version a pack is compared: without what its reader or asker may not know."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.briefings.models import Note
from app.briefings.permissions import known_to
from app.core import clock
from app.core.database import db
from app.core.dates import full_day, full_moment
from app.core.errors import NotFound
from app.meetings.agenda_models import Paper
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.permissions import papers_visible_to, visible_to
from app.packs.content.gathering import gather
from app.packs.content.layout import Changes, Item, MeetingPart, PackDocument
from app.packs.content.layout import Note as PrintedNote
from app.packs.content.layout import Paper as PrintedPaper
from app.packs.content.note_parts import Block
from app.packs.issuing.assembling import compose_pack
from app.packs.issuing.changes import compare
from app.packs.issuing.earlier import Earlier
from app.packs.issuing.keeping import kept_document
from app.packs.models import Pack, PackPart, PackState, Variant
from app.packs.permissions import of_visible_meetings
from app.packs.queries import versions_of
from app.papers.models import ReadingCopy
from app.people.models import Person

#: Longer than anybody replaces one paper.
_CHAIN = 50
#: What a meeting shows that depends on what reader and asker both may know.
_BY_ASKER = ("marking", "steer", "room", "actions", "last_time")
_UNKNOWN = object()


@dataclass(frozen=True)
class Compared:
    """The earlier version, and what differs since; a card is one sheet, and has no list."""

    pack_id: int
    changes: Changes | None


def compared(pack: Pack, document: PackDocument) -> Compared | None:
    """What changed since the last version that both may know of; None where there is none."""
    old = find_earlier(pack)
    kept = kept_document(old) if old is not None else None
    if old is None or kept is None:
        return None
    if pack.variant == Variant.CARD:
        return Compared(old.id, None)
    if old.requested_by_id != pack.requested_by_id:
        kept = _as_for_this_asker(kept, document, _for_asker(old.requested_by, pack))
    return Compared(old.id, differences(old, kept, pack, document, pack.requested_by))


def differences(
    old: Pack, kept: PackDocument, pack: Pack, document: PackDocument, asker: Person
) -> Changes | None:
    """What is new, changed or gone in a document since an issued version and what was kept of it:
    as far as reader and asker may both know what was in it. None where nothing is.
    """
    now = {item.key: item for item in document.items}
    before = without_hidden(kept, now, _Known.of(kept, pack.reader, asker))
    old_ids = {paper.id for paper in before.papers()}
    earlier = Earlier(
        number=old.number,
        moment=full_moment(old.requested_at),
        document=before,
        pages={part.key: (part.first_page, part.pages) for part in old.parts},
        replaced=_replaced(old_ids, {paper.id for paper in document.papers()} - old_ids),
        came_along=_came_along(old),
        whereabouts=_whereabouts(
            {one.id for one in before.meetings} - {one.id for one in document.meetings}, pack, asker
        ),
    )
    with force_locale("nl"):
        return compare(earlier, document)


def _for_asker(asker: Person, pack: Pack) -> PackDocument | None:
    """What somebody else would get now who asked for this pack; None where they may not."""
    try:
        gathered = gather([place.meeting_id for place in pack.places], pack.reader, asker)
    except NotFound:
        return None
    return compose_pack(pack, gathered)


def _as_for_this_asker(
    kept: PackDocument, now: PackDocument, theirs: PackDocument | None
) -> PackDocument:
    """An earlier version that somebody else had made, with the pages that are otherwise for them
    as they are now: so a difference in what the two may know is not told as a change."""
    here = {meeting.id: meeting for meeting in now.meetings}
    there = {meeting.id: meeting for meeting in theirs.meetings} if theirs else {}

    def meeting(one: MeetingPart) -> MeetingPart:
        same, other = here.get(one.id, one), there.get(one.id)
        fields = {name: getattr(same, name) for name in _BY_ASKER}
        told = {name for name in fields if getattr(other, name, _UNKNOWN) == fields[name]}
        return replace(one, **{name: fields[name] for name in fields.keys() - told})

    return replace(kept, meetings=tuple(map(meeting, kept.meetings)))


def find_earlier(pack: Pack) -> Pack | None:
    """The last version that was issued before, of which every meeting exists for both."""
    return db.session.scalar(
        select(Pack)
        .where(
            *versions_of(pack),
            Pack.number < pack.number,
            Pack.state == PackState.READY,
            Pack.document_id.is_not(None),
            of_visible_meetings(pack.reader),
            of_visible_meetings(pack.requested_by),
        )
        .order_by(Pack.number.desc())
        .limit(1)
        .options(joinedload(Pack.document), selectinload(Pack.parts))
    )


@dataclass(frozen=True)
class _Known:
    """The papers and notes of an earlier version of which both reader and asker may know."""

    papers: Collection[int]
    notes: Collection[int]

    @classmethod
    def of(cls, document: PackDocument, reader: Person, asker: Person) -> _Known:
        papers = select(Paper.id).where(
            Paper.id.in_({paper.id for paper in document.papers()}),
            papers_visible_to(reader),
            papers_visible_to(asker),
        )
        notes = select(Note.id).where(
            Note.id.in_({item.note.id for item in document.items if item.note is not None}),
            known_to(reader),
            known_to(asker),
        )
        return cls(set(db.session.scalars(papers)), set(db.session.scalars(notes)))


def without_hidden(document: PackDocument, now: Mapping[str, Item], known: _Known) -> PackDocument:
    """An earlier version without what somebody else put in and these two may not know of."""

    def papers(found: tuple[PrintedPaper, ...]) -> tuple[PrintedPaper, ...]:
        return tuple(one for one in found if one.id in known.papers)

    def item(one: Item) -> Item:
        note = one.note if one.note is not None and one.note.id in known.notes else None
        if note is not None and one.key in now:
            note = _of_both(note, now[one.key].note)
        return replace(one, papers=papers(one.papers), note=note)

    meetings = tuple(
        replace(
            meeting,
            general_papers=papers(meeting.general_papers),
            items=tuple(map(item, meeting.items)),
        )
        for meeting in document.meetings
    )
    return replace(document, meetings=meetings)


def _of_both(old: PrintedNote, now: PrintedNote | None) -> PrintedNote:
    """A note without the private parts and the words of advice that it does not show any more.

    Whether they were taken out or are not for this asker is not told.
    """
    if now is None:
        return old
    shown = {block.key for block in (*now.blocks, *now.closing)}

    def blocks(found: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(one for one in found if not one.is_private or one.key in shown)

    talks = any(line.words for line in now.advice)
    return replace(
        old,
        blocks=blocks(old.blocks),
        closing=blocks(old.closing),
        advice=old.advice if talks else tuple(replace(one, words="") for one in old.advice),
    )


def _came_along(old: Pack) -> set[str]:
    """The papers that were not in it, and of which a copy could be made since."""
    if not any(part.left_out for part in old.parts):
        return set()
    found = (
        select(PackPart.key)
        .join(Paper, Paper.id == PackPart.paper_id)
        .join(ReadingCopy, ReadingCopy.original_id == Paper.file_id)
        .where(
            PackPart.pack_id == old.id,
            PackPart.left_out != "",
            ReadingCopy.copy_id.is_not(None),
            ReadingCopy.prepared_at > old.issued_at,
        )
    )
    return set(db.session.scalars(found))


def _whereabouts(meeting_ids: Collection[int], pack: Pack, asker: Person) -> dict[int, str]:
    """What became of meetings that left a period, as far as both may know it."""
    if not meeting_ids:
        return {}
    gone = select(Meeting).where(
        Meeting.id.in_(meeting_ids), visible_to(pack.reader), visible_to(asker)
    )
    with force_locale("nl"):
        return {one.id: _what_became_of(one, pack) for one in db.session.scalars(gone)}


def _what_became_of(meeting: Meeting, pack: Pack) -> str:
    if meeting.status == MeetingStatus.CANCELLED:
        return _("deze vergadering gaat niet door")
    day = clock.local(meeting.starts_at).date()
    if pack.first_day and pack.last_day and not pack.first_day <= day <= pack.last_day:
        return _("verplaatst naar %(day)s", day=full_day(day))
    return ""


def _replaced(old_ids: Collection[int], new_ids: Collection[int]) -> dict[str, str]:
    """Per new paper the one of the earlier version whose place it took, also over several steps."""
    found: dict[str, str] = {}
    steps = {one: one for one in new_ids}
    for _step in range(_CHAIN):
        rows = db.session.execute(
            select(Paper.id, Paper.replaces_id).where(
                Paper.id.in_(set(steps.values())), Paper.replaces_id.is_not(None)
            )
        )
        before = {row.id: row.replaces_id for row in rows}
        steps = {new: before[at] for new, at in steps.items() if at in before}
        found |= {f"paper-{new}": f"paper-{at}" for new, at in steps.items() if at in old_ids}
        steps = {new: at for new, at in steps.items() if at not in old_ids}
        if not steps:
            break
    return found
