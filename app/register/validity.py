"""Rules about validity: periods in order, and no two at the same time. No database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _

from app.core.database import Valid
from app.core.dates import plain_day
from app.core.errors import RuleBroken


def require_order(first: date | None, last: date | None) -> None:
    """A period cannot end before it begins."""
    if first is not None and last is not None and last < first:
        raise RuleBroken(
            _("De einddatum ligt voor de begindatum. Pas een van beide aan."), "valid_to"
        )


def overlap(row: Valid, first: date | None, last: date | None) -> bool:
    """Whether a fact holds on any day from first to last, both included."""
    begins_in_time = row.valid_from is None or last is None or row.valid_from <= last
    ends_late = row.valid_to is None or first is None or row.valid_to >= first
    return begins_in_time and ends_late


def require_free(
    rows: Iterable[Valid], first: date | None, last: date | None, message: str, field: str
) -> None:
    """No other row may hold at the same time; `message` says what to do."""
    if any(overlap(row, first, last) for row in rows):
        raise RuleBroken(message, field)


def require_end(row: Valid, last: date) -> None:
    """A fact ends on or after the day it began, and not later than it was to end already."""
    if row.valid_from is not None and last < row.valid_from:
        raise RuleBroken(
            _(
                "Dit begon op %(day)s. Kies een einddatum op of na die dag.",
                day=plain_day(row.valid_from),
            ),
            "last_day",
        )
    if row.valid_to is not None and last > row.valid_to:
        raise RuleBroken(
            _("Dit eindigt al op %(day)s. Kies een eerdere dag.", day=plain_day(row.valid_to)),
            "last_day",
        )
