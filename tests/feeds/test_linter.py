"""The linter of feeds finds nothing in a good one, and every mistake by the rule that says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feeds.linter import lint
from tests.feeds.linting.lines import RULES

LINES = """\
BEGIN:VCALENDAR
PRODID:-//Vooroverleg//Vergaderingen//NL
VERSION:2.0
CALSCALE:GREGORIAN
NAME:Zorg\\, jeugd
X-WR-CALNAME:Zorg\\, jeugd
X-WR-TIMEZONE:Europe/Amsterdam
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
COLOR:teal
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:one@vooroverleg
DTSTAMP:20261101T120000Z
LAST-MODIFIED:20261101T120000Z
SEQUENCE:3
DTSTART;TZID=Europe/Amsterdam:20270112T093000
DTEND;TZID=Europe/Amsterdam:20270112T110000
SUMMARY:Overleg één\\; of meer\\, met \\\\ en \\n 🙂
STATUS:CONFIRMED
TRANSP:OPAQUE
CATEGORIES:Zorg\\, jeugd,Regio
LOCATION:Raadzaal · https://overleg.example/a?b=c\\,d
DESCRIPTION:Een lange tekst die niet op één regel past en daarom wordt
  voortgezet\\nhttps://vooroverleg.example/meetings/1
URL:https://vooroverleg.example/meetings/1
END:VEVENT
BEGIN:VEVENT
UID:two@vooroverleg
DTSTAMP:20261101T120001Z
LAST-MODIFIED:20261101T120001Z
SEQUENCE:0
DTSTART;VALUE=DATE:20270113
DTEND;VALUE=DATE:20270114
SUMMARY:Annotatie aanbieden
STATUS:CANCELLED
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:three@vooroverleg
DTSTAMP:20261101T120002Z
LAST-MODIFIED:20261101T120002Z
SEQUENCE:1
DTSTART:20271031T003000Z
DTEND:20271031T013000Z
SUMMARY:In de nacht dat de klok teruggaat
STATUS:TENTATIVE
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""
GOOD = LINES.replace("\n", "\r\n").encode()
ALARM = b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Overleg\r\nTRIGGER:-PT30M\r\nEND:VALARM\r\n"
ZONE = GOOD[GOOD.index(b"BEGIN:VTIMEZONE") : GOOD.index(b"BEGIN:VEVENT")]
FIRST = GOOD[GOOD.index(b"BEGIN:VEVENT") : GOOD.index(b"BEGIN:VEVENT\r\nUID:two")]
START = b"DTSTART;TZID=Europe/Amsterdam:20270112T093000"
END = b"DTEND;TZID=Europe/Amsterdam:20270112T110000"

#: By rule: what stands in the good feed, and what stands in its place (the first time).
MUTANTS: list[tuple[str, bytes, bytes]] = [
    ("crlf", b"SEQUENCE:3\r\n", b"SEQUENCE:3\n"),
    ("crlf", GOOD, GOOD.replace(b"\r\n", b"\n")),
    ("crlf", b"Overleg ", b"Over\rleg "),
    ("crlf", b"END:VCALENDAR\r\n", b"END:VCALENDAR"),
    ("octets", b"daarom wordt\r\n ", b"daarom wordt"),
    ("octets", b"Annotatie aanbieden", b"A" * 68),
    ("split-letter", "één op".encode()[:2], "één".encode()[:1] + b"\r\n " + "é".encode()[1:]),
    ("split-letter", "🙂".encode(), "🙂".encode()[:3] + b"\r\n " + "🙂".encode()[3:]),
    ("utf-8", "één;".encode()[:2], b"\xe9"),
    ("utf-8", b"Raadzaal", b"Raadz\xc0\x80al"),
    ("control", b"Raadzaal", b"Raad\x00zaal"),
    ("control", b"Raadzaal", b"Raad\x1bzaal"),
    ("control", b"Raadzaal", b"Raad\x7fzaal"),
    ("control", b"Raadzaal", "Raad\x85zaal".encode()),
    ("control", b"Raadzaal", "Raad\u2028zaal".encode()),
    ("control", b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR"),
    ("content-line", b"STATUS:CONFIRMED", b"STATUS CONFIRMED"),
    ("content-line", b"STATUS:CONFIRMED\r\n", b"STATUS:CONFIRMED\r\n\r\n"),
    ("content-line", START, b'DTSTART;TZID="Europe/Amsterdam:20270112T093000'),
    ("content-line", START, b"DTSTART;TZID:20270112T093000"),
    ("content-line", b"STATUS:CONFIRMED", b"STAT_US:CONFIRMED"),
    ("parameter-twice", b"DTSTART;TZID=", b"DTSTART;TZID=Europe/Amsterdam;TZID="),
    ("nesting", b"END:VEVENT\r\n", b""),
    ("nesting", b"END:STANDARD\r\nEND:VTIMEZONE\r\n", b"END:VTIMEZONE\r\nEND:STANDARD\r\n"),
    ("nesting", GOOD, GOOD + GOOD),
    ("nesting", GOOD, b"VERSION:2.0\r\n" + GOOD),
    ("nesting", b"END:VCALENDAR\r\n", b""),
    ("component", FIRST, b"BEGIN:VTODO\r\nUID:x\r\nEND:VTODO\r\n"),
    ("component", b"URL:https", b"BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\nURL:https"),
    ("product", b"PRODID:-//Vooroverleg//Vergaderingen//NL\r\n", b""),
    ("version", b"VERSION:2.0", b"VERSION:1.0"),
    ("version", b"VERSION:2.0\r\n", b""),
    ("once", b"VERSION:2.0\r\n", b"VERSION:2.0\r\nVERSION:2.0\r\n"),
    ("once", b"PRODID:", b"PRODID:x\r\nPRODID:"),
    ("calscale", b"GREGORIAN", b"JULIAN"),
    ("name", b"X-WR-CALNAME:Zorg", b"X-WR-CALNAME:Jeugd"),
    ("name", b"NAME:Zorg\\, jeugd\r\nX-WR-CALNAME:Zorg\\, jeugd", b"NAME:\r\nX-WR-CALNAME:"),
    ("refresh", b";VALUE=DURATION", b""),
    ("refresh", b"DURATION:PT1H", b"DURATION:1H"),
    ("refresh", b"TTL:PT1H", b"TTL:PT2H"),
    ("refresh", b"DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H", b"DURATION:PT\r\nX-PUBLISHED-TTL:PT"),
    ("refresh", b"DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H", b"DURATION:PT0S\r\nX-PUBLISHED-TTL:PT0S"),
    ("required", b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n", b""),
    ("color", b"COLOR:teal", b"COLOR:#008080"),
    ("color", b"COLOR:teal", b"COLOR:rebeccapurple"),
    ("method", b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:PUBLISH\r\n"),
    ("method-organizer", b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:REQUEST\r\n"),
    ("calendar-zone", b"X-WR-TIMEZONE:Europe/Amsterdam", b"X-WR-TIMEZONE:UTC"),
    ("property", b"SUMMARY:A", b"SUMARY:A"),
    ("property", b"CALSCALE:GREGORIAN\r\n", b"CALSCALE:GREGORIAN\r\nSUMMARY:Agenda\r\n"),
    ("zone-missing", ZONE, b""),
    ("zone-missing", START, b"DTSTART;TZID=Europe/Brussels:20270112T093000"),
    ("zone-twice", ZONE, ZONE + ZONE),
    ("zone-order", ZONE + FIRST, FIRST + ZONE),
    ("zone-name", b"TZID:Europe/Amsterdam", b"TZID:W. Europe Standard Time"),
    ("zone-form", b"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", b"RDATE:20270328T020000"),
    ("zone-form", b"END:STANDARD", b"RDATE:20271031T030000\r\nEND:STANDARD"),
    ("zone-form", b"BYDAY=-1SU;BYMONTH=3", b"BYDAY=4SU;BYMONTH=3"),
    ("zone-form", b"BYMONTH=10", b"BYMONTH=9"),
    ("zone-form", b"TZOFFSETTO:+0200", b"TZOFFSETTO:+0300"),
    ("zone-form", b"19961027T030000", b"19961027T020000"),
    ("zone-form", b"DTSTART:19960331T020000", b"DTSTART:19960331T020000Z"),
    ("zone-form", b"DTSTART:19960331T020000\r\n", b""),
    ("zone-form", ZONE, ZONE.replace(b"DAYLIGHT", b"STANDARD")),
    ("required", b"UID:one@vooroverleg\r\n", b""),
    ("required", b"DTSTAMP:20261101T120000Z\r\n", b""),
    ("required", b"LAST-MODIFIED:20261101T120000Z\r\n", b""),
    ("required", b"SEQUENCE:3\r\n", b""),
    ("required", b"STATUS:CONFIRMED\r\n", b""),
    ("required", END + b"\r\n", b""),
    ("once", b"SEQUENCE:3\r\n", b"SEQUENCE:3\r\nSEQUENCE:4\r\n"),
    ("once", b"URL:https", b"URL:https://x.example/\r\nURL:https"),
    ("uid-twice", b"UID:two@", b"UID:one@"),
    ("scheduling", b"SEQUENCE:3\r\n", b"SEQUENCE:3\r\nORGANIZER:mailto:a@b.example\r\n"),
    ("scheduling", b"SEQUENCE:3\r\n", b"SEQUENCE:3\r\nATTENDEE:mailto:a@b.example\r\n"),
    ("recurrence", b"SEQUENCE:3\r\n", b"SEQUENCE:3\r\nRRULE:FREQ=WEEKLY\r\n"),
    ("recurrence", END, b"DURATION:PT1H"),
    ("recurrence", b"SEQUENCE:3\r\n", b"SEQUENCE:3\r\nRECURRENCE-ID:20270112T083000Z\r\n"),
    ("alarm", b"URL:https", ALARM + b"URL:https"),
    ("value-type", b"DTSTART;VALUE=DATE:20270113", b"DTSTART:20270113"),
    ("value-type", b"DTSTART;VALUE=DATE:20270113", b"DTSTART;VALUE=DATE:20270113T000000"),
    ("value-type", b"DTEND;VALUE=DATE:20270114", b"DTEND:20270114T000000Z"),
    ("value-type", START, b"DTSTART;VALUE=PERIOD:20270112T093000Z/PT1H"),
    ("moment", b"VALUE=DATE:20270113", b"VALUE=DATE:20270230"),
    ("moment", b"20270112T093000", b"00010101T000000"),
    ("moment", b"20270112T093000", "٢٠٢٧٠١١٢T٠٩٣٠٠٠".encode()),
    ("moment", b"20270112T093000", b"20270112T253000"),
    ("moment", b"20270112T093000", b"2027-01-12T09:30:00"),
    ("tzid-utc", b"20270112T093000", b"20270112T093000Z"),
    ("floating", START, b"DTSTART:20270112T093000"),
    ("ambiguous", b"20270112T093000", b"20261025T023000"),
    ("ambiguous", b"20270112T110000", b"20270328T023000"),
    ("end", b"20270112T110000", b"20270112T090000"),
    ("end", b"20270112T110000", b"20270112T093000"),
    ("end", END, b"DTEND:20270112T083000Z"),
    ("end", b"DTEND;VALUE=DATE:20270114", b"DTEND;VALUE=DATE:20270113"),
    ("end", b"DTEND:20271031T013000Z", b"DTEND;TZID=Europe/Amsterdam:20271031T010000"),
    ("stamp", b"DTSTAMP:20261101T120000Z", b"DTSTAMP:20261101T120000"),
    ("stamp", b"LAST-MODIFIED:20261101T120000Z", b"LAST-MODIFIED:20261101T130000Z"),
    ("stamp", b"DTSTAMP:", b"DTSTAMP;TZID=Europe/Amsterdam:"),
    ("sequence", b"SEQUENCE:3", b"SEQUENCE:-1"),
    ("sequence", b"SEQUENCE:3", b"SEQUENCE:1793534400"),
    ("sequence", b"SEQUENCE:3", b"SEQUENCE:3.5"),
    ("sequence", b"SEQUENCE:3", b"SEQUENCE:03"),
    ("status", b"STATUS:CONFIRMED", b"STATUS:PLANNED"),
    ("status", b"STATUS:CONFIRMED", b"STATUS:CANCELED"),
    ("transp", b"TRANSP:OPAQUE", b"TRANSP:FREE"),
    ("transp", b"TRANSP:TRANSPARENT", b"TRANSP:OPAQUE"),
    ("text", b"\\; of meer", b"; of meer"),
    ("text", b"meer\\, met", b"meer, met"),
    ("text", b"NAME:Zorg\\, jeugd", b"NAME:Zorg, jeugd"),
    ("text", b"CATEGORIES:Zorg\\,", b"CATEGORIES:Zorg;"),
    ("backslash", b"\\n ", b"\\x "),
    ("backslash", b"met \\\\ en", b"met \\ en"),
    ("backslash", b"Annotatie aanbieden", b"Annotatie aanbieden\\"),
    ("categories", b",Regio", b",,Regio"),
    ("categories", b"CATEGORIES:Zorg\\, jeugd,Regio", b"CATEGORIES:"),
    ("url", b"URL:https://", b"URL:"),
    ("url", b"URL:https://vooroverleg.example/meetings/1", b"URL:https://a.example/een pad"),
    ("url", b"URL:https://v", "URL:https://é".encode()),
]


def test_a_good_feed_has_no_findings() -> None:
    assert lint(GOOD) == []


@pytest.mark.parametrize(
    ("rule", "old", "new"), MUTANTS, ids=[f"{n}-{mutant[0]}" for n, mutant in enumerate(MUTANTS)]
)
def test_every_mutant_is_caught_by_its_rule(rule: str, old: bytes, new: bytes) -> None:
    assert old in GOOD
    findings = lint(GOOD.replace(old, new, 1))
    assert rule in {finding.rule for finding in findings}, findings


def test_every_rule_has_a_mutant() -> None:
    assert {mutant[0] for mutant in MUTANTS} == set(RULES)


def test_a_finding_says_where_and_by_what() -> None:
    (finding,) = lint(GOOD.replace(b"SEQUENCE:3", b"SEQUENCE:-1"))
    assert finding.line == LINES.split("\n").index("SEQUENCE:3") + 1
    assert str(finding) == f"line {finding.line}: sequence (RFC 5545, 3.8.7.4): -1"


def with_line(number: int, *instead: bytes) -> bytes:
    """The good feed with other lines in the place of one."""
    lines = GOOD.removesuffix(b"\r\n").split(b"\r\n")
    return b"\r\n".join([*lines[:number], *instead, *lines[number + 1 :], b""])


#: What may be left out: the name of an observance, and what an event may say.
OPTIONAL = ("COLOR:", "TZNAME:", "CATEGORIES:", "LOCATION:", "DESCRIPTION:", "URL:", "  voortgezet")


@pytest.mark.parametrize("number", range(LINES.count("\n")), ids=LINES.split("\n")[:-1])
def test_no_line_can_be_lost_doubled_or_cut_short_unnoticed(number: int) -> None:
    text = LINES.split("\n")[number]
    line = text.encode()
    if not text.startswith(OPTIONAL):
        assert lint(with_line(number))
    if not text.startswith(("TZNAME:", "  voortgezet")):
        assert lint(with_line(number, line, line))
    assert lint(with_line(number, line[: line.index(b":") if b":" in line else 0] + b"\xc3"))
    assert lint(with_line(number, line.ljust(76, b"x")))
    assert lint(with_line(number, line + b"\x00"))
    assert lint(GOOD.replace(line + b"\r\n", line + b"\n"))


@given(st.binary(max_size=200), st.integers(0, len(GOOD)), st.integers(0, 60))
def test_it_has_words_for_any_bytes(noise: bytes, start: int, length: int) -> None:
    for body in (noise, GOOD[:start] + noise + GOOD[start + length :]):
        assert all(str(finding) for finding in lint(body))
    assert lint(noise)


def test_alarms_are_good_where_they_were_asked_for() -> None:
    with_alarm = GOOD.replace(b"URL:https", ALARM + b"URL:https", 1)
    assert lint(with_alarm, alarms=True) == []
    for old, new in (
        (b"TRIGGER:-PT30M\r\n", b""),
        (b"TRIGGER:-PT30M", b"TRIGGER:-30M"),
        (b"ACTION:DISPLAY\r\n", b""),
        (b"STATUS:CONFIRMED\r\nTRANSP:OPAQUE", b"STATUS:CANCELLED\r\nTRANSP:TRANSPARENT"),
    ):
        findings = lint(with_alarm.replace(old, new, 1), alarms=True)
        assert {finding.rule for finding in findings} == {"alarm"}
