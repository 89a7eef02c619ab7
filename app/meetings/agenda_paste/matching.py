"""Which pasted items the agenda already has, and in which order they stand. Pure: no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz

from app.meetings.agenda_paste.standing import standing_type
from app.meetings.topics import exact_topic

#: Titles this alike (out of 100) are the same item, with a word changed.
SAME_TITLE = 88
#: With the same number this much is enough: "Begroting 2027" and "Ontwerpbegroting 2027-2030".
SAME_NUMBER = 60

#: Words that say what a title is about are at least this long.
LONG_WORD = 6


class Use(StrEnum):
    """What to do with a pasted item."""

    ADD = "add"
    UPDATE = "update"
    SKIP = "skip"


class Standing(NamedTuple):
    """An item that is on the agenda."""

    id: int
    number: str
    title: str


@dataclass(frozen=True)
class Match:
    """The item that a pasted one is, and what we propose to do; without an item it is new."""

    item: Standing | None
    use: Use


def matches(pasted: Sequence[tuple[str, str]], agenda: Sequence[Standing]) -> list[Match]:
    """For each pasted (number, title) the item of the agenda that it is; each item at most once."""
    pairs = sorted(
        (
            (-score, place, other)
            for place, (number, title) in enumerate(pasted)
            for other, standing in enumerate(agenda)
            if (score := likeness(number, title, standing)) > 0
        ),
    )
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for _score, place, other in pairs:
        if place not in chosen and other not in taken:
            chosen[place] = other
            taken.add(other)
    return [
        _match(pasted[place], agenda[chosen[place]] if place in chosen else None)
        for place in range(len(pasted))
    ]


def _match(pasted: tuple[str, str], standing: Standing | None) -> Match:
    if standing is None:
        return Match(None, Use.ADD)
    number, title = pasted
    same = title == standing.title and number in ("", standing.number)
    return Match(standing, Use.SKIP if same else Use.UPDATE)


def likeness(number: str, title: str, standing: Standing) -> float:
    """How much a pasted item is like one of the agenda; 0 where they are two different items."""
    one, other = exact_topic(title), exact_topic(standing.title)
    same_number = bool(number) and bare_number(number) == bare_number(standing.number)
    if one == other:
        return 200.0 + same_number
    kind = standing_type(title)
    if same_number and kind is not None and kind == standing_type(standing.title):
        return SAME_NUMBER + 10.0  # "Vaststelling verslag 1 oktober", "Verslag vorige vergadering"
    score = float(max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)))
    if _holds(one, other) or _holds(other, one):
        score = max(score, SAME_TITLE)
    years = _digits(one), _digits(other)
    if all(years) and years[0] != years[1]:
        score -= 15  # "Jaarrekening 2025" and "Jaarrekening 2026" are two items
    if score >= SAME_TITLE or (same_number and score >= SAME_NUMBER):
        return score + 10 * same_number
    return 0.0


def _holds(longer: str, shorter: str) -> bool:
    """Whether a title has all words of another one, that says enough: two long words."""
    words = [word for word in shorter.split() if not word.isdecimal()]
    return set(words) <= set(longer.split()) and sum(len(word) >= LONG_WORD for word in words) >= 2


def _digits(title: str) -> list[str]:
    return sorted(word for word in title.split() if word.isdecimal())


def bare_number(number: str) -> str:
    """A number without dots and blanks at its ends, so that "3.a" is "3a" and "03." is "3"."""
    text = "".join(number.lower().split()).strip(".)(:")
    parts = [part.lstrip("0") or "0" if part.isdecimal() else part for part in text.split(".")]
    joined = ".".join(parts)
    if len(parts) > 1 and parts[-1].isalpha():
        return ".".join(parts[:-1]) + parts[-1]
    return joined


def merged_order(standing: Sequence[int], rows: Sequence[tuple[int, bool]]) -> list[int]:
    """The order of the agenda when pasted rows come in: (id, whether it is new) in their order.

    A new item comes behind the pasted one before it; in front of the first that stands, where the
    paste begins with new ones; at the end where nothing pasted stands on the agenda yet.
    """
    order = list(standing)
    known = [number for number, new in rows if not new and number in order]
    if not known:
        return order + [number for number, new in rows if new]
    place = order.index(known[0])
    for number, new in rows:
        if new:
            order.insert(place, number)
            place += 1
        elif number in order:
            place = order.index(number) + 1
    return order
