"""Two texts laid beside each other sentence by sentence: only what changed is left (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest

from app.briefings.comparison import MOST, Piece, compare

#: A sentence ends at its mark (and what closes around it) where a capital follows, and at the
#: end of a line.
_END = re.compile(
    r"""(?:(?<=[.!?…])|(?<=[.!?…][*_"'»”’)])|(?<=[.!?…]\*\*))[ \t]+(?=[\W_]*[A-ZÀ-Þ])|\n+"""
)
#: Below this likeness two sentences are two sentences, not one with other words.
ALIKE = 0.4

#: One changed sentence: the pieces that lead from the older one to the newer.
Sentence = tuple[Piece, ...]


def sentences_of(text: str) -> list[str]:
    """The sentences of a text; a line of a table or a list is one too."""
    return [one.strip() for one in _END.split(text) if one.strip()]


def changed_sentences(older: str, newer: str) -> list[Sentence]:
    """The sentences that were changed, added or struck, in order, each word by word."""
    before, after = sentences_of(older), sentences_of(newer)
    if max(len(before), len(after)) > MOST:
        return [_replaced(older, newer)] if before != after else []
    found: list[Sentence] = []
    for tag, start, end, first, last in SequenceMatcher(None, before, after).get_opcodes():
        if tag != "equal":
            found += _pairs(before[start:end], after[first:last])
    return found


def _pairs(before: list[str], after: list[str]) -> Iterator[Sentence]:
    for gone, come in zip_longest(before, after, fillvalue=""):
        if gone and come and SequenceMatcher(None, gone.split(), come.split()).ratio() >= ALIKE:
            yield tuple(compare(gone, come))
        else:
            yield _replaced(gone, come)


def _replaced(gone: str, come: str) -> Sentence:
    gap = " " if gone and come else ""
    pieces = (Piece("gone", gone + gap), Piece("come", come))
    return tuple(piece for piece in pieces if piece.text)
