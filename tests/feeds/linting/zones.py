"""The VTIMEZONE of a feed: there for every TZID, before the events, and in rule form."""

from __future__ import annotations

from collections.abc import Iterator

from tests.feeds.linting.lines import Component, Finding
from tests.feeds.linting.values import ZONE

#: Per kind: the month of its rule, the hour on the clock before it, and both offsets.
FORMS = {
    "DAYLIGHT": ("3", "020000", "+0100", "+0200"),
    "STANDARD": ("10", "030000", "+0200", "+0100"),
}


def check(calendar: Component) -> Iterator[Finding]:
    """Every zone of a calendar, and what names one."""
    zones = calendar.parts("VTIMEZONE")
    names = [zone.value("TZID") for zone in zones]
    events = calendar.parts("VEVENT")
    for zone in zones:
        if zone.value("TZID") != ZONE:
            yield Finding(zone.number, "zone-name", zone.value("TZID"))
        if names.count(zone.value("TZID")) > 1:
            yield Finding(zone.number, "zone-twice", zone.value("TZID"))
        if events and zone.number > events[0].number:
            yield Finding(zone.number, "zone-order", "comes after an event")
        if len(zone.all("TZID")) != 1:
            yield Finding(zone.number, "zone-form", "not one TZID")
        yield from _form(zone)
    if ZONE not in names:
        yield Finding(calendar.number, "zone-missing", ZONE)
    for event in events:
        for line in event.lines:
            if "TZID" in line.parameters and line.parameters["TZID"] not in names:
                yield Finding(line.number, "zone-missing", line.parameters["TZID"])


def _form(zone: Component) -> Iterator[Finding]:
    """Exactly one rule for March and one for October; lists of dates are misread by Outlook."""
    if sorted(child.name for child in zone.children) != sorted(FORMS):
        yield Finding(zone.number, "zone-form", "not one STANDARD and one DAYLIGHT")
    for child in zone.children:
        if child.name in FORMS:
            yield from _observance(child)


def _observance(child: Component) -> Iterator[Finding]:
    month, hour, before, after = FORMS[child.name]
    for line in child.all("RDATE", "EXDATE"):
        yield Finding(line.number, "zone-form", f"{line.name} in {child.name}")
    rules = [set(line.value.upper().split(";")) for line in child.all("RRULE")]
    if rules != [{"FREQ=YEARLY", "BYDAY=-1SU", f"BYMONTH={month}"}]:
        yield Finding(child.number, "zone-form", f"{child.name} has not one rule of its month")
    offsets = (child.value("TZOFFSETFROM"), child.value("TZOFFSETTO"))
    if offsets != (before, after):
        yield Finding(child.number, "zone-form", f"{child.name} goes from {' to '.join(offsets)}")
    start = child.one("DTSTART")
    date, _t, time = (start.value if start else "").partition("T")
    if start is None or start.parameters or time != hour or date[4:6] != month.zfill(2):
        yield Finding(child.number, "zone-form", f"{child.name} begins at another moment")
    if [len(child.all(name)) for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO")] != [1, 1, 1]:
        yield Finding(child.number, "zone-form", f"{child.name} says something twice or not at all")
