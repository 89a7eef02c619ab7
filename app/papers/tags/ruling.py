"""Tables that are ruled: cells are seen by the lines between them, never guessed from white. Pure.

A grid of lines counts as a table where its cells are rectangles, two or more each way, half of them
with text, and no text runs across a line. A chart, a frame or a form is no table.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from app.papers.tags.geometry import Box
from app.papers.tags.marks import Inside
from app.papers.tags.sheets import Event

_THICKEST = 3.0
_SHORTEST = 7.0
_NEAR = 2.5
_MOST_RULES = 1_500
_MOST_CELLS = 1_500

#: A line: where it lies across its direction, and where it begins and ends.
Rule = tuple[float, float, float]


@dataclass(frozen=True)
class Cell:
    """One cell of a table: which table, where in it, and over how many rows and columns."""

    table: int
    row: int
    column: int
    rows: int
    columns: int


def find_cells(rules: list[Box], events: list[Event]) -> list[Cell]:
    """The cells of all ruled tables on a page; texts in them learn their number."""
    cells: list[Cell] = []
    if len(rules) < 6 or len(rules) > _MOST_RULES:
        return cells
    level = _joined([((b + t) / 2, x0, x1) for x0, b, x1, t in rules if _is_level(x0, b, x1, t)])
    upright = _joined([((x0 + x1) / 2, b, t) for x0, b, x1, t in rules if _is_level(b, x0, t, x1)])
    for number, (across, down) in enumerate(_groups(level, upright)):
        grid = _Grid(across, down)
        found = grid.cells(number)
        if found and grid.take(events, found, len(cells)):
            cells += found
    return cells


def _is_level(start: float, low: float, end: float, high: float) -> bool:
    return high - low <= _THICKEST and end - start >= _SHORTEST


def _joined(rules: list[Rule]) -> list[Rule]:
    """Lines made whole from the stretches that makers draw per cell."""
    joined: list[Rule] = []
    rows: list[list[Rule]] = []
    for rule in sorted(rules):
        if rows and rule[0] - rows[-1][0][0] <= _NEAR:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    for row in rows:
        place = sum(rule[0] for rule in row) / len(row)
        start, end = None, 0.0
        for _place, first, last in sorted(row, key=lambda rule: rule[1]):
            if start is None:
                start, end = first, last
            elif first <= end + 2 * _NEAR:
                end = max(end, last)
            else:
                joined.append((place, start, end))
                start, end = first, last
        if start is not None:
            joined.append((place, start, end))
    return joined


def _groups(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that cross each other, directly or through others."""
    group = list(range(len(level) + len(upright)))

    def top(one: int) -> int:
        while group[one] != one:
            group[one] = group[group[one]]
            one = group[one]
        return one

    for i, (y, x0, x1) in enumerate(level):
        for j, (x, y0, y1) in enumerate(upright, len(level)):
            if x0 - _NEAR <= x <= x1 + _NEAR and y0 - _NEAR <= y <= y1 + _NEAR:
                group[top(i)] = top(j)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate(level):
        found.setdefault(top(i), ([], []))[0].append(rule)
    for j, rule in enumerate(upright, len(level)):
        found.setdefault(top(j), ([], []))[1].append(rule)
    return [one for one in found.values() if len(one[0]) > 2 and len(one[1]) > 2]


class _Grid:
    """Lines that may make a table."""

    def __init__(self, level: list[Rule], upright: list[Rule]) -> None:
        self._level, self._upright = level, upright
        self._xs = _places(upright)
        self._ys = _places(level)
        self._numbers: dict[tuple[int, int], int] = {}

    def cells(self, table: int) -> list[Cell]:
        """The cells, from the top row down; none where they are no rectangles."""
        wide, high = len(self._xs) - 1, len(self._ys) - 1
        if wide < 2 or high < 2 or wide * high > _MOST_CELLS:
            return []
        cells: list[Cell] = []
        for row in range(high):
            for column in range(wide):
                if (row, column) in self._numbers:
                    continue
                columns = self._reach(row, column)
                rows = 1
                while row + rows < high and not self._closed_below(row + rows - 1, column, columns):
                    rows += 1
                covered = [
                    (r, c) for r in range(row, row + rows) for c in range(column, column + columns)
                ]
                if any(
                    one in self._numbers or self._is_parted(one, row, column, rows, columns)
                    for one in covered
                ):
                    return []
                self._numbers |= dict.fromkeys(covered, len(cells))
                cells.append(Cell(table, row, column, rows, columns))
        return cells if len(cells) > 3 else []

    def _reach(self, row: int, column: int) -> int:
        columns = 1
        while column + columns < len(self._xs) - 1 and not self._line_right(
            row, column + columns - 1
        ):
            columns += 1
        return columns

    def _band(self, row: int) -> tuple[float, float]:
        """The bottom and top of a row; rows count from the top."""
        return self._ys[-row - 2], self._ys[-row - 1]

    def _line_right(self, row: int, column: int) -> bool:
        low, high = self._band(row)
        return _covers(self._upright, self._xs[column + 1], low, high)

    def _line_below(self, row: int, column: int) -> bool:
        left, right = self._xs[column], self._xs[column + 1]
        return _covers(self._level, self._band(row)[0], left, right)

    def _closed_below(self, row: int, column: int, columns: int) -> bool:
        return any(self._line_below(row, one) for one in range(column, column + columns))

    def _is_parted(
        self, one: tuple[int, int], row: int, column: int, rows: int, columns: int
    ) -> bool:
        """Whether a line runs through the cell, at this place of it."""
        r, c = one
        return (c < column + columns - 1 and self._line_right(r, c)) or (
            r < row + rows - 1 and self._line_below(r, c)
        )

    def take(self, events: list[Event], cells: list[Cell], first: int) -> bool:
        """Tell texts in which cell they stand; False, and nothing told, where that is unsure."""
        told: list[tuple[Event, int]] = []
        for event in events:
            if event.kind != "text" or event.inside is not Inside.NOTHING:
                continue
            number = self._cell_of(event)
            if number is None:
                continue
            cell = cells[number]
            left, right = self._xs[cell.column], self._xs[cell.column + cell.columns]
            if event.turn or event.box[0] < left - _NEAR or event.box[2] > right + 2 * _NEAR:
                return False
            told.append((event, number))
        if 2 * len({number for _event, number in told}) < len(cells):
            return False
        for event, number in told:
            event.cell = first + number
        return True

    def _cell_of(self, event: Event) -> int | None:
        x = (event.box[0] + event.box[2]) / 2
        y = (event.box[1] + event.box[3]) / 2
        column, band = bisect_right(self._xs, x) - 1, bisect_right(self._ys, y) - 1
        row = len(self._ys) - 2 - band
        return self._numbers.get((row, column))


def _places(rules: list[Rule]) -> list[float]:
    places: list[float] = []
    for place, _start, _end in sorted(rules):
        if not places or place - places[-1] > 2 * _NEAR:
            places.append(place)
    return places


def _covers(rules: list[Rule], place: float, start: float, end: float) -> bool:
    """Whether a line runs along here, for most of the way."""
    for where, first, last in rules:
        if abs(where - place) <= 2 * _NEAR:
            shared = min(last, end) - max(first, start)
            if shared > 0.7 * (end - start):
                return True
    return False
