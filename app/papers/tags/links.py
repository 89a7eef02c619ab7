"""The links of a page, each with the text that it stands on. Pure."""

from __future__ import annotations

from app.papers.tags.annotations import box_of
from app.papers.tags.blocks import Block
from app.papers.tags.elements import Annotation, Element
from app.papers.tags.geometry import Box
from app.papers.tags.sheets import Event

#: Links are looked up by height, in bands of so many points; beyond this no page goes on.
_BAND, _FARTHEST = 20.0, 14_400.0
#: At one height; others stand at the end of the page, without the text that they are on.
_MOST_LINKS = 200


class Links:
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


def fill(block: Block, links: Links, turn: dict[int, int]) -> None:
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


def _band(height: float) -> int:
    return int(min(max(height, -_FARTHEST), _FARTHEST) // _BAND)
