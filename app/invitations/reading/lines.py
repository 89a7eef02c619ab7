"""The lines of an iCalendar file as components with properties, within bounds.

icalendar takes each line apart and its own reading of values is used above this; its tree is not:
one bad value there hides an event, and the zones of one file stay with it for the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from quopri import decodestring

from icalendar.parser import Contentline
from icalendar.parser.property import unescape_backslash

from app.invitations.reading import limits
from app.invitations.reading.problems import CannotRead

_FOLD = re.compile(rb"(?:\r\n|\r|\n)[ \t]")
_END = re.compile(rb"\r\n|\r|\n")
#: vCalendar 1.0 ends a line that goes on with "=", and may leave out what it says of itself.
_OLD = re.compile(rb"quoted-printable", re.IGNORECASE)
_BARE = re.compile(rb";quoted-printable\b", re.IGNORECASE)
_NAME = re.compile(r"[ \t]*([A-Za-z0-9-]{1,80})[ \t]*[;:]")
#: The letters without a place in a line of text.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DATED = {"DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"}
#: Names of zones with a colon in them, or with half a pair of quotes.
_BARE_ZONE = re.compile(r';TZID="?([^";]*)"?:(?=\d{8}(?:T\d{4,6}Z?)?(?:[,/]|\s*$))', re.IGNORECASE)
_OUTERMOST = {"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY"}
#: Every property that something is made of; others are passed by.
READ = frozenset(
    re.findall(
        r"\S+",
        "BEGIN END METHOD VERSION UID SEQUENCE DTSTAMP CREATED LAST-MODIFIED DTSTART DTEND "
        "DURATION RRULE RDATE EXDATE EXRULE RECURRENCE-ID STATUS SUMMARY LOCATION DESCRIPTION URL "
        "CONFERENCE ORGANIZER ATTENDEE TZID TZOFFSETFROM TZOFFSETTO X-LIC-LOCATION X-WR-TIMEZONE "
        "X-ALT-DESC X-MICROSOFT-SKYPETEAMSMEETINGURL X-MICROSOFT-ONLINEMEETINGCONFLINK "
        "X-GOOGLE-CONFERENCE X-MICROSOFT-CDO-ALLDAYEVENT X-ZOOM-JOIN-URL",
    )
)


@dataclass(frozen=True)
class Property:
    """One line: its parameters by name in capitals, and what stands behind the colon."""

    name: str
    params: dict[str, str]
    raw: str

    @property
    def text(self) -> str:
        """The value as a text, with commas and line ends as they were meant."""
        return str(unescape_backslash(self.raw))


@dataclass
class Component:
    """A calendar, an event or a time zone."""

    name: str
    properties: list[Property] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """Every property of that name."""
        return [one for one in self.properties if one.name == name]

    def first(self, name: str) -> Property | None:
        """The first property of that name that says something."""
        return next((one for one in self.properties if one.name == name and one.raw.strip()), None)

    def text(self, name: str) -> str:
        """The text of a property; empty where there is none."""
        found = self.first(name)
        return found.text.strip() if found else ""

    def named(self, name: str) -> Iterator[Component]:
        """The parts of that name."""
        return (one for one in self.parts if one.name == name)


def components(content: bytes) -> Component:
    """A nameless component that holds every calendar of the file."""
    root = Component("")
    stack, counted, attendees = [root], 0, 0
    for properties, line in enumerate(unfolded(content)):
        found = property_of(line)
        if properties > limits.MOST_PROPERTIES:
            raise CannotRead("heavy")
        if found is None:
            continue
        attendees += found.name == "ATTENDEE"
        if found.name == "BEGIN":
            counted += 1
            opened = Component(found.raw.strip().upper())
            _leave(stack, opened.name)
            stack[-1].parts.append(opened)
            stack.append(opened)
        elif found.name == "END":
            _close(stack, found.raw.strip().upper())
        else:
            stack[-1].properties.append(found)
        if max(counted / limits.MOST_COMPONENTS, attendees / limits.MOST_ATTENDEES) > 1:
            raise CannotRead("heavy")
        if len(stack) > limits.DEEPEST + 1:
            raise CannotRead("heavy")
    return root


def _leave(stack: list[Component], name: str) -> None:
    """Close what somebody forgot to close: no event stands within another."""
    while len(stack) > 1 and (
        name == "VCALENDAR" or (name in _OUTERMOST and stack[-1].name != "VCALENDAR")
    ):
        stack.pop()


def _close(stack: list[Component], name: str) -> None:
    """Close the innermost open component of that name; an END that fits nothing is passed by."""
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            del stack[depth:]
            return


def unfolded(content: bytes) -> Iterator[str]:
    """The lines as they were before folding, which may cut a letter in two."""
    if _OLD.search(content):
        content = _BARE.sub(b";ENCODING=QUOTED-PRINTABLE", _without_soft_ends(content))
    for line in _END.split(_FOLD.sub(b"", content)):
        if line.strip():
            yield _CONTROL.sub("", _decoded(line))


def _without_soft_ends(content: bytes) -> bytes:
    """The lines that go on after an "=", as one."""
    lines: list[bytearray] = []
    goes_on = False
    for line in _END.split(content):
        if goes_on:
            lines[-1][-1:] = line
        else:
            lines.append(bytearray(line))
        quoted = goes_on or _OLD.search(line.partition(b":")[0]) is not None
        goes_on = quoted and line.endswith(b"=")
    return b"\n".join(lines)


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def property_of(line: str) -> Property | None:
    """The property on a line; None for what nobody reads and for what is none."""
    start = _NAME.match(line)
    if start is None or (name := start[1].upper()) not in READ:
        return None
    if len(line) > limits.LONGEST_LINE:
        raise CannotRead("heavy")
    head, _colon, value = line.partition(":")
    if ";" not in head:
        return Property(name, {}, value)
    if name in _DATED:
        line = _BARE_ZONE.sub(r';TZID="\1":', line)
    try:
        _name, params, raw = Contentline(line).raw_parts()
    except ValueError:
        return None
    first = {
        key.upper(): str(value if isinstance(value, str) else value[0])
        for key, value in params.items()
        if value
    }
    if first.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        raw = _unquoted(raw, first.get("CHARSET", "utf-8"))
    return Property(name, first, raw)


def _unquoted(raw: str, charset: str) -> str:
    """A text of vCalendar 1.0, in which letters are written as numbers."""
    try:
        return decodestring(raw.encode()).decode(charset)
    except (LookupError, ValueError):
        return decodestring(raw.encode()).decode("cp1252", errors="replace")
