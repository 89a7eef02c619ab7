"""Lines of text on a page, in the order in which one reads them. Pure.

Nearly every maker draws in reading order, and knows its columns better than anyone who looks at
coordinates: that order stands, unless it jumps back over itself. Only then the page is cut into
columns and bands by the white between them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from app.papers.tags.geometry import Box
from app.papers.tags.sheets import Event

#: How far, in parts of the letter size, words of one line may stand apart.
_WORD_GAP = 1.3
_SAME_BASE = 0.3
#: Cells of a table say less than a line of a column does.
_COLUMN_LETTERS = 24


@dataclass(eq=False, slots=True)
class Line:
    """Text on one base line without a wide gap. `start` and `end` run along the text."""

    events: list[Event]
    start: float
    end: float
    base: float
    size: float
    turn: int
    bold: bool
    cell: int = -1
    _text: str | None = None

    @property
    def text(self) -> str:
        """What it says."""
        if self._text is None:
            self._text = "".join(event.text() for event in self.events)
        return self._text

    def overlap(self, other: Line) -> float:
        """How much of the shorter of two lines stands above or below the other: 0 to 1."""
        shared = min(self.end, other.end) - max(self.start, other.start)
        shorter = max(min(self.end - self.start, other.end - other.start), 0.01)
        return shared / shorter


def along(box: Box, turn: int) -> tuple[float, float]:
    """Where a box begins and ends in the direction of the text."""
    left, bottom, right, top = box
    return ((left, right), (bottom, top), (-right, -left), (-top, -bottom))[turn]


def lines_of(events: list[Event]) -> list[Line]:
    """Lines in the order in which they were drawn."""
    lines: list[Line] = []
    line: Line | None = None
    for event in events:
        start, end = along(event.box, event.turn)
        if line is not None and _continues(line, event, start, end):
            line.events.append(event)
            line.start, line.end = min(line.start, start), max(line.end, end)
            if event.size > line.size and event.shown.strip():
                line.size, line.base = event.size, event.base
        else:
            bold = event.font is not None and event.font.bold
            line = Line([event], start, end, event.base, event.size, event.turn, bold, event.cell)
            lines.append(line)
    for line in lines:
        if len(line.events) > 1:
            heavy = sum(len(e.shown) for e in line.events if e.font is not None and e.font.bold)
            line.bold = heavy * 2 > sum(len(event.shown) for event in line.events)
    return lines


def _continues(line: Line, event: Event, start: float, end: float) -> bool:
    if event.turn != line.turn or event.cell != line.cell:
        return False
    size = max(line.size, event.size)
    apart = max(start - line.end, line.start - end)
    lifted = abs(event.base - line.base)
    if lifted > _SAME_BASE * size:
        raised = event.size < 0.95 * line.size and lifted < 0.7 * line.size
        return raised and -0.2 * size < apart < 0.4 * size
    return apart < _WORD_GAP * size


def main_turn(lines: list[Line]) -> int:
    """Which way most of the text runs, in quarter turns."""
    turns: Counter[int] = Counter()
    for line in lines:
        turns[line.turn] += sum(len(event.shown) for event in line.events)
    return turns.most_common(1)[0][0] if turns else 0


def in_reading_order(lines: list[Line]) -> tuple[list[Line], bool]:
    """The lines as one reads them, and whether that is only a guess."""
    back = sum(
        1
        for before, after in pairwise(lines)
        if before.turn == after.turn
        and after.base - before.base > 0.6 * max(before.size, after.size)
        and before.overlap(after) > 0.3
    )
    if back <= 2 + len(lines) // 25 and not _is_woven(lines):
        return lines, False
    turn = main_turn(lines)
    straight = [line for line in lines if line.turn == turn]
    others = [line for line in lines if line.turn != turn]
    return _cut(straight, 0) + others, True


def _is_woven(lines: list[Line]) -> bool:
    """Whether columns were drawn line by line across: long lines side by side, all the way down."""
    beside = [
        len(after.text)
        for before, after in pairwise(lines)
        if before.turn == after.turn
        and before.cell == after.cell == -1
        and abs(before.base - after.base) < 0.3 * before.size
        and min(len(before.text), len(after.text)) > _COLUMN_LETTERS
    ]
    return len(beside) >= 5 and len(beside) * 3 >= len(lines)


def _cut(lines: list[Line], depth: int) -> list[Line]:
    if len(lines) < 2 or depth > 40:
        return sorted(lines, key=lambda line: (-line.base, line.start))
    size = sorted(line.size for line in lines)[len(lines) // 2]
    gutter = _widest_gap([(line.start, line.end) for line in lines])
    if gutter is not None and gutter[1] - gutter[0] > 1.2 * size:
        left = [line for line in lines if line.end <= gutter[0] + 0.01]
        right = [line for line in lines if line.end > gutter[0] + 0.01]
        if min(len(left), len(right)) > 1:
            return _cut(left, depth + 1) + _cut(right, depth + 1)
    bands = [(-line.base - 0.75 * line.size, -line.base + 0.22 * line.size) for line in lines]
    gap = _widest_gap(bands)
    if gap is None:
        return sorted(lines, key=lambda line: (-line.base, line.start))
    upper = [line for line, band in zip(lines, bands, strict=True) if band[1] <= gap[0] + 0.01]
    lower = [line for line, band in zip(lines, bands, strict=True) if band[1] > gap[0] + 0.01]
    return _cut(upper, depth + 1) + _cut(lower, depth + 1)


def _widest_gap(spans: list[tuple[float, float]]) -> tuple[float, float] | None:
    """The widest white that no span covers."""
    widest: tuple[float, float] | None = None
    reach: float | None = None
    for start, end in sorted(spans):
        if (
            reach is not None
            and start > reach
            and (widest is None or start - reach > widest[1] - widest[0])
        ):
            widest = (reach, start)
        reach = end if reach is None else max(reach, end)
    return widest
