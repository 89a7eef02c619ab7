"""Which names may mean the same partnership: a question to a person, never an answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from app.register.known_groups import DRENTHE, GRONINGEN
from app.register.spelling import key

#: Words that say what a partnership is in law, and nothing about which one it is.
_EMPTY = frozenset(
    (
        *("gr", "gemeenschappelijke", "regeling", "samenwerkingsverband", "openbaar", "lichaam"),
        *("de", "het", "een", "van", "voor", "en", "in", "gemeente", "gemeenten", "te", "der"),
    )
)
_PLACES = frozenset(key(name) for name in (*GRONINGEN, *DRENTHE, "Drenthe", "Fryslân", "Friesland"))
#: From here on two names are alike enough to ask.
ALIKE = 78
#: Names that are somewhat alike are asked when nearly the same participants take part.
SOMEWHAT = 55
SHARED = 0.8


@dataclass(frozen=True)
class Named:
    """A partnership as far as likeness goes: its names, and the keys of who takes part."""

    id: int
    name: str
    names: tuple[str, ...]
    abbreviation: str
    participants: frozenset[str]


@lru_cache(maxsize=20_000)
def abbreviations(name: str) -> frozenset[str]:
    """What stands for a name: "PG & Z" between brackets, or the name itself when it is one."""
    found = [*re.findall(r"\(([^()]*)\)", name), name]
    plain = {re.sub(r"[^A-Z]", "", one) for one in found if re.fullmatch(r"[A-Z&.\s]{2,12}", one)}
    return frozenset(one for one in plain if len(one) > 1)


def candidates(name: str, participants: Collection[str], known: Iterable[Named]) -> list[Named]:
    """The partnerships that this name may mean, the likeliest first."""
    words, short, taking_part = _words(name), abbreviations(name), frozenset(participants)
    scored = [
        (max(_score(words, short, taking_part, other, one) for one in other.names), other)
        for other in known
    ]
    found = [(score, other) for score, other in scored if score >= ALIKE]
    return [other for _score, other in sorted(found, key=lambda pair: (-pair[0], pair[1].name))]


def alike(name: str, other: str) -> bool:
    """Whether two names of one file resemble each other."""
    return _likeness(_words(name), _words(other)) >= ALIKE


def _score(
    words: tuple[str, ...],
    short: frozenset[str],
    participants: frozenset[str],
    other: Named,
    name: str,
) -> float:
    if short & (abbreviations(name) | abbreviations(other.abbreviation)):
        return 100
    others = _words(name)
    score = _likeness(words, others)
    bare = _likeness(
        [one for one in words if one not in _PLACES], [one for one in others if one not in _PLACES]
    )
    union = len(participants | other.participants)
    shared = len(participants & other.participants) / union if union else 0
    return (
        max(score, ALIKE + shared)
        if min(score, bare) >= SOMEWHAT and shared >= SHARED and union > 1
        else score
    )


@lru_cache(maxsize=20_000)
def _words(name: str) -> tuple[str, ...]:
    bare = re.sub(r"\([A-Z][A-Za-z&.\s]*\)", " ", name)
    return tuple(word for word in re.findall(r"[\w&]+", key(bare)) if word not in _EMPTY)


def _likeness(words: Sequence[str], others: Sequence[str]) -> float:
    """Likeness of 0 to 100; names of different places are never alike."""
    places, elsewhere = _PLACES & set(words), _PLACES & set(others)
    if places and elsewhere and not places & elsewhere:
        return 0
    one, other = " ".join(sorted(words)), " ".join(sorted(others))
    return max(fuzz.ratio(one, other), _contained(words, others))


def _contained(words: Sequence[str], others: Sequence[str]) -> float:
    """High where all words of the shorter name return in one that is hardly longer."""
    short, long = sorted((words, others), key=len)
    if not short or len(long) > len(short) + 2:
        return 0
    return min(max(_word_likeness(word, one) for one in long) for word in short)


def _word_likeness(word: str, other: str) -> float:
    """Also high where a long word is the beginning of the other: Zuidlaardermeer(gemeenten)."""
    begins = min(len(word), len(other)) >= 8 and (word.startswith(other) or other.startswith(word))
    return 90.0 if begins else fuzz.ratio(word, other)
