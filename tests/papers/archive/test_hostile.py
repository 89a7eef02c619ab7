"""What was made to take all time of an archive ends soon."""

from __future__ import annotations

import time

import pytest
from pikepdf import Array, Dictionary, Name

from app.papers.archive import bring
from tests.papers.archive.drawn import drawn
from tests.papers.archive.lettered import composite

SECONDS = 2.0


def test_thousands_of_remarks_with_a_window_end() -> None:
    pdf = drawn(b"")
    things = []
    for _number in range(4_000):
        rectangle = Array([9, 9, 9, 9])
        mark = pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Highlight, Rect=rectangle)
        )
        window = Dictionary(Type=Name.Annot, Subtype=Name.Popup, Rect=rectangle, Parent=mark)
        things += [mark, pdf.make_indirect(window)]
    pdf.pages[0].obj.Annots = Array(things)
    begun = time.process_time()
    bring(pdf)

    assert time.process_time() - begun < SECONDS
    assert len(pdf.pages[0].obj.Annots) == len(things)


@pytest.mark.parametrize(
    "widths",
    [[-1_000_000_000, 65_535, 500], [0, 60_000, 500] * 20_000],
    ids=["from far below", "again and again"],
)
def test_widths_without_end_end(widths: list[int]) -> None:
    pdf = composite()
    pdf.pages[0].obj.Resources.Font.F.DescendantFonts[0].W = Array(widths)
    begun = time.process_time()
    bring(pdf)

    assert time.process_time() - begun < SECONDS
