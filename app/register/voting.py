"""Who votes in a partnership on a day: each participant with its own votes, groups as they vote."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.database import db
from app.register.models import (
    GroupMembership,
    Organisation,
    OrganisationGroup,
    OwnParticipation,
    Participation,
)
from app.register.queries import holding_on, memberships_of, our_municipality

_Taking = TypeVar("_Taking", Participation, OwnParticipation)


@dataclass(frozen=True)
class Seat:
    """Who votes: an organisation, or a group as a whole.

    A group whose votes are recorded votes as one, and so does one of which no member is known; of
    any other group each member votes.
    """

    organisation: Organisation | None
    group: OrganisationGroup | None
    #: As the register has it; None where it does not say.
    votes: int | None
    #: Who are in the group that votes as one.
    members: tuple[Organisation, ...] = ()
    #: The group by which the organisation takes part.
    through: OrganisationGroup | None = None

    @property
    def name(self) -> str:
        """What the voter is called."""
        found = self.organisation or self.group
        return found.name if found else ""

    @property
    def holder(self) -> tuple[int | None, int | None]:
        """Who it is, as (organisation, group)."""
        found = self.organisation, self.group
        return (found[0].id if found[0] else None, found[1].id if found[1] else None)

    @property
    def ours(self) -> bool:
        """Whether it is our own seat."""
        return self.organisation is not None and self.organisation.ours


@dataclass(frozen=True)
class Sitting:
    """When who votes in which partnership is asked."""

    partnership_id: int
    day: date
    #: Who sit in the body where not all participants do; empty where all do.
    only: Sequence[Organisation] = ()


def seats_at(sittings: Mapping[int, Sitting]) -> dict[int, tuple[Seat, ...]]:
    """Who votes at each of these, ourselves included: who takes part directly first, then group by
    group.

    Four statements, however many.
    """
    partnership_ids = {one.partnership_id for one in sittings.values()}
    rows = list(
        db.session.scalars(
            select(Participation)
            .where(Participation.partnership_id.in_(partnership_ids))
            .options(joinedload(Participation.organisation), joinedload(Participation.group))
        )
    )
    own = list(
        db.session.scalars(
            select(OwnParticipation)
            .where(OwnParticipation.partnership_id.in_(partnership_ids))
            .order_by(OwnParticipation.id)
        )
    )
    memberships = memberships_of(row.group_id for row in rows if row.group_id is not None)
    ours = our_municipality()
    return {
        key: _seats(one, _holding(rows, one), memberships, ours, next(_holding(own, one), None))
        for key, one in sittings.items()
    }


def _holding(rows: Iterable[_Taking], sitting: Sitting) -> Iterator[_Taking]:
    """Of these the ones that are about this partnership and hold on this day."""
    return (
        row
        for row in rows
        if row.partnership_id == sitting.partnership_id and row.holds_on(sitting.day)
    )


def _seats(
    sitting: Sitting,
    taking_part: Iterable[Participation],
    memberships: Collection[GroupMembership],
    ours: Organisation | None,
    own: OwnParticipation | None,
) -> tuple[Seat, ...]:
    rows = list(taking_part)
    found = {one.organisation.id: one for one in _direct(rows, sitting.day) if one.organisation}
    if sitting.only:
        seats = [found.get(one.id) or Seat(one, None, None) for one in sitting.only]
        return _with_us(_by_name(seats), ours, own, ())
    group_ids = [row.group_id for row in rows if row.group_id is not None]
    groups = _groups(rows, holding_on(memberships, group_ids, sitting.day), found)
    return _with_us([*_by_name(found.values()), *groups], ours, own, _voting_as_one(groups))


def _direct(rows: Iterable[Participation], day: date) -> Iterable[Seat]:
    for row in rows:
        if row.organisation is not None and row.organisation.holds_on(day):
            yield Seat(row.organisation, None, row.votes)


def _groups(
    rows: Iterable[Participation],
    members: dict[int, list[Organisation]],
    direct: Collection[int],
) -> list[Seat]:
    """The seats of groups; who takes part in person too, or through two groups, sits once."""
    seated = set(direct)
    found: list[Seat] = []
    named = [(row.group, row.votes) for row in rows if row.group is not None]
    for group, votes in sorted(named, key=lambda pair: pair[0].name.lower()):
        within = [one for one in members.get(group.id, ()) if one.id not in seated]
        if votes is not None or not members.get(group.id):
            found.append(Seat(None, group, votes, tuple(within)))
        else:
            found += [Seat(one, None, None, through=group) for one in within]
        seated |= {one.id for one in within}
    return found


def _by_name(seats: Iterable[Seat]) -> list[Seat]:
    return sorted(seats, key=lambda seat: seat.name.lower())


def _voting_as_one(seats: Iterable[Seat]) -> set[int]:
    return {member.id for seat in seats for member in seat.members}


def _with_us(
    seats: list[Seat],
    ours: Organisation | None,
    own: OwnParticipation | None,
    elsewhere: Collection[int],
) -> tuple[Seat, ...]:
    """That we take part is a fact of its own: our seat is added where the list leaves us out."""
    if ours is None or own is None or ours.id in elsewhere:
        return tuple(seats)
    here = [seat for seat in seats if seat.ours]
    if not here:
        return (Seat(ours, None, own.votes), *seats)
    if here[0].votes is not None or own.votes is None:
        return tuple(seats)
    return tuple(replace(seat, votes=own.votes) if seat.ours else seat for seat in seats)
