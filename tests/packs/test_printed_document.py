"""The whole printed document read back: order, outline, contents, search, tags, many pages."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from pypdf import PdfReader

from app.packs.content.composing import with_changes
from app.packs.content.layout import Change, Changes, Item, PackDocument
from app.packs.content.note_parts import Block
from app.packs.content.sheets import addendum_job, print_job
from app.packs.content.wording import prose
from app.packs.models import Variant
from app.packs.press.pressroom import PrintedPack, print_pack
from app.packs.press.printing import render_pdf
from app.packs.press.printjob import Section
from tests.packs import pdf_files
from tests.packs.press_jobs import opened, page_number_of
from tests.packs.reading_back import read_back
from tests.packs.whole_document import ARABIC, LONG_WORD, NOTE, whole_document

#: Printing asks nothing of the database: one engine will do.
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True, scope="session")

#: What the tree of a screen reader may consist of (PDF 1.7, 14.8.4).
STANDARD_TYPES = {
    *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "NonStruct", "Span"),
    *("P", "H1", "H2", "H3", "H4", "H5", "L", "LI", "Lbl", "LBody", "Quote", "Link", "Figure"),
    *("Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"),
}


def printed(app: Flask, document: PackDocument) -> PrintedPack:
    job = print_job(document)
    papers = [(part, [pdf_files.paper(2)]) for part in job.papers()]
    return print_pack(job, papers, lambda done, total: True)


def test_the_papers_of_a_note_stand_below_their_heading_and_never_alone_on_a_page(
    session_app: Flask,
) -> None:
    """Notes of every length around the foot of a page."""
    document = whole_document()
    item = document.meetings[0].items[0]
    items = tuple(
        replace(
            item,
            key=f"item-{lines}",
            note=replace(NOTE, facts=(), blocks=(), reason=prose("Een regel.\n\n" * lines)),
        )
        for lines in range(8, 24)
    )
    with session_app.app_context():
        jobs = print_job(replace(document, meetings=(replace(document.meetings[0], items=items),)))
        pages = [
            [page.extract_text() for page in PdfReader(io.BytesIO(one.content)).pages]
            for one in (
                render_pdf(part.html)
                for part in jobs.parts
                if isinstance(part, Section) and part.key.startswith("item-")
            )
        ]
    assert {len(one) for one in pages} == {1, 2}
    for one in pages:
        last = one[-1].split()
        place = " ".join(last).index("Stukken bij dit punt")
        assert place > 0
        assert "12 november 2026" in " ".join(last)[place:]


@pytest.fixture(scope="module")
def whole(session_app: Flask) -> PrintedPack:
    with session_app.app_context():
        return printed(session_app, whole_document())


def texts(pack: PrintedPack) -> list[str]:
    reader = PdfReader(io.BytesIO(pack.content))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_each_line_of_the_contents_names_the_page_it_jumps_to(whole: PrintedPack) -> None:
    with opened(whole) as pdf:
        page = next(n for n, text in enumerate(texts(whole)) if text.startswith("Inhoud"))
        jumps = [page_number_of(pdf, note.Dest) for note in pdf.pages[page].obj.Annots]
    said = [int(n) for n in re.findall(r"(?<= )(\d+)(?= (?:\d|Wie|Open|PG&Z))", texts(whole)[page])]
    assert len(jumps) == 13
    assert set(jumps) <= set(said)


def test_every_note_and_paper_is_in_the_outline(whole: PrintedPack) -> None:
    with opened(whole) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        below = [item.title for item in outline.root[5].children]
    assert titles[:4] == ["Omslag", "Oplegger", "Inhoud", "Wie er aan tafel zit"]
    assert titles[4] == "Open acties en vorige besluiten"
    assert titles[5] == f"1 {LONG_WORD}"
    assert below == ["1.1 Begroting", "1.2 Brief"]
    assert titles[-1] == "PG&Z"


def test_an_item_without_note_and_papers_is_named_but_has_no_page(whole: PrintedPack) -> None:
    with opened(whole) as pdf, pdf.open_outline() as outline:
        assert "9 Rondvraag" not in [item.title for item in outline.root]
    assert any("Rondvraag zonder annotatie" in text for text in texts(whole))


def test_long_words_are_found_by_search(whole: PrintedPack) -> None:
    assert any(LONG_WORD in text for text in texts(whole))


def test_the_steer_is_one_page(session_app: Flask) -> None:
    with session_app.app_context():
        job = print_job(whole_document(papers=False))
    steer = next(part for part in job.parts if part.key == "steer-1")
    pack = print_pack(replace(job, parts=(steer,)), [], lambda done, total: True)
    assert pack.pages == 1


def test_every_state_stands_as_a_word_beside_its_shape(whole: PrintedPack) -> None:
    steer = texts(whole)[1]
    for word in ("afgestemd", "vastgezet", "afgerond", "bij wethouder", "ter advies", "concept"):
        assert word in steer


def test_all_letters_are_embedded_and_nothing_acts(session_app: Flask) -> None:
    with session_app.app_context():
        pack = printed(session_app, whole_document(papers=False))
    with opened(pack) as pdf:
        for thing in pdf.objects:
            if not isinstance(thing, pikepdf.Dictionary):
                continue
            if thing.get("/Type") == "/FontDescriptor":
                assert "/FontFile2" in thing
            assert thing.get("/S") not in ("/JavaScript", "/Launch")
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})


def test_the_tags_form_one_tree_of_standard_types_with_unique_names(whole: PrintedPack) -> None:
    with opened(whole) as pdf:
        elements = [
            thing
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem"
        ]
        kinds = {str(element.S)[1:] for element in elements}
        names = [str(element.ID) for element in elements if "/ID" in element]
        parents = pdf.Root.StructTreeRoot.ParentTree.Nums
        keys = [int(parents[index]) for index in range(0, len(parents), 2)]
        used = [int(page.obj.StructParents) for page in pdf.pages if "/StructParents" in page.obj]
    assert kinds <= STANDARD_TYPES
    assert len(names) == len(set(names))
    assert keys == sorted(set(keys))
    assert set(used) <= set(keys)


def test_an_addendum_links_to_what_is_in_it_only(session_app: Flask, tmp_path: Path) -> None:
    """A note that changed has papers that did not; and the cover is named, but is not there."""
    rows = (
        Change("cover", "changed", "", "Omslag", "1", "de zaal"),
        Change("item-1", "changed", "1", LONG_WORD, "4", "annotatie, versie 4"),
        Change("paper-1-2", "new", "1.2", "Brief"),
    )
    with session_app.app_context():
        job = addendum_job(with_changes(whole_document(), Changes(1, "9.31 uur", rows)), 1)
        papers = [(part, [pdf_files.paper(1)]) for part in job.papers()]
        pack = print_pack(job, papers, lambda done, total: True)
    assert [placed.key for placed in pack.placed] == ["contents", "item-1", "paper-1-2"]
    with read_back(pack.content, tmp_path) as file:
        assert file.dead_links() == []
        assert file.holding("paper-1-1") == []
        assert "Omslag gewijzigd de zaal – –" in file.texts[0]
        assert "1.1 Begroting verplicht te lezen" in file.texts[2]
        assert {str(note.Contents) for note in file.pdf.pages[2].obj.Annots} == {"Naar 1.2 Brief"}


def test_long_tables_repeat_their_heads(session_app: Flask) -> None:
    rows = "\n".join(f"| {n} | Gemeenteraadsvergadering {n} |" for n in range(90))
    table = prose(f"| Nr. | Wat |\n| --- | --- |\n{rows}")
    long = replace(NOTE, blocks=(Block("Tabel", table), Block("Arabisch", ARABIC)))
    items = [Item(f"item-{n}", str(n), f"Onderwerp {n}", "informeren", NOTE) for n in range(1, 12)]
    document = whole_document(papers=False)
    wide = (Item("item-12", "12", "Tabel", "besluit", long), *items)
    document = replace(document, meetings=(replace(document.meetings[0], items=wide),))
    with session_app.app_context():
        pack = printed(session_app, document)
    pages = texts(pack)
    with_rows = [text for text in pages if "Gemeenteraadsvergadering" in text]
    assert len(with_rows) > 2
    assert all("Nr. Wat" in text for text in with_rows)


@pytest.mark.parametrize("variant", list(Variant))
def test_qpdf_finds_no_mistake(session_app: Flask, tmp_path: Path, variant: Variant) -> None:
    program = shutil.which("qpdf")
    if program is None:
        pytest.skip("qpdf ontbreekt: apt-get install qpdf")
    with session_app.app_context():
        pack = printed(session_app, whole_document(variant))
    path = tmp_path / "map.pdf"
    path.write_bytes(pack.content)
    found = subprocess.run([program, "--check", str(path)], capture_output=True, check=False)
    assert found.returncode == 0, found.stderr
