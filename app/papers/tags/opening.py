"""The words with which a paper opens: its first heading, or its first line."""

from __future__ import annotations

from pikepdf import Pdf

from app.papers.tags.blocks import blocks_of, find_headings
from app.papers.tags.drawing import Drawing, TooMuch
from app.papers.tags.elements import Place
from app.papers.tags.lines import in_reading_order, lines_of
from app.papers.tags.resources import FontShelf, content
from app.papers.tags.scanning import BROKEN

#: A page with more than this is a drawing, which has no first line.
_MOST_CONTENT = 1_000_000


def opening_words(pdf: Pdf) -> str:
    """What stands at the top of the first page; empty where nobody can read it."""
    try:
        return _opening_words(pdf)
    except (*BROKEN, TooMuch):
        return ""


def _opening_words(pdf: Pdf) -> str:
    page = pdf.pages[0]
    data = content(page)
    if len(data) > _MOST_CONTENT:
        return ""
    drawing = Drawing(FontShelf(), set(), set())
    drawing.page(page, Place(0, page.obj), data, None)
    texts = [one for one in drawing.events if one.kind == "text"]
    lines = [line for line in lines_of(texts) if any(letter.isalpha() for letter in line.text)]
    ordered, _guessed = in_reading_order(lines)
    blocks = blocks_of(ordered)
    first = ordered[0].text if ordered else ""
    for block in blocks:
        block.close()
    find_headings([blocks])
    headings = sorted((one for one in blocks if one.level), key=lambda one: one.level)
    return headings[0].text if headings else first
