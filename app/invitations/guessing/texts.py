"""Names and titles in one form, so that "AB PG&Z" and "Algemeen Bestuur PG en Z" are the same.

Pure: no database, no Flask.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from app.meetings.models import BodyKind, Level
from app.register.spelling import key

#: What secretariats write for a kind of body; two letters count in capitals only ("ab" is a word).
ABBREVIATIONS = {
    "AB": "algemeen bestuur",
    "DB": "dagelijks bestuur",
    "AO": "ambtelijk overleg",
    "BO": "bestuurlijk overleg",
    "PHO": "portefeuillehoudersoverleg",
    "PFO": "portefeuillehoudersoverleg",
    "PFHO": "portefeuillehoudersoverleg",
}
_TYPED_ANYHOW = 3
KINDS = {
    "algemeen bestuur": BodyKind.GENERAL_BOARD,
    "dagelijks bestuur": BodyKind.EXECUTIVE_BOARD,
    "portefeuillehoudersoverleg": BodyKind.PORTFOLIO_MEETING,
    "portefeuillehouders overleg": BodyKind.PORTFOLIO_MEETING,
    "wethoudersoverleg": BodyKind.PORTFOLIO_MEETING,
}
#: By how words begin: "ambtelijk", "ambtenarenoverleg"; "bestuurlijk", "bestuurders".
_LEVELS = (
    ("ambtelijk", Level.ADMINISTRATIVE),
    ("ambtenaren", Level.ADMINISTRATIVE),
    ("bestuurlijk", Level.OFFICIAL),
    ("bestuurders", Level.OFFICIAL),
    ("portefeuillehouders", Level.OFFICIAL),
    ("wethouders", Level.OFFICIAL),
)
#: Words that tell nothing of which partnership or body it is.
_EMPTY = frozenset(
    (
        *("gr", "gemeenschappelijke", "regeling", "samenwerkingsverband", "openbaar", "lichaam"),
        *("de", "het", "een", "van", "voor", "en", "in", "te", "der", "den", "op", "met", "bij"),
        *("gemeente", "gemeenten", "vergadering", "uitnodiging", "agenda"),
    )
)
#: From here on a long word is the other one with a slip of the keyboard.
_SLIP = 88
_LONG = 6


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a text that tell something, abbreviations of bodies written out."""
    found: list[str] = []
    for token in re.findall(r"[\w&.]+", text):
        bare = token.replace("&", "").replace(".", "")
        short = bare if len(bare) < _TYPED_ANYHOW else bare.upper()
        full = ABBREVIATIONS.get(short)
        found += full.split() if full else re.findall(r"[\w&]+", key(token))
    return tuple(one for one in found if one not in _EMPTY)


def squashed(text: str) -> str:
    """Only letters and digits, as a name stands in an address: "pgz", "meerschappaterswolde"."""
    return re.sub(r"[\W_]", "", key(text))


def holds(text: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a text has all of these words, slips of the keyboard in long ones apart."""
    return bool(wanted) and all(any(same(one, other) for other in text) for one in wanted)


def same(one: str, other: str) -> bool:
    """Whether two words are the same, or nearly where both are long."""
    if one == other:
        return True
    return min(len(one), len(other)) >= _LONG and fuzz.ratio(one, other) >= _SLIP


def kinds_in(text: Sequence[str]) -> set[str]:
    """The kinds of body that a text names."""
    line = f" {' '.join(text)} "
    return {str(kind) for words_of, kind in KINDS.items() if f" {words_of} " in line}


def levels_in(text: Sequence[str]) -> set[str]:
    """The levels that a text names."""
    return {str(level) for start, level in _LEVELS for one in text if one.startswith(start)}


def initials(name: str) -> str:
    """The letters by which a long name may be known: "ARCG"."""
    found = [one for one in words(re.sub(r"\([^()]*\)", " ", name)) if one[0].isalpha()]
    return "".join(one[0] for one in found) if len(found) > _TYPED_ANYHOW else ""


def in_brackets(name: str) -> list[str]:
    """What stands between brackets in a name, mostly how people say it: "PG&Z"."""
    return [one.strip() for one in re.findall(r"\(([^()]{2,40})\)", name)]


def without_brackets(name: str) -> str:
    """A name without what stands between brackets."""
    return re.sub(r"\([^()]*\)", " ", name).strip()


def known_among(text: Sequence[str], known: Collection[str]) -> Iterable[str]:
    """The words of a text that are among these, each once, in order."""
    return dict.fromkeys(one for one in text if one in known)
