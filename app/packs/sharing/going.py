"""Which version goes to whom when a pack is sent: one that is there, or one to be made first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select

from app.core.database import db
from app.packs.issuing.outdated import News, out_of_date
from app.packs.models import Pack, PackState
from app.packs.permissions import asked_for_by, visible_to
from app.packs.queries import versions_of, with_all
from app.people.models import Person


@dataclass(frozen=True)
class Going:
    """What one person gets when it is sent to them now."""

    reader: Person
    #: The newest version of their own; None where none is there, and it is made first.
    pack: Pack | None = None
    #: What is otherwise now, where that version is out of date.
    news: News | None = None


def going_to(pack: Pack, readers: Sequence[Person], sender: Person) -> dict[int, Going]:
    """Per reader which version of such a pack goes to them.

    Of a version that is there the sender asked for it in this way, and it exists for both.
    """
    newest = _newest(pack, readers, sender) if readers else {}
    news = out_of_date(newest.values(), sender)
    found = {}
    for one in readers:
        own = newest.get(one.id)
        found[one.id] = Going(one, own, news.get(own.id) if own is not None else None)
    return found


def alike(pack: Pack) -> tuple[ColumnElement[bool], ...]:
    """The packs of one meeting that were put together alike, whoever reads them; of a period the
    versions for its reader."""
    if pack.meeting_id is None:
        return versions_of(pack)
    return (
        Pack.meeting_id == pack.meeting_id,
        Pack.variant == pack.variant,
        Pack.choice == pack.choice,
    )


def _newest(pack: Pack, readers: Sequence[Person], sender: Person) -> Mapping[int, Pack]:
    """Per reader the newest version, in one statement."""
    theirs = or_(*(and_(Pack.reader_id == one.id, visible_to(one)) for one in readers))
    rows = db.session.scalars(
        with_all(
            select(Pack).where(
                *alike(pack),
                asked_for_by(sender),
                Pack.state == PackState.READY,
                Pack.watermark.is_(pack.watermark),
                Pack.right_hand.is_(pack.right_hand),
                visible_to(sender),
                theirs,
            )
        ).order_by(Pack.number.desc())
    )
    found: dict[int, Pack] = {}
    for row in rows:
        if row.chosen == pack.chosen:
            found.setdefault(row.reader_id, row)
    return found
