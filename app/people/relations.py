"""Rules of relations with a first and a last day: who leads whom, who serves whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from flask_babel import gettext as _

from app.core import clock
from app.core.database import db
from app.core.errors import RuleBroken
from app.people.models import Serving, TeamLead

Relation = TeamLead | Serving


def require_order(row: Relation) -> None:
    """The last day does not come before the first."""
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        raise RuleBroken(
            _("De laatste dag ligt vóór de eerste dag. Kies een latere laatste dag."), "last"
        )


def overlaps_another(row: Relation, others: Iterable[Relation]) -> bool:
    """Whether one of these holds on a day on which this one holds too."""
    return any(
        other is not row
        and (other.valid_from or date.min) <= (row.valid_to or date.max)
        and (row.valid_from or date.min) <= (other.valid_to or date.max)
        for other in others
    )


def end_before_today(row: Relation) -> None:
    """Yesterday was the last day; what had not begun yet is taken back."""
    today = clock.today()
    if row.valid_from is not None and row.valid_from >= today:
        db.session.delete(row)
    elif row.valid_to is None or row.valid_to >= today:
        row.valid_to = today - timedelta(days=1)
