"""The number in front of an agenda item, in every notation that organisers use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a line is numbered."""

    DIGITS = "digits"
    ROMAN = "roman"
    LETTER = "letter"
    BULLET = "bullet"


@dataclass(frozen=True)
class Number:
    """A number as written and what it counts: "3.1" counts (3, 1), "2a" counts (2,) and "a"."""

    text: str
    kind: Kind
    counts: tuple[int, ...] = ()
    letter: str = ""
    #: A weak one ("1 Opening") is only a number where it fits the others.
    strong: bool = True

    @property
    def top(self) -> int:
        """The first number of it: 3 for "3.1"; 0 for a bullet."""
        return self.counts[0] if self.counts else 0

    @property
    def deep(self) -> bool:
        """Whether it is below another one: "3.1", "3a"."""
        return len(self.counts) > 1 or bool(self.letter)


BULLET = Number("", Kind.BULLET)
_NAME = (
    r"(?P<name>(?:agenda|bespreek|hamer|besluit)?punt|onderdeel|item|nr\.?|no\.?|ad|volgnr\.?)"
    r"\s*(?:nr\.?\s*)?"
)
_BREAK = r"(?P<break>\.?[)\]]|:(?!\d)|\.(?![\d.])\s*[-–—:]?|\s+[-–—:]|[-–—](?=\s)|\t|(?=\s)|$)"
_DIGITS = re.compile(
    rf"(?:{_NAME})?[(\[]?(?P<counts>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})"
    rf"(?P<letter>\.?[a-zA-Z](?![\w])|bis\b|\s[a-z](?=[.)]))?{_BREAK}\s*",
    re.IGNORECASE,
)
_ROMAN = re.compile(rf"(?:{_NAME})?[(\[]?(?P<roman>[IVX]{{1,6}}|[ivx]{{1,6}}){_BREAK}\s*")
_LETTER = re.compile(r"(?:[(\[](?P<in>[a-zA-Z])[)\]]|(?P<out>[a-zA-Z])(?:[.)](?!\w)|\t))\s*")
_BULLET = re.compile(r"(?:[-–—*•·▪▫■□●○◦‣►▶→✓⁃∙\u2219]|o(?=\s{1,8}[A-Z]))\s+|[•▪●]")
_ROMANS = {"I": 1, "V": 5, "X": 10}
#: What follows a number that counts things, or begins a date, and no title.
_UNIT = re.compile(
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    r"jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec|uur|min|minuut|minuten|jaar|weken|maanden|dagen|"
    r"procent|euro|miljoen|km|gemeenten|deelnemers|leden)\b|[%€]",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\d{4}\s?[A-Z]{2}\b")
_WORD = re.compile(r"[^\W\d_]{2}|[^\W\d_]\.")


def take_number(text: str) -> tuple[Number, str] | None:
    """The number in front and the rest; None where the line begins with something else."""
    if _POSTCODE.match(text):
        return None
    return _take_digits(text) or _take_roman(text) or _take_letter(text) or _take_bullet(text)


def _take_digits(text: str) -> tuple[Number, str] | None:
    found = _DIGITS.match(text)
    if found is None:
        return None
    rest = text[found.end() :]
    named = bool(found["name"])
    if not named and (_UNIT.match(rest) or (rest and not _WORD.search(rest))):
        return None
    letter = (found["letter"] or "").strip(" .").lower()
    weak = not found["break"].strip() and "\t" not in found["break"] and not named
    if weak and letter == "e":
        return None  # "1e begrotingswijziging"
    counts = tuple(int(one) for one in found["counts"].split("."))
    written = ".".join(str(one) for one in counts) + letter
    strong = not weak or (len(counts) > 1 and bool(rest))
    return Number(written, Kind.DIGITS, counts, letter, strong), rest


def _take_roman(text: str) -> tuple[Number, str] | None:
    found = _ROMAN.match(text)
    if found is None:
        return None
    value, rest = roman_value(found["roman"].upper()), text[found.end() :]
    weak = not found["break"].strip() and "\t" not in found["break"] and not found["name"]
    if value == 0 or not rest or (weak and found["roman"].islower()):
        return None
    return Number(found["roman"], Kind.ROMAN, (value,), strong=not weak), rest


def _take_letter(text: str) -> tuple[Number, str] | None:
    found = _LETTER.match(text)
    if found is None or not text[found.end() :]:
        return None
    letter = found["in"] or found["out"]
    place = ord(letter.lower()) - ord("a") + 1
    return Number(letter, Kind.LETTER, (place,)), text[found.end() :]


def _take_bullet(text: str) -> tuple[Number, str] | None:
    found = _BULLET.match(text)
    if found is None or not _WORD.search(text):
        return None
    return BULLET, text[found.end() :]


def roman_value(text: str) -> int:
    """The value of a roman number up to XXXIX; 0 where it is none ("IIX")."""
    value, before = 0, 0
    for letter in reversed(text):
        one = _ROMANS[letter]
        value, before = (value - one, before) if one < before else (value + one, one)
    return value if text == _written(value) else 0


def _written(value: int) -> str:
    if not 0 < value < 40:
        return ""
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (value // 10) + ones[value % 10]


_ONE_LINE = re.compile(r"(?:^|[\s;])\(?(\d{1,2})[.)]\s?(?=[^\W\d_])")


def split_run(text: str) -> list[str]:
    """A whole agenda that came as one line ("1. Opening 2. Mededelingen 3. Begroting"), in parts.

    Only where at least three numbers count up one by one from the start of the line.
    """
    cuts: list[int] = []
    expected = None
    for found in _ONE_LINE.finditer(text):
        number = int(found[1])
        if expected is None and found.start() != 0:
            break
        if expected in (None, number):
            cuts.append(found.start())
            expected = number + 1
    if len(cuts) < 3:
        return [text]
    pieces = zip(cuts, [*cuts[1:], len(text)], strict=True)
    return [text[first:last].strip(" ;") for first, last in pieces]
