"""Events of one UID together: a meeting, or a series written out with what differs from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from app.invitations.reading.events import Event
from app.invitations.reading.facts import Occurrence, Refusal, Series
from app.invitations.reading.lines import Property
from app.invitations.reading.moments import Moment, moment_of
from app.invitations.reading.notation import length_of
from app.invitations.reading.problems import CannotRead
from app.invitations.reading.repeating import Budget, starts
from app.invitations.reading.zones import AT_HOME

#: Of a series is read what lies around today, and no more than so much of it.
BACK, AHEAD = timedelta(days=92), timedelta(days=731)
MOST_OF_SERIES = 250
#: Dates that are written out one by one.
MOST_DATES = 2_000


@dataclass
class Found:
    """What the events of a file come to."""

    occurrences: list[Occurrence] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)

    def refuse(self, event: Event, reason: str) -> None:
        """An event is not read."""
        which = event.recurrence.key if event.recurrence else ""
        self.refusals.append(Refusal(event.uid, which, reason, event.title, event.position))


@dataclass(frozen=True)
class Start:
    """One start of a series, and its length where that is its own."""

    moment: Moment
    length: timedelta | None = None


def together(events: list[Event], today: date, budget: Budget) -> Found:
    """What the events of one UID say."""
    found = Found()
    masters = _newest([one for one in events if one.recurrence is None], found)
    master = masters[0] if masters else None
    overrides = _newest([one for one in events if one.recurrence is not None], found, master)
    if master is None:
        _alone(overrides, found)
    elif master.cancelled or not master.repeats:
        _single(master, overrides, found)
    else:
        try:
            _series(master, overrides, found, today, budget)
        except CannotRead as refusal:
            if refusal.reason == "heavy":
                raise
            found.refuse(master, refusal.reason)
            _alone(overrides, found)
    return found


def _newest(events: list[Event], found: Found, master: Event | None = None) -> list[Event]:
    """Of each the newest; two that are as new and say something else are both left out."""
    by_key: dict[str, list[Event]] = {}
    for event in events:
        by_key.setdefault(_key_in(event.recurrence, master), []).append(event)
    kept = []
    for same in by_key.values():
        rank = max(one.rank for one in same)
        best = [one for one in same if one.rank == rank]
        if len(best) > 1 and len(set(map(_words, best))) > 1:
            found.refuse(best[0], "twice")
        else:
            kept.append(best[0])
    return kept


def _words(event: Event) -> tuple[str, ...]:
    """All that an event says, in an order that does not matter."""
    return tuple(sorted(map(repr, event.component.properties)))


def _key_in(recurrence: Moment | None, master: Event | None) -> str:
    """Which of a series is meant, written as the series itself writes it."""
    if recurrence is None:
        return ""
    if master is not None and master.start.is_day and not recurrence.is_day:
        return recurrence.as_day().key
    if master is not None and recurrence.is_day and not master.start.is_day:
        at = master.start.wall.time()
        return replace(master.start, wall=datetime.combine(recurrence.wall.date(), at)).key
    return recurrence.key


def _alone(overrides: list[Event], found: Found) -> None:
    """One or more of a series that is not in this file itself."""
    for event in overrides:
        assert event.recurrence is not None
        if event.and_later:
            found.refuse(event, "and_later")
            continue
        which = event.recurrence
        if event.start.is_day and not which.is_day and which.wall == which.as_day().wall:
            which = which.as_day()
        found.occurrences.append(event.at(event.start, which.key, which))


def _single(master: Event, overrides: list[Event], found: Found) -> None:
    """A meeting that stands alone, or a series that is cancelled as a whole."""
    whole = master.at(master.start)
    if master.cancelled and master.method == "CANCEL":
        whole = replace(whole, asks_zone=None)  # whenever it was: it is off
    found.occurrences.append(whole)
    _alone(overrides, found)


def _series(
    master: Event, overrides: list[Event], found: Found, today: date, budget: Budget
) -> None:
    first, last = today - BACK, today + AHEAD
    excluded = {moment.key for moment in _excluded(master, last, budget)}
    days_out = {one.key for one in _dates(master, "EXDATE") if one.is_day}
    all_starts = _starts(master, last, budget)
    going = {
        key: start
        for key, start in sorted(all_starts.items(), key=lambda pair: pair[1].moment.utc)
        if key not in excluded and start.moment.as_day().key not in days_out
    }
    inside = {key: start for key, start in going.items() if _day(start.moment) >= first}
    shortened = _goes_on(master, last, budget) or len(inside) > MOST_OF_SERIES
    kept = dict(list(inside.items())[:MOST_OF_SERIES])
    if len(inside) > MOST_OF_SERIES:
        last = _day(list(kept.values())[-1].moment)
    told = _with_overrides(master, kept, overrides, excluded | days_out, first)
    if not told:
        raise CannotRead("over" if going else "never")
    found.occurrences += told
    found.series.append(
        Series(
            uid=master.uid,
            sequence=master.sequence,
            dtstamp=master.dtstamp,
            organiser=told[0].organiser,
            method=master.method,
            first=first,
            last=last,
            shortened=shortened,
            excluded=tuple(sorted(excluded | days_out)),
            position=master.position,
        )
    )


def _with_overrides(
    master: Event, kept: dict[str, Start], overrides: list[Event], out: set[str], first: date
) -> list[Occurrence]:
    """Every meeting of a series: as the series says, unless something else is said of it."""
    own = {_key_in(one.recurrence, master): one for one in overrides}
    later = sorted(
        (one for one in overrides if one.and_later and one.recurrence),
        key=lambda one: one.recurrence.utc if one.recurrence else one.start.utc,
    )
    told = []
    for key, start in kept.items():
        if key in own:
            continue
        event, moment, length = _as_said(master, later, start)
        told.append(event.at(moment, key, start.moment, length))
    for key, event in own.items():
        assert event.recurrence is not None
        when = event.recurrence
        if key in out or max(_day(event.start), _day(when)) < first:
            continue
        told.append(event.at(event.start, key, when))
    return sorted(told, key=lambda one: (one.starts_at, one.recurrence_id))


def _as_said(master: Event, later: list[Event], start: Start) -> tuple[Event, Moment, timedelta]:
    """The event that speaks of a start, when that makes it begin, and how long it lasts."""
    event = master
    for one in later:
        if one.recurrence is not None and one.recurrence.utc < start.moment.utc:
            event = one
    if event is master or event.recurrence is None:
        return master, start.moment, start.length or master.length
    moved = event.start.wall - event.recurrence.wall
    moment = replace(event.start, wall=start.moment.wall + moved)
    return event, moment, event.length


def _starts(master: Event, last: date, budget: Budget) -> dict[str, Start]:
    """Every start by its key, up to a last day; a series begins with its first, always."""
    rules = [one.raw for one in master.component.all("RRULE")] or [""]
    found = {master.start.key: Start(master.start)}
    for rule in filter(None, rules):
        for wall in starts(rule, master.start.wall, _end_of(last), budget, _to_wall(master)):
            moment = replace(master.start, wall=wall)
            found.setdefault(moment.key, Start(moment))
    for start in _listed(master):
        budget.take()
        if _day(start.moment) <= last:
            found[start.moment.key] = start
    return found


def _goes_on(master: Event, last: date, budget: Budget) -> bool:
    """Whether a rule gives one more after the last day, within a year."""
    end = _end_of(last)
    for rule in master.component.all("RRULE"):
        walls = starts(
            rule.raw, master.start.wall, end + timedelta(days=366), budget, _to_wall(master)
        )
        if walls[-1] > end:
            return True
    return any(_day(one.moment) > last for one in _listed(master))


def _to_wall(master: Event) -> Callable[[datetime], datetime]:
    return (AT_HOME if master.start.is_day else master.start.zone).wall


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59))


def _day(moment: Moment) -> date:
    """The day on which it is in the Netherlands."""
    return AT_HOME.wall(moment.utc).date()


def _excluded(master: Event, last: date, budget: Budget) -> Iterator[Moment]:
    for moment in _dates(master, "EXDATE"):
        if master.start.is_day:
            yield moment.as_day()
        elif not moment.is_day:
            yield moment
    for rule in master.component.all("EXRULE"):
        for wall in starts(rule.raw, master.start.wall, _end_of(last), budget, _to_wall(master)):
            yield replace(master.start, wall=wall)


def _dates(master: Event, name: str) -> list[Moment]:
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
        length = _length(end, moment, one, master) if slash else None
        yield Start(moment, length)


def _length(end: str, begin: Moment, dates: Property, master: Event) -> timedelta:
    if end.lstrip("+-").upper().startswith("P"):
        length = length_of(end)
    else:
        length = _moment(end, dates, master).utc - begin.utc
    if length < timedelta(0):
        raise CannotRead("order")
    return length


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
    return moment_of(text, dates.params, master.zones)
