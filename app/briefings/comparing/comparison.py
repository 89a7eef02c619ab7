"""Two texts compared word by word (pure).

What went and what came stands in the lines of the newer text; a line of the older one of which no
word is left stands between them. Every word stands there once: as the same, gone or come.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import chain, groupby, pairwise
from typing import NamedTuple

from app.briefings.comparing.lines import Line, Run, Word

#: Beyond this many lines or words a changed stretch is shown as replaced in one piece: comparing
#: takes time by the square. What repeats over and over takes it by the cube, so SequenceMatcher
#: keeps its own rule that such a line or word begins no match.
MOST = 2000
SAME, GONE, COME = "same", "gone", "come"


@dataclass(frozen=True)
class Piece:
    """A stretch of words: the same in both, only in the older, or only in the newer text."""

    kind: str
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The words of it."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class ComparedLine:
    """A line with the pieces of each of its cells (see `lines.Line`)."""

    kind: str
    depth: int
    mark: str
    cells: tuple[tuple[Piece, ...], ...]

    @property
    def pieces(self) -> list[Piece]:
        """The pieces of all cells."""
        return [piece for cell in self.cells for piece in cell]


@dataclass(frozen=True)
class Comparison:
    """Two texts as one."""

    lines: tuple[ComparedLine, ...]

    @property
    def blocks(self) -> list[tuple[str, list[ComparedLine]]]:
        """The lines by kind: those of one list, one table."""
        return [(kind, list(lines)) for kind, lines in groupby(self.lines, lambda one: one.kind)]

    @property
    def says_the_same(self) -> bool:
        """Whether no word differs: at most what they look like."""
        return all(piece.kind == SAME for line in self.lines for piece in line.pieces)

    def without(self, kind: str) -> Comparison:
        """One side of it: the older text without what came, the newer without what is gone."""
        lines = (
            replace(
                line,
                cells=tuple(tuple(one for one in cell if one.kind != kind) for cell in line.cells),
            )
            for line in self.lines
        )
        return Comparison(tuple(line for line in lines if line.pieces))


def compare(older: Sequence[Line], newer: Sequence[Line]) -> Comparison:
    """What leads from the older text to the newer."""
    return Comparison(tuple(_laid_out(older, newer, list(_steps(older, newer)))))


def replaced(older: Sequence[Line], newer: Sequence[Line]) -> Comparison:
    """The one gone and the other come, as two texts that have nothing to do with each other."""
    return Comparison((*compare(older, ()).lines, *compare((), newer).lines))


class _Placed(NamedTuple):
    """A word with its line and cell in its own text."""

    word: Word
    line: int
    cell: int


class _Step(NamedTuple):
    """A word that is gone, one that came, or both: the same word."""

    gone: _Placed | None
    come: _Placed | None


def _steps(older: Sequence[Line], newer: Sequence[Line]) -> Iterator[_Step]:
    """Lines first: what did not change costs nothing, however long it is."""
    before, after = _placed(older), _placed(newer)
    for tag, start, end, first, last in _opcodes(_keys(before), _keys(after)):
        gone, come = list(chain(*before[start:end])), list(chain(*after[first:last]))
        if tag == "equal":
            yield from map(_Step, gone, come)
        else:
            yield from _by_words(gone, come)


def _placed(lines: Sequence[Line]) -> list[list[_Placed]]:
    return [
        [_Placed(word, number, place) for place, cell in enumerate(line.cells) for word in cell]
        for number, line in enumerate(lines)
    ]


def _keys(lines: list[list[_Placed]]) -> list[tuple[Hashable, ...]]:
    return [tuple(one.word.key for one in line) for line in lines]


def _by_words(gone: list[_Placed], come: list[_Placed]) -> Iterator[_Step]:
    keys = [one.word.key for one in gone], [one.word.key for one in come]
    for tag, start, end, first, last in _opcodes(*keys):
        if tag == "equal":
            yield from map(_Step, gone[start:end], come[first:last])
        else:
            yield from (_Step(one, None) for one in gone[start:end])
            yield from (_Step(None, one) for one in come[first:last])


def _opcodes(
    before: Sequence[Hashable], after: Sequence[Hashable]
) -> Sequence[tuple[str, int, int, int, int]]:
    if before != after and max(len(before), len(after)) > MOST:
        return [("replace", 0, len(before), 0, len(after))]
    return SequenceMatcher(None, before, after).get_opcodes()


#: Where a line stands among the lines, or a cell among the cells: by number in the newer text;
#: what is of the older one alone (1) stands behind that number, by its own.
_Place = tuple[int, int, int]


def _laid_out(
    older: Sequence[Line], newer: Sequence[Line], steps: list[_Step]
) -> Iterator[ComparedLine]:
    """The lines of the newer text with what is gone in its place, and those that are all gone."""
    found: dict[_Place, dict[_Place, list[_Step]]] = {
        (number, 0, 0): {(place, 0, 0): [] for place in range(len(line.cells))}
        for number, line in enumerate(newer)
    }
    for step, (row, cell) in zip(steps, _places(newer, steps), strict=True):
        found.setdefault(row, {}).setdefault(cell, []).append(step)
    for (number, of_older, own), cells in sorted(found.items()):
        line = older[own] if of_older else newer[number]
        in_order = tuple(_pieces(cell) for _place, cell in sorted(cells.items()))
        if any(in_order):
            yield ComparedLine(line.kind, line.depth, line.mark, in_order)


def _places(newer: Sequence[Line], steps: list[_Step]) -> Iterator[tuple[_Place, _Place]]:
    """The line and the cell in which each word comes to stand.

    What is gone stays near what is left of its own cell, else of its own line.
    """
    kept: dict[tuple[int, ...], list[int]] = {}
    taken: set[tuple[int, int]] = set()
    for index, (gone, come) in enumerate(steps):
        if gone is not None and come is not None:
            kept.setdefault((gone.line,), []).append(index)
            kept.setdefault((gone.line, gone.cell), []).append(index)
            taken.add((come.line, come.cell))
    last = -1
    for index, (gone, come) in enumerate(steps):
        if come is not None:
            last = come.line
            yield (come.line, 0, 0), (come.cell, 0, 0)
        elif gone is not None and (gone.line,) not in kept:
            yield (last, 1, gone.line), (gone.cell, 0, 0)
        elif gone is not None:
            in_cell = kept.get((gone.line, gone.cell))
            near = _nearest(in_cell or kept[(gone.line,)], index)
            there = steps[near].come
            assert there is not None
            cell = (there.cell, 0, 0)
            if not in_cell and newer[there.line].kind == "row":
                cell = _cell_of_its_own(gone, there, near > index, taken)
            yield (there.line, 0, 0), cell


def _cell_of_its_own(
    gone: _Placed, there: _Placed, before: bool, taken: set[tuple[int, int]]
) -> _Place:
    """Where a cell stands that was emptied: in its own column, or between what is left."""
    if (there.line, gone.cell) not in taken:
        return (gone.cell, 0, 0)
    return (there.cell - before, 1, gone.cell)


def _nearest(kept: list[int], index: int) -> int:
    """The last of these before this one, else the first behind it."""
    return kept[max(bisect(kept, index) - 1, 0)]


def _kind(step: _Step) -> tuple[str, Word]:
    """A word as the same, gone or come."""
    gone, come = step
    if come is not None:
        return (COME if gone is None else SAME), come.word
    assert gone is not None
    return GONE, gone.word


def _pieces(cell: list[_Step]) -> tuple[Piece, ...]:
    """The words of a cell as pieces; where a link goes is said only where that changed."""
    words = [(kind, word) for kind, word in map(_kind, cell) if kind != SAME or not word.is_address]
    return tuple(
        Piece(kind, _runs([word for _said, word in stretch]))
        for kind, stretch in groupby(words, lambda one: one[0])
    )


def _runs(words: list[Word]) -> tuple[Run, ...]:
    """Words with blanks between them; what looks the same is one run."""
    runs = list(words[0].runs)
    for before, word in pairwise(words):
        runs.append(Run(" ", before.runs[-1].look & word.runs[0].look))
        runs.extend(word.runs)
    return tuple(
        Run("".join(run.text for run in stretch), look)
        for look, stretch in groupby(runs, lambda run: run.look)
    )
