"""`lint(body)`: what is wrong with a feed of ours, by the RFCs and by what programs stumble over.

It works on the bytes and knows no calendar library: what it says is not what the writer thinks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from tests.feeds.linting import lines, zones
from tests.feeds.linting.colors import CSS3
from tests.feeds.linting.lines import Component, ContentLine, Finding
from tests.feeds.linting.values import ZONE, check_moment, check_texts, instant, utc

Names = tuple[str, ...]
#: What an event says once, and what it may say once.
IN_EVENT = (
    (
        *("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND"),
        *("SUMMARY", "STATUS", "TRANSP"),
    ),
    ("LOCATION", "DESCRIPTION", "URL", "CATEGORIES", "COLOR", "CLASS", "CREATED"),
)
#: The same of a calendar.
IN_CALENDAR = (
    (
        *("PRODID", "VERSION", "CALSCALE", "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE"),
        *("REFRESH-INTERVAL", "X-PUBLISHED-TTL"),
    ),
    ("COLOR", "DESCRIPTION", "X-WR-CALDESC", "URL", "UID", "LAST-MODIFIED"),
)
RECURRENCE = ("RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "DURATION")
SCHEDULING = ("ORGANIZER", "ATTENDEE", "REQUEST-STATUS")
STATUSES = ("TENTATIVE", "CONFIRMED", "CANCELLED")
#: No meeting sees more changes of time, place or status; a moment as a number is larger.
_SEQUENCE = re.compile("0|[1-9][0-9]{0,3}")
_DURATION = re.compile(r"P(?:\d+W|\d+D|(?:\d+D)?T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)", re.ASCII)
_WEB = re.compile(r"https?://[A-Za-z0-9\[][A-Za-z0-9.:\[\]-]*(?:[/?#][!#-;=?-\[\]_a-z~]*)?")


def lint(body: bytes, *, alarms: bool = False) -> list[Finding]:
    """Everything that is wrong with a feed, in order of line; `alarms`: they were asked for."""
    root, findings = lines.read(body)
    calendars = root.parts("VCALENDAR")
    if len(root.children) != 1 or len(calendars) != 1:
        findings.append(Finding(1, "nesting", "not exactly one VCALENDAR"))
    for calendar in calendars:
        findings += _calendar(calendar, alarms)
    return sorted(findings, key=lambda finding: finding.line)


def _calendar(calendar: Component, alarms: bool) -> Iterator[Finding]:
    yield from _once(calendar, *IN_CALENDAR, besides=("METHOD",))
    yield from check_texts(calendar)
    yield from _head(calendar)
    yield from _scheduling(calendar)
    yield from zones.check(calendar)
    events = calendar.parts("VEVENT")
    known = (*events, *calendar.parts("VTIMEZONE"))
    for child in calendar.children:
        if child not in known:
            yield Finding(child.number, "component", f"{child.name} in a calendar")
    yield from _double_uids(events)
    for event in events:
        yield from _event(event, alarms)


def _head(calendar: Component) -> Iterator[Finding]:
    """What programs hear of the calendar itself."""
    number = calendar.number
    if not calendar.value("PRODID"):
        yield Finding(number, "product", "PRODID is missing or empty")
    if calendar.value("VERSION") != "2.0":
        yield Finding(number, "version", f"VERSION is {calendar.value('VERSION')!r}")
    if calendar.value("CALSCALE") not in ("", "GREGORIAN"):
        yield Finding(number, "calscale", calendar.value("CALSCALE"))
    if not calendar.value("NAME") or calendar.value("NAME") != calendar.value("X-WR-CALNAME"):
        yield Finding(number, "name", "NAME and X-WR-CALNAME differ, or are empty")
    if calendar.value("X-WR-TIMEZONE") != ZONE:
        yield Finding(number, "calendar-zone", calendar.value("X-WR-TIMEZONE"))
    yield from _refresh(calendar)
    yield from _color(calendar)


def _refresh(calendar: Component) -> Iterator[Finding]:
    line = calendar.one("REFRESH-INTERVAL")
    if line is None:
        return
    if line.parameters.get("VALUE") != "DURATION":
        yield Finding(line.number, "refresh", "REFRESH-INTERVAL without VALUE=DURATION")
    if not _DURATION.fullmatch(line.value) or not re.search("[1-9]", line.value):
        yield Finding(line.number, "refresh", f"no duration: {line.value}")
    if calendar.value("X-PUBLISHED-TTL") != line.value:
        yield Finding(line.number, "refresh", "X-PUBLISHED-TTL says something else")


def _color(component: Component) -> Iterator[Finding]:
    line = component.one("COLOR")
    if line is not None and line.value.lower() not in CSS3:
        yield Finding(line.number, "color", f"no name of CSS3: {line.value}")


def _scheduling(calendar: Component) -> Iterator[Finding]:
    """A feed tells; it asks and invites nobody."""
    method = calendar.one("METHOD")
    if method is None:
        return
    yield Finding(method.number, "method", f"METHOD:{method.value}")
    for event in calendar.parts("VEVENT"):
        if event.one("ORGANIZER") is None:
            yield Finding(event.number, "method-organizer", "METHOD, and no ORGANIZER")


def _double_uids(events: list[Component]) -> Iterator[Finding]:
    seen: set[str] = set()
    for event in events:
        uid = event.value("UID")
        if uid in seen:
            yield Finding(event.number, "uid-twice", uid)
        seen.add(uid)


def _event(event: Component, alarms: bool) -> Iterator[Finding]:
    yield from _once(event, *IN_EVENT, besides=(*SCHEDULING, *RECURRENCE))
    for line in event.all(*SCHEDULING):
        yield Finding(line.number, "scheduling", line.name)
    for line in event.all(*RECURRENCE):
        yield Finding(line.number, "recurrence", line.name)
    yield from _times(event)
    yield from _revision(event)
    yield from _state(event)
    yield from _color(event)
    url = event.one("URL")
    if url is not None and not _WEB.fullmatch(url.value):
        yield Finding(url.number, "url", url.value)
    for child in event.children:
        yield from _alarm(event, child, alarms)


def _times(event: Component) -> Iterator[Finding]:
    start, end = event.one("DTSTART"), event.one("DTEND")
    for line in (start, end):
        if line is not None:
            yield from check_moment(line)
    if start is None or end is None:
        return
    begins, ends = instant(start), instant(end)
    if begins is None or ends is None:
        return
    if isinstance(begins, datetime) != isinstance(ends, datetime):
        yield Finding(end.number, "value-type", "DTSTART and DTEND differ in kind")
    elif not begins < ends:
        yield Finding(end.number, "end", f"{end.value} is not after {start.value}")


def _revision(event: Component) -> Iterator[Finding]:
    stamp, modified = event.one("DTSTAMP"), event.one("LAST-MODIFIED")
    for line in (stamp, modified):
        if line is not None and utc(line) is None:
            yield Finding(line.number, "stamp", f"{line.name} is no moment in UTC: {line.value}")
    if stamp and modified and stamp.value != modified.value:
        yield Finding(modified.number, "stamp", "DTSTAMP and LAST-MODIFIED differ")
    sequence = event.one("SEQUENCE")
    if sequence is not None and not _SEQUENCE.fullmatch(sequence.value):
        yield Finding(sequence.number, "sequence", sequence.value)


def _state(event: Component) -> Iterator[Finding]:
    status, transp = event.one("STATUS"), event.one("TRANSP")
    if status is not None and status.value not in STATUSES:
        yield Finding(status.number, "status", status.value)
    if transp is not None and transp.value not in ("OPAQUE", "TRANSPARENT"):
        yield Finding(transp.number, "transp", transp.value)
    if status and transp and status.value == "CANCELLED" and transp.value == "OPAQUE":
        yield Finding(transp.number, "transp", "a cancelled event takes time")


def _alarm(event: Component, alarm: Component, asked: bool) -> Iterator[Finding]:
    if alarm.name != "VALARM":
        yield Finding(alarm.number, "component", f"{alarm.name} in an event")
        return
    if not asked:
        yield Finding(alarm.number, "alarm", "nobody asked for an alarm")
    if event.value("STATUS") == "CANCELLED":
        yield Finding(alarm.number, "alarm", "an alarm for what was cancelled")
    counts = Counter(line.name for line in alarm.lines)
    if any(counts[name] != 1 for name in ("ACTION", "TRIGGER", "DESCRIPTION")):
        yield Finding(alarm.number, "alarm", "not one ACTION, TRIGGER and DESCRIPTION")
    trigger = alarm.one("TRIGGER")
    if trigger is not None and not _DURATION.fullmatch(trigger.value.lstrip("-")):
        yield Finding(trigger.number, "alarm", f"no duration: {trigger.value}")


def _once(
    component: Component,
    needed: tuple[str, ...],
    possible: tuple[str, ...],
    *,
    besides: tuple[str, ...],
) -> Iterator[Finding]:
    """What must be there is; nothing is there twice, or is not of this place."""
    found: dict[str, list[ContentLine]] = {}
    for line in component.lines:
        found.setdefault(line.name, []).append(line)
    for name in needed:
        if name not in found:
            yield Finding(component.number, "required", f"{component.name} without {name}")
    for name, several in found.items():
        if len(several) > 1 and name in (*needed, *possible):
            yield Finding(several[1].number, "once", f"{name} {len(several)} times")
        if name not in (*needed, *possible, *besides) and not name.startswith("X-"):
            yield Finding(several[0].number, "property", f"{name} in {component.name}")
