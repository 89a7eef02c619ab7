"""Every read of days: what stands in the way of a plan, and on which days nobody works."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from flask import g
from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.database import db
from app.core.errors import NotFound
from app.days.models import DayKind, Period, Region, SchoolRegion, StaffSeries
from app.days.staff_days import Occurrence, occurrences
from app.days.words import KINDS
from app.days.working_days import holiday_names

#: Kinds beside those of `DayKind`: a public holiday comes from a library, a staff meeting
#: (stafoverleg) from the rule of its series.
HOLIDAY = "holiday"
STAFF_MEETING = "staff_meeting"
#: On these whole days no staff meeting is held.
FREE_KINDS = (DayKind.CLOSED, DayKind.RECESS)


@dataclass(frozen=True)
class DayFact:
    """Something known of a day or some days, as a planner must know it."""

    #: A `DayKind`, HOLIDAY or STAFF_MEETING.
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
    """Everything known of these days, in order; school holidays of a region (by default ours)."""
    region = region or own_region()
    rows = periods_between(first, last)
    free = _free_days(rows, first, last)
    found = [_fact(row) for row in rows if row.region in (None, region)]
    staff = [
        DayFact(
            STAFF_MEETING,
            one.day,
            one.day,
            _("Stafoverleg"),
            one.starts,
            one.ends,
            one.series.person_id,
        )
        for series in series_between(first, last)
        for one in occurrences(series, first, last, free)
    ]
    return sorted(
        [*found, *staff, *holidays_between(first, last)],
        key=lambda one: (one.first_day, one.last_day, one.kind),
    )


def periods_between(first: date, last: date) -> list[Period]:
    """The periods that touch these days, in order."""
    found = db.session.scalars(
        select(Period)
        .where(Period.first_day <= last, Period.last_day >= first)
        .order_by(Period.first_day, Period.starts.nulls_first(), Period.id)
    )
    return list(found)


def get_period(period_id: int) -> Period:
    """A day or period by its id; raises NotFound."""
    found = db.session.get(Period, period_id)
    if found is None:
        raise NotFound
    return found


def holidays_between(first: date, last: date) -> list[DayFact]:
    """The public holidays of these days, in order."""
    return [
        DayFact(HOLIDAY, day, day, name)
        for year in range(first.year, last.year + 1)
        for day, name in holiday_names(year).items()
        if first <= day <= last
    ]


def own_region() -> str:
    """The region of the school holidays in which this municipality lies."""
    found = db.session.get(SchoolRegion, 1)
    return found.region if found is not None else Region.NORTH


def closed_days() -> frozenset[date]:
    """Every day on which this municipality does not work, beside public holidays.

    One statement a request, however often it is asked: deadlines are asked for many meetings.
    """
    if "closed_days" not in g:
        rows = db.session.scalars(select(Period).where(Period.kind == DayKind.CLOSED))
        g.closed_days = frozenset(_days(row for row in rows if row.starts is None))
    found: frozenset[date] = g.closed_days
    return found


def forget_closed_days() -> None:
    """Read the closed days anew: for who changes them in a request or job."""
    g.pop("closed_days", None)


def series_between(first: date, last: date) -> list[StaffSeries]:
    """The series of staff meetings that hold somewhere in these days, with their exceptions."""
    found = db.session.scalars(
        select(StaffSeries)
        .where(
            or_(StaffSeries.valid_from.is_(None), StaffSeries.valid_from <= last),
            or_(StaffSeries.valid_to.is_(None), StaffSeries.valid_to >= first),
        )
        .options(joinedload(StaffSeries.person), selectinload(StaffSeries.exceptions))
        .order_by(StaffSeries.weekday, StaffSeries.starts, StaffSeries.id)
    )
    return list(found)


def staff_meetings_between(first: date, last: date) -> list[Occurrence]:
    """The staff meetings of all aldermen on these days, in order; three statements."""
    free = free_days(first, last)
    found = [
        one
        for series in series_between(first, last)
        for one in occurrences(series, first, last, free)
    ]
    return sorted(found, key=lambda one: (one.day, one.starts, one.series.id))


def free_days(first: date, last: date) -> frozenset[date]:
    """The days without staff meetings: public holidays, council recess, town hall closed."""
    return _free_days(periods_between(first, last), first, last)


def _free_days(rows: Iterable[Period], first: date, last: date) -> frozenset[date]:
    whole = (row for row in rows if row.kind in FREE_KINDS and row.starts is None)
    return frozenset(_days(whole)) | {one.first_day for one in holidays_between(first, last)}


def _days(periods: Iterable[Period]) -> Iterable[date]:
    for period in periods:
        for number in range((period.last_day - period.first_day).days + 1):
            yield period.first_day + timedelta(days=number)


def _fact(row: Period) -> DayFact:
    return DayFact(
        kind=row.kind,
        first_day=row.first_day,
        last_day=row.last_day,
        name=row.name or str(KINDS[row.kind]),
        starts=row.starts,
        ends=row.ends,
        to_confirm=row.to_confirm,
    )
