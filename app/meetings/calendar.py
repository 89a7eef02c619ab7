"""Months and weeks of meetings: which days they have, and what happens on each. Pure.

A day is a day on the Dutch wall clock; a meeting that goes on after midnight stands on each day
of which it takes a part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from app.core.clock import local
from app.core.dates import clock_time
from app.days.queries import DayFact
from app.days.working_days import SATURDAY
from app.meetings.models import Meeting

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(weeks=1)
#: A day of a month shows at most so many meetings; from one more on, the rest folds.
MOST, SHOWN = 4, 3


@dataclass(frozen=True)
class Entry:
    """A meeting on one of its days."""

    meeting: Meeting
    day: date

    @property
    def times(self) -> str:
        """ "09.30–11.00", or what it takes of this day where it goes on after midnight."""
        start, end = self.meeting.starts_at, self.meeting.ends_at
        first, last = days_taken(self.meeting)
        if first == last:
            return f"{clock_time(start)}–{clock_time(end)}"
        if self.day == first:
            return _("vanaf %(time)s", time=clock_time(start))
        if self.day == last and local(end).date() == last:
            return _("tot %(time)s", time=clock_time(end))
        return _("hele dag")


@dataclass(frozen=True)
class Day:
    """One day of the calendar, with what is known of it and its meetings in order of time."""

    date: date
    entries: tuple[Entry, ...]
    facts: tuple[DayFact, ...]
    today: bool
    #: False for the days around a month that only fill its first and last week.
    inside: bool = True

    @property
    def shown(self) -> tuple[Entry, ...]:
        """What a month shows of it at once."""
        return self.entries if len(self.entries) <= MOST else self.entries[:SHOWN]

    @property
    def folded(self) -> tuple[Entry, ...]:
        """What waits behind "nog 3"."""
        return self.entries[len(self.shown) :]

    @property
    def weekend(self) -> bool:
        """Whether it is a Saturday or a Sunday."""
        return self.date.weekday() >= SATURDAY


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday."""

    days: tuple[Day, ...]

    @property
    def monday(self) -> date:
        """Its first day."""
        return self.days[0].date

    @property
    def number(self) -> int:
        """Its number (ISO 8601, as on every Dutch calendar)."""
        return self.monday.isocalendar().week

    @property
    def busy(self) -> bool:
        """Whether there is any meeting in it."""
        return any(day.entries for day in self.days)


@dataclass(frozen=True)
class Span:
    """The days that a month or a week asks for, both included, and its neighbours."""

    first: date
    last: date
    previous: date
    next: date


def month_of(day: date) -> Span:
    """The month of a day."""
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Span(first, following - ONE_DAY, (first - ONE_DAY).replace(day=1), following)


def week_of(day: date) -> Span:
    """The week of a day, from Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Span(monday, monday + 6 * ONE_DAY, monday - ONE_WEEK, monday + ONE_WEEK)


def days_taken(meeting: Meeting) -> tuple[date, date]:
    """The first and the last day of a meeting."""
    return days_between(meeting.starts_at, meeting.ends_at)


def days_between(starts_at: datetime, ends_at: datetime) -> tuple[date, date]:
    """The first and the last day of what ends at a moment; at midnight it takes no next day."""
    last_moment = local(ends_at - timedelta(microseconds=1))
    return local(starts_at).date(), last_moment.date()


def weeks_in(
    span: Span, meetings: Sequence[Meeting], facts: Iterable[DayFact], today: date
) -> tuple[Week, ...]:
    """The whole weeks that hold these days; days outside the span are empty."""
    entries: dict[date, list[Entry]] = {}
    for meeting in sorted(meetings, key=lambda one: (one.starts_at, one.id)):
        first, last = days_taken(meeting)
        for day in _days(max(first, span.first), min(last, span.last)):
            entries.setdefault(day, []).append(Entry(meeting, day))
    known = list(facts)
    days = [
        Day(
            date=day,
            entries=tuple(entries.get(day, ())),
            facts=tuple(one for one in known if one.first_day <= day <= one.last_day),
            today=day == today,
            inside=span.first <= day <= span.last,
        )
        for day in _days(week_of(span.first).first, week_of(span.last).last)
    ]
    return tuple(Week(tuple(days[at : at + 7])) for at in range(0, len(days), 7))


def _days(first: date, last: date) -> list[date]:
    return [first + number * ONE_DAY for number in range((last - first).days + 1)]
