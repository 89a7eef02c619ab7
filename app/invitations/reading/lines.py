"""The lines of an iCalendar file as components with properties, within bounds.

icalendar takes each line apart and its own reading of values is used above this; its tree is not:
one bad value there hides an event, and the zones of one file stay with it for the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from icalendar.parser import Contentline
from icalendar.parser.property import unescape_backslash

from app.invitations.reading import limits

_FOLD = re.compile(rb"(?:\r\n|\r|\n)[ \t]")
_END = re.compile(rb"\r\n|\r|\n")
_NAME = re.compile(r"[ \t]*([A-Za-z0-9-]{1,80})[ \t]*[;:]")
#: The letters without a place in a line of text.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
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


class CannotRead(Exception):
    """A file or an event that is not read, and why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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


def _close(stack: list[Component], name: str) -> None:
    """Close the innermost open component of that name; an END that fits nothing is passed by."""
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            del stack[depth:]
            return


def unfolded(content: bytes) -> Iterator[str]:
    """The lines as they were before folding, which may cut a letter in two."""
    for line in _END.split(_FOLD.sub(b"", content)):
        if line.strip():
            yield _CONTROL.sub("", _decoded(line))


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
    try:
        _name, params, raw = Contentline(line).raw_parts()
    except ValueError:
        return None
    first = {
        key.upper(): str(value if isinstance(value, str) else value[0])
        for key, value in params.items()
        if value
    }
    return Property(name, first, raw)
