"""Every read of packs, always as one person may see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.database import db
from app.core.errors import NotFound
from app.meetings.models import Body, Meeting
from app.packs.models import Pack, PackMeeting, PackState
from app.packs.permissions import asked_for_by, exists_for, visible_to, with_meeting
from app.people.models import Person

UNDER_WAY = (PackState.WAITING, PackState.BUILDING)
#: The meetings in a pack, each with what it is called.
WITH_MEETINGS = (
    selectinload(Pack.places)
    .joinedload(PackMeeting.meeting)
    .joinedload(Meeting.body)
    .joinedload(Body.partnership)
)
_WITH_ALL = (
    WITH_MEETINGS,
    joinedload(Pack.reader),
    joinedload(Pack.requested_by),
    joinedload(Pack.file),
    joinedload(Pack.document),
    joinedload(Pack.addendum),
)


def get_pack(pack_id: int, person: Person) -> Pack:
    """A pack that this person may see; raises NotFound."""
    found = db.session.scalar(_packs(Pack.id == pack_id, visible_to(person)))
    if found is None:
        raise NotFound
    return found


def is_seen(pack: Pack, person: Person) -> bool:
    """Whether a pack exists for this person."""
    found = select(Pack.id).where(Pack.id == pack.id, visible_to(person))
    return db.session.scalar(found) is not None


def find_pack(pack_id: int) -> Pack | None:
    """A pack by itself, for the job that makes it."""
    return db.session.scalar(_packs(Pack.id == pack_id))


def packs_of(meeting_id: int, person: Person) -> list[Pack]:
    """The packs in which a meeting is, as this person may see them, the newest first."""
    found = _packs(with_meeting(meeting_id), visible_to(person), worth_listing(person))
    return list(db.session.scalars(found.order_by(Pack.requested_at.desc(), Pack.id.desc())))


def worth_listing(person: Person) -> ColumnElement[bool]:
    """The packs that stand in this person's lists: one that was stopped only for who asked."""
    return or_(Pack.state != PackState.CANCELLED, Pack.requested_by_id == person.id)


def find_under_way(like: Pack) -> Pack | None:
    """The same pack, asked for by the same person with the same choices, still being made."""
    found = db.session.scalars(
        _packs(
            *_as_asked(like),
            Pack.requested_by_id == like.requested_by_id,
            Pack.state.in_(UNDER_WAY),
        )
    )
    return next((one for one in found if one.chosen == like.chosen), None)


def find_finished(like: Pack, content_hash: str) -> Pack | None:
    """A finished pack with exactly this content, printed in this way, whoever asked for it."""
    return db.session.scalar(
        _packs(
            *_as_asked(like),
            Pack.state == PackState.READY,
            Pack.content_hash == content_hash,
            exists_for(like.requested_by),
        )
        .order_by(Pack.number.desc())
        .limit(1)
    )


def is_asker(pack: Pack, person: Person) -> bool:
    """Whether this person asked for a pack, be it first or after somebody else."""
    found = select(Pack.id).where(Pack.id == pack.id, asked_for_by(person))
    return pack.requested_by_id == person.id or db.session.scalar(found) is not None


def versions_seen(pack: Pack, person: Person) -> list[Pack]:
    """The finished versions of a pack that this person may see, the newest first; itself too."""
    found = _packs(*versions_of(pack), Pack.state == PackState.READY, visible_to(person))
    return list(db.session.scalars(found.order_by(Pack.number.desc())))


def find_newer(pack: Pack, person: Person) -> Pack | None:
    """The newest finished version of this pack, if later than this one."""
    return later_than(pack, versions_seen(pack, person))


def later_than(pack: Pack, versions: Sequence[Pack]) -> Pack | None:
    """The newest of these finished versions, the newest first, if it came after this one and says
    something else.

    After an attempt that came to nothing the next one has the same number.
    """
    if not versions or versions[0].id == pack.id or versions[0].number < pack.number:
        return None
    return None if pack.says_the_same(versions[0].content_hash) else versions[0]


def next_addendum_number(pack: Pack) -> int:
    """The number of the next addendum to these versions: from 1, without holes."""
    last = select(func.max(Pack.addendum_number)).where(
        *versions_of(pack), Pack.state == PackState.READY
    )
    return (db.session.scalar(last) or 0) + 1


def versions_of(pack: Pack) -> tuple[ColumnElement[bool], ...]:
    """The versions of one pack: same occasion, reader, variant and choice of items."""
    occasion = (
        (Pack.first_day == pack.first_day, Pack.last_day == pack.last_day)
        if pack.meeting_id is None
        else (Pack.meeting_id == pack.meeting_id,)
    )
    return (
        *occasion,
        Pack.reader_id == pack.reader_id,
        Pack.variant == pack.variant,
        Pack.choice == pack.choice,
    )


def is_version_of(one: Any, other: Any) -> ColumnElement[bool]:
    """The same between two aliases of Pack."""
    return and_(
        or_(
            one.meeting_id == other.meeting_id,
            and_(one.first_day == other.first_day, one.last_day == other.last_day),
        ),
        one.reader_id == other.reader_id,
        one.variant == other.variant,
        one.choice == other.choice,
    )


def _as_asked(like: Pack) -> tuple[ColumnElement[bool], ...]:
    """Versions of a pack that are printed in the same way."""
    return (
        *versions_of(like),
        Pack.watermark.is_(like.watermark),
        Pack.right_hand.is_(like.right_hand),
    )


def with_all(found: Select[Pack]) -> Select[Pack]:
    """The same packs with what pages show of them."""
    return found.options(*_WITH_ALL)


def _packs(*conditions: ColumnElement[bool]) -> Select[Pack]:
    return with_all(select(Pack).where(*conditions))
