"""What was made to hang or to fill memory ends soon: tagged, or with its problem named."""

from __future__ import annotations

import io
import time

import pikepdf
import pytest

from app.papers.tags import tag
from app.papers.tags.fonts import Font, read_meanings
from tests.papers.tags import drawn
from tests.papers.tags.looking import pictures

SECONDS = 4.0

CONTENTS = {
    "half a million lines": b"0 0 m 9 9 l S\n" * 500_000,
    "a million saved states": b"q Q " * 1_000_000,
    "texts without end": b"BT /F1 9 Tf 9 9 Td (a) Tj ET " * 70_000,
    "a bracket left open": b"(" * 500_000,
    "brackets in brackets": b"(" * 500_000 + b")" * 500_000,
    "dictionaries left open": b"<<" * 500_000,
    "arrays left open": b"[ 1 " * 500_000,
    "marks left open": b"/P <</MCID 0>> BDC " * 100_000,
    "images left open": b"BI /W 1 ID aaaa " * 50_000,
    "numbers and nothing else": b"1 " * 1_000_000,
    "no words at all": bytes(range(256)) * 4_000,
    "a paragraph of ten thousand lines": b"".join(
        b"BT /F1 9 Tf 60 %d Td (regel) Tj ET " % (130_000 - 13 * n) for n in range(10_000)
    ),
    "signs beside their text": b"".join(
        b"BT /F1 9 Tf 60 %d Td (-) Tj ET BT /F1 9 Tf 80 %d Td (punt) Tj ET " % (y, y)
        for y in range(260_000, 0, -26)
    ),
    "signs at one height": b"".join(
        b"BT /F1 9 Tf %d 700 Td (%s) Tj ET " % (60 * n, b"-" if n % 2 else b"punt")
        for n in range(20_000)
    ),
    "huge numbers": b"1e999 0 0 9 0 0 cm BT /F1 9 Tf " + b"9" * 4_000 + b" 0 Td (a) Tj ET",
}
SURE = {
    *("half a million lines", "a million saved states", "texts without end", "marks left open"),
    *("a paragraph of ten thousand lines", "signs beside their text", "signs at one height"),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_content_that_was_made_to_hurt(name: str) -> None:
    with pikepdf.open(io.BytesIO(drawn.with_content(CONTENTS[name]))) as pdf:
        begun = time.process_time()
        said = tag(pdf, "Stuk")

    assert time.process_time() - begun < SECONDS
    assert said.problems == () if name in SURE else isinstance(said.problems, tuple)


@pytest.mark.parametrize(
    "paper",
    [drawn.looping_tree(), drawn.deep_tree(90), drawn.deep_tree(3_000), drawn.looping_form()],
    ids=["loop", "deep", "far too deep", "a form that draws itself"],
)
def test_loops_and_depth_end(paper: bytes) -> None:
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        said = tag(pdf, "Stuk")
        out = io.BytesIO()
        pdf.save(out)

    assert said.problems == ()
    assert pictures(paper) == pictures(out.getvalue())


def test_forms_without_end_end() -> None:
    with pikepdf.open(io.BytesIO(drawn.forms_without_end(2_000))) as pdf:
        begun = time.process_time()
        said = tag(pdf, "Stuk")

    assert time.process_time() - begun < SECONDS
    assert said.problems == ()


def test_a_page_that_cannot_be_read_is_named_and_the_others_are_tagged() -> None:
    with pikepdf.open(io.BytesIO(drawn.with_content(b"BT (open Tj ET"))) as pdf:
        pdf.pages.append(pikepdf.Page(pdf.pages[0].obj))
        good = b"BT /F1 12 Tf 72 700 Td (Goed blad) Tj ET"
        pdf.pages[1].obj.Contents = pikepdf.Stream(pdf, good)

        said = tag(pdf, "Stuk")

        assert said.problems == ("page_unreadable",)
        assert pdf.Root.StructTreeRoot.K[0].K.S == pikepdf.Name.P


def test_a_piece_with_an_endless_number_is_numbered_anew() -> None:
    content = b"/P <</MCID 99999999>> BDC BT /F1 12 Tf 72 700 Td (Tekst) Tj ET EMC"
    with pikepdf.open(io.BytesIO(drawn.with_tree(content, drawn.element("P", 99_999_999)))) as pdf:
        begun = time.process_time()
        said = tag(pdf, "Stuk")

        assert time.process_time() - begun < SECONDS
        assert said.problems == ()
        assert len(pdf.Root.StructTreeRoot.ParentTree.Nums[1]) == 1


def test_thousands_of_links_and_texts_end() -> None:
    content = b"".join(
        b"BT /F1 3 Tf %d %d Td (a) Tj ET " % (20 * (n % 25), 800 - n // 25) for n in range(20_000)
    )
    with pikepdf.open(io.BytesIO(drawn.with_content(content))) as pdf:
        links = [
            pikepdf.Dictionary(
                Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([600, n % 800, 700, n % 800 + 9])
            )
            for n in range(3_000)
        ]
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(one) for one in links])
        begun = time.process_time()
        said = tag(pdf, "Stuk")

        assert time.process_time() - begun < SECONDS
        assert said.problems == ()


@pytest.mark.parametrize("word", [b"bfchar", b"bfrange"])
def test_a_table_of_letters_that_only_begins_ends(word: bytes) -> None:
    begun = time.process_time()
    assert read_meanings(b"begin" + b" begin".join([word] * 300_000)) == {}
    assert time.process_time() - begun < SECONDS


def test_widths_without_end_end() -> None:
    inner = pikepdf.Dictionary(W=pikepdf.Array([0, 60_000, 500] * 20_000))
    font = pikepdf.Dictionary(Subtype=pikepdf.Name.Type0, DescendantFonts=pikepdf.Array([inner]))
    begun = time.process_time()
    assert Font(font).width(b"\0a") == 0.5
    assert time.process_time() - begun < SECONDS
