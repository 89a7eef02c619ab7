"""Two texts compared word by word (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\S+\s*|\s+")
#: Beyond this many lines or words a changed stretch is shown as replaced in one piece: comparing
#: takes time by the square. What repeats over and over takes it by the cube, so SequenceMatcher
#: keeps its own rule that such a line or word begins no match.
MOST = 2000


@dataclass(frozen=True)
class Piece:
    """A stretch of text: the same in both, only in the older, or only in the newer one."""

    kind: str
    text: str


def compare(older: str, newer: str) -> list[Piece]:
    """The pieces that lead from the older text to the newer, in order."""
    return list(_joined(_by_lines(older, newer)))


def _by_lines(older: str, newer: str) -> Iterator[Piece]:
    """Lines first: what did not change costs nothing, however long it is."""
    before, after = older.splitlines(keepends=True), newer.splitlines(keepends=True)
    if max(len(before), len(after)) > MOST:
        yield from _pieces("replace" if older != newer else "equal", older, newer)
        return
    for tag, start, end, first, last in SequenceMatcher(None, before, after).get_opcodes():
        gone, come = "".join(before[start:end]), "".join(after[first:last])
        if tag == "replace":
            yield from _by_words(gone, come)
        else:
            yield from _pieces(tag, gone, come)


def _by_words(older: str, newer: str) -> Iterator[Piece]:
    before, after = _WORD.findall(older), _WORD.findall(newer)
    if max(len(before), len(after)) > MOST:
        yield from _pieces("replace", older, newer)
        return
    keys = [_key(word) for word in before], [_key(word) for word in after]
    for tag, start, end, first, last in SequenceMatcher(None, *keys).get_opcodes():
        yield from _pieces(tag, "".join(before[start:end]), "".join(after[first:last]))


def _key(word: str) -> str:
    """A word is the same word whatever blanks follow it, but a new line is a change."""
    bare = word.rstrip()
    return bare + "\n" if "\n" in word[len(bare) :] else bare


def _pieces(tag: str, gone: str, come: str) -> Iterator[Piece]:
    if tag == "equal":
        yield Piece("same", come)
        return
    if gone:
        yield Piece("gone", gone)
    if come:
        yield Piece("come", come)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    for piece in pieces:
        if last is not None and last.kind == piece.kind:
            last = Piece(last.kind, last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
