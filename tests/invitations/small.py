"""Small files for tests of reading, and reading them in this process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from app.invitations.reading.child import as_text
from app.invitations.reading.facts import Occurrence, Reading
from app.invitations.reading.files import facts_in
from app.invitations.reading.receiving import unpacked

TODAY = date(2026, 11, 26)
#: The rules of the Netherlands, under a name that nobody knows.
OWN_ZONE = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE"""


def event(*lines: str, uid: str = "1@regio.example") -> str:
    """An event with these lines."""
    return "\n".join(("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"))


def file_of(*parts: str) -> bytes:
    """A calendar with these parts."""
    lines = "\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""))
    return lines.replace("\n", "\r\n").encode()


def read(content: bytes, zones: Mapping[str, str] | None = None, today: date = TODAY) -> Reading:
    """What a file says, through the same JSON as from the child; raises CannotRead."""
    answer = facts_in(content, zones or {}, today)
    return unpacked(json.loads(json.dumps(answer, default=as_text)), content)


def occurrences(*parts: str, zones: Mapping[str, str] | None = None) -> tuple[Occurrence, ...]:
    """The occurrences of a calendar with these parts."""
    return read(file_of(*parts), zones).occurrences


def starts(*parts: str) -> list[str]:
    """When each occurrence of a calendar begins, in UTC."""
    return [f"{one.starts_at:%Y-%m-%d %H:%M}" for one in occurrences(*parts)]
