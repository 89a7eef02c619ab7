"""Drawings that draw each other without end are refused; those of an ordinary map are not."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from app.papers.repeating import MOST, require_drawable
from app.papers.unusable import PaperUnusable
from tests.packs.pdf_files import blank_paper
from tests.papers import odd_loops, odd_pdfs


def drawing(pdf: Pdf, content: bytes, **inside: Stream) -> Stream:
    made = Stream(pdf, content)
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    if inside:
        drawings = {f"/{name}": one for name, one in inside.items()}
        made.Resources = Dictionary(XObject=Dictionary(drawings))
    return made


def page_that_draws(times: int) -> Pdf:
    """A page with a hundred trees a row, and so many rows of them."""
    pdf = blank_paper()
    row = drawing(pdf, b"/Boom Do " * 100, Boom=drawing(pdf, b"0 0 9 9 re f"))
    pdf.pages[0].obj.Resources.XObject = Dictionary({"/Rij 1": row})
    pdf.pages[0].contents_add(b"/Rij#201 Do " * times)
    return pdf


def test_a_map_with_thousands_of_trees_is_drawn() -> None:
    require_drawable(page_that_draws(500))


def test_more_than_anybody_can_see_is_refused() -> None:
    with pytest.raises(PaperUnusable, match="too_heavy"):
        require_drawable(page_that_draws(MOST // 100 + 1))


def test_drawings_that_double_are_refused_and_one_that_draws_itself_is_not() -> None:
    doubling = io.BytesIO(odd_loops.doubling_drawings())
    with pikepdf.open(doubling) as pdf, pytest.raises(PaperUnusable, match="too_heavy"):
        require_drawable(pdf)
    with pikepdf.open(io.BytesIO(odd_loops.drawing_in_itself())) as pdf:
        require_drawable(pdf)


def test_lists_in_lists_are_refused_and_many_beside_each_other_are_not() -> None:
    deep = io.BytesIO(odd_pdfs.nested_lists())
    with pikepdf.open(deep) as pdf, pytest.raises(PaperUnusable, match="damaged"):
        require_drawable(pdf)
    beside = blank_paper()
    beside.pages[0].contents_add(b"BT /F1 9 Tf [(a) 20 (b)] TJ ET " * 2000)
    require_drawable(beside)
