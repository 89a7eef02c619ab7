"""How many lines a text takes in print, and the text shortened to so many lines (pure).

The widths are those of the letters themselves, so that a page that must stay one page is filled
before it is set. Kerning only makes lines shorter.
"""

from __future__ import annotations

import math
from functools import lru_cache

from fontTools.ttLib import TTFont

from app.packs.content.legible import FACES

#: A letter of another script counts as a square of this part of the size.
_ELSEWHERE = 0.7
#: Bold letters are wider by this.
BOLD = 1.05
MM = 72 / 25.4


def width(text: str, size: float) -> float:
    """The width of a text on one line, in points."""
    advances = _advances()
    return sum(advances.get(ord(letter), _ELSEWHERE) for letter in text) * size


def lines(text: str, room: float, size: float) -> int:
    """How many lines a text takes where `room` points are there; an empty one takes none."""
    count, used = 0, math.inf
    blank = width(" ", size)
    for word in text.split():
        wide = width(word, size)
        if used + blank + wide <= room:
            used += blank + wide
            continue
        count += max(1, math.ceil(wide / room))
        used = wide % room if wide > room else wide
    return count


def clipped(text: str, most: int, room: float, size: float) -> str:
    """The text, or as many of its words as so many lines hold, with an ellipsis."""
    words = text.split()
    if lines(text, room, size) <= most:
        return " ".join(words)
    fits, over = 0, len(words)
    while over - fits > 1:
        middle = (fits + over) // 2
        shown = " ".join(words[:middle]) + " …"
        fits, over = (middle, over) if lines(shown, room, size) <= most else (fits, middle)
    if fits == 0:
        letters = words[0]
        while len(letters) > 1 and lines(letters + "…", room, size) > most:
            letters = letters[: len(letters) * 9 // 10]
        return letters + "…"
    return " ".join(words[:fits]).rstrip(",;:.") + " …"


@lru_cache(maxsize=1)
def _advances() -> dict[int, float]:
    """The width of each letter as a part of the size."""
    with TTFont(FACES[0], lazy=True) as font:
        scale = 1 / font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        return {code: metrics[glyph][0] * scale for code, glyph in font.getBestCmap().items()}
