"""What the register knows of organisations, groups and policy areas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, subqueryload

from app.core.database import db, holds_on
from app.core.errors import NotFound
from app.register.models import (
    GroupMembership,
    Organisation,
    OrganisationGroup,
    Participation,
    Partnership,
    PartnershipArea,
    PolicyArea,
)
from app.register.queries import participant_pairs


def get_organisation(organisation_id: int) -> Organisation:
    """One organisation."""
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound
    return organisation


def list_organisations(text: str = "", kind: str = "") -> list[Organisation]:
    """Organisations by name."""
    statement = select(Organisation).options(joinedload(Organisation.successor))
    if text:
        statement = statement.where(Organisation.name.icontains(text, autoescape=True))
    if kind:
        statement = statement.where(Organisation.kind == kind)
    return list(db.session.scalars(statement.order_by(func.lower(Organisation.name))))


def partnership_counts(day: date) -> dict[int, int]:
    """In how many partnerships each organisation takes part on a day, groups resolved."""
    pairs = participant_pairs(day)
    rows = db.session.execute(
        select(pairs.c.organisation_id, func.count()).group_by(pairs.c.organisation_id)
    ).all()
    return {row[0]: row[1] for row in rows}


def partnerships_with(organisation_id: int, day: date) -> list[Partnership]:
    """The partnerships in which an organisation takes part on a day, groups resolved."""
    pairs = participant_pairs(day)
    return list(
        db.session.scalars(
            select(Partnership)
            .join(pairs, pairs.c.partnership_id == Partnership.id)
            .where(pairs.c.organisation_id == organisation_id)
            .order_by(func.lower(Partnership.name))
        )
    )


def memberships_of(organisation_id: int) -> list[GroupMembership]:
    """The groups to which an organisation belongs or belonged."""
    return list(
        db.session.scalars(
            select(GroupMembership)
            .join(GroupMembership.group)
            .options(joinedload(GroupMembership.group))
            .where(GroupMembership.organisation_id == organisation_id)
            .order_by(func.lower(OrganisationGroup.name), GroupMembership.id)
        )
    )


def predecessors_of(organisation_id: int) -> list[Organisation]:
    """The organisations that this one succeeded."""
    return list(
        db.session.scalars(
            select(Organisation)
            .where(Organisation.successor_id == organisation_id)
            .order_by(func.lower(Organisation.name))
        )
    )


@dataclass(frozen=True)
class GroupRow:
    """A group in the list, with its members and its use on a day."""

    group: OrganisationGroup
    members: int
    partnerships: int


def list_groups() -> list[OrganisationGroup]:
    """Groups by name."""
    return list(
        db.session.scalars(select(OrganisationGroup).order_by(func.lower(OrganisationGroup.name)))
    )


def group_rows(day: date) -> list[GroupRow]:
    """Groups by name, each with the number of members and of partnerships on a day."""
    members = _counted(
        select(GroupMembership.group_id, func.count(GroupMembership.organisation_id.distinct()))
        .join(Organisation, Organisation.id == GroupMembership.organisation_id)
        .where(holds_on(GroupMembership, day), holds_on(Organisation, day))
        .group_by(GroupMembership.group_id)
    )
    used = _counted(
        select(Participation.group_id, func.count(Participation.partnership_id.distinct()))
        .where(Participation.group_id.is_not(None), holds_on(Participation, day))
        .group_by(Participation.group_id)
    )
    return [GroupRow(row, members.get(row.id, 0), used.get(row.id, 0)) for row in list_groups()]


def get_group(group_id: int) -> OrganisationGroup:
    """One group with everybody who belongs or belonged to it."""
    group = db.session.scalar(
        select(OrganisationGroup)
        .where(OrganisationGroup.id == group_id)
        .options(
            subqueryload(OrganisationGroup.memberships).joinedload(GroupMembership.organisation)
        )
    )
    if group is None:
        raise NotFound
    return group


def partnerships_of_group(group_id: int, day: date) -> list[Partnership]:
    """The partnerships in which a group takes part on a day."""
    return list(
        db.session.scalars(
            select(Partnership)
            .where(
                Partnership.id.in_(
                    select(Participation.partnership_id).where(
                        Participation.group_id == group_id, holds_on(Participation, day)
                    )
                )
            )
            .order_by(func.lower(Partnership.name))
        )
    )


def get_area(area_id: int) -> PolicyArea:
    """One policy area."""
    area = db.session.get(PolicyArea, area_id)
    if area is None:
        raise NotFound
    return area


def list_areas(
    *, or_ids: frozenset[int] = frozenset(), everything: bool = False
) -> list[PolicyArea]:
    """Policy areas in use by name; also those with these ids, or all of them."""
    statement = select(PolicyArea).order_by(func.lower(PolicyArea.name))
    if not everything:
        statement = statement.where(or_(PolicyArea.in_use, PolicyArea.id.in_(or_ids)))
    return list(db.session.scalars(statement))


def area_counts() -> dict[int, int]:
    """How many partnerships work in each policy area."""
    return _counted(
        select(PartnershipArea.policy_area_id, func.count()).group_by(
            PartnershipArea.policy_area_id
        )
    )


def _counted(statement: Select[Any, Any]) -> dict[int, int]:
    return {row[0]: row[1] for row in db.session.execute(statement).all()}
