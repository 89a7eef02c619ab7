"""What the register knows of partnerships and participants, on any day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select, union
from sqlalchemy.orm import contains_eager, joinedload, subqueryload

from app.core.database import db, holds_on
from app.core.errors import NotFound
from app.core.journal import JournalEntry
from app.people.deeds import deeds
from app.register.models import (
    AlignmentMember,
    GroupMembership,
    Organisation,
    Participation,
    Partnership,
    PartnershipArea,
    PartnershipStatus,
    PartnershipWorkingLevel,
)

#: In a filter: the partnerships where this was not recorded.
BLANK = "blank"


@dataclass(frozen=True)
class Filters:
    """What a person looks for in the list of partnerships; empty means everything."""

    text: str = ""
    area_id: int | None = None
    nature: str = ""
    obligation: str = ""
    status: str = ""
    working_level: str = ""
    alderman_id: int | None = None
    officer_id: int | None = None
    gap: str = ""

    @property
    def any_set(self) -> bool:
        """Whether anything is looked for."""
        return self != Filters()


#: Filters as they stand in the address of the list: words, and ids of rows.
WORD_FILTERS = ("text", "nature", "obligation", "status", "working_level", "gap")
ROW_FILTERS = ("area", "alderman", "officer")


def asked_filters(query: Mapping[str, str]) -> dict[str, Any]:
    """The filters in an address, for another one; nothing else of it is taken over."""
    return {name: query[name] for name in (*WORD_FILTERS, *ROW_FILTERS) if query.get(name)}


def filters_of(query: Mapping[str, str]) -> Filters:
    """The filters of an address; a value that means nothing is left out."""
    asked: dict[str, Any] = {name: query[name] for name in WORD_FILTERS if query.get(name)}
    for name in ROW_FILTERS:
        number = query.get(name, "")
        if number.isdecimal() and len(number) < 10:
            asked[f"{name}_id"] = int(number)
    return Filters(**asked)


def get_partnership(partnership_id: int) -> Partnership:
    """One partnership."""
    partnership = db.session.get(Partnership, partnership_id)
    if partnership is None:
        raise NotFound
    return partnership


def get_partnership_whole(partnership_id: int) -> Partnership:
    """One partnership with everything that its page shows, in a constant number of statements."""
    found = partnerships_whole([partnership_id])
    if not found:
        raise NotFound
    return found[partnership_id]


def partnerships_whole(partnership_ids: Iterable[int]) -> dict[int, Partnership]:
    """The same for several, in as many statements."""
    rows = db.session.scalars(
        select(Partnership)
        .where(Partnership.id.in_(set(partnership_ids)))
        .options(
            joinedload(Partnership.parent),
            subqueryload(Partnership.children),
            subqueryload(Partnership.areas),
            subqueryload(Partnership.working_levels),
            subqueryload(Partnership.reasons),
            subqueryload(Partnership.statuses),
            subqueryload(Partnership.own_participations),
            subqueryload(Partnership.participations).options(
                joinedload(Participation.organisation), joinedload(Participation.group)
            ),
            subqueryload(Partnership.alignment).joinedload(AlignmentMember.organisation),
        )
    )
    return {one.id: one for one in rows}


def list_partnerships(filters: Filters | None = None, day: date | None = None) -> list[Partnership]:
    """Partnerships by name; the status is that of `day`. Who is responsible: see `overview`."""
    return list(db.session.scalars(partnership_statement(filters or Filters(), day)))


def partnership_statement(filters: Filters, day: date | None) -> Select[Partnership]:
    """The selection behind every list of partnerships."""
    return (
        select(Partnership)
        .where(*_conditions(filters, day))
        .order_by(func.lower(Partnership.name), Partnership.id)
    )


def _conditions(filters: Filters, day: date | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.text:
        found.append(
            or_(
                Partnership.name.icontains(filters.text, autoescape=True),
                Partnership.abbreviation.icontains(filters.text, autoescape=True),
            )
        )
    if filters.area_id is not None:
        found.append(
            Partnership.id.in_(
                select(PartnershipArea.partnership_id).where(
                    PartnershipArea.policy_area_id == filters.area_id
                )
            )
        )
    if filters.nature:
        found.append(
            Partnership.nature.is_(None)
            if filters.nature == BLANK
            else Partnership.nature == filters.nature
        )
    if filters.obligation:
        found.append(
            Partnership.obligation.is_(None)
            if filters.obligation == BLANK
            else Partnership.obligation == filters.obligation
        )
    return found + _conditions_of_rows(filters, day)


def _conditions_of_rows(filters: Filters, day: date | None) -> list[ColumnElement[bool]]:
    """Conditions on rows beside the partnership: working levels and the status on a day."""
    found: list[ColumnElement[bool]] = []
    if filters.working_level:
        levels = select(PartnershipWorkingLevel.partnership_id)
        found.append(
            Partnership.id.not_in(levels)
            if filters.working_level == BLANK
            else Partnership.id.in_(
                levels.where(PartnershipWorkingLevel.working_level == filters.working_level)
            )
        )
    if filters.status:
        status = select(PartnershipStatus.partnership_id).where(
            PartnershipStatus.status == filters.status
        )
        if day is not None:
            status = status.where(holds_on(PartnershipStatus, day))
        found.append(Partnership.id.in_(status))
    return found


def participant_pairs(day: date) -> Subquery:
    """(partnership_id, organisation_id) of all participants on a day, groups resolved, once each.

    An organisation that no longer exists on that day takes part in nothing.
    """
    direct = select(Participation.partnership_id, Participation.organisation_id).where(
        Participation.organisation_id.is_not(None), holds_on(Participation, day)
    )
    by_group = (
        select(Participation.partnership_id, GroupMembership.organisation_id)
        .join(GroupMembership, GroupMembership.group_id == Participation.group_id)
        .where(holds_on(Participation, day), holds_on(GroupMembership, day))
    )
    pairs = union(direct, by_group).subquery()
    return (
        select(pairs.c.partnership_id, pairs.c.organisation_id)
        .join(Organisation, Organisation.id == pairs.c.organisation_id)
        .where(holds_on(Organisation, day))
        .subquery()
    )


def participants_on(partnership_id: int, day: date) -> list[Organisation]:
    """The organisations that take part on a day, groups resolved, by name."""
    pairs = participant_pairs(day)
    return list(
        db.session.scalars(
            select(Organisation)
            .join(pairs, pairs.c.organisation_id == Organisation.id)
            .where(pairs.c.partnership_id == partnership_id)
            .order_by(func.lower(Organisation.name))
        )
    )


def members_on(group_ids: list[int], day: date) -> dict[int, list[Organisation]]:
    """The members of each of these groups on a day, by name."""
    return holding_on(memberships_of(group_ids), group_ids, day)


def memberships_of(group_ids: Iterable[int]) -> list[GroupMembership]:
    """Who is or was in these groups, by name."""
    found = (
        select(GroupMembership)
        .join(GroupMembership.organisation)
        .options(contains_eager(GroupMembership.organisation))
        .where(GroupMembership.group_id.in_(set(group_ids)))
        .order_by(func.lower(Organisation.name))
    )
    return list(db.session.scalars(found))


def holding_on(
    memberships: Iterable[GroupMembership], group_ids: Iterable[int], day: date
) -> dict[int, list[Organisation]]:
    """Of these memberships those that hold on a day: the members of each group."""
    found: dict[int, list[Organisation]] = {key: [] for key in group_ids}
    for one in memberships:
        members = found.get(one.group_id)
        holds = one.holds_on(day) and one.organisation.holds_on(day)
        if members is not None and holds and one.organisation not in members:
            members.append(one.organisation)
    return found


def our_municipality() -> Organisation | None:
    """The municipality whose register this is."""
    return db.session.scalar(select(Organisation).where(Organisation.ours))


def history_of(object_kind: str, object_id: int, limit: int = 30) -> list[tuple[JournalEntry, str]]:
    """What was done with a thing, newest first, each with by whom and for whom."""
    about = and_(JournalEntry.object_kind == object_kind, JournalEntry.object_id == object_id)
    return [(one.entry, one.who) for one in deeds(about, limit)]


def get_participation(participation_id: int) -> Participation:
    """One taking part of an organisation or a group."""
    row = db.session.get(Participation, participation_id)
    if row is None:
        raise NotFound
    return row
