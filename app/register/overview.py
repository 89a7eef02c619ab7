"""The list of partnerships as a person looks through it: filtered, sorted, with its blanks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import subqueryload

from app.core.database import db, holds_on
from app.register.completeness import Completeness, completeness_of
from app.register.models import (
    OrganisationGroup,
    Participation,
    Partnership,
    PartnershipStatus,
)
from app.register.portfolio_queries import Responsible, responsible_for_many
from app.register.queries import Filters, participant_pairs, partnership_statement

#: In the filter of gaps: anything at all.
ANY_GAP = "any"


@dataclass(frozen=True)
class Row:
    """One partnership in the list, as on the day asked."""

    partnership: Partnership
    status: str
    responsible: Responsible
    participants: int
    all_known: bool
    completeness: Completeness


def overview(
    filters: Filters, day: date, sort: str = "name", descending: bool = False
) -> list[Row]:
    """The partnerships a person looks for, in a constant number of statements."""
    partnerships = db.session.scalars(
        partnership_statement(filters, day).options(
            subqueryload(Partnership.areas),
            subqueryload(Partnership.working_levels),
            subqueryload(Partnership.reasons),
        )
    ).all()
    responsible = responsible_for_many([row.id for row in partnerships], day)
    counts = _participant_counts(day)
    present = _with_participants(day)
    statuses = statuses_on(day)
    rows = [
        Row(
            partnership=partnership,
            status=statuses.get(partnership.id, ""),
            responsible=responsible[partnership.id],
            participants=counts.get(partnership.id, 0),
            all_known=present.get(partnership.id, True),
            completeness=completeness_of(
                partnership,
                participants=partnership.id in present,
                alderman=responsible[partnership.id].alderman is not None,
                officer=responsible[partnership.id].officer is not None,
            ),
        )
        for partnership in partnerships
    ]
    return _sorted([row for row in rows if _wanted(row, filters)], sort, descending)


def _participant_counts(day: date) -> dict[int, int]:
    pairs = participant_pairs(day)
    rows = db.session.execute(
        select(pairs.c.partnership_id, func.count()).group_by(pairs.c.partnership_id)
    ).all()
    return {row[0]: row[1] for row in rows}


def _with_participants(day: date) -> dict[int, bool]:
    """Partnerships with participants on a day, and whether every group among them is complete."""
    rows = db.session.execute(
        select(Participation.partnership_id, OrganisationGroup.complete)
        .outerjoin(OrganisationGroup, OrganisationGroup.id == Participation.group_id)
        .where(holds_on(Participation, day))
    ).all()
    found: dict[int, bool] = {}
    for partnership_id, complete in rows:
        found[partnership_id] = found.get(partnership_id, True) and complete is not False
    return found


def statuses_on(day: date) -> dict[int, str]:
    """The status of every partnership on a day; the one that began last counts."""
    rows = db.session.scalars(
        select(PartnershipStatus)
        .where(holds_on(PartnershipStatus, day))
        .order_by(func.coalesce(PartnershipStatus.valid_from, date.min), PartnershipStatus.id)
    )
    return {row.partnership_id: row.status for row in rows}


def _wanted(row: Row, filters: Filters) -> bool:
    """The filters on what is derived: who is responsible, and what is blank."""
    alderman, officer = row.responsible.alderman, row.responsible.officer
    if filters.alderman_id is not None and (not alderman or alderman.id != filters.alderman_id):
        return False
    if filters.officer_id is not None and (not officer or officer.id != filters.officer_id):
        return False
    if filters.gap == ANY_GAP:
        return bool(row.completeness.gaps)
    return not filters.gap or filters.gap in row.completeness.gaps


#: The columns that sort, each with what it sorts by; nothing there sorts last, either way.
SORTS: dict[str, Callable[[Row], Any]] = {
    "name": lambda row: row.partnership.name.lower(),
    "areas": lambda row: [area.name.lower() for area in row.partnership.areas],
    "nature": lambda row: row.partnership.nature,
    "status": lambda row: row.status,
    "alderman": lambda row: row.responsible.alderman and row.responsible.alderman.name.lower(),
    "officer": lambda row: row.responsible.officer and row.responsible.officer.name.lower(),
    "participants": lambda row: row.participants,
    "completeness": lambda row: row.completeness.filled,
}


def _sorted(rows: list[Row], sort: str, descending: bool) -> list[Row]:
    value = SORTS.get(sort, SORTS["name"])
    there = [row for row in rows if value(row) not in (None, "", [])]
    blank = [row for row in rows if value(row) in (None, "", [])]
    return sorted(there, key=value, reverse=descending) + blank
