"""The words of a content stream, read at the speed of the regular expression engine.

A page holds thousands of instructions; a parser that makes an object of each takes longer than
everything else that is done with the page. Here one match takes an instruction with its operands
(ISO 32000-1, 7.8.2), and `skim` passes over whatever its caller has no use for in the same match.

Groups are repeated plainly, never possessively or atomically: those go wrong in Pythons before
3.11.5 (CPython issue 106052). Nothing is lost by it. No two kinds of operands begin alike, so what
was taken is never taken otherwise, and each repetition has a bound, which bounds the memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pikepdf import PdfError

#: How deep brackets nest inside a text string before it counts as damage.
_STRING_DEPTH = 6
#: How many pieces a string, and operands an instruction, has before it counts as damage. The
#: longest of ISO 19005-1 have 32,767 octets and 8,191 elements.
MOST = rb"{0,100000}"
#: How many instructions one match passes over.
AT_ONCE = rb"{0,1000}"


def _string() -> bytes:
    inner = rb"[^()\\]|\\[\s\S]"
    pattern = rb"\((?:" + inner + rb")" + MOST + rb"\)"
    for _level in range(_STRING_DEPTH):
        pattern = rb"\((?:[^()\\]++|\\[\s\S]|" + pattern + rb")" + MOST + rb"\)"
    return pattern


STRING = _string()
SPACE = rb"[\0\t\n\f\r ]"
END = rb"(?=[\0\t\n\f\r ()<>\[\]{}/%]|\Z)"
_OPERAND = (
    rb"(?:"
    + SPACE
    + rb"++|[+\-.0-9][^\0\t\n\f\r ()<>\[\]{}/%A-Za-z'\"]*+|/[^\0\t\n\f\r ()<>\[\]{}/%]*+|"
    + STRING
    + rb"|<<|>>|<[0-9A-Fa-f\s]*+>|[\[\]]|(?:true|false|null)"
    + END
    + rb"|%[^\r\n]*+)"
)
OPERATOR = rb"[A-Za-z'\"][A-Za-z0-9*'\"]*+"

TEXT_SHOWN = frozenset((b"Tj", b"TJ", b"'", b'"'))
PATH_PAINTED = frozenset((b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"))
_FIRST_LETTERS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'\"")

_OPERANDS = rb"(" + _OPERAND + MOST + rb")"
_STEP = re.compile(_OPERANDS + rb"(" + OPERATOR + rb"|[\s\S]|\Z)")
_IMAGE_HEAD = re.compile(rb"(?:" + _OPERAND + rb"|(?!ID" + END + rb")" + OPERATOR + rb")" + AT_ONCE)
_IMAGE_END = re.compile(rb"[\0\t\n\f\r ]EI" + END)
_PLAUSIBLE = re.compile(rb"[\t\n\r\f\0 -~]*+\Z")
_PAINTS_OR_MARKS = rb"(?:BDC|BMC|EMC|BI|Do|Tj|TJ|sh|[SsFfBb]\*?|['\"])" + END
_MARKS = rb"(?:BDC|BMC|EMC|BI|Do)" + END


def _skimmer(wanted: bytes) -> re.Pattern[bytes]:
    passed = _OPERAND + MOST + rb"(?!" + wanted + rb")" + OPERATOR
    return re.compile(
        rb"(?:" + passed + rb")" + AT_ONCE + _OPERANDS + rb"(" + OPERATOR + rb"|[\s\S]|\Z)"
    )


_TO_PAINT = _skimmer(_PAINTS_OR_MARKS)
_TO_MARK = _skimmer(_MARKS)


class Unreadable(Exception):
    """The stream holds what is no instruction: nobody knows where the next one begins."""


#: How a broken file shows itself while it is read.
BROKEN = (
    PdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
    Unreadable,
)


class Step(NamedTuple):
    """One instruction: where its operands begin, where it ends, its operands and its name."""

    start: int
    end: int
    operands: bytes
    operator: bytes


def steps(data: bytes) -> Iterator[Step]:
    """Every instruction in order; raises Unreadable."""
    match, new, position, size = _STEP.match, tuple.__new__, 0, len(data)
    while position < size:
        found = match(data, position)
        if found is None:
            raise Unreadable
        operands, operator = found.groups()
        end = found.end()
        if operator == b"":
            return
        if operator == b"BI":
            end = image_end(data, end)
        elif operator[0] not in _FIRST_LETTERS:
            raise Unreadable
        yield new(Step, (position, end, operands, operator))
        position = end


def skim(data: bytes, position: int, *, inside: bool) -> Step | None:
    """The next instruction that paints or marks; inside a mark, the next that marks or draws
    another object; after many others also one that does neither. Raises Unreadable."""
    found = (_TO_MARK if inside else _TO_PAINT).match(data, position)
    if found is None:
        raise Unreadable
    operands, operator = found.groups()
    if operator == b"":
        return None
    if operator[0] not in _FIRST_LETTERS:
        raise Unreadable
    end = image_end(data, found.end()) if operator == b"BI" else found.end()
    return Step(found.start(1), end, operands, operator)


def image_end(data: bytes, position: int) -> int:
    """Where an image inside the stream ends (its EI); its data may hold anything."""
    head = _IMAGE_HEAD.match(data, position)
    if head is None or data[head.end() : head.end() + 2] != b"ID":
        raise Unreadable
    for found in _IMAGE_END.finditer(data, head.end() + 2):
        if _PLAUSIBLE.match(data[found.end() : found.end() + 24]):
            return found.end()
    raise Unreadable


NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)")


def numbers(operands: bytes, count: int) -> list[float]:
    """The last `count` numbers among the operands; zeros where they lack."""
    words = operands.split()
    try:
        values = [float(word) for word in words[-count:]]
    except ValueError:
        values = [float(word) for word in NUMBER.findall(operands)][-count:]
    return values if len(values) == count else [0.0] * (count - len(values)) + values
