"""Basic tags for one page: made from what it paints, where its maker gave none.

Text becomes headings, paragraphs and lists; pictures become figures that say honestly that nobody
described them; lines and fills are artefacts. Nothing is claimed that the page does not show.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.papers.tags import words
from app.papers.tags.annotations import box_of
from app.papers.tags.blocks import Block, blocks_of, item_runs
from app.papers.tags.drawing import Box, Event, Sheet
from app.papers.tags.elements import Annotation, Element
from app.papers.tags.lines import Line, in_reading_order, lines_of
from app.papers.tags.marks import Inside
from app.papers.tags.writing import ARTEFACT

_SMALLEST_PICTURE = 14.0
_SCAN_COVERS = 0.45
_BACKGROUND_COVERS = 0.85
_FEW_LETTERS = 12
_DRAWN_LETTERS = 40


@dataclass(eq=False)
class PageDraft:
    """One page on its way to tags."""

    number: int
    sheet: Sheet
    events: list[Event]
    box: Box
    annotations: list[Annotation]
    blocks: list[Block] = field(default_factory=list)
    pictures: list[list[Event]] = field(default_factory=list)
    guessed: bool = False
    scan: bool = False
    recognised: bool = False

    def gather(self) -> None:
        """See which texts and pictures there are, and in which order they are read."""
        free = [event for event in self.events if event.inside is Inside.NOTHING]
        lines = [line for line in lines_of([e for e in free if e.kind == "text"]) if _says(line)]
        shown = sum(len(e.shown) for line in lines for e in line.events if not e.hidden)
        self.pictures = [group for group in _picture_groups(free) if self._counts(group)]
        covered = max((self._share(_around(group)) for group in self.pictures), default=0.0)
        hidden = any(event.hidden for line in lines for event in line.events)
        if shown < _FEW_LETTERS and covered > _SCAN_COVERS:
            self.scan, self.recognised = True, hidden
        elif not lines and not self.pictures:
            drawn = [event for event in free if event.kind == "path"]
            if len(drawn) >= _DRAWN_LETTERS:
                self.scan, self.pictures = True, [drawn]
        if lines:
            behind = _BACKGROUND_COVERS if not self.recognised else _SCAN_COVERS
            self.pictures = [g for g in self.pictures if self._share(_around(g)) < behind]
        ordered, self.guessed = in_reading_order(lines)
        self.blocks = blocks_of(ordered)

    def _share(self, box: Box) -> float:
        """How much of the page a box covers."""
        left, bottom, right, top = self.box
        width = min(box[2], right) - max(box[0], left)
        height = min(box[3], top) - max(box[1], bottom)
        whole = max((right - left) * (top - bottom), 1.0)
        return max(width, 0.0) * max(height, 0.0) / whole

    def _counts(self, group: list[Event]) -> bool:
        """Whether pictures are large enough to be looked at, and on the page at all."""
        box = _around(group)
        sides = (box[2] - box[0], box[3] - box[1])
        return min(sides) >= _SMALLEST_PICTURE and self._share(box) > 0

    def elements(self) -> list[Element]:
        """The tags of this page; its events know afterwards to which element they belong."""
        waiting = sorted(self.pictures, key=self._turn)
        made: list[Element] = []
        links = _Links(self.annotations)
        for run in item_runs(self.blocks):
            turn = self._turn([e for block in run for line in block.lines for e in line.events])
            while waiting and self._turn(waiting[0]) < turn:
                made.append(self._figure(waiting.pop(0)))
            made += _tagged(run, links)
        made += [self._figure(group) for group in waiting]
        return made + links.left_over()

    def _turn(self, events: list[Event]) -> int:
        """When something was painted."""
        return min(self._order[id(event)] for event in events)

    @property
    def _order(self) -> dict[int, int]:
        if not hasattr(self, "_numbered"):
            self._numbered = {id(event): number for number, event in enumerate(self.events)}
        return self._numbered

    def _figure(self, group: list[Event]) -> Element:
        said = words.SCAN.format(page=self.number + 1) if self.scan else words.PICTURE
        figure = Element("Figure", facts={"Alt": said})
        for event in group:
            event.target = figure
        return figure


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


def _tagged(run: list[Block], links: _Links) -> list[Element]:
    """Headings and paragraphs by themselves, items of one list in a list."""
    if not run[0].label:
        return [_filled(block, links) for block in run]
    listed = Element("L")
    for block in run:
        events = [event for line in block.lines for event in line.events]
        count = _label_length(block, events)
        item = Element("LI")
        if count:
            label = Element("Lbl")
            links.fill(label, events[:count])
            item.kids.append(label)
        body = Element("LBody")
        links.fill(body, events[count:])
        item.kids.append(body)
        listed.kids.append(item)
    return [listed]


def _filled(block: Block, links: _Links) -> Element:
    element = Element(f"H{block.level}" if block.level else "P")
    links.fill(element, [event for line in block.lines for event in line.events])
    return element


def _label_length(block: Block, events: list[Event]) -> int:
    """How many of the first events are the label and nothing else; 0 where it is not apart."""
    said = ""
    for count, event in enumerate(events[:6], 1):
        said += event.text()
        if said.strip() == block.label:
            return count if count < len(events) else 0
    return 0


class _Links:
    """The links of one page, each with the text that it stands on."""

    def __init__(self, annotations: list[Annotation]) -> None:
        spots = [(annotation, box_of(annotation)) for annotation in annotations]
        self._spots = [(a, box) for a, box in spots if a.subtype == "/Link" and box is not None]
        self._made: dict[int, Element] = {}
        self._all = annotations

    def fill(self, element: Element, events: list[Event]) -> None:
        """Give events to an element, those on a link to a link inside it."""
        slot: Element | None = None
        for event in events:
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
        for annotation, box in self._spots:
            if box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1:
                made = self._made.get(id(annotation))
                if made is None:
                    made = self._made[id(annotation)] = Element("Link", [annotation])
                    element.kids.append(made)
                return made if made in element.kids else None
        return None

    def left_over(self) -> list[Element]:
        """Annotations without text of their own, at the end of the page."""
        return [
            Element("P", [Element("Span", [annotation])])
            for annotation in self._all
            if id(annotation) not in self._made
        ]


def loose_text(events: list[Event]) -> list[Element]:
    """Paragraphs of text that stands outside the tags of its page; the rest is artefact."""
    free = [event for event in events if event.inside is Inside.NOTHING and event.kind == "text"]
    made = []
    for block in blocks_of([line for line in lines_of(free) if _says(line)]):
        paragraph = Element("P")
        for line in block.lines:
            for event in line.events:
                event.target = paragraph
        made.append(paragraph)
    for event in events:
        event.target = event.target or ARTEFACT
    return made
