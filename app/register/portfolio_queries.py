"""Who answers for a partnership on a day: its portfolio holder and its policy officer.

The rule is the same for both. Who is named for the partnership itself goes first. Where nobody is,
it is the portfolio (or officer) with the most of its policy areas; between equals the one that has
the alphabetically first of those areas, then the one that was registered first. A portfolio
without a holder on that day gives no alderman: a gap is shown, not filled with a guess.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, String, Subquery, cast, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, joinedload, subqueryload

from app.core.database import db, holds_on
from app.core.errors import NotFound
from app.people.models import Person
from app.register.models import PartnershipArea, PolicyArea
from app.register.portfolio_models import (
    OfficerSubject,
    Portfolio,
    PortfolioHolder,
    PortfolioSubject,
)


@dataclass(frozen=True)
class Responsible:
    """Who answers for a partnership on a day; None is a gap."""

    officer: Person | None = None
    alderman: Person | None = None


def _candidates(
    subject: type[PortfolioSubject] | type[OfficerSubject],
    owner: InstrumentedAttribute[int],
    day: date,
) -> Subquery:
    """Every owner with a claim on a partnership: by name, or by its policy areas."""
    by_name = (
        select(
            subject.partnership_id.label("partnership_id"),
            owner.label("owner_id"),
            literal(1).label("named"),
            literal(0).label("areas"),
            cast(literal(""), String).label("first_area"),
            func.min(subject.id).label("first_id"),
        )
        .where(subject.partnership_id.is_not(None), holds_on(subject, day))
        .group_by(subject.partnership_id, owner)
    )
    by_area = (
        select(
            PartnershipArea.partnership_id,
            owner,
            literal(0),
            func.count(subject.policy_area_id.distinct()),
            func.min(func.lower(PolicyArea.name)),
            func.min(subject.id),
        )
        .join(PolicyArea, PolicyArea.id == PartnershipArea.policy_area_id)
        .join(subject, subject.policy_area_id == PolicyArea.id)
        .where(holds_on(subject, day))
        .group_by(PartnershipArea.partnership_id, owner)
    )
    return union_all(by_name, by_area).subquery()


def _ranked(
    subject: type[PortfolioSubject] | type[OfficerSubject],
    owner: InstrumentedAttribute[int],
    day: date,
) -> Subquery:
    """The candidates of each partnership in order; `somebody_named` says whether one has a name."""
    found = _candidates(subject, owner, day)
    order = (
        found.c.named.desc(),
        found.c.areas.desc(),
        found.c.first_area,
        found.c.first_id,
        found.c.owner_id,
    )
    return select(
        found.c.partnership_id,
        found.c.owner_id,
        found.c.named,
        func.row_number().over(partition_by=found.c.partnership_id, order_by=order).label("place"),
        func.max(found.c.named).over(partition_by=found.c.partnership_id).label("somebody_named"),
    ).subquery()


@lru_cache(maxsize=8)
def _officers(day: date) -> Subquery:
    return _ranked(OfficerSubject, OfficerSubject.person_id, day)


@lru_cache(maxsize=8)
def _portfolios(day: date) -> Subquery:
    return _ranked(PortfolioSubject, PortfolioSubject.portfolio_id, day)


def responsible_for(partnership_id: int, day: date) -> Responsible:
    """Who answers for one partnership on a day."""
    return responsible_for_many([partnership_id], day)[partnership_id]


def responsible_for_many(partnership_ids: Collection[int], day: date) -> dict[int, Responsible]:
    """Who answers for each of these partnerships on a day, in a constant number of statements."""
    ids = list(partnership_ids)
    officers = _officers(day)
    portfolios = _portfolios(day)
    by_officer = _people(
        select(officers.c.partnership_id, Person)
        .join(Person, Person.id == officers.c.owner_id)
        .where(officers.c.place == 1),
        officers.c.partnership_id,
        ids,
    )
    by_alderman = _people(
        select(portfolios.c.partnership_id, Person)
        .join(PortfolioHolder, PortfolioHolder.portfolio_id == portfolios.c.owner_id)
        .join(Person, Person.id == PortfolioHolder.person_id)
        .where(portfolios.c.place == 1, holds_on(PortfolioHolder, day))
        .order_by(PortfolioHolder.id),
        portfolios.c.partnership_id,
        ids,
    )
    return {key: Responsible(by_officer.get(key), by_alderman.get(key)) for key in ids}


def responsible_through(
    partnership_ids: Collection[int], first: date, last: date
) -> list[tuple[date, dict[int, Responsible]]]:
    """Who answers for these partnerships in a period: from which day on who, in order.

    Its statements grow with the days on which portfolios or subjects change hands, nothing else.
    """
    days = sorted({first, *_days_of_change(first, last)})
    return [(day, responsible_for_many(partnership_ids, day)) for day in days]


def _days_of_change(first: date, last: date) -> list[date]:
    """The days within a period on which some portfolio, holder or subject begins, or has ended."""
    tables = (PortfolioHolder, PortfolioSubject, OfficerSubject)
    began = [select(table.valid_from, literal(0)) for table in tables]
    ended = [select(table.valid_to, literal(1)) for table in tables]
    found = union_all(*began, *ended).subquery()
    day, after = found.c
    rows = db.session.execute(select(day, after).where(day >= first, day <= last).distinct())
    return [one for row in rows if (one := row[0] + timedelta(days=row[1])) <= last]


def _people(statement: Select[Any], column: Any, ids: Iterable[int]) -> dict[int, Person]:
    rows = db.session.execute(statement.where(column.in_(list(ids)))).all()
    return {row[0]: row[1] for row in rows}


def portfolios_of(partnership_ids: Collection[int], day: date) -> dict[int, Portfolio]:
    """The portfolio of each of these partnerships on a day, also where it has no holder."""
    ranked = _portfolios(day)
    rows = db.session.execute(
        select(ranked.c.partnership_id, Portfolio)
        .join(Portfolio, Portfolio.id == ranked.c.owner_id)
        .where(ranked.c.place == 1, ranked.c.partnership_id.in_(list(partnership_ids)))
    ).all()
    return {row[0]: row[1] for row in rows}


def carried_partnership_ids(person: Person, day: date) -> Select[int]:
    """Partnerships that this officer carries: by name, or by area where nobody has been named.

    Wider than `responsible_for`: officers may share a partnership, each for an area of it.
    """
    ranked = _officers(day)
    return (
        select(ranked.c.partnership_id)
        .where(ranked.c.owner_id == person.id, ranked.c.named == ranked.c.somebody_named)
        .distinct()
    )


def portfolio_partnership_ids(portfolio_id: int, day: date) -> Select[int]:
    """Partnerships that fall under a portfolio on a day."""
    ranked = _portfolios(day)
    return select(ranked.c.partnership_id).where(
        ranked.c.place == 1, ranked.c.owner_id == portfolio_id
    )


def get_portfolio(portfolio_id: int) -> Portfolio:
    """One portfolio."""
    portfolio = db.session.get(Portfolio, portfolio_id)
    if portfolio is None:
        raise NotFound
    return portfolio


def list_portfolios() -> list[Portfolio]:
    """All portfolios by name, with holders and subjects."""
    return list(
        db.session.scalars(
            select(Portfolio)
            .options(
                subqueryload(Portfolio.holders).joinedload(PortfolioHolder.person),
                subqueryload(Portfolio.subjects).options(
                    joinedload(PortfolioSubject.policy_area),
                    joinedload(PortfolioSubject.partnership),
                ),
            )
            .order_by(func.lower(Portfolio.name))
        )
    )


def list_officer_subjects() -> list[OfficerSubject]:
    """What every officer carries or carried, by officer."""
    return list(
        db.session.scalars(
            select(OfficerSubject)
            .join(Person, Person.id == OfficerSubject.person_id)
            .options(
                joinedload(OfficerSubject.person),
                joinedload(OfficerSubject.policy_area),
                joinedload(OfficerSubject.partnership),
            )
            .order_by(func.lower(Person.name), Person.id, OfficerSubject.id)
        )
    )


def get_officer_subject(subject_id: int) -> OfficerSubject:
    """One thing that an officer carries."""
    row = db.session.get(OfficerSubject, subject_id)
    if row is None:
        raise NotFound
    return row


def portfolio_names() -> list[tuple[int, str]]:
    """Every portfolio by name, as a choice."""
    rows = db.session.execute(
        select(Portfolio.id, Portfolio.name).order_by(func.lower(Portfolio.name))
    )
    return [(row.id, row.name) for row in rows]
