"""On which days the staff meetings (stafoverleg) are, by their weekly rule. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.days.models import StaffException, StaffSeries

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Occurrence:
    """One staff meeting."""

    series: StaffSeries
    #: Its day by the rule: with the series the name of this meeting, also when it was moved.
    rule_day: date
    day: date
    starts: time

    @property
    def ends(self) -> time:
        """When it ends, on the Dutch wall clock."""
        return end_of(self.starts, self.series.minutes)

    @property
    def moved(self) -> bool:
        """Whether it is not on the day and time of the rule."""
        return (self.day, self.starts) != (self.rule_day, self.series.starts)


def end_of(starts: time, minutes: int) -> time:
    """The end of something that begins at a time and takes so many minutes."""
    return (datetime.combine(date.min, starts) + timedelta(minutes=minutes)).time()


def rule_days(series: StaffSeries, first: date, last: date, free: Collection[date]) -> list[date]:
    """The days of the rule in a period; `free` are days without staff meetings."""
    first = max(first, series.valid_from or first)
    last = min(last, series.valid_to or last)
    day = first + timedelta(days=(series.weekday - first.weekday()) % 7)
    found = []
    while day <= last:
        if day not in free:
            found.append(day)
        day += ONE_WEEK
    return found


def occurrences(
    series: StaffSeries, first: date, last: date, free: Collection[date]
) -> list[Occurrence]:
    """The staff meetings of a series on these days: by the rule, with its exceptions, in order."""
    exceptions = {one.day: one for one in series.exceptions}
    found = [
        Occurrence(series, day, day, series.starts)
        for day in rule_days(series, first, last, free)
        if day not in exceptions
    ]
    found += _moved(series, exceptions.values(), first, last)
    return sorted(found, key=lambda one: (one.day, one.starts))


def _moved(
    series: StaffSeries, exceptions: Collection[StaffException], first: date, last: date
) -> Iterator[Occurrence]:
    for one in exceptions:
        if one.moved_to is not None and first <= one.moved_to <= last:
            yield Occurrence(series, one.day, one.moved_to, one.starts or series.starts)
