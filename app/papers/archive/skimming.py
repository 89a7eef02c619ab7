"""Drawing instructions passed over where they ask nothing of an archive.

A parser that makes an object of every instruction takes five seconds for a plan of two million
lines, and a gigabyte. Here one match of a regular expression passes over all that only draws. It
is stricter than any reader: at whatever it does not know for certain it raises NotPlain, and its
caller asks the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Object

from app.papers.tags.scanning import AT_ONCE, END, MOST, OPERATOR, SPACE, STRING

#: Every operator of ISO 32000-1 (annex A); a picture among them comes as one instruction.
_OPERATORS = (
    "b B b* B* BDC BMC BT BX c cm CS cs d d0 d1 Do DP EMC ET EX f F f* G g gs h i j J K k l m M"
    " MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y"
    " ' \""
)
OPERATORS = frozenset(_OPERATORS.split())
#: They take numbers alone, and whatever those are an archive has nothing against them.
_ONLY_DRAW = (
    "b B b* B* BT c cm EMC ET f F f* h i j J l m M n re s S T* Tc Td TD TL Tm Tr Ts Tw Tz v w W W*"
    " y BX EX"
)
#: They say a colour or keep a state: it matters that they are there, not with which numbers.
_NUMBERS_ALONE = frozenset(("q", "Q", "g", "G", "rg", "RG", "k", "K"))
_NUMBER = rb"[+\-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)" + END
_NUMBERS = rb"(?:" + SPACE + rb"++|" + _NUMBER + rb")" + MOST
_OPERAND = (
    rb"(?:" + SPACE + rb"++|" + _NUMBER + rb"|/[^\0\t\n\f\r ()<>\[\]{}/%]*+|" + STRING
    + rb"|<<|>>|<[0-9A-Fa-f\s]*+>|[\[\]]|(?:true|false|null)" + END + rb")"
)  # fmt: skip
_OPERANDS = _OPERAND + MOST
#: The first instruction that is looked at, or that stands behind as many as one match passes.
_NEXT = rb"(" + _OPERANDS + rb")(" + OPERATOR + rb"|[\s\S]|\Z)"
_PASSED = b"|".join(re.escape(name.encode("ascii")) for name in _ONLY_DRAW.split())
_TO_LOOK_AT = re.compile(
    rb"(?:" + _NUMBERS + rb"(?:" + _PASSED + rb")" + END + rb")" + AT_ONCE + _NEXT
)
_WANTED = rb"(?!(?:q|Q|BI|ID|EI)" + END + rb")"
_NO_WORD = re.compile(r"[^A-Za-z'\"]")
_TO_STATE = re.compile(rb"(?:" + _OPERANDS + _WANTED + OPERATOR + rb")" + AT_ONCE + _NEXT)


class NotPlain(Exception):
    """Something stands there of which only a parser knows what it is."""


def instructions(data: bytes) -> Iterator[tuple[str, list[Object]]]:
    """The instructions that can matter to an archive, in order; raises NotPlain."""
    for operands, operator in _found(_TO_LOOK_AT, data):
        if operator not in OPERATORS:
            raise NotPlain
        yield operator, [] if operator in _NUMBERS_ALONE else _read(operands)


def states(data: bytes) -> Iterator[str]:
    """Where a state of drawing is saved (q) and taken back (Q), in order; raises NotPlain."""
    for _operands, operator in _found(_TO_STATE, data):
        if operator in ("q", "Q"):
            yield operator
        elif operator in ("BI", "ID", "EI") or _NO_WORD.match(operator):
            raise NotPlain


def _found(pattern: re.Pattern[bytes], data: bytes) -> Iterator[tuple[bytes, str]]:
    position = 0
    while (found := pattern.match(data, position)) is not None:
        operands, operator = found.groups()
        if operator == b"":
            if operands.strip(b"\0\t\n\f\r "):
                break
            return
        yield operands, operator.decode("latin-1")
        position = found.end()
    raise NotPlain


def _read(operands: bytes) -> list[Object]:
    """What stands before an operator, as objects."""
    if not operands.strip(b"\0\t\n\f\r "):
        return []
    try:
        found = Object.parse(b"[" + operands + b"]")
    except (pikepdf.PdfError, ValueError) as error:
        raise NotPlain from error
    if not isinstance(found, Array):
        raise NotPlain
    return list(found)
