"""Bytes to content lines and components (RFC 5545, 3.1 and 3.4), with what is wrong on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

#: Each rule with where it is written.
RULES = {
    "crlf": "RFC 5545, 3.1",
    "octets": "RFC 5545, 3.1",
    "split-letter": "RFC 5545, 3.1",
    "utf-8": "RFC 5545, 3.1.4",
    "control": "RFC 5545, 3.1",
    "content-line": "RFC 5545, 3.1",
    "parameter-twice": "RFC 5545, 3.2",
    "nesting": "RFC 5545, 3.6",
    "component": "RFC 5545, 3.6",
    "product": "RFC 5545, 3.7.3",
    "version": "RFC 5545, 3.7.4",
    "calscale": "RFC 5545, 3.7.1",
    "name": "RFC 7986, 5.1",
    "refresh": "RFC 7986, 5.7",
    "color": "RFC 7986, 5.9",
    "method": "RFC 5545, 3.7.2",
    "method-organizer": "RFC 5546, 3.2",
    "calendar-zone": "our own rule",
    "property": "RFC 5545, 3.6.1",
    "zone-missing": "RFC 5545, 3.6.5",
    "zone-twice": "RFC 5545, 3.6.5",
    "zone-order": "our own rule",
    "zone-name": "our own rule",
    "zone-form": "our own rule",
    "required": "RFC 5545, 3.6.1",
    "once": "RFC 5545, 3.6.1",
    "uid-twice": "RFC 5545, 3.8.4.7",
    "scheduling": "RFC 5546, 3.2",
    "recurrence": "our own rule",
    "alarm": "RFC 5545, 3.6.6",
    "value-type": "RFC 5545, 3.3.4",
    "moment": "RFC 5545, 3.3.5",
    "tzid-utc": "RFC 5545, 3.2.19",
    "floating": "RFC 5545, 3.3.5",
    "ambiguous": "RFC 5545, 3.3.5",
    "end": "RFC 5545, 3.8.2.2",
    "stamp": "RFC 5545, 3.8.7.2",
    "sequence": "RFC 5545, 3.8.7.4",
    "status": "RFC 5545, 3.8.1.11",
    "transp": "RFC 5545, 3.8.2.7",
    "text": "RFC 5545, 3.3.11",
    "backslash": "RFC 5545, 3.3.11",
    "categories": "RFC 5545, 3.8.1.2",
    "url": "RFC 5545, 3.3.13",
}
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
#: Controls beyond ASCII, the separators of lines and paragraphs, and the mark of byte order.
_FAR_CONTROL = re.compile("[\x80-\x9f\u2028\u2029\ufeff]")
_NAME = r"[A-Za-z0-9-]+"
_VALUE = r'(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x08\x0a-\x1f\x7f]*)'
_LINE = re.compile(rf"({_NAME})((?:;{_NAME}={_VALUE}(?:,{_VALUE})*)*):(.*)", re.DOTALL)
_PARAMETER = re.compile(rf";({_NAME})=({_VALUE}(?:,{_VALUE})*)")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: where, by which rule, and in words."""

    line: int
    rule: str
    words: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.rule} ({RULES[self.rule]}): {self.words}"


@dataclass(frozen=True)
class ContentLine:
    """A property: the number of its first line in the file, its name, parameters and raw value."""

    number: int
    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    """What stands between BEGIN and END."""

    name: str
    number: int
    lines: list[ContentLine] = field(default_factory=list)
    children: list[Component] = field(default_factory=list)

    def all(self, *names: str) -> list[ContentLine]:
        """Its own properties of these names."""
        return [line for line in self.lines if line.name in names]

    def one(self, name: str) -> ContentLine | None:
        """The first of this name."""
        return next(iter(self.all(name)), None)

    def value(self, name: str) -> str:
        """The value of the first of this name, empty where there is none."""
        line = self.one(name)
        return line.value if line else ""

    def parts(self, name: str) -> list[Component]:
        """The components of this name directly in it."""
        return [child for child in self.children if child.name == name]


def read(body: bytes) -> tuple[Component, list[Finding]]:
    """The components of a file under one root without a name, and what is wrong with its form."""
    findings = list(_physical(body))
    root = Component("", 0)
    findings += _tree(root, _content_lines(body, findings))
    return root, findings


def _physical(body: bytes) -> Iterator[Finding]:
    """Every line by itself: its end, its length, its control characters."""
    *ended, rest = body.split(b"\n")
    for number, line in enumerate(ended, 1):
        if not line.endswith(b"\r"):
            yield Finding(number, "crlf", "ends in a bare LF")
        yield from _octets(number, line.removesuffix(b"\r"))
    if rest:
        yield Finding(len(ended) + 1, "crlf", "the last line has no end")
        yield from _octets(len(ended) + 1, rest)


def _octets(number: int, line: bytes) -> Iterator[Finding]:
    if b"\r" in line:
        yield Finding(number, "crlf", "holds a bare CR")
    if len(line) > 75:
        yield Finding(number, "octets", f"{len(line)} octets")
    if _CONTROL.search(line.replace(b"\r", b"")):
        yield Finding(number, "control", repr(_CONTROL.findall(line)))


def _content_lines(body: bytes, findings: list[Finding]) -> Iterator[ContentLine]:
    """The lines with their continuations; what is none goes to the findings."""
    for number, pieces in _unfolded(body):
        findings += _letters(number, pieces)
        text = b"".join(pieces).decode("utf-8", errors="replace")
        far = _FAR_CONTROL.search(text)
        if far:
            findings.append(Finding(number, "control", f"U+{ord(far[0]):04X}"))
        found = _LINE.fullmatch(text)
        if found is None:
            findings.append(Finding(number, "content-line", text[:40]))
            continue
        name, given, value = found.groups()
        parameters: dict[str, str] = {}
        for key, what in _PARAMETER.findall(given):
            if key.upper() in parameters:
                findings.append(Finding(number, "parameter-twice", key))
            parameters[key.upper()] = what.strip('"')
        yield ContentLine(number, name.upper(), parameters, value)


def _letters(number: int, pieces: list[bytes]) -> Iterator[Finding]:
    """A letter of more octets stands whole on one line, whatever unfolds to."""
    if _is_utf8(b"".join(pieces)):
        for offset, piece in enumerate(pieces):
            if not _is_utf8(piece):
                yield Finding(number + offset, "split-letter", repr(piece[-4:]))
                return
    else:
        yield Finding(number, "utf-8", "not UTF-8")


def _is_utf8(octets: bytes) -> bool:
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _unfolded(body: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """The lines with what continues them, without the space that folds; and where each begins."""
    first = 1
    pieces: list[bytes] = []
    for number, line in enumerate(body.removesuffix(b"\n").split(b"\n"), 1):
        bare = line.removesuffix(b"\r")
        if pieces and bare.startswith((b" ", b"\t")):
            pieces.append(bare[1:])
            continue
        if pieces:
            yield first, pieces
        first, pieces = number, [bare]
    yield first, pieces


def _tree(root: Component, lines: Iterator[ContentLine]) -> Iterator[Finding]:
    """Put the lines into components."""
    path = [root]
    number = 0
    for line in lines:
        number = line.number
        if line.name == "BEGIN":
            child = Component(line.value.upper(), line.number)
            path[-1].children.append(child)
            path.append(child)
        elif line.name == "END":
            if len(path) == 1 or path[-1].name != line.value.upper():
                yield Finding(number, "nesting", f"END:{line.value} in {path[-1].name}")
                continue
            path.pop()
        elif len(path) == 1:
            yield Finding(number, "nesting", f"{line.name} stands in nothing")
        else:
            path[-1].lines.append(line)
    for component in path[1:]:
        yield Finding(component.number, "nesting", f"{component.name} has no end")
