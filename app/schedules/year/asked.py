"""Which months are asked, with or without what was cancelled, and the address of that. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

#: What stands in the address for the twelve months from this one on.
COMING = "coming"
#: The years in which meetings can be.
FIRST_YEAR, LAST_YEAR = 2000, 2099
MONTHS = 12


@dataclass(frozen=True)
class Span:
    """Twelve months, both days included."""

    first: date
    last: date

    @property
    def year(self) -> int | None:
        """The calendar year that it is; None where it goes over New Year."""
        return self.first.year if self.first.year == self.last.year else None

    @property
    def months(self) -> list[date]:
        """The first day of each month."""
        found = [self.first]
        while len(found) < MONTHS:
            found.append(_next_month(found[-1]))
        return found


@dataclass(frozen=True)
class Asked:
    """What is asked of a subject."""

    span: Span
    #: The months to come rather than a calendar year.
    coming: bool = False
    with_cancelled: bool = False

    def address(self) -> dict[str, Any]:
        """What stands in the address."""
        found: dict[str, Any] = {"year": self.span.year}
        if self.coming:
            found = {"period": COMING}
        return {**found, "cancelled": "y"} if self.with_cancelled else found

    def in_year(self, number: int) -> Asked:
        """The same of a calendar year."""
        return replace(self, span=calendar_year(number), coming=False)

    def in_coming_months(self, today: date) -> Asked:
        """The same of the months to come."""
        return replace(self, span=coming_months(today), coming=True)

    def turned(self) -> Asked:
        """The same with what was cancelled where it was without, and the other way round."""
        return replace(self, with_cancelled=not self.with_cancelled)


def asked_of(values: Mapping[str, str], today: date) -> Asked:
    """What an address asks; an unknown value counts as not asked."""
    with_cancelled = values.get("cancelled") == "y"
    if values.get("period") == COMING:
        return Asked(coming_months(today), coming=True, with_cancelled=with_cancelled)
    digits = values.get("year", "")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) == 4 else 0
    if not FIRST_YEAR <= number <= LAST_YEAR:
        number = today.year
    return Asked(calendar_year(number), with_cancelled=with_cancelled)


def calendar_year(number: int) -> Span:
    """From 1 January to 31 December."""
    return Span(date(number, 1, 1), date(number, 12, 31))


def coming_months(today: date) -> Span:
    """Twelve months from the present one on."""
    first = today.replace(day=1)
    return Span(first, first.replace(year=first.year + 1) - timedelta(days=1))


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
