"""Every read of days: what stands in the way of a plan, and on which days nobody works."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from app.core.database import db
from app.days.models import DayKind, Period
from app.days.working_days import holiday_names

#: The kind of a public holiday, beside those of `DayKind`: it comes from a library.
HOLIDAY = "holiday"


@dataclass(frozen=True)
class DayFact:
    """Something known of a day or some days, as a planner must know it."""

    #: A `DayKind`, or HOLIDAY.
    kind: str
    first_day: date
    last_day: date
    name: str
    #: On the Dutch wall clock; None where the whole day is taken.
    starts: time | None = None
    ends: time | None = None
    #: Whom it concerns; None where it concerns everybody.
    person_id: int | None = None
    #: Could not be read at its source yet.
    to_confirm: bool = False

    def touches(self, day: date, starts: time, ends: time) -> bool:
        """Whether it stands in the way of something from `starts` to `ends` on this day."""
        if not self.first_day <= day <= self.last_day:
            return False
        if self.starts is None or self.ends is None:
            return True
        return self.starts < ends and starts < self.ends


def facts_between(first: date, last: date, region: str | None = None) -> list[DayFact]:
    """Everything known of these days, in order; school holidays of one region, or of all."""
    rows = db.session.scalars(
        select(Period)
        .where(Period.first_day <= last, Period.last_day >= first)
        .order_by(Period.first_day, Period.id)
    )
    found = [_fact(row) for row in rows if region is None or row.region in (None, region)]
    return sorted(
        [*found, *_holidays(first, last)], key=lambda one: (one.first_day, one.last_day, one.kind)
    )


def closed_days(first: date, last: date) -> frozenset[date]:
    """The days in a period on which this municipality does not work, beside public holidays."""
    rows = db.session.scalars(
        select(Period).where(
            Period.kind == DayKind.CLOSED, Period.first_day <= last, Period.last_day >= first
        )
    )
    return frozenset(_days(rows))


def _days(periods: Iterable[Period]) -> Iterable[date]:
    for period in periods:
        for number in range((period.last_day - period.first_day).days + 1):
            yield period.first_day + timedelta(days=number)


def _holidays(first: date, last: date) -> list[DayFact]:
    return [
        DayFact(HOLIDAY, day, day, name)
        for year in range(first.year, last.year + 1)
        for day, name in holiday_names(year).items()
        if first <= day <= last
    ]


def _fact(row: Period) -> DayFact:
    return DayFact(
        kind=row.kind,
        first_day=row.first_day,
        last_day=row.last_day,
        name=row.name or str(_WORDS[DayKind(row.kind)]()),
        starts=row.starts,
        ends=row.ends,
        to_confirm=row.to_confirm,
    )


_WORDS = {
    DayKind.COUNCIL: lambda: _("Raadsvergadering"),
    DayKind.COMMITTEE: lambda: _("Raadscommissie"),
    DayKind.EXECUTIVE: lambda: _("Collegevergadering"),
    DayKind.RECESS: lambda: _("Reces"),
    DayKind.SCHOOL_HOLIDAY: lambda: _("Schoolvakantie"),
    DayKind.CLOSED: lambda: _("Gemeentehuis gesloten"),
}
