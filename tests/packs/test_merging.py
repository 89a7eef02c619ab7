"""One PDF from many parts: numbers, tabs, links, outline, odd pages, and the same bytes twice."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from pikepdf import Array, OutlineItem
from pypdf import PdfReader

from app.packs.press.pressroom import PrintedPack
from tests.packs import pdf_files
from tests.packs.press_jobs import (
    contents,
    job_of,
    opened,
    page_number_of,
    paper_part,
    printed,
    section,
)


def texts(pack: PrintedPack) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pack.content)).pages]


@pytest.fixture(scope="module")
def pack() -> PrintedPack:
    return printed(
        job_of(
            section("cover", "Omslag"),
            contents("note-3", "paper-3-1", "paper-3-2"),
            section("note-3", "3 Begroting"),
            paper_part("3.1", "Ontwerpbegroting"),
            paper_part("3.2", "Aanbiedingsbrief"),
        ),
        {"3.1": pdf_files.paper(3), "3.2": pdf_files.paper(2, pdf_files.A4_LANDSCAPE)},
    )


def test_every_page_carries_its_number_and_the_total(pack: PrintedPack) -> None:
    pages = texts(pack)
    assert len(pages) == pack.pages == 8
    for number, text in enumerate(pages, start=1):
        assert f"{number} / 8" in text


def test_our_pages_carry_the_foot_and_papers_their_number(pack: PrintedPack) -> None:
    pages = texts(pack)
    assert "PG&Z · Algemeen bestuur · 3 december 2026" in pages[2]
    assert "stuk 3.1" in pages[3]
    assert "stuk 3.2" in pages[7]


def test_the_first_page_of_a_paper_has_a_tab_with_number_and_title(pack: PrintedPack) -> None:
    pages = texts(pack)
    assert re.search(r"Ontwerpbegroting", pages[3])
    assert "Ontwerpbegroting" not in pages[4]
    assert "Aanbiedingsbrief" in pages[6]


def test_contents_name_the_page_that_they_jump_to(pack: PrintedPack) -> None:
    said = dict(re.findall(r"(\S+) op bladzijde (\d+)", texts(pack)[1]))
    assert said == {"note-3": "3", "paper-3-1": "4", "paper-3-2": "7"}
    with opened(pack) as pdf:
        jumps = [page_number_of(pdf, note.Dest) for note in pdf.pages[1].obj.Annots]
        assert jumps == [3, 4, 7]
        assert str(pdf.pages[1].obj.Annots[1].Contents) == "Naar 3.1 Ontwerpbegroting"


def test_a_paper_links_back_to_the_contents(pack: PrintedPack) -> None:
    with opened(pack) as pdf:
        back = pdf.pages[3].obj.Annots[0]
        assert page_number_of(pdf, back.Dest) == 2
        assert str(back.Contents) == "Naar Inhoud"


def test_no_placeholder_address_is_left(pack: PrintedPack) -> None:
    with opened(pack) as pdf:
        for page in pdf.pages:
            assert all("/A" not in note for note in page.obj.get("/Annots", []))


def test_the_outline_has_every_note_with_its_papers_below(pack: PrintedPack) -> None:
    with opened(pack) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Omslag", "Inhoud", "3 Begroting"]
        below = outline.root[2].children
        assert [item.title for item in below] == ["3.1 Ontwerpbegroting", "3.2 Aanbiedingsbrief"]
        assert page_number_of(pdf, below[1].destination) == 7


def test_the_file_says_title_language_and_how_it_opens(pack: PrintedPack) -> None:
    with opened(pack) as pdf:
        assert str(pdf.Root.Lang) == "nl-NL"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.Root.PageMode) == "/UseOutlines"
        assert str(pdf.docinfo["/Title"]) == "Vergadermap Algemeen bestuur"
        with pdf.open_metadata() as facts:
            assert facts["dc:title"] == "Vergadermap Algemeen bestuur"
            assert "pdfuaid:part" not in facts


def test_a_pack_without_papers_says_that_it_is_accessible() -> None:
    pack = printed(job_of(section("cover", "Omslag"), contents("cover")))
    with opened(pack) as pdf, pdf.open_metadata() as facts:
        assert facts["pdfuaid:part"] == "1"
        assert [str(part.T) for part in pdf.Root.StructTreeRoot.K[0].K] == ["Omslag", "Inhoud"]


def test_the_same_content_gives_the_same_bytes(pack: PrintedPack) -> None:
    again = printed(
        job_of(
            section("cover", "Omslag"),
            contents("note-3", "paper-3-1", "paper-3-2"),
            section("note-3", "3 Begroting"),
            paper_part("3.1", "Ontwerpbegroting"),
            paper_part("3.2", "Aanbiedingsbrief"),
        ),
        {"3.1": pdf_files.paper(3), "3.2": pdf_files.paper(2, pdf_files.A4_LANDSCAPE)},
    )
    assert again.content == pack.content


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_number_stands_upright_at_the_lower_right_of_turned_pages(turn: int) -> None:
    pack = printed(
        job_of(paper_part("1.1")), {"1.1": pdf_files.paper(1, pdf_files.A4_LANDSCAPE, turn)}
    )
    page = PdfReader(io.BytesIO(pack.content)).pages[0]
    places: list[tuple[float, float]] = []

    def look(text: str, matrix: list[float], text_matrix: list[float], *_more: object) -> None:
        if "1 / 1" in text:
            a, b, c, d, e, f = matrix
            x, y = text_matrix[4], text_matrix[5]
            places.append((a * x + c * y + e, b * x + d * y + f))

    page.extract_text(visitor_text=look)
    width, height = 841.89, 595.28
    seen = {
        0: lambda x, y: (x, y),
        90: lambda x, y: (y, width - x),
        180: lambda x, y: (width - x, height - y),
        270: lambda x, y: (height - y, x),
    }[turn](*places[-1])
    seen_width = width if turn in (0, 180) else height
    assert seen_width - 120 < seen[0] < seen_width
    assert 0 < seen[1] < 40


def page_of(item: OutlineItem) -> tuple[int, int]:
    """Which page an item of the outline leads to."""
    assert isinstance(item.destination, Array)
    return item.destination[0].objgen


def test_a_part_can_have_its_own_places_below_it_in_the_outline() -> None:
    """They lead to the page that they are on, also behind pages of other parts."""
    months = "".join(
        f'<p style="break-before: page; bookmark-level: 1; bookmark-label: content()">{name}</p>'
        for name in ("Januari", "Februari")
    )
    body = f"<style>h1 {{ bookmark-level: none }}</style>{months}"
    unfolded = replace(section("list", "Per maand", body), unfolds=True)
    pack = printed(job_of(section("cover", "Omslag"), unfolded, section("end", "Slot", body)))
    with opened(pack) as pdf, pdf.open_outline() as outline:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        found = [
            (
                part.title,
                [(one.title, numbers[page_of(one)]) for one in part.children],
            )
            for part in outline.root
        ]
    assert found == [
        ("Omslag", []),
        ("Per maand", [("Januari", 3), ("Februari", 4)]),
        ("Slot", []),
    ]
