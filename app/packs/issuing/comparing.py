"""With which earlier version a pack is compared: one that its reader and asker may both see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import force_locale
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from app.core import files
from app.core.database import db
from app.core.dates import full_moment
from app.meetings.agenda_models import Paper
from app.meetings.permissions import papers_visible_to
from app.packs.content.layout import Changes, PackDocument
from app.packs.issuing.changes import Earlier, compare
from app.packs.issuing.keeping import document_from
from app.packs.models import Pack, PackState, Variant
from app.packs.permissions import visible_to
from app.packs.queries import versions_of

#: Longer than anybody replaces one paper.
_CHAIN = 50


@dataclass(frozen=True)
class Compared:
    """The earlier version, and what differs since; a card is one sheet, and has no list."""

    pack_id: int
    changes: Changes | None


def compared(pack: Pack, document: PackDocument) -> Compared | None:
    """What changed since the last version that both see; None where there is none."""
    old = find_earlier(pack)
    if old is None or old.document is None:
        return None
    if pack.variant == Variant.CARD:
        return Compared(old.id, None)
    with force_locale("nl"):
        return Compared(old.id, compare(_earlier(old, pack, document), document))


def find_earlier(pack: Pack) -> Pack | None:
    """The last version that was issued before, as far as it holds no more than both may know.

    One that somebody else had made can hold what the asker of this one may not see.
    """
    return db.session.scalar(
        select(Pack)
        .where(
            *versions_of(pack),
            Pack.number < pack.number,
            Pack.state == PackState.READY,
            Pack.document_id.is_not(None),
            *_by_whom(pack),
            visible_to(pack.reader),
            visible_to(pack.requested_by),
        )
        .order_by(Pack.number.desc())
        .limit(1)
        .options(joinedload(Pack.document), selectinload(Pack.parts))
    )


def _by_whom(pack: Pack) -> tuple[ColumnElement[bool], ...]:
    if pack.requested_by_id == pack.reader_id:
        return ()
    return (Pack.requested_by_id == pack.requested_by_id,)


def _earlier(old: Pack, pack: Pack, document: PackDocument) -> Earlier:
    if old.document is None:
        raise ValueError("this version kept no document")
    before = document_from(files.read(old.document))
    old_ids = {paper.id for paper in before.papers()}
    new_ids = {paper.id for paper in document.papers()}
    unnamed = (old_ids - new_ids) - _visible(old_ids - new_ids, pack)
    return Earlier(
        number=old.number,
        moment=full_moment(old.issued_at or old.requested_at),
        document=before,
        pages={part.key: (part.first_page, part.pages) for part in old.parts},
        replaced=_replaced(old_ids, new_ids - old_ids),
        unnamed={paper.key for paper in before.papers() if paper.id in unnamed},
    )


def _visible(paper_ids: Collection[int], pack: Pack) -> set[int]:
    """Of these papers those that exist for both, withdrawn or not."""
    found = select(Paper.id).where(
        Paper.id.in_(paper_ids),
        papers_visible_to(pack.reader),
        papers_visible_to(pack.requested_by),
    )
    return set(db.session.scalars(found))


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
