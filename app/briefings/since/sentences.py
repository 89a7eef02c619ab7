"""Two texts laid beside each other sentence by sentence: only what changed is left (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import zip_longest

from app.briefings.comparing.comparison import MOST, Comparison, compare, replaced
from app.briefings.comparing.lines import Line, Word

#: A sentence ends at its mark, and what closes around it, where a capital follows.
_END = re.compile(r"[.!?…][\"'»”’)]?$")
_CAPITAL = re.compile(r"[\W_]*[A-ZÀ-Þ]")
#: Below this likeness two sentences are two sentences, not one with other words.
ALIKE = 0.4


def sentences_of(lines: Sequence[Line]) -> list[Line]:
    """The sentences of a text, each as a line; a row of a table is one too."""
    return [sentence for line in lines for sentence in _sentences(line)]


def _sentences(line: Line) -> Iterator[Line]:
    if len(line.cells) != 1:
        yield line
        return
    words, begun = line.cells[0], 0
    for end in range(1, len(words) + 1):
        if end == len(words) or _is_end(words[end - 1], words[end]):
            yield replace(line, cells=(words[begun:end],), mark="" if begun else line.mark)
            begun = end


def _is_end(word: Word, following: Word) -> bool:
    return bool(_END.search(word.text) and _CAPITAL.match(following.text))


def changed_sentences(older: Sequence[Line], newer: Sequence[Line]) -> list[Comparison]:
    """The sentences that were changed, added or struck, in order, each word by word."""
    before, after = sentences_of(older), sentences_of(newer)
    keys, others = [_key(one) for one in before], [_key(one) for one in after]
    if keys != others and max(len(before), len(after)) > MOST:
        return [replaced(older, newer)]
    found: list[Comparison] = []
    for tag, start, end, first, last in SequenceMatcher(None, keys, others).get_opcodes():
        if tag != "equal":
            found += _pairs(before[start:end], after[first:last])
    return found


def _key(line: Line) -> tuple[tuple[str, bool], ...]:
    return tuple(word.key for word in line.words)


def _pairs(before: list[Line], after: list[Line]) -> Iterator[Comparison]:
    for gone, come in zip_longest(before, after):
        alike = gone and come and SequenceMatcher(None, _key(gone), _key(come)).ratio() >= ALIKE
        beside = compare if alike else replaced
        yield beside([gone] if gone else [], [come] if come else [])
