"""When a meeting that repeats begins each time: by its rules, and by its lists of dates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from app.invitations.reading.events import Event
from app.invitations.reading.lines import Property
from app.invitations.reading.moments import Moment, moment_of
from app.invitations.reading.notation import length_of
from app.invitations.reading.problems import CannotRead
from app.invitations.reading.repeating import Budget, starts
from app.invitations.reading.zones import AT_HOME

#: Dates that are written out one by one.
MOST_DATES = 2_000


@dataclass(frozen=True)
class Start:
    """One start of a series, and its length where that is its own."""

    moment: Moment
    length: timedelta | None = None


def all_starts(master: Event, last: date, budget: Budget) -> dict[str, Start]:
    """Every start by its key, up to a last day; a series begins with its first, always."""
    rules = [one.raw for one in master.component.all("RRULE")] or [""]
    found = {master.start.key: Start(master.start)}
    for rule in filter(None, rules):
        for wall in starts(rule, master.start.wall, _end_of(last), budget, _to_wall(master)):
            moment = replace(master.start, wall=wall)
            found.setdefault(moment.key, Start(moment))
    for start in _listed(master):
        budget.take()
        if day_of(start.moment) <= last:
            found[start.moment.key] = start
    return found


def asked_zone(master: Event) -> str | None:
    """What one of its dates calls a zone that nobody knows; of a whole day none matters."""
    if master.start.is_day:
        return None
    moments = [*dates_of(master, "EXDATE"), *(one.moment for one in _listed(master))]
    return next((one.zone.asks for one in moments if one.zone.asks is not None), None)


def goes_on(master: Event, last: date, budget: Budget) -> bool:
    """Whether a rule gives one more after the last day, within a year."""
    end = _end_of(last)
    for rule in master.component.all("RRULE"):
        walls = starts(
            rule.raw, master.start.wall, end + timedelta(days=366), budget, _to_wall(master)
        )
        if walls[-1] > end:
            return True
    return any(day_of(one.moment) > last for one in _listed(master))


def _to_wall(master: Event) -> Callable[[datetime], datetime]:
    return (AT_HOME if master.start.is_day else master.start.zone).wall


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59))


def day_of(moment: Moment) -> date:
    """The day on which it is in the Netherlands."""
    return AT_HOME.wall(moment.utc).date()


def excluded(master: Event, last: date, budget: Budget) -> Iterator[Moment]:
    """The moments that a series takes out, by date or by rule."""
    for moment in dates_of(master, "EXDATE"):
        if master.start.is_day:
            yield moment.as_day()
        elif not moment.is_day:
            yield moment
    for rule in master.component.all("EXRULE"):
        for wall in starts(rule.raw, master.start.wall, _end_of(last), budget, _to_wall(master)):
            yield replace(master.start, wall=wall)


def dates_of(master: Event, name: str) -> list[Moment]:
    """The moments of a list; one that cannot be read makes the whole event unreadable."""
    return [_moment(text, one, master) for text, one in _values(master, name)]


def _listed(master: Event) -> Iterator[Start]:
    """The moments that are added one by one, some with a length of their own."""
    for text, one in _values(master, "RDATE"):
        begin, slash, end = text.partition("/")
        moment = _moment(begin, one, master)
        if master.start.is_day:
            moment = moment.as_day()
        elif moment.is_day:
            at = master.start.wall.time()
            moment = replace(master.start, wall=datetime.combine(moment.wall.date(), at))
        yield _with_end(moment, end, one, master) if slash else Start(moment)


def _with_end(begin: Moment, text: str, dates: Property, master: Event) -> Start:
    """A start with a length of its own; one whose end asks for a zone asks for it too."""
    if text.lstrip("+-").upper().startswith("P"):
        length = length_of(text)
    else:
        end = moment_of(text, dates.params, master.zones, begin)
        length = end.utc - begin.utc
        if end.zone.asks is not None:
            begin = replace(begin, zone=replace(begin.zone, asks=end.zone.asks))
    if length < timedelta(0):
        raise CannotRead("order")
    return Start(begin, length)


def _values(master: Event, name: str) -> list[tuple[str, Property]]:
    found = [
        (text.strip(), one)
        for one in master.component.all(name)
        for text in one.raw.split(",")
        if text.strip()
    ]
    if len(found) > MOST_DATES:
        raise CannotRead("heavy")
    return found


def _moment(text: str, dates: Property, master: Event) -> Moment:
    return moment_of(text, dates.params, master.zones, master.start)
