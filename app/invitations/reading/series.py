"""Events of one UID together: a meeting, or a series written out with what differs from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from app.invitations.reading.events import Event, recurrence_of
from app.invitations.reading.facts import Occurrence, Refusal, Series
from app.invitations.reading.moments import Moment
from app.invitations.reading.problems import CannotRead
from app.invitations.reading.repeating import Budget
from app.invitations.reading.starting import (
    Start,
    all_starts,
    asked_zone,
    dates_of,
    day_of,
    excluded,
    goes_on,
)

#: Of a series is read what lies around today, and no more than so much of it.
BACK, AHEAD = timedelta(days=92), timedelta(days=731)
MOST_OF_SERIES = 250


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


def together(events: list[Event], today: date, budget: Budget) -> Found:
    """What the events of one UID say."""
    found = Found()
    masters = _newest([one for one in events if one.recurrence is None], found)
    master = masters[0] if masters else None
    changes = [_as_named_by(master, one) for one in events if one.recurrence is not None]
    overrides = _newest(changes, found)
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


def in_terms_of(start: Moment | None, which: Moment) -> Moment:
    """Which of a series is meant, written as the series itself writes its starts."""
    if start is None:
        return which
    if start.is_day:
        return which.as_day()
    if which.is_day:
        return replace(start, wall=datetime.combine(which.wall.date(), start.wall.time()))
    return which


def _as_named_by(master: Event | None, event: Event) -> Event:
    """A change of one of a series, which it names by the clock of the series."""
    start = master.start if master is not None else event.start
    which = recurrence_of(event.component, event.zones, start) or event.recurrence
    if master is None or which is None:
        return event
    return replace(event, recurrence=in_terms_of(start, which))


def _newest(events: list[Event], found: Found) -> list[Event]:
    """Of each the newest; two that are as new and say something else are both left out."""
    by_key: dict[str, list[Event]] = {}
    for event in events:
        by_key.setdefault(event.recurrence.key if event.recurrence else "", []).append(event)
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
            event = replace(event, recurrence=which)
        found.occurrences.append(event.at(event.start, which.key))


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
    out = {moment.key for moment in excluded(master, last, budget)}
    days_out = {one.key for one in dates_of(master, "EXDATE") if one.is_day}
    given = all_starts(master, last, budget)
    going = {
        key: start
        for key, start in sorted(given.items(), key=lambda pair: pair[1].moment.utc)
        if key not in out and start.moment.as_day().key not in days_out
    }
    inside = {key: start for key, start in going.items() if day_of(start.moment) >= first}
    shortened = goes_on(master, last, budget) or len(inside) > MOST_OF_SERIES
    kept = dict(list(inside.items())[:MOST_OF_SERIES])
    if len(inside) > MOST_OF_SERIES:
        last = day_of(list(kept.values())[-1].moment)
    told = _with_overrides(master, kept, overrides, out | days_out, first)
    if not told:
        raise CannotRead("over" if going else "never")
    asks = asked_zone(master)
    found.occurrences += [
        replace(one, asks_zone=asks if one.asks_zone is None else one.asks_zone) for one in told
    ]
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
            excluded=tuple(sorted(out | days_out)),
            position=master.position,
        )
    )


def _with_overrides(
    master: Event, kept: dict[str, Start], overrides: list[Event], out: set[str], first: date
) -> list[Occurrence]:
    """Every meeting of a series: as the series says, unless something else is said of it."""
    own = {one.recurrence.key: one for one in overrides if one.recurrence}
    later = sorted(
        (one for one in overrides if one.and_later and one.recurrence),
        key=lambda one: one.recurrence.utc if one.recurrence else one.start.utc,
    )
    told = []
    for key, start in kept.items():
        if key in own:
            continue
        event, moment, length = _as_said(master, later, start)
        told.append(event.at(moment, key, length))
    for key, event in own.items():
        assert event.recurrence is not None
        when = event.recurrence
        if key in out or max(day_of(event.start), day_of(when)) < first:
            continue
        told.append(event.at(event.start, key))
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
