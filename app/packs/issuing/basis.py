"""From what a pack is made: where that is no longer so when it is issued, it is made anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update

from app.core.database import db
from app.meetings.models import Meeting, MeetingStatus
from app.packs.content.gathering import Gathered
from app.packs.issuing.assembling import without_edition
from app.packs.issuing.keeping import digest_of
from app.packs.models import COUNTS, Pack, PackMeeting, PackState
from app.packs.queries import UNDER_WAY, versions_of


@dataclass(frozen=True)
class Basis:
    """What a pack bears and is compared with, and what was asked for."""

    number: int
    #: The last version that was issued; 0 where there is none.
    last: int
    #: What it was to say when it was last asked for (`wanted_of`).
    wanted: str
    #: The meetings in it that do not go on: the cover says so, and nothing is locked for them.
    cancelled: frozenset[int] = frozenset()


def basis_of(pack: Pack) -> Basis:
    """From what a pack under way is made now."""
    return Basis(pack.number, _last_number(pack), pack.content_hash, _cancelled_in(pack))


def wanted_of(pack: Pack, gathered: Sequence[Gathered]) -> str:
    """SHA-256 over what a pack is to say: who asks again because something changed asks for
    another. Kept as its content hash while it is made; what became of each paper comes later."""
    return digest_of(without_edition(pack, gathered))


def close_hole(pack: Pack) -> None:
    """Give a pack that is about to be issued the number after the last issued version.

    One that was asked for earlier, and is not there yet, comes after it; one that came to nothing
    leaves no hole. Of one reader's packs one is issued at a time, so nobody takes it meanwhile.
    """
    following = _last_number(pack) + 1
    if pack.number == following:
        return
    highest = select(func.max(Pack.number)).where(*versions_of(pack), COUNTS)
    for holder, number in (
        ((*versions_of(pack), Pack.number == following), (db.session.scalar(highest) or 0) + 1),
        ((Pack.id == pack.id,), following),
    ):
        db.session.execute(
            update(Pack)
            .where(*holder, Pack.state.in_(UNDER_WAY))
            .values(number=number)
            .execution_options(synchronize_session=False)
        )
    db.session.refresh(pack)


def _last_number(pack: Pack) -> int:
    last = select(func.max(Pack.number)).where(*versions_of(pack), Pack.state == PackState.READY)
    return db.session.scalar(last) or 0


def _cancelled_in(pack: Pack) -> frozenset[int]:
    found = (
        select(Meeting.id)
        .join(PackMeeting, PackMeeting.meeting_id == Meeting.id)
        .where(PackMeeting.pack_id == pack.id, Meeting.status == MeetingStatus.CANCELLED)
    )
    return frozenset(db.session.scalars(found))
