"""The marked content of a stream: what is tagged, what is an artefact, and what is neither.

A page of its maker's own tags is only skimmed: from mark to mark, a third of a millisecond. What
would break the rules on the way is mended by edits (ISO 32000-1, 14.6; ISO 14289-1, 7.1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from app.papers.tags.scanning import PATH_PAINTED, TEXT_SHOWN, Step, skim

_TAG = re.compile(rb"/([^\0\t\n\f\r ()<>\[\]{}/%]*)")
_MARK = re.compile(rb"/MCID[\0\t\n\f\r ]*\+?(\d{1,9})")
_NAMED = re.compile(rb"/([^\0\t\n\f\r ()<>\[\]{}/%]+)[\0\t\n\f\r ]*\Z")
_LANGUAGE = re.compile(rb"/Lang[\0\t\n\f\r ]*(\((?:[^()\\]|\\[\s\S])*\)|<[0-9A-Fa-f\s]*>)")
_GOOD_LANGUAGE = re.compile(rb"\([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\)")
#: More pieces than any page of words has; the table back to the tags is as long as the highest.
HIGHEST_NUMBER = 100_000
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


class Edit(NamedTuple):
    """Bytes of a stream that are replaced by others."""

    start: int
    end: int
    text: bytes


class Inside(Enum):
    """What the marks around an instruction make of what it paints."""

    NOTHING = 0
    TAGGED = 1
    ARTEFACT = 2


class Mark(NamedTuple):
    """What one BDC or BMC says: its tag and the number of its piece, -1 for none."""

    tag: bytes
    number: int


@dataclass
class Looked:
    """What was seen in one stream."""

    seen: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    edits: list[Edit] = field(default_factory=list)
    drawn: list[tuple[bytes, Inside]] = field(default_factory=list)
    loose_text: int = 0
    loose_other: int = 0
    numbered_too_high: bool = False


Properties = Callable[[bytes], int]


def read_mark(step: Step, properties: Properties) -> Mark:
    """Tag and number of a mark; `properties` knows the numbers behind names."""
    tag = _TAG.search(step.operands)
    name = tag[1] if tag else b""
    if step.operator != b"BDC" or tag is None:
        return Mark(name, -1)
    rest = step.operands[tag.end() :]
    number = _MARK.search(rest)
    if number is not None:
        return Mark(name, int(number[1]))
    named = _NAMED.search(rest) if b"<<" not in rest else None
    return Mark(name, properties(named[1]) if named else -1)


def look(data: bytes, claimed: Container[int], properties: Properties) -> Looked:
    """Skim a stream of which the tree claims these pieces; raises Unreadable."""
    looked, stack, position = Looked(), [Inside.NOTHING], 0
    while (step := skim(data, position, inside=stack[-1] is not Inside.NOTHING)) is not None:
        position, operator = step.end, step.operator
        if operator == b"EMC":
            if len(stack) > 1:
                stack.pop()
            else:
                looked.edits.append(Edit(step.start, step.end, b"\n"))
        elif operator in (b"BDC", b"BMC"):
            stack.append(_enter(step, stack[-1], claimed, properties, looked))
        elif operator == b"Do":
            looked.drawn.append((_name(step), stack[-1]))
        elif stack[-1] is Inside.NOTHING:
            if operator in TEXT_SHOWN:
                looked.loose_text += 1
            elif operator in PATH_PAINTED or operator in (b"sh", b"BI"):
                looked.loose_other += 1
    if len(stack) > 1:
        looked.edits.append(Edit(len(data), len(data), b"\nEMC" * (len(stack) - 1)))
    return looked


def _enter(
    step: Step, around: Inside, claimed: Container[int], properties: Properties, looked: Looked
) -> Inside:
    mark = read_mark(step, properties)
    better = better_language(step)
    if mark.tag == b"Artifact":
        if mark.number in claimed:
            looked.refused.add(mark.number)
        if around is Inside.TAGGED:
            looked.edits.append(Edit(step.start, step.end, b"\n/Span BMC"))
            return around
        if better is not None:
            looked.edits.append(better)
        return Inside.ARTEFACT
    if better is not None:
        looked.edits.append(better)
    if mark.number < 0 or mark.number not in claimed:
        return around
    if around is Inside.ARTEFACT:
        looked.refused.add(mark.number)
        return around
    looked.seen.add(mark.number)
    looked.numbered_too_high |= mark.number > HIGHEST_NUMBER
    return Inside.TAGGED


def better_language(step: Step) -> Edit | None:
    """A mark whose language is no language, without it."""
    if b"/Lang" not in step.operands:
        return None
    found = _LANGUAGE.search(step.operands)
    if found is None or _GOOD_LANGUAGE.fullmatch(found[1]):
        return None
    if found[1].startswith(b"<"):
        try:
            words = bytes.fromhex(found[1][1:-1].decode("ascii"))
            if LANGUAGE.fullmatch(_decoded(words)):
                return None
        except ValueError:
            pass
    start = step.start + found.start()
    return Edit(start, step.start + found.end(), b"")


def _decoded(words: bytes) -> str:
    if words.startswith(b"\xfe\xff"):
        return words[2:].decode("utf-16-be")
    return words.decode("latin-1")


def _name(step: Step) -> bytes:
    found = _TAG.search(step.operands)
    return found[1] if found else b""


def apply(data: bytes, edits: list[Edit]) -> bytes:
    """The stream with its edits made; edits do not overlap."""
    if not edits:
        return data
    out, position = [], 0
    for edit in sorted(edits, key=lambda edit: edit[:2]):
        out += [data[position : edit.start], edit.text]
        position = max(position, edit.end)
    out.append(data[position:])
    return b"".join(out)
