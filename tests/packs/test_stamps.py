"""Stamps: watermark, margin bar, empty pages for printing on both sides; artefacts, all of them."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from app.packs.press.pressroom import PrintedPack
from app.packs.press.printjob import PaperPart, Section
from tests.packs import pdf_files
from tests.packs.press_jobs import contents, job_of, opened, paper_part, printed, section
from tests.verapdf import assert_holds

LONG = "<p style='break-before: page'>Tweede blad.</p>"
EMPTY = "Deze bladzijde is met opzet leeg."
WATERMARK = "Wethouder Jeugd · 30 november 2026, 09.15 uur"


def texts(pack: PrintedPack) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pack.content)).pages]


def drawing(page: pikepdf.Page) -> list[pikepdf.ContentStreamInstruction]:
    return [
        one
        for one in pikepdf.parse_content_stream(page)
        if isinstance(one, pikepdf.ContentStreamInstruction)
    ]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_everything_that_is_stamped_on_a_paper_is_an_artefact(turn: int) -> None:
    paper = replace(paper_part("1.1", "Begroting"), changed="nieuw")
    job = replace(job_of(paper), watermark=WATERMARK)
    pack = printed(job, {"1.1": pdf_files.paper(1, pdf_files.A3_LANDSCAPE, turn)})
    with opened(pack) as pdf:
        depth, shown, kinds = 0, 0, set()  # depth: what stands within an artefact counts too
        for one in drawing(pdf.pages[0]):
            operator = str(one.operator)
            if operator == "BDC" and str(one.operands[0]) == "/Artifact":
                depth += 1
                kinds.add(str(one.operands[1].get("/Subtype", "")))
            elif operator == "BDC" and depth:
                depth += 1
            elif operator == "EMC":
                depth -= 1
            elif operator in ("Tj", "TJ") and depth:
                shown += 1
        assert kinds == {"/Footer", "/Header", "/Watermark", ""}
        assert shown == 6
        assert depth == 0
    text = texts(pack)[0]
    for words in ("1 / 1", "stuk 1.1", "Begroting", "nieuw", WATERMARK):
        assert words in text


def test_every_page_carries_the_watermark_and_none_is_see_through() -> None:
    job = replace(job_of(section("cover", "Omslag"), paper_part("1.1")), watermark=WATERMARK)
    pack = printed(job, {"1.1": pdf_files.paper(2)})
    assert all(WATERMARK in text for text in texts(pack))
    with opened(pack) as pdf:
        for page in pdf.pages:
            states = page.resources.get("/ExtGState", pikepdf.Dictionary())
            assert all(state.get("/ca", 1) == 1 for _name, state in states.items())


@pytest.mark.parametrize("watermark", ["", WATERMARK])
@pytest.mark.parametrize("both_sides", [False, True])
def test_the_number_is_the_last_that_is_read_of_every_page(
    watermark: str, both_sides: bool, tmp_path: Path
) -> None:
    words = "<p>" + "Wat hier staat is lang genoeg om te lezen. " * 60 + "</p>"
    job = job_of(
        section("cover", "Omslag"),
        replace(section("note-1", "1 Punt", words + LONG), changed="gewijzigd", begins_right=True),
        replace(paper_part("1.1"), changed="nieuw", behind="note-1"),
        replace(paper_part("1.2"), changed="nieuw", behind="note-1"),
    )
    papers = {"1.1": pdf_files.paper(2), "1.2": pdf_files.paper(1, pdf_files.A4_LANDSCAPE, 90)}
    pack = printed(
        replace(job, watermark=watermark, right_hand=both_sides, blank_word=EMPTY), papers
    )
    (tmp_path / "pack.pdf").write_bytes(pack.content)
    for page in range(1, pack.pages + 1):
        read = subprocess.run(
            ["pdftotext", "-f", str(page), "-l", str(page), tmp_path / "pack.pdf", "-"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        assert read.endswith(f"{page} / {pack.pages}")
        assert watermark in read or EMPTY in read
    assert all(
        text.strip().endswith(f"{page} / {pack.pages}") for page, text in enumerate(texts(pack), 1)
    )


def test_the_bar_stands_in_the_outer_margin() -> None:
    job = job_of(
        section("cover", "Omslag"),
        replace(
            section("note-1", "1 Punt", "<p style='break-before: page'>T</p>"),
            changed="nieuw",
            begins_right=True,
        ),
    )
    places = {}
    for both_sides in (False, True):
        with opened(printed(replace(job, right_hand=both_sides))) as pdf:
            for number, page in enumerate(pdf.pages, start=1):
                bars = [
                    float(one.operands[0])
                    for one in drawing(page)
                    if str(one.operator) == "re" and abs(float(one.operands[2]) - 2.83) < 0.01
                ]
                if bars:
                    places[both_sides, number] = bars[0] > 300
    assert places == {
        (False, 2): True,
        (False, 3): True,
        (True, 3): True,
        (True, 4): False,
    }


def test_on_both_sides_an_item_begins_on_a_right_hand_page_and_its_papers_follow() -> None:
    job = job_of(
        section("cover", "Omslag"),
        contents("note-1", "note-2"),
        section("room", "Wie er aan tafel zit"),
        replace(section("note-1", "1 Punt"), begins_right=True),
        replace(paper_part("1.1"), behind="note-1"),
        replace(section("note-2", "2 Punt"), begins_right=True),
    )
    job = replace(job, right_hand=True, watermark=WATERMARK, blank_word=EMPTY)
    pack = printed(job, {"1.1": pdf_files.paper(2)})
    first = {placed.key: placed.first_page for placed in pack.placed}
    assert first == {
        "cover": 1,
        "contents": 2,  # what is in front runs on
        "room": 3,
        "note-1": 5,
        "paper-1-1": 6,
        "note-2": 9,
    }
    pages = texts(pack)
    assert re.findall(r"bladzijde (\d+)", pages[1]) == ["5", "9"]
    assert [f"{number} / 9" in text for number, text in enumerate(pages, 1)] == [True] * 9
    empty = [number for number, text in enumerate(pages, 1) if WATERMARK not in text]
    assert empty == [number for number, text in enumerate(pages, 1) if EMPTY in text] == [4, 8]


def test_in_a_period_items_and_general_papers_begin_on_a_right_hand_page_too() -> None:
    parts: list[Section | PaperPart] = [
        section("meeting-1", "Algemeen bestuur"),
        replace(paper_part("A"), level=1),
        replace(section("note-1", "1 Punt"), level=1, begins_right=True),
        replace(paper_part("1.1"), level=2, behind="note-1"),
        replace(section("note-2", "2 Punt"), level=1, begins_right=True),
    ]
    papers = {number: pdf_files.paper(1) for number in ("A", "1.1")}
    pack = printed(replace(job_of(*parts), right_hand=True), papers)
    first = {placed.key: placed.first_page for placed in pack.placed}
    assert first == {"meeting-1": 1, "paper-A": 3, "note-1": 5, "paper-1-1": 6, "note-2": 7}


def test_in_an_addendum_a_paper_without_its_note_begins_on_a_right_hand_page() -> None:
    job = job_of(section("contents", "Nazending"), replace(paper_part("1.1"), behind="note-1"))
    pack = printed(replace(job, right_hand=True), {"1.1": pdf_files.paper()})
    assert [placed.first_page for placed in pack.placed] == [1, 3]


def test_letters_that_the_typeface_lacks_are_left_out_of_the_tab() -> None:
    pack = printed(job_of(paper_part("1.1", "Brief هذا 🙂 einde")), {"1.1": pdf_files.paper()})
    assert re.search(r"Brief +einde", texts(pack)[0])
    with opened(pack) as pdf:
        for one in drawing(pdf.pages[0]):
            if str(one.operator) == "Tj" and isinstance(one.operands[0], pikepdf.String):
                text = bytes(one.operands[0])
                codes = [text[place : place + 2] for place in range(0, len(text), 2)]
                assert b"\x00\x00" not in codes or b"Stuk" in text


def test_a_sign_that_is_no_text_is_not_stamped(tmp_path: Path) -> None:
    job = replace(job_of(section("cover", "Omslag")), foot="Gemeente\ufeff Haren")
    pack = printed(job)
    with opened(pack) as pdf:
        font = pdf.pages[0].obj.Resources.Font["/VOregular"]
        assert b"FEFF" not in font.ToUnicode.read_bytes()
    assert_holds(pack.content, tmp_path)


def test_the_outline_follows_the_levels_of_a_period() -> None:
    parts: list[Section | PaperPart] = [
        section("meeting-1", "Algemeen bestuur"),
        replace(section("note-1", "1 Punt"), level=1),
        replace(paper_part("1.1"), level=2),
        section("meeting-2", "Dagelijks bestuur"),
        replace(section("note-2", "1 Punt"), level=1),
    ]
    pack = printed(job_of(*parts), {"1.1": pdf_files.paper()})
    with opened(pack) as pdf, pdf.open_outline() as outline:
        first, second = outline.root
        assert [item.title for item in first.children] == ["1 Punt"]
        assert [item.title for item in first.children[0].children] == ["1.1 Ontwerpbegroting"]
        assert [item.title for item in second.children] == ["1 Punt"]
