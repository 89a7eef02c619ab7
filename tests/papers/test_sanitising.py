"""What was received, made safe: what acts goes, what a reader sees stays, the rest is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest

from app.papers.child import make_copy
from app.papers.kinds import PDF
from app.papers.limits import Limits
from app.papers.unusable import PaperUnusable
from tests.packs import pdf_files

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
