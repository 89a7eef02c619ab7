"""A calendar as RFC 5545 text, from plain facts: no database, no Flask, no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vCategory, vDatetime, vDDDTypes, vDuration, vInt, vRecur, vText, vUri

PRODID = "-//Vooroverleg//Vergaderingen//NL"
TIMEZONE = "Europe/Amsterdam"
CANCELLED = "CANCELLED"
#: How often a calendar program is asked to look again.
REFRESH = timedelta(hours=1)
#: RFC 5545 allows no control characters in TEXT, except the tab and the (escaped) line feed.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


END = b"END:VCALENDAR\r\n"


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
    #: That somebody is taken, and no more than that: other readers of a calendar are told so.
    private: bool = False


@lru_cache(maxsize=256)
def head_text(name: str, color: str | None = None) -> bytes:
    """What stands before the events: the calendar's own lines, and the one VTIMEZONE."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", vText(clean(name)))
    calendar.add("x-wr-calname", vText(clean(name)))
    calendar.add("x-wr-timezone", TIMEZONE)
    if color:
        calendar.add("color", vText(clean(color)))
    refresh = vDuration(REFRESH)
    refresh.params["VALUE"] = "DURATION"
    calendar.add("refresh-interval", refresh)
    calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add_component(_amsterdam())
    return bytes(calendar.to_ical(sorted=False)).removesuffix(END)


def event_text(entry: Entry, alarm_minutes: int | None = None) -> bytes:
    """One event; with an alarm only where somebody asked for it, and the event takes a time."""
    event = _event(entry)
    all_day = not isinstance(entry.start, datetime)
    if alarm_minutes is not None and not (all_day or entry.private or entry.status == CANCELLED):
        event.add_component(_alarm(clean(entry.title), timedelta(minutes=alarm_minutes)))
    return bytes(event.to_ical(sorted=False))


def clean(text: str) -> str:
    """Text without control characters, which no calendar program agrees upon.

    The library only looks for them in an assertion, which `python -O` leaves out.
    """
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _event(entry: Entry) -> Event:
    """Values are made as what they are: `Event.add` would find that out for each by its name."""
    event = Event()
    event["uid"] = vText(clean(entry.uid))
    event["dtstamp"] = event["last-modified"] = vDatetime(entry.revised_at.astimezone(UTC))
    event["sequence"] = vInt(entry.sequence)
    event["dtstart"], event["dtend"] = map(vDDDTypes, _moments(entry))
    event["summary"] = vText(clean(entry.title))
    event["status"] = vText(entry.status)
    all_day = not isinstance(entry.start, datetime)
    event["transp"] = vText("TRANSPARENT" if entry.status == CANCELLED or all_day else "OPAQUE")
    if entry.private:
        event["class"] = vText("PRIVATE")
        return event
    category = clean(entry.category)
    if category:
        event["categories"] = vCategory([category])
    place = " · ".join(part for part in (entry.place, entry.online_url) if part)
    if place:
        event["location"] = vText(clean(place))
    described = [*entry.lines, entry.page_url] if entry.page_url else list(entry.lines)
    if described:
        event["description"] = vText(clean("\n".join(described)))
    if entry.page_url:
        event["url"] = vUri("".join(clean(entry.page_url).split()))
    return event


def _alarm(words: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm["action"] = vText("DISPLAY")
    alarm["trigger"] = vDuration(-before)
    alarm["description"] = vText(words)
    return alarm


def _moments(entry: Entry) -> tuple[datetime | date, datetime | date]:
    """Local times; in UTC around the hour in which the clock changes.

    In autumn nobody could tell which of two times is meant. In spring Thunderbird takes the hour
    after it for the one before, when it starts without its server and reads its own copy.
    """
    start, end = entry.start, entry.end
    if not (isinstance(start, datetime) and isinstance(end, datetime)):
        return start, end
    if _clock_changes_near(start) or _clock_changes_near(end):
        return start.astimezone(UTC), end.astimezone(UTC)
    return start, end


def _clock_changes_near(moment: datetime) -> bool:
    """Between 01.00 and 05.00 in both of these nights; sums with local times follow the wall."""
    two_hours = timedelta(hours=2)
    return (moment - two_hours).utcoffset() != (moment + two_hours).utcoffset()


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
