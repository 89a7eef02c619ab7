"""Values of properties: text, moments and their instants (RFC 5545, 3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from tests.feeds.linting.lines import Component, ContentLine, Finding

ZONE = "Europe/Amsterdam"
#: Properties whose value is one TEXT.
TEXTS = (
    *("SUMMARY", "LOCATION", "DESCRIPTION", "COMMENT", "CONTACT", "UID", "TZID", "TZNAME"),
    *("PRODID", "NAME", "X-WR-CALNAME", "X-WR-CALDESC"),
)
_ESCAPES = re.compile(r"\\[\\;,nN]")
_DATE = re.compile(r"[0-9]{8}")
_MOMENT = re.compile(r"[0-9]{8}T[0-9]{6}Z?")
#: No meeting lies before it; a moment with a zero too many or too few does.
FIRST_YEAR = 1990


def check_texts(component: Component) -> Iterator[Finding]:
    """TEXT is escaped, and only as the RFC says."""
    for line in component.lines:
        if line.name not in TEXTS and line.name != "CATEGORIES":
            continue
        bare = _ESCAPES.sub("x", line.value)
        if "\\" in bare:
            yield Finding(line.number, "backslash", f"{line.name} has a backslash before nothing")
        if ";" in bare or ("," in bare and line.name != "CATEGORIES"):
            yield Finding(line.number, "text", f"{line.name} has a bare comma or semicolon")
        if line.name == "CATEGORIES" and "" in bare.split(","):
            yield Finding(line.number, "categories", "an empty category")
    for child in component.children:
        yield from check_texts(child)


def utc(line: ContentLine) -> datetime | None:
    """The instant of a moment in UTC, none where it is something else."""
    if line.parameters or not _MOMENT.fullmatch(line.value) or not line.value.endswith("Z"):
        return None
    wall = _wall(line.value)
    return wall.replace(tzinfo=UTC) if wall else None


def check_moment(line: ContentLine) -> Iterator[Finding]:
    """A date says that it is one; a moment has its zone, or Z, and exists once."""
    kind, zone = line.parameters.get("VALUE", "DATE-TIME"), line.parameters.get("TZID")
    value = line.value
    if kind not in ("DATE", "DATE-TIME"):
        yield Finding(line.number, "value-type", f"{line.name} with VALUE={kind}")
    elif (kind == "DATE") != bool(_DATE.fullmatch(value)):
        yield Finding(line.number, "value-type", f"{line.name} is no {kind}: {value}")
    elif kind == "DATE":
        if zone or _parsed(value, "%Y%m%d") is None:
            yield Finding(line.number, "moment", f"{line.name} is no date: {value}")
    elif not _MOMENT.fullmatch(value) or _wall(value) is None:
        yield Finding(line.number, "moment", f"{line.name} is no moment: {value}")
    elif value.endswith("Z") and zone:
        yield Finding(line.number, "tzid-utc", f"{line.name} has a TZID and a Z")
    elif not value.endswith("Z") and not zone:
        yield Finding(line.number, "floating", f"{line.name} has no zone")
    elif zone == ZONE and not _exists_once(value):
        yield Finding(line.number, "ambiguous", f"{value} comes twice or never in {zone}")


def instant(line: ContentLine) -> datetime | date | None:
    """What a DTSTART or DTEND says; none where it says nothing that can be compared."""
    if list(check_moment(line)):
        return None
    if line.parameters.get("VALUE") == "DATE":
        found = _parsed(line.value, "%Y%m%d")
        return found.date() if found else None
    wall = _wall(line.value)
    zone = line.parameters.get("TZID")
    if wall is None or zone not in (None, ZONE):
        return None
    return wall.replace(tzinfo=ZoneInfo(zone) if zone else UTC).astimezone(UTC)


def _wall(value: str) -> datetime | None:
    return _parsed(value.removesuffix("Z"), "%Y%m%dT%H%M%S")


def _exists_once(value: str) -> bool:
    wall = _wall(value)
    assert wall is not None
    local = wall.replace(tzinfo=ZoneInfo(ZONE))
    return local.utcoffset() == local.replace(fold=1).utcoffset()


def _parsed(value: str, form: str) -> datetime | None:
    try:
        found = datetime.strptime(value, form)  # noqa: DTZ007 - the zone stands beside it
    except ValueError:
        return None
    return found if found.year >= FIRST_YEAR else None
