"""Reading the remarks on a note: the newest open ones for its page, all of them on their own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.briefings.models import Note, Remark
from app.briefings.parts import Part
from app.core.database import db

#: So many open remarks stand on the page of a note: questions first, then the newest.
ON_PAGE = 5
#: So many remarks stand on one page of the list.
PAGE = 50


@dataclass(frozen=True)
class Talk:
    """The remarks on the page of a note, in order, and how many there are in all."""

    remarks: tuple[Remark, ...] = ()
    open: int = 0
    total: int = 0

    @property
    def elsewhere(self) -> int:
        """How many remarks stand on the page of their own only."""
        return self.total - len(self.remarks)


def talk_on(note: Note, parts: Iterable[Part], also: Collection[int] = ()) -> Talk:
    """The remarks that ask for something; and those named, because a form about them came back."""
    about = _about(note, parts)
    unsettled = Remark.settled_at.is_(None)
    total, still_open = db.session.execute(
        select(func.count(), func.count().filter(unsettled)).select_from(Remark).where(about)
    ).one()
    if not total:
        return Talk()
    asks = and_(Remark.question, Remark.answered_at.is_(None))
    first = _remarks(and_(about, unsettled)).order_by(asks.desc(), Remark.id.desc()).limit(ON_PAGE)
    found = {one.id: one for one in db.session.scalars(first)}
    if also:
        named = _remarks(and_(about, Remark.id.in_(also)))
        found |= {one.id: one for one in db.session.scalars(named)}
    return Talk(tuple(found[number] for number in sorted(found)), still_open, total)


def remarks_from(note: Note, parts: Iterable[Part], first: int) -> tuple[list[Remark], int]:
    """One page of all remarks, the newest first, and how many there are."""
    about = _about(note, parts)
    total = db.session.scalar(select(func.count()).select_from(Remark).where(about)) or 0
    page = _remarks(about).order_by(Remark.id.desc()).offset(first).limit(PAGE)
    return list(db.session.scalars(page)), total


def _about(note: Note, parts: Iterable[Part]) -> ColumnElement[bool]:
    """Remarks on the note as a whole, or on a part that the person may read."""
    keys = [part.key for part in parts]
    return and_(Remark.note_id == note.id, or_(Remark.part == "", Remark.part.in_(keys)))


def _remarks(where: ColumnElement[bool]) -> Select[Remark]:
    people = (
        *(Remark.person, Remark.in_place_of, Remark.on_behalf_of),
        *(Remark.answered_by, Remark.acknowledged_by),
    )
    return select(Remark).where(where).options(*(joinedload(one) for one in people))
