"""Basic tags for one page: made from what it paints, where its maker gave none.

Text becomes headings, paragraphs, lists and tables; pictures become figures that say honestly that
nobody described them; lines and fills are artefacts. Nothing is claimed that the page does not
show. A draft keeps little: a paper of two thousand pages waits for its last one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.papers.tags import words
from app.papers.tags.blocks import Block, blocks_of, item_runs
from app.papers.tags.elements import Annotation, Element, walk
from app.papers.tags.figures import BACKGROUND_COVERS, around, picture_groups, share
from app.papers.tags.geometry import Box
from app.papers.tags.lines import Line, in_reading_order, lines_of
from app.papers.tags.links import Links, fill
from app.papers.tags.marks import Inside
from app.papers.tags.ruling import Cell, find_cells
from app.papers.tags.sheets import Event, Sheet
from app.papers.tags.writing import ARTEFACT, gather_runs

_SMALLEST_PICTURE = 14.0
_SCAN_COVERS = 0.45
_FEW_LETTERS = 12
_DRAWN_LETTERS = 40


@dataclass(eq=False, slots=True)
class Figure:
    """A picture on a page: when it is painted, by what it is known again, how much it covers."""

    element: Element
    turn: int
    seen: tuple[object, ...]
    share: float
    box: Box


@dataclass(eq=False, slots=True)
class PageDraft:
    """One page on its way to tags: blocks of text and figures, each with its turn."""

    number: int
    sheet: Sheet
    box: Box
    blocks: list[Block] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    turns: dict[Block, int] = field(default_factory=dict)
    rest: list[Element] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    guessed: bool = False
    scan: bool = False
    recognised: bool = False

    def gather(self, events: list[Event], rules: list[Box], annotations: list[Annotation]) -> None:
        """See which texts and pictures there are, and in which order they are read."""
        self.cells = find_cells(rules, events)
        free = [event for event in events if event.inside is Inside.NOTHING]
        lines = [line for line in lines_of([e for e in free if e.kind == "text"]) if _says(line)]
        pictures = self._pictures(free, lines)
        ordered, self.guessed = in_reading_order(lines)
        self.blocks = blocks_of(ordered)
        turn = {id(event): number for number, event in enumerate(events)}
        for group in pictures:
            element = self._figure(group)
            box = around(group)
            seen = (group[0].drawn, *(round(side / 4) for side in box))
            first = min(turn[id(event)] for event in group)
            self.figures.append(Figure(element, first, seen, self._share(box), box))
        links = Links(annotations)
        for block in self.blocks:
            self.turns[block] = min(turn[id(event)] for event in block.events())
            fill(block, links, turn)
            block.close()
        self.rest = links.left_over()
        gather_runs(self.sheet)

    def _pictures(self, free: list[Event], lines: list[Line]) -> list[list[Event]]:
        """The pictures that count; says on the way whether the page is one."""
        groups = [group for group in picture_groups(free) if self._counts(group)]
        shown = sum(len(e.shown) for line in lines for e in line.events if not e.hidden)
        covered = max((self._share(around(group)) for group in groups), default=0.0)
        if shown < _FEW_LETTERS and covered > _SCAN_COVERS:
            self.scan = True
            self.recognised = any(event.hidden for line in lines for event in line.events)
        elif not lines and not groups:
            drawn = [event for event in free if event.kind == "path"]
            if len(drawn) >= _DRAWN_LETTERS:
                self.scan = True
                return [drawn]
        if not lines:
            return groups
        behind = _SCAN_COVERS if self.recognised else BACKGROUND_COVERS
        return [group for group in groups if self._share(around(group)) < behind]

    def _share(self, box: Box) -> float:
        """How much of the page a box covers."""
        return share(box, self.box)

    def _counts(self, group: list[Event]) -> bool:
        """Whether pictures are large enough to be looked at, and on the page at all."""
        box = around(group)
        sides = (box[2] - box[0], box[3] - box[1])
        return min(sides) >= _SMALLEST_PICTURE and self._share(box) > 0

    def _figure(self, group: list[Event]) -> Element:
        said = words.SCAN.format(page=self.number + 1) if self.scan else words.PICTURE
        figure = Element("Figure", facts={"Alt": said})
        for event in group:
            event.target = figure
        return figure

    def leave_out(self, thing: Block | Figure) -> None:
        """What painted this is an artefact: it stands on every page."""
        if isinstance(thing, Figure):
            self.figures.remove(thing)
            thing.element.kind = ARTEFACT
            return
        self.blocks.remove(thing)
        for part in (thing.sign, thing.body):
            for element in walk(part) if part is not None else ():
                element.kind = ARTEFACT

    def elements(self) -> list[Element]:
        """The tags of this page."""
        waiting = sorted(self.figures, key=lambda one: one.turn)
        made: list[Element] = []
        by_cell: dict[int, list[Block]] = {}
        for block in self.blocks:
            by_cell.setdefault(block.cell, []).append(block)
        for run in item_runs(self.blocks):
            turn = min(self.turns[block] for block in run)
            while waiting and waiting[0].turn < turn:
                made.append(waiting.pop(0).element)
            cell = run[0].cell
            if cell < 0:
                made += _tagged(run)
            elif cell in by_cell:
                made.append(self._table(self.cells[cell].table, by_cell))
        return made + [figure.element for figure in waiting] + self.rest

    def _table(self, number: int, by_cell: dict[int, list[Block]]) -> Element:
        """A whole table; its blocks are taken out of what waits."""
        numbered = [(n, cell) for n, cell in enumerate(self.cells) if cell.table == number]
        filled = {cell: by_cell.pop(n, []) for n, cell in numbered}
        table = Element("Table")
        heads = _is_heading_row(filled)
        for row in sorted({cell.row for cell in filled}):
            line = Element("TR")
            for cell in sorted((one for one in filled if one.row == row), key=lambda c: c.column):
                kind = "TH" if heads and row == 0 else "TD"
                line.kids.append(_cell(kind, cell, filled[cell]))
            table.kids.append(line)
        return table


def _is_heading_row(filled: dict[Cell, list[Block]]) -> bool:
    """Whether the first row heads the others: all of it is bold, and not all below it is."""
    first = [block for cell, blocks in filled.items() if cell.row == 0 for block in blocks]
    others = [block for cell, blocks in filled.items() if cell.row > 0 for block in blocks]
    return bool(first) and all(b.bold for b in first) and not all(b.bold for b in others)


def _cell(kind: str, cell: Cell, blocks: list[Block]) -> Element:
    element = Element(kind)
    for run in item_runs(blocks):
        element.kids += _tagged(run)
    if len(blocks) == 1 and not blocks[0].label:
        element.kids = [kid for one in element.elements() for kid in one.kids]
    if cell.rows > 1:
        element.set_attribute("Table", "RowSpan", cell.rows)
    if cell.columns > 1:
        element.set_attribute("Table", "ColSpan", cell.columns)
    return element


def _says(line: Line) -> bool:
    """Whether a line says anything: blanks alone are no content."""
    shown = any(e.shown.strip(b" \0\xa0") for e in line.events)
    return shown and bool(line.text.strip())


def _tagged(run: list[Block]) -> list[Element]:
    """Headings and paragraphs by themselves, items of one list in a list."""
    if not run[0].label:
        return [block.element() for block in run]
    listed = Element("L")
    for block in run:
        item = Element("LI")
        if block.sign is not None:
            block.sign.kind = "Lbl"
            item.kids.append(block.sign)
        item.kids.append(Element("LBody", [block.body]))
        listed.kids.append(item)
    return [listed]


def loose_text(events: list[Event]) -> list[Element]:
    """Paragraphs of text that stands outside the tags of its page; the rest is artefact."""
    free = [event for event in events if event.inside is Inside.NOTHING and event.kind == "text"]
    made = []
    for block in blocks_of([line for line in lines_of(free) if _says(line)]):
        paragraph = Element("P")
        for event in block.events():
            event.target = paragraph
        made.append(paragraph)
    return made
