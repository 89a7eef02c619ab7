"""A calendar as RFC 5545 text, from plain facts: no database, no Flask, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vDuration, vRecur, vText

PRODID = "-//Vooroverleg//Vergaderingen//NL"
TIMEZONE = "Europe/Amsterdam"
#: How often a calendar program is asked to look again.
REFRESH = timedelta(hours=1)
#: RFC 5545 allows no control characters in TEXT, except the tab and the (escaped) line feed.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


@dataclass(frozen=True)
class Entry:
    """One event: what a calendar may know of a meeting or a deadline, never a word of a note."""

    uid: str
    title: str
    start: datetime | date
    end: datetime | date
    revised_at: datetime
    sequence: int = 0
    status: str = "CONFIRMED"
    place: str = ""
    online_url: str = ""
    page_url: str = ""
    category: str = ""
    lines: tuple[str, ...] = field(default=())


def calendar_text(name: str, entries: Iterable[Entry]) -> bytes:
    """The calendar: CRLF lines of at most 75 octets, one VTIMEZONE, events in order of time."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", vText(clean(name)))
    calendar.add("x-wr-calname", vText(clean(name)))
    calendar.add("x-wr-timezone", TIMEZONE)
    refresh = vDuration(REFRESH)
    refresh.params["VALUE"] = "DURATION"
    calendar.add("refresh-interval", refresh)
    calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add_component(_amsterdam())
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical(sorted=False))


def clean(text: str) -> str:
    """Text without control characters, which no calendar program agrees upon."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _event(entry: Entry) -> Event:
    event = Event()
    cancelled = entry.status == "CANCELLED"
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.revised_at)
    event.add("last-modified", entry.revised_at)
    event.add("sequence", entry.sequence)
    start, end = _moments(entry)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", clean(entry.title))
    event.add("status", entry.status)
    all_day = not isinstance(entry.start, datetime)
    event.add("transp", "TRANSPARENT" if cancelled or all_day else "OPAQUE")
    category = clean(entry.category)
    if category:
        event.add("categories", [category])
    place = " · ".join(part for part in (entry.place, entry.online_url) if part)
    if place:
        event.add("location", clean(place))
    described = [*entry.lines, entry.page_url] if entry.page_url else list(entry.lines)
    if described:
        event.add("description", vText(clean("\n".join(described))))
    if entry.page_url:
        event.add("url", entry.page_url)
    return event


def _moments(entry: Entry) -> tuple[datetime | date, datetime | date]:
    """Local times; in UTC where the clock shows one of them twice, and nobody could tell which."""
    start, end = entry.start, entry.end
    if not (isinstance(start, datetime) and isinstance(end, datetime)):
        return start, end
    if any(moment.utcoffset() != _other_pass(moment) for moment in (start, end)):
        return start.astimezone(UTC), end.astimezone(UTC)
    return start, end


def _other_pass(moment: datetime) -> timedelta | None:
    """The distance from UTC when the clock shows this time once more, the same on other nights."""
    return moment.replace(fold=1 - moment.fold).utcoffset()


def _amsterdam() -> Timezone:
    """The rule form: since 1996 the clock moves on the last Sundays of March and October."""
    zone = Timezone()
    zone.add("tzid", TIMEZONE)
    for component, name, month, before, after, hour in (
        (TimezoneDaylight(), "CEST", 3, 1, 2, 2),
        (TimezoneStandard(), "CET", 10, 2, 1, 3),
    ):
        component.add("tzname", name)
        component.add("tzoffsetfrom", timedelta(hours=before))
        component.add("tzoffsetto", timedelta(hours=after))
        component.add("dtstart", datetime.combine(_last_sunday(1996, month), time(hour)))
        component.add("rrule", vRecur(freq="yearly", bymonth=month, byday="-1su"))
        zone.add_component(component)
    return zone


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)
