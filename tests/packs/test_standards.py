"""What a pack declares: both standards where every part holds them, and never what is not true."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from weasyprint import HTML

from app.packs.content.wording import prose
from app.packs.press.printjob import ACCESSIBLE, ARCHIVABLE, PaperPart
from app.papers.child import make_copy
from app.papers.kinds import PDF
from app.papers.limits import Limits
from tests import verapdf
from tests.packs import pdf_files
from tests.packs.press_jobs import contents, job_of, opened, paper_part, printed, section
from tests.packs.reading_back import read_back
from tests.packs.whole_document import MARKDOWN
from tests.papers.producers import html
from tests.verapdf import assert_holds

PROFILES = (verapdf.ACCESSIBLE, verapdf.ARCHIVABLE)


@cache
def tagged_paper(pages: int = 2) -> bytes:
    """A paper with a table, headings, a picture and links, whose tags are its maker's."""
    content = HTML(string=html(pages)).write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(content, bytes)
    return content


def reading_copy(
    content: bytes, folder: Path, number: str, **facts: str
) -> tuple[PaperPart, bytes]:
    """A paper made ready as an upload is, and its part in a job."""
    source, target = folder / f"{number}.received", folder / f"{number}.copy"
    source.write_bytes(content)
    made = make_copy(source, target, PDF, Limits())
    part = replace(
        paper_part(number),
        accessible=made["accessible"],
        archivable=made["archivable"],
    )
    return part, target.read_bytes()


def test_own_pages_hold_both_standards_and_say_so(tmp_path: Path) -> None:
    note = section("note-1", "1 Begroting", str(prose(MARKDOWN)))
    pack = printed(
        replace(
            job_of(section("cover", "Omslag"), contents("note-1"), replace(note, changed="nieuw")),
            watermark="Wethouder · 30 november 2026, 09.15 uur",
            right_hand=True,
        )
    )
    assert pack.declares == (ACCESSIBLE, ARCHIVABLE)
    assert_holds(pack.content, tmp_path)


def test_the_tags_of_papers_are_joined_with_ours(tmp_path: Path) -> None:
    papers = [reading_copy(tagged_paper(), tmp_path, number) for number in ("1.1", "1.2")]
    note = section("note-1", "1 Punt", str(prose(MARKDOWN)))
    job = job_of(contents("note-1"), note, *(part for part, _c in papers))
    pack = printed(job, {part.number: content for part, content in papers})
    assert ACCESSIBLE in pack.declares
    assert (ARCHIVABLE in pack.declares) == all(part.archivable for part, _c in papers)
    assert_holds(pack.content, tmp_path, PROFILES[: len(pack.declares)])
    with opened(pack) as pdf:
        parts = pdf.Root.StructTreeRoot.K[0].K
        assert [str(part.T) for part in parts] == [
            *("Inhoud", "1 Punt", "1.1 Ontwerpbegroting", "1.2 Ontwerpbegroting")
        ]
        assert str(parts[2].K[0].S) == "/Link"
        assert str(parts[2].K[1].S) == "/H1"


def test_table_heads_of_two_copies_of_one_paper_have_names_of_their_own() -> None:
    papers = [
        (replace(paper_part(number), accessible=True), tagged_paper(1)) for number in ("1.1", "1.2")
    ]
    pack = printed(job_of(*(part for part, _c in papers)), {p.number: c for p, c in papers})
    with opened(pack) as pdf:
        tree = pdf.Root.StructTreeRoot
        names = [str(name) for name in list(tree.IDTree.Names)[::2]]
        ids = [
            str(thing.ID) for thing in pdf.objects if "/ID" in thing and thing.get("/S") is not None
        ]
    assert len(ids) == len(set(ids)) > 10
    assert sorted(ids) == names


def test_a_paper_keeps_its_own_language(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(tagged_paper(1))) as pdf:
        pdf.Root.Lang = pikepdf.String("en-GB")
        pdf.save(tmp_path / "english.pdf")
    english, content = reading_copy((tmp_path / "english.pdf").read_bytes(), tmp_path, "1.1")
    pack = printed(job_of(section("cover", "Omslag"), english), {"1.1": content})
    with opened(pack) as pdf:
        cover, paper = pdf.Root.StructTreeRoot.K[0].K
        assert str(paper.Lang) == "en-GB"
        assert str(cover.get("/Lang", pdf.Root.Lang))[:2] == str(pdf.Root.Lang)[:2] == "nl"


@pytest.mark.parametrize(
    ("accessible", "archivable", "declares"),
    [
        (True, True, (ACCESSIBLE, ARCHIVABLE)),
        (True, False, (ACCESSIBLE,)),
        (False, False, ()),
    ],
)
def test_a_paper_that_lacks_something_is_named_and_the_file_says_less(
    accessible: bool, archivable: bool, declares: tuple[str, ...]
) -> None:
    facts = {"accessible": accessible, "archivable": archivable}
    paper = replace(paper_part("1.1"), **facts)  # type: ignore[arg-type]
    pack = printed(job_of(section("cover", "Omslag"), paper), {"1.1": tagged_paper(1)})
    assert pack.declares == declares
    assert pack.in_the_way == (() if archivable else ("paper-1-1",))
    with opened(pack) as pdf, pdf.open_metadata() as facts_xml:
        assert ("pdfuaid:part" in facts_xml) == (ACCESSIBLE in declares)
        assert ("pdfaid:part" in facts_xml) == (ARCHIVABLE in declares)


def test_a_paper_that_is_left_out_stands_in_nobodys_way() -> None:
    pack = printed(job_of(paper_part("1.1")), {"1.1": pdf_files.damaged_paper()})
    assert pack.left_out == {"paper-1-1": "damaged"}
    assert pack.in_the_way == ()
    assert pack.declares == (ACCESSIBLE, ARCHIVABLE)


def test_a_paper_without_tags_declares_nothing_whatever_was_said_of_it() -> None:
    paper = replace(paper_part("1.1"), accessible=True, archivable=True)
    pack = printed(job_of(paper), {"1.1": pdf_files.paper()})
    assert pack.declares == ()
    assert pack.in_the_way == ("paper-1-1",)


def _nested(depth: int, in_a_form: bool) -> bytes:
    """A page that saves its drawing state this deep, half of it within a form where asked."""
    pdf = pdf_files.blank_paper()
    page = pdf.pages[0].obj
    inner = depth // 2 if in_a_form else 0
    drawing = b"q " * inner + page.Contents.read_bytes() + b" Q" * inner
    if in_a_form:
        form = pikepdf.Stream(pdf, drawing)
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox, form.Resources = page.MediaBox, pikepdf.Dictionary(Font=page.Resources.Font)
        page.Resources.XObject = pikepdf.Dictionary(Form=pdf.make_indirect(form))
        drawing = b"/Form Do"
    outer = depth - inner
    page.Contents = pikepdf.Stream(pdf, b"q " * outer + drawing + b" Q" * outer)
    return pdf_files.as_bytes(pdf)


@pytest.mark.parametrize("in_a_form", [False, True])
def test_the_stamp_counts_with_how_deep_a_page_saves_its_state(
    in_a_form: bool, tmp_path: Path
) -> None:
    part, content = reading_copy(_nested(27, in_a_form), tmp_path, "1.1")
    pack = printed(job_of(part), {"1.1": content})
    assert pack.declares == (ACCESSIBLE, ARCHIVABLE)
    assert_holds(pack.content, tmp_path)

    part, content = reading_copy(_nested(28, in_a_form), tmp_path, "1.1")
    pack = printed(job_of(part), {"1.1": content})
    assert pack.declares == (ACCESSIBLE,)
    assert_holds(pack.content, tmp_path, PROFILES[:1])


def test_a_pack_can_be_a_paper_of_another_pack(tmp_path: Path) -> None:
    inner = printed(replace(job_of(section("cover", "Omslag")), foot="Gemeente Haren")).content
    part, content = reading_copy(inner, tmp_path, "1.1")
    pack = printed(job_of(section("cover", "Omslag"), part), {"1.1": content})
    assert pack.declares == (ACCESSIBLE, ARCHIVABLE)
    with read_back(pack.content, tmp_path) as file:
        assert "Gemeente Haren" in file.texts[1]
        assert not file.numbering()
    assert_holds(pack.content, tmp_path)


def test_a_link_that_two_pages_share_keeps_its_place_among_the_tags(tmp_path: Path) -> None:
    pdf = pdf_files.blank_paper(2)
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=pikepdf.Array([70, 700, 300, 740]),
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://www.groningen.nl/")),
    )
    shared = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(link)]))
    for page in pdf.pages:
        page.obj.Annots = shared
    received = pdf_files.as_bytes(pdf)
    part, content = reading_copy(received, tmp_path, "1.1")
    pack = printed(job_of(section("cover", "Omslag"), part), {"1.1": content})
    assert ACCESSIBLE in pack.declares
    assert_holds(pack.content, tmp_path, PROFILES[: len(pack.declares)])


def test_headings_of_a_note_never_skip_a_level() -> None:
    pack = printed(
        job_of(section("note-1", "1 Punt", "<h4>Kop</h4><p>T</p><h5>Kop</h5><h2>K</h2>"))
    )
    with opened(pack) as pdf:
        kinds = [str(one.S) for one in pdf.objects if str(one.get("/S", "")).startswith("/H")]
    assert kinds == ["/H1", "/H2", "/H3", "/H2"]


def test_jumps_inside_a_paper_still_lead_to_their_page() -> None:
    body = '<h1>A</h1><p><a href="#b">Naar B</a></p><h1 id="b" style="break-before:page">B</h1>'
    paper = HTML(string=f'<html lang="nl"><title>T</title><body>{body}</body></html>').write_pdf()
    assert isinstance(paper, bytes)
    parts = [paper_part(number) for number in ("1.1", "1.2")]
    pack = printed(job_of(*parts), {"1.1": paper, "1.2": paper})
    with opened(pack) as pdf:
        pages = [page.obj.objgen for page in pdf.pages]
        jumps = [pages.index(pdf.pages[n].obj.Annots[0].Dest[0].objgen) for n in (0, 2)]
    assert jumps == [1, 3]
