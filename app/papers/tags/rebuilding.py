"""Basic tags for one page: made from what it paints, where its maker gave none.

Text becomes headings, paragraphs, lists and tables; pictures become figures that say honestly that
nobody described them; lines and fills are artefacts. Nothing is claimed that the page does not
show. A draft keeps little: a paper of two thousand pages waits for its last one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.papers.tags import words
from app.papers.tags.annotations import box_of
from app.papers.tags.blocks import Block, blocks_of, item_runs
from app.papers.tags.drawing import Box, Event, Sheet
from app.papers.tags.elements import Annotation, Element, walk
from app.papers.tags.lines import Line, in_reading_order, lines_of
from app.papers.tags.marks import Inside
from app.papers.tags.ruling import Cell, find_cells
from app.papers.tags.writing import ARTEFACT, gather_runs

_SMALLEST_PICTURE = 14.0
_SCAN_COVERS = 0.45
_BACKGROUND_COVERS = 0.85
#: Beside tags of the maker: smaller ones are logos and ornaments.
_FORGOTTEN_COVERS = 0.02
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
            box = _around(group)
            seen = (group[0].drawn, *(round(side / 4) for side in box))
            first = min(turn[id(event)] for event in group)
            self.figures.append(Figure(element, first, seen, self._share(box), box))
        links = _Links(annotations)
        for block in self.blocks:
            self.turns[block] = min(turn[id(event)] for event in block.events())
            _fill(block, links, turn)
            block.close()
        self.rest = links.left_over()
        gather_runs(self.sheet)

    def _pictures(self, free: list[Event], lines: list[Line]) -> list[list[Event]]:
        """The pictures that count; says on the way whether the page is one."""
        groups = [group for group in _picture_groups(free) if self._counts(group)]
        shown = sum(len(e.shown) for line in lines for e in line.events if not e.hidden)
        covered = max((self._share(_around(group)) for group in groups), default=0.0)
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
        behind = _SCAN_COVERS if self.recognised else _BACKGROUND_COVERS
        return [group for group in groups if self._share(_around(group)) < behind]

    def _share(self, box: Box) -> float:
        """How much of the page a box covers."""
        return _share(box, self.box)

    def _counts(self, group: list[Event]) -> bool:
        """Whether pictures are large enough to be looked at, and on the page at all."""
        box = _around(group)
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


def _picture_groups(events: list[Event]) -> list[list[Event]]:
    """Pictures, those that were cut into strips or tiles as one."""
    groups: list[list[Event]] = []
    for event in events:
        if event.kind not in ("picture", "form"):
            continue
        last = groups[-1] if groups else None
        if last is not None and event.kind == "picture" and _touch(last[-1].box, event.box):
            last.append(event)
        else:
            groups.append([event])
    return groups


def _share(box: Box, page: Box) -> float:
    left, bottom, right, top = page
    width = min(box[2], right) - max(box[0], left)
    height = min(box[3], top) - max(box[1], bottom)
    whole = max((right - left) * (top - bottom), 1.0)
    return max(width, 0.0) * max(height, 0.0) / whole


def _touch(one: Box, other: Box) -> bool:
    apart_x = max(one[0], other[0]) - min(one[2], other[2])
    apart_y = max(one[1], other[1]) - min(one[3], other[3])
    return apart_x < 2 and apart_y < 2


def _around(group: list[Event]) -> Box:
    return (
        min(event.box[0] for event in group),
        min(event.box[1] for event in group),
        max(event.box[2] for event in group),
        max(event.box[3] for event in group),
    )


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


def _fill(block: Block, links: _Links, turn: dict[int, int]) -> None:
    """Give what is painted for a block to its elements, the sign before an item apart."""
    events = block.events()
    count = _label_length(block, events) if block.label else 0
    if count:
        block.sign = Element("Span")
        for event in events[:count]:
            event.target = block.sign
    links.fill(block.body, events[count:], turn)


def _label_length(block: Block, events: list[Event]) -> int:
    """How many of the first events are the label and nothing else; 0 where it is not apart."""
    said = ""
    for count, event in enumerate(events[:6], 1):
        said += event.text()
        if said.strip() == block.label:
            return count if count < len(events) else 0
    return 0


#: Links are looked up by height, in bands of so many points; beyond this no page goes on.
_BAND, _FARTHEST = 20.0, 14_400.0
#: At one height; others stand at the end of the page, without the text that they are on.
_MOST_LINKS = 200


class _Links:
    """The links of one page, each with the text that it stands on."""

    def __init__(self, annotations: list[Annotation]) -> None:
        self._spots: dict[int, list[tuple[Annotation, Box]]] = {}
        self._made: dict[int, tuple[Element, Element]] = {}
        self._all = annotations
        for annotation in annotations:
            box = box_of(annotation) if annotation.subtype == "/Link" else None
            if box is not None:
                for band in range(_band(box[1] - 1), _band(box[3] + 1) + 1):
                    spots = self._spots.setdefault(band, [])
                    if len(spots) < _MOST_LINKS:
                        spots.append((annotation, box))

    def fill(self, element: Element, events: list[Event], turn: dict[int, int]) -> None:
        """Give events to an element, those on a link to a link inside it.

        What was painted before what one reads first is marked by itself: inside one mark,
        readers keep the order of painting.
        """
        slot: Element | None = None
        before = -1
        for event in events:
            if turn[id(event)] < before:
                slot = None
            before = turn[id(event)]
            link = self._link(event, element) if self._spots else None
            if link is not None:
                event.target, slot = link, None
                continue
            if slot is None:
                slot = Element("Span")
                element.kids.append(slot)
            event.target = slot

    def _link(self, event: Event, element: Element) -> Element | None:
        x, y = (event.box[0] + event.box[2]) / 2, (event.box[1] + event.box[3]) / 2
        for annotation, box in self._spots.get(_band(y), ()):
            if box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1:
                if id(annotation) not in self._made:
                    self._made[id(annotation)] = Element("Link", [annotation]), element
                    element.kids.append(self._made[id(annotation)][0])
                made, holder = self._made[id(annotation)]
                return made if holder is element else None
        return None

    def left_over(self) -> list[Element]:
        """Annotations without text of their own, at the end of the page."""
        return [
            Element("P", [Element("Span", [annotation])])
            for annotation in self._all
            if id(annotation) not in self._made
        ]


def _band(height: float) -> int:
    return int(min(max(height, -_FARTHEST), _FARTHEST) // _BAND)


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


def loose_figures(events: list[Event], page: Box) -> list[Element]:
    """Figures of the large pictures that stand outside the tags of their page."""
    free = [event for event in events if event.inside is Inside.NOTHING]
    made = []
    for group in _picture_groups(free):
        if _FORGOTTEN_COVERS <= _share(_around(group), page) < _BACKGROUND_COVERS:
            figure = Element("Figure", facts={"Alt": words.PICTURE})
            for event in group:
                event.target = figure
            made.append(figure)
    return made
