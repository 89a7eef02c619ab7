"""What an address last said of deadlines, read back from its own bytes. Pure.

What is said is noted after the response, and such a note may be lost. The bytes are kept before
the response: so what an address said is known, whether it was noted or not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from app.feeds.content.deadlines import DueDay, Revision

#: How `ical.event_text` begins the event of a deadline; a long UID goes on after a line end.
_BEGIN = re.compile(
    rb"BEGIN:VEVENT\r\n(UID:notes-to-[^\r\n]*(?:\r\n [^\r\n]*)*)\r\n"
    rb"DTSTAMP:(\d{8}T\d{6})Z\r\nLAST-MODIFIED:\2Z\r\nSEQUENCE:(\d+)\r\n"
    rb"DTSTART;VALUE=DATE:(\d{8})\r\n"
)
_END = b"END:VEVENT\r\n"


class Said(NamedTuple):
    """What an address said of one deadline."""

    text: bytes
    due_on: date
    revised_at: datetime
    sequence: int


def said_in(calendar: bytes) -> dict[bytes, Said]:
    """What a calendar says of each deadline, by its UID as it is written there."""
    found = {}
    for event in _BEGIN.finditer(calendar):
        text = calendar[event.start() : calendar.index(_END, event.end()) + len(_END)]
        moment = datetime.strptime(event[2].decode(), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        day = date.fromisoformat(event[4].decode())
        found[event[1]] = Said(text, day, moment, int(event[3]))
    return found


def find_said(text: bytes, said: Mapping[bytes, Said]) -> Said | None:
    """What was said before of the deadline of this event."""
    event = _BEGIN.match(text)
    return said.get(event[1]) if event is not None else None


def revision_after(
    said: Said,
    day: DueDay,
    wanted: Revision,
    last: Revision | None,
    now: datetime,
    written: Callable[[DueDay, Revision], bytes],
) -> Revision:
    """The revision that was wanted by what is noted, or one that is not behind what was said.

    Nothing differs from what was said: that stands. Else the day has a higher sequence than it had
    there, and the moment is a later one.
    """
    before = wanted._replace(revised_at=said.revised_at, sequence=said.sequence)
    if (last is None or last.revised_at <= said.revised_at) and written(day, before) == said.text:
        return before
    sequence = max(wanted.sequence, said.sequence + (day.due_on != said.due_on))
    if wanted.revised_at > said.revised_at and wanted.sequence == sequence:
        return wanted
    known = [said.revised_at] if last is None else [said.revised_at, last.revised_at]
    moment = max(now.replace(microsecond=0), max(known) + timedelta(seconds=1))
    return wanted._replace(revised_at=moment, sequence=sequence)
