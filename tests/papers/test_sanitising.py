"""What was received, made safe: what acts goes, what a reader sees stays, the rest is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from app.papers.child import make_copy
from app.papers.kinds import PDF
from app.papers.limits import Limits
from app.papers.unusable import PaperUnusable
from tests.packs import pdf_files
from tests.packs.reading_back import read_back

#: Where the words on the page stand, and those on its layer.
PLACES = {"seen": (70, 90, 300, 130), "hidden": (70, 520, 300, 560)}


def copy_of(content: bytes, folder: Path) -> Path:
    """The reading copy of a PDF as received."""
    source, target = folder / "received", folder / "copy.pdf"
    source.write_bytes(content)
    make_copy(source, target, PDF, Limits())
    return target


@contextmanager
def opened(content: bytes, folder: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(copy_of(content, folder)) as pdf:
        yield pdf


def text_of(path: Path) -> str:
    with pdfium.PdfDocument(path) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"Geen PDF maar tekst.", "damaged"),
        (pdf_files.many_pages(2001), "too_many_pages"),
        (pdf_files.odd_fonts(), "damaged"),
        *((content, "damaged") for content in pdf_files.odd_layers()),
    ],
)
def test_what_cannot_be_made_safe_is_refused(content: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(PaperUnusable, match=reason):
        copy_of(content, tmp_path)


def test_nothing_that_acts_comes_along(tmp_path: Path) -> None:
    with opened(pdf_files.acting_paper(), tmp_path) as pdf:
        assert "/OpenAction" not in pdf.Root
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
        assert len(pdf.attachments) == 0
        assert "/AA" not in pdf.pages[0]
        actions = [note.A for note in pdf.pages[0].obj.Annots if "/A" in note]
        assert [str(action.URI) for action in actions] == ["https://www.groningen.nl/"]
        assert "/Next" not in actions[0]
        for thing in pdf.objects:
            assert b"kanarie" not in thing.unparse()


def test_links_that_nobody_can_tell_apart_stay_once(tmp_path: Path) -> None:
    paper = pdf_files.blank_paper()

    def link(left: int, address: str) -> Dictionary:
        target = Dictionary(S=Name.URI, URI=String(address))
        place = Array([left, 700, left + 50, 720])
        return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=place, A=target)

    here, there = "https://www.groningen.nl/", "https://www.haren.example/"
    links = [link(72, here), link(72, here), link(150, here), link(72, there), link(72, here)]
    paper.pages[0].obj.Annots = Array([paper.make_indirect(one) for one in links])
    with opened(pdf_files.as_bytes(paper), tmp_path) as pdf:
        kept = [(float(one.Rect[0]), str(one.A.URI)) for one in pdf.pages[0].Annots]
    assert sorted(kept) == [(72, here), (72, there), (150, here)]


def test_a_filled_in_form_stays_readable_as_part_of_the_page(tmp_path: Path) -> None:
    path = copy_of(pdf_files.paper_with_form(), tmp_path)
    assert "Ingevuld" in text_of(path)
    with pikepdf.open(path) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_a_hidden_layer_stays_hidden(tmp_path: Path) -> None:
    path = copy_of(pdf_files.paper_with_hidden_layer(), tmp_path)
    with pdfium.PdfDocument(path) as pdf:
        page = pdf[0].render().to_pil().convert("L")
    inks = {name: page.crop(box).getextrema()[0] for name, box in PLACES.items()}
    assert inks["seen"] < 128
    assert inks["hidden"] == 255


def test_a_drawing_state_that_is_left_open_is_closed(tmp_path: Path) -> None:
    with opened(pdf_files.paper_with_open_state(), tmp_path) as pdf:
        for page in pdf.pages:
            drawing = page.obj.Contents
            parts = list(drawing) if isinstance(drawing, pikepdf.Array) else [drawing]
            content = b"\n".join(part.read_bytes() for part in parts)
            operators = re.findall(rb"(?:^|\s)([qQ])(?=\s|$)", content)
            assert operators.count(b"q") == operators.count(b"Q")


def _with_a_page_that_nobody_sees(reached_by: str) -> bytes:
    """A paper behind whose one page another is kept, outside the page tree, with what acts."""
    pdf = pdf_files.blank_paper()
    page = pdf.pages[0].obj
    launch = Dictionary(S=Name.Launch, F=String("kanarie.exe"))
    acting = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=launch)
    hidden = pdf.make_indirect(
        Dictionary(
            Type=Name.Page,
            MediaBox=page.MediaBox,
            Parent=pdf.Root.Pages,
            Annots=Array([pdf.make_indirect(acting)]),
            Contents=Stream(pdf, b"BT /F1 24 Tf (kanarie) Tj ET"),
        )
    )
    place = Array([hidden, Name.Fit])
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([10, 10, 90, 90]))
    if reached_by == "a jump":
        link.Dest = place
    elif reached_by == "an untyped page":
        del hidden.Type
        link.Dest = place
    elif reached_by == "an action":
        link.A = Dictionary(S=Name.GoTo, D=place)
    elif reached_by == "a name":
        link.Dest = String("weg")
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String("weg"), place])))
    elif reached_by == "a name of old":
        link.Dest = Name("/weg")
        pdf.Root.Dests = Dictionary(weg=Dictionary(D=place))
    elif reached_by == "a page of its own":
        link.P = hidden
    elif reached_by == "a reply":
        link.IRT = pdf.make_indirect(acting)
    elif reached_by == "properties":
        page.Resources.Properties = Dictionary(MC0=Dictionary(Next=launch, More=hidden))
    elif reached_by == "tags":
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        kid = pdf.make_indirect(Dictionary(S=Name.P, P=root, Pg=hidden, K=Array([0])))
        root.K = Array([kid])
        root.ParentTree = Dictionary(Nums=Array([0, Array([kid])]))
        pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, Dictionary(Marked=True)
        link.A = Dictionary(S=Name.GoTo, SD=Array([kid, Name.Fit]), D=Array([page, Name.Fit]))
    else:
        pdf.Root.Outlines = Dictionary(First=Dictionary(Title=String("Weg"), Dest=place))
    page.Annots = Array([pdf.make_indirect(link)])
    return pdf_files.as_bytes(pdf)


_WAYS = (
    *("a jump", "an untyped page", "an action", "a name", "a name of old", "a page of its own"),
    *("a reply", "properties", "tags", "the outline"),
)


@pytest.mark.parametrize("reached_by", _WAYS)
def test_nothing_of_a_page_that_nobody_sees_comes_along(reached_by: str, tmp_path: Path) -> None:
    with read_back(copy_of(_with_a_page_that_nobody_sees(reached_by), tmp_path), tmp_path) as file:
        assert not file.harm()
        assert not file.holding("kanarie")


@pytest.mark.parametrize("of_old", [False, True])
def test_a_jump_by_name_leads_to_its_page(of_old: bool, tmp_path: Path) -> None:
    pdf = pdf_files.blank_paper(2)
    place = Array([pdf.pages[1].obj, Name.XYZ, 0, 800, 0])
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([10, 10, 90, 90]))
    if of_old:
        link.Dest, pdf.Root.Dests = Name.twee, Dictionary(twee=place)
    else:
        link.A = Dictionary(S=Name.GoTo, D=String("twee"))
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String("twee"), place])))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])
    with opened(pdf_files.as_bytes(pdf), tmp_path) as copy:
        kept = copy.pages[0].obj.Annots[0]
        goal = kept.Dest if of_old else kept.A.D
        assert goal[0].objgen == copy.pages[1].obj.objgen
        assert "bladzijde 2" in str(kept.Contents)
