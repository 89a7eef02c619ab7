"""What a year says of itself in words: its heading, how much is in it, what is not certain."""

from __future__ import annotations

from itertools import groupby

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.dates import month_name
from app.days.queries import DayFact
from app.days.words import KINDS, span
from app.meetings.models import Level
from app.schedules.year.asked import Span
from app.schedules.year.queries import Year

#: So many periods that are to be confirmed are named one by one; of more the number is said.
_NAMED = 2


def months_in_words(months: Span) -> str:
    """ "2027", or "november 2026 – oktober 2027"."""
    if months.year is not None:
        return str(months.year)
    return f"{month_name(months.first)} – {month_name(months.last)}"


def heading(months: Span) -> str:
    """What it is called, whoever it is of."""
    return _("Vergaderschema %(year)s", year=months_in_words(months))


def counts(year: Year) -> str:
    """How many meetings of each level there are, and what else is in it."""
    official, administrative = year.count(Level.OFFICIAL), year.count(Level.ADMINISTRATIVE)
    found = []
    if official:
        found.append(
            ngettext(
                "%(num)d bestuurlijke vergadering", "%(num)d bestuurlijke vergaderingen", official
            )
        )
    if administrative:
        found.append(
            ngettext(
                "%(num)d ambtelijke vergadering", "%(num)d ambtelijke vergaderingen", administrative
            )
        )
    if year.taken:
        found.append(ngettext("%(num)d keer bezet", "%(num)d keer bezet", year.taken))
    if year.cancelled and year.asked.with_cancelled:
        found.append(ngettext("%(num)d geannuleerd", "%(num)d geannuleerd", year.cancelled))
    return ", ".join(found) or _("Geen vergaderingen")


def uncertain(year: Year) -> list[str]:
    """What is not known, or not for certain, of the days in the picture."""
    if not year.has_days:
        return [_("Reces en de dagen van raad en college zijn nog niet vastgelegd.")]
    rows = sorted(year.to_confirm, key=lambda one: one.kind)
    named = [_of_kind(list(found)) for _kind, found in groupby(rows, lambda one: one.kind)]
    if not named:
        return []
    return [_("Nog te bevestigen (met een vraagteken): %(days)s.", days="; ".join(named))]


def _of_kind(rows: list[DayFact]) -> str:
    if len(rows) > _NAMED:
        kind = str(KINDS[rows[0].kind])
        return _("%(kind)s, %(num)s keer", kind=kind, num=len(rows))
    return "; ".join(f"{row.name}, {span(row.first_day, row.last_day)}" for row in rows)
