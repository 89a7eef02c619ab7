"""From text to the words by which it is found: folded, stemmed, taken apart (pure).

Both engines are given the same words, made here, so that both find the same. A word is folded (no
accents, no capitals) and stemmed by the Dutch stemmer of Snowball, which we help where its rules
stop: doubled consonants ("plannen", "plan"), z and v at the end ("huizen", "huis"), and a short
list of odd forms ("besloten", "besluit"). A compound is found by its parts as far as those are in
a list of words of this field ("ontwerpbegroting" by "begroting").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from app.core.search.dutch import COMMON, HEADS, ODD_FORMS

#: What is longer is no word; neither engine needs more of it.
LONGEST = 60
#: A part of a compound has as many letters, and leaves as many.
PART = 4
#: Beyond this a word is a mistake of whoever made the text, not a compound.
LONGEST_COMPOUND = 45

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")
#: Looked for at the start of a word only: a text without blanks must not take for ever.
_JOINED = re.compile(r"(?<![^\W_])[^\W_]+(?:[&.\-/'’][^\W_]+)+")
_DOUBLE = re.compile(r"([bcdfgklmnprst])\1$")
_stemmer = snowballstemmer.stemmer("dutch_porter")


class Word(NamedTuple):
    """One word of a text: where it stands, and under which words it is found."""

    start: int
    end: int
    form: str
    stem: str
    #: Parts of a compound, and the word of an odd form.
    also: tuple[str, ...]


def _folding() -> dict[int, str]:
    """Per letter with an accent or capital the plain one; one for one, so that places stay."""
    found = {}
    for code in range(ord("A"), 0x250):
        base = unicodedata.normalize("NFKD", chr(code))[0].lower()
        if chr(code).isalpha() and len(base) == 1:
            found[code] = base
    return found | {ord("ß"): "s", ord("ø"): "o", ord("Ø"): "o", ord("ł"): "l", ord("Ł"): "l"}


_FOLDING = _folding()


def clean(text: str) -> str:
    """The text as it is kept: composed letters, no ligatures, no control characters."""
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    return "".join(" " if unicodedata.category(one) == "Cc" else one for one in plain)


def fold(text: str) -> str:
    """Without accents and capitals; every letter stays in its place."""
    return text.translate(_FOLDING)


def words_of(text: str) -> Iterator[Word]:
    """The words of a text in order, without the common ones."""
    for found in _WORD.finditer(fold(text)):
        form = found[0].replace(",", ".")[:LONGEST]
        if form not in COMMON:
            yield Word(found.start(), found.end(), form, stem(form), also(form))


def joined_words(text: str) -> Iterator[str]:
    """What is written with signs inside as one word: "PG&Z" as "pgz", "A.B." as "ab"."""
    for found in _JOINED.finditer(fold(text)):
        word = re.sub(r"[\W_]", "", found[0])
        if len(word) <= LONGEST and not word.isdigit():
            yield stem(word)


@lru_cache(maxsize=100_000)
def stem(form: str) -> str:
    """What the forms of a word have in common; numbers and codes stay as they are."""
    if not form.isalpha():
        return form
    found = _DOUBLE.sub(r"\1", str(_stemmer.stemWord(form)))
    if len(found) > 3 and found[-1] in "zv":
        found = found[:-1] + {"z": "s", "v": "f"}[found[-1]]
    return found


@lru_cache(maxsize=100_000)
def also(form: str) -> tuple[str, ...]:
    """Under which other stems a word is found: its odd form, and the parts of a compound."""
    found = {odd} if (odd := meant_by(stem(form))) else set()
    if 2 * PART <= len(form) <= LONGEST_COMPOUND and form.isalpha():
        found |= _parts(form)
    return tuple(sorted(found - {stem(form)}))


def meant_by(one: str) -> str:
    """The stem of the word of which this is the stem of an odd form; empty for any other."""
    return _ODD_STEMS.get(one, "")


def _parts(form: str) -> set[str]:
    """The known words that a compound begins with, ends with, or holds between two others.

    And what follows a known word at its beginning, known or not: "kazerne" in "brandweerkazerne".
    """
    found = set()
    for begin in range(len(form) - PART + 1):
        if 0 < begin < PART:
            continue
        if form[begin : begin + PART] not in _BEGINNINGS:
            continue
        if begin and (ending := stem(form[begin:])) in _HEAD_STEMS:
            found.add(ending)
        for end in range(begin + PART, len(form) - PART + 1):
            if form[begin:end] in HEADS:
                found.add(stem(form[begin:end]))
                if not begin:
                    found |= _rests(form[end:])
    return found


def _rests(rest: str) -> set[str]:
    """The second half of a compound, with and without the sound that joins the two."""
    halves = {rest, rest.removeprefix("s"), rest.removeprefix("en")}
    return {stem(half) for half in halves if len(half) >= PART}


_LONG_HEADS = frozenset(head for head in HEADS if len(head) >= PART)
_HEAD_STEMS = frozenset(stem(head) for head in _LONG_HEADS)
_ODD_STEMS = {stem(form): stem(word) for form, word in ODD_FORMS.items()}
_BEGINNINGS = frozenset(head[:PART] for head in _LONG_HEADS)
