"""To which agenda item a paper belongs, by its file name. Pure: names in, answer out.

A number in front or behind "agendapunt" decides, unless the title points elsewhere; a title decides
where it is much alike and no other is nearly as much. Whatever is doubtful is asked, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz

from app.meetings.agenda_paste.matching import bare_number
from app.meetings.agenda_paste.numbers import roman_value

#: A title must be this much alike (out of 100), and so much more than any other one.
SAFE = 62.0
LEAD = 22.0
#: From here on a title speaks against a number that says otherwise.
CONTRADICTS = 75.0
#: Words this alike are the same word, with a slip or another ending.
SAME_WORD = 86.0
MOST_OFFERED = 3


class Topic(NamedTuple):
    """An item on the agenda."""

    id: int
    number: str
    title: str


@dataclass(frozen=True)
class Place:
    """Where a paper belongs; where that is not sure, the items that come nearest."""

    item_id: int | None = None
    whole_meeting: bool = False
    near: tuple[int, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether there is nothing to ask."""
        return self.item_id is not None or self.whole_meeting


_ENDING = re.compile(r"(?:\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|hta|exe))+$", re.IGNORECASE)
_MONTH = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    r"jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)"
)
#: A day, as names of files give it: "20261203", "2026-12-03", "03-12-2026", "3 december 2026".
_DAY = re.compile(
    r"(?<!\d)(?:(?:19|20)\d{2}[-_. ]?(?:0[1-9]|1[0-2])[-_. ]?(?:0[1-9]|[12]\d|3[01])|"
    r"(?:0?[1-9]|[12]\d|3[01])[-_. ](?:0?[1-9]|1[0-2])[-_. ](?:19|20)\d{2}|"
    rf"(?:0?[1-9]|[12]\d|3[01])[-_. ]?{_MONTH}(?![^\W\d_])(?:[-_. ]?(?:19|20)\d{{2}})?)(?!\d)",
    re.IGNORECASE,
)
#: What registers put in front of a name: "Z-26-12345", "RIS123456", "2026-001234".
_REGISTER = re.compile(
    r"^(?:[A-Z]{1,4}[-_ ]?(?:\d{2,4}[-_/ ])?\d{4,8}|(?:19|20)\d{2}[-_]\d{4,8})[-_. ]+"
)
_VERSION = re.compile(
    r"\b(?:v(?:ersie)?[-_. ]?\d+(?:[.-]\d+)*|def(?:initief)?|final|concept|kopie|copy|nieuw|"
    r"getekend)\b|\(\d{1,2}\)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:agendapunt|agp|agpt|ap|punt|item|ad)[-_. ]{0,3}(?P<number>\d{1,2}(?:[.]\d{1,2}){0,2})"
    r"(?:[-_. ]?(?P<letter>[a-z])(?![a-z0-9]))?",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"^\W{0,3}(?P<number>\d{1,2}(?:[.]\d{1,2}){0,2})(?:[-_. ]?(?P<letter>[a-z])(?![a-z0-9]))?"
    r"(?P<break>[-_.,:)\]]+|\s+|$)",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"^(?P<roman>[IVX]{1,5})(?:[-_.):]+|\s+[-–])\s*")
_UNIT = re.compile(
    r"^(?:%|(?:e|ste|de|jaar|jarige?|weken|maanden|dagen|procent|uur|euro|miljoen|mln|km|"
    rf"{_MONTH})(?![^\W\d_]))",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"^(?:(?:geannoteerde|openbare|besloten|voorlopige|totale|complete)\s+)*"
    r"(?:agenda|vergaderagenda|conceptagenda|uitnodiging|convocatie|oproep|presentielijst|"
    r"deelnemerslijst|vergaderstukken|alle stukken|bundel|totaalbundel|vergaderbundel|"
    r"stukkenbundel|routebeschrijving|vergaderset)\b",
    re.IGNORECASE,
)
#: Words of form: they say nothing about the topic.
_EMPTY = frozenset(
    [
        "aan",
        "bij",
        "dat",
        "den",
        "der",
        "des",
        "deze",
        "die",
        "een",
        "het",
        "hun",
        "met",
        "naar",
        "niet",
        "nog",
        "ook",
        "onze",
        "over",
        "per",
        "tot",
        "uit",
        "van",
        "voor",
        "wordt",
        "zijn",
        "bijlage",
        "bijlagen",
        "stuk",
        "stukken",
        "notitie",
        "memo",
        "oplegger",
        "oplegnotitie",
        "voorstel",
        "bestuursvoorstel",
        "document",
        "pdf",
        "vaststellen",
        "vaststelling",
        "bespreken",
        "bespreking",
        "kennisnemen",
        "vergadering",
        "overleg",
        "bestuur",
        "algemeen",
        "dagelijks",
        "agendapunt",
        "punt",
        "versie",
        "definitief",
        "concept",
        "ontwerp",
        "inzake",
        "betreffende",
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
        "agenda",
    ]
)


def place_of(file_name: str, agenda: Sequence[Topic]) -> Place:
    """Where the paper with this file name belongs on this agenda."""
    name = _plain_name(file_name)
    scores = sorted(((likeness(name, one.title), one) for one in agenda), key=lambda pair: -pair[0])
    best = scores[0] if scores else (0.0, None)
    second = scores[1][0] if len(scores) > 1 else 0.0
    by_title = best[1] if best[0] >= SAFE and best[0] - second >= LEAD else None
    near = tuple(one.id for score, one in scores[:MOST_OFFERED] if score >= SAFE / 2)
    bare = _FIRST.sub("", name).lstrip()
    if by_title is None and (_WHOLE.match(name) or _WHOLE.match(bare)):
        return Place(whole_meeting=True)
    by_number = _by_number(name, agenda)
    if by_number is None:
        return Place(by_title.id) if by_title else Place(near=near)
    against = by_title if by_title != by_number and best[0] >= CONTRADICTS else None
    if against is not None:
        return Place(near=tuple(dict.fromkeys((by_number.id, against.id, *near))))
    return Place(by_number.id)


def is_alike(one: str, other: str) -> bool:
    """Whether two names of papers say the same, whatever their ending, day, version or number.

    Two different numbers are of two papers: "3.1 Bijlage" and "4.1 Bijlage".
    """
    (number, name), (other_number, other_name) = _numbered(one), _numbered(other)
    same_number = not number or not other_number or number == other_number
    return bool(name) and name == other_name and same_number


def _numbered(name: str) -> tuple[str, str]:
    """The number in front of a name, and the letters and figures after it."""
    plain = _plain_name(name)
    found = _FIRST.match(plain)
    number = bare_number(f"{found['number']}{found['letter'] or ''}") if found else ""
    rest = plain[found.end() :] if found else plain
    return number, "".join(letter for letter in rest.casefold() if letter.isalnum())


def _plain_name(file_name: str) -> str:
    """The name without folder, ending, day, register and version."""
    name = unicodedata.normalize("NFC", file_name).replace("\\", "/").rsplit("/", 1)[-1][:300]
    name = "".join(letter if letter.isprintable() else " " for letter in name)
    name = _REGISTER.sub("", _ENDING.sub("", name.strip()))
    name = _DAY.sub(" ", name)
    return " ".join(_VERSION.sub(" ", name.replace("_", " ")).split()).strip(" -–—.,")


def _by_number(name: str, agenda: Sequence[Topic]) -> Topic | None:
    """The item whose number the name has; None where there is none, or it may count something."""
    if found := _NAMED.search(name):
        return _find(found["number"], found["letter"], agenda)
    if (roman := _ROMAN.match(name)) and roman_value(roman["roman"]):
        return _only(roman["roman"].lower(), agenda)
    found = _FIRST.match(name)
    if found is None or _UNIT.match(name[found.end() :]) or (found["letter"] or "").lower() == "e":
        return None
    return _find(found["number"], found["letter"], agenda)


def _find(number: str, letter: str | None, agenda: Sequence[Topic]) -> Topic | None:
    """The item with this number; "3.1" and "3a" without such an item belong to 3.

    Unless 3 has other items below it: then somebody must say which.
    """
    exact = _only(bare_number(f"{number}{letter or ''}"), agenda)
    if exact is not None:
        return exact
    above = bare_number(number if letter else number.rpartition(".")[0])
    below = re.compile(rf"{re.escape(above)}(?:\.\d+|[a-z])")
    if not above or any(below.match(bare_number(one.number)) for one in agenda):
        return None
    return _only(above, agenda)


def _only(number: str, agenda: Sequence[Topic]) -> Topic | None:
    found = [one for one in agenda if one.number and bare_number(one.number) == number]
    return found[0] if len(found) == 1 else None


def likeness(name: str, title: str) -> float:
    """How much a name says what a title says, out of 100, by the words that matter."""
    one, other = _words(name), _words(title)
    if not one or not other:
        return 0.0
    both = 0.55 * _covered(other, one) + 0.45 * _covered(one, other)
    # one short word in common says too little
    shared = sum(_weight(word) for word in other if _best(word, one) >= SAME_WORD)
    return round(both * min(1.0, shared / 8), 1)


def _words(text: str) -> list[str]:
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(letter)
    )
    found = re.findall(r"[^\W\d_]{3,}|(?:19|20)\d{2}", plain)
    return list(dict.fromkeys(word for word in found if word not in _EMPTY))


def _weight(word: str) -> int:
    return 3 if word.isdecimal() else len(word)


def _covered(words: list[str], others: list[str]) -> float:
    """Which part of these words the others have, longer words counting more."""
    total = sum(_weight(word) for word in words)
    found = sum(_weight(word) * _best(word, others) / 100 for word in words)
    return 100 * found / total


def _best(word: str, others: list[str]) -> float:
    """How well the others have a word: a year exactly, part of a long word for nine tenths."""
    if word.isdecimal():
        return 100.0 if word in others else 0.0
    best = 0.0
    for other in others:
        score = fuzz.ratio(word, other)
        if min(len(word), len(other)) >= 7 and (word in other or other in word):
            score = max(score, 90.0)
        best = max(best, score)
    return best if best >= SAME_WORD else 0.0
