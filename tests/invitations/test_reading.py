"""From the bytes of an invitation to facts, through the real child process."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.core.errors import RuleBroken
from app.invitations.reading.receiving import read_invitation

PLAIN = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
METHOD:REQUEST\r
BEGIN:VEVENT\r
UID:1@regio.example\r
SEQUENCE:2\r
DTSTAMP:20261101T080000Z\r
DTSTART;TZID=Europe/Amsterdam:20261203T093000\r
DTEND;TZID=Europe/Amsterdam:20261203T110000\r
SUMMARY:Portefeuillehoudersoverleg\r
ORGANIZER;CN=Secretariaat:MAILTO:Secretariaat@regio.example\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_a_plain_invitation() -> None:
    reading = read_invitation(PLAIN)
    (one,) = reading.occurrences
    assert one.starts_at == datetime(2026, 12, 3, 8, 30, tzinfo=UTC)
    assert one.ends_at == datetime(2026, 12, 3, 10, tzinfo=UTC)
    assert (one.uid, one.sequence, one.method) == ("1@regio.example", 2, "REQUEST")
    assert (one.organiser, one.organiser_name) == ("secretariaat@regio.example", "Secretariaat")
    assert one.title == "Portefeuillehoudersoverleg"
    assert (reading.refusals, reading.unknown_zones) == ((), ())


def test_what_is_no_invitation_is_refused() -> None:
    for content in (b"", b"%PDF-1.7", b"x" * 2_000_000):
        with pytest.raises(RuleBroken):
            read_invitation(content)
