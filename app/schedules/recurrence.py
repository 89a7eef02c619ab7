"""Days by rule: every second Thursday, the first Tuesday of the quarter. Pure.

python-dateutil does the recurrence (RFC 5545, 3.3.10); what stands here is how people say it,
and what becomes of a day on which nobody meets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from dateutil import rrule

from app.days.working_days import is_working_day

ONE_DAY = timedelta(days=1)
LAST = -1
#: How far a meeting moves at most; a longer recess is skipped.
FURTHEST = 14


class Pattern(StrEnum):
    """How a schedule repeats."""

    WEEKS = "weeks"
    NTH_WEEKDAY = "nth_weekday"
    MONTH_DAY = "month_day"


class Months(StrEnum):
    """In which months."""

    EVERY = "every"
    QUARTER = "quarter"
    CHOSEN = "chosen"


class Avoiding(StrEnum):
    """What becomes of a meeting on a day on which nobody meets."""

    SKIP = "skip"
    NEXT = "next"
    SAME_WEEK = "same_week"


@dataclass(frozen=True)
class Rule:
    """A rule as somebody fills it in."""

    pattern: Pattern
    #: Monday is 0.
    weekday: int = 0
    #: Every so many weeks, counted from the first such day of the period.
    interval: int = 1
    #: 1 to 4, or LAST.
    nth: int = 1
    #: In a shorter month its last day.
    month_day: int = 1
    months: Months = Months.EVERY
    chosen_months: frozenset[int] = frozenset()

    @property
    def in_months(self) -> tuple[int, ...]:
        """The months in which it holds; of a quarter the first one, or for LAST its last."""
        if self.months == Months.QUARTER:
            last = self.pattern == Pattern.NTH_WEEKDAY and self.nth == LAST
            return (3, 6, 9, 12) if last else (1, 4, 7, 10)
        if self.months == Months.CHOSEN:
            return tuple(sorted(self.chosen_months))
        return tuple(range(1, 13))


@dataclass(frozen=True)
class Occurrence:
    """A day that a rule gives, and what became of it."""

    wanted: date
    #: None where it is skipped.
    day: date | None
    #: Why it could not be on the wanted day.
    because: str = ""


def days_by_rule(rule: Rule, first: date, last: date) -> list[date]:
    """The days that a rule gives in a period, both ends included, in order."""
    start, until = datetime.combine(first, datetime.min.time()), _end_of(last)
    if rule.pattern == Pattern.WEEKS:
        found: Iterable[datetime] = rrule.rrule(
            rrule.WEEKLY, dtstart=_first(rule.weekday, start), interval=rule.interval, until=until
        )
    elif not rule.in_months:
        found = ()
    elif rule.pattern == Pattern.NTH_WEEKDAY:
        found = rrule.rrule(
            rrule.MONTHLY,
            dtstart=start,
            until=until,
            bymonth=rule.in_months,
            byweekday=rrule.weekdays[rule.weekday](rule.nth),
        )
    else:
        found = rrule.rrule(
            rrule.MONTHLY,
            dtstart=start,
            until=until,
            bymonth=rule.in_months,
            bymonthday=range(min(28, rule.month_day), rule.month_day + 1),
            bysetpos=-1,
        )
    return [moment.date() for moment in found]


def _first(weekday: int, start: datetime) -> datetime:
    """The first such day of the week on or after a day; the weeks are counted from there."""
    return start + timedelta(days=(weekday - start.weekday()) % 7)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, datetime.max.time().replace(microsecond=0))


def avoid(days: Iterable[date], avoided: Mapping[date, str], how: Avoiding) -> Iterator[Occurrence]:
    """Skip or move the days on which nobody meets; `avoided` says why for each such day."""
    for wanted in days:
        because = avoided.get(wanted, "")
        if not because:
            yield Occurrence(wanted, wanted)
            continue
        yield Occurrence(wanted, _instead(wanted, avoided, how), because)


def _instead(wanted: date, avoided: Mapping[date, str], how: Avoiding) -> date | None:
    if how == Avoiding.NEXT:
        candidates = [wanted + number * ONE_DAY for number in range(1, FURTHEST + 1)]
    elif how == Avoiding.SAME_WEEK:
        monday = wanted - wanted.weekday() * ONE_DAY
        week = [monday + number * ONE_DAY for number in range(5)]
        candidates = sorted(week, key=lambda day: (abs((day - wanted).days), day))
    else:
        candidates = []
    free = (day for day in candidates if is_working_day(day) and day not in avoided)
    return next(free, None)
