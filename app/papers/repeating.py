"""How often the drawings of a page are drawn, and how deep its lists go: a few drawings that draw
each other twice keep a reader busy for ever, and lists in lists end it. Counted without drawing.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from app.papers.unusable import PaperUnusable

#: A map with a stamp at every tree draws some thousands.
MOST = 100_000
#: Drawings in drawings, deeper than programs make them.
DEEPEST = 40
#: Lists in lists: honest drawings have one or two.
_DEEPEST_LIST = 500
_BRACKET = re.compile(rb"[\[\]]")
_DRAWS = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do(?![^\s/<>\[\](){}%])")
_CODED = re.compile(rb"#([0-9A-Fa-f]{2})")


def require_drawable(pdf: Pdf) -> None:
    """Refuse a file with a page that would draw its drawings more often than anybody can see."""
    counter = _Counter()
    for page in pdf.pages:
        if counter.on_page(page) > MOST:
            raise PaperUnusable("too_heavy")


class _Counter:
    """Counts for all pages of a file; what a drawing draws is looked at once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], int] = {}

    def on_page(self, page: Page) -> int:
        """How often something is drawn on a page, one more than MOST for whatever is more."""
        found = page.obj.get("/Contents")
        parts = list(found) if isinstance(found, Array) else [found]
        content = b"\n".join(_bytes_of(part) for part in parts if isinstance(part, Stream))
        return self._drawn(content, page.resources, 0)

    def _drawn(self, content: bytes, resources: Any, depth: int) -> int:
        drawings = resources.get("/XObject") if isinstance(resources, Dictionary) else None
        total = 1
        if not isinstance(drawings, Dictionary):
            return total
        for name, times in Counter(_DRAWS.findall(content)).items():
            drawing = drawings.get("/" + _plain(name))
            if isinstance(drawing, Stream) and drawing.get("/Subtype") == Name.Form:
                total = min(total + times * self._within(drawing, resources, depth), MOST + 1)
        return total

    def _within(self, drawing: Stream, resources: Object, depth: int) -> int:
        """The same for a drawing; one that draws itself is drawn once, as readers do."""
        if drawing.objgen not in self._known:
            self._known[drawing.objgen] = 1
            own = drawing.get("/Resources", resources)
            if depth >= DEEPEST:
                return MOST + 1
            self._known[drawing.objgen] = self._drawn(_bytes_of(drawing), own, depth + 1)
        return self._known[drawing.objgen]


def _bytes_of(stream: Stream) -> bytes:
    try:
        content = stream.read_bytes()
    except pikepdf.PdfError:
        return b""
    if content.count(b"[") > _DEEPEST_LIST and _depth(content) > _DEEPEST_LIST:
        raise PaperUnusable("damaged")
    return content


def _depth(content: bytes) -> int:
    """How deep lists stand in lists, as far as that is more than is looked for."""
    depth = 0
    for bracket in _BRACKET.finditer(content):
        depth = depth + 1 if bracket[0] == b"[" else max(depth - 1, 0)
        if depth > _DEEPEST_LIST:
            break
    return depth


def _plain(name: bytes) -> str:
    """A name as the file means it: a letter can be written as its code."""
    return _CODED.sub(lambda code: bytes([int(code[1], 16)]), name).decode("utf-8", "replace")
