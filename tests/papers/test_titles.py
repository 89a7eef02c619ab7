"""The title that a reading copy declares: of its maker, or of what stands on its first page."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name, Stream, String

from app.papers.child import make_copy
from app.papers.limits import Limits
from tests.packs import pdf_files
from tests.papers.files import packed, picture

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>
<rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
BOMB = '<!DOCTYPE a [<!ENTITY b "kanarie">]>' + XMP.format("&b;")


def titled(info: str = "", xmp: str = "") -> bytes:
    """A paper whose first page reads "Stuk blad 1", with a title in either place."""
    pdf = pdf_files.blank_paper()
    if info:
        pdf.docinfo["/Title"] = String(info)
    if xmp:
        pdf.Root.Metadata = Stream(pdf, xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
    return pdf_files.as_bytes(pdf)


def headed() -> bytes:
    """A letterhead, a larger heading below it, and text."""
    pdf = pdf_files.blank_paper()
    drawing = (
        "BT /F1 10 Tf 72 800 Td (Gemeente Voorbeeld) Tj ET BT /F1 22 Tf 72 700 Td (Jaarplan) Tj ET"
    )
    rows = "".join(f"BT /F1 10 Tf 72 {600 - 14 * n} Td (Gewone regel {n}) Tj ET " for n in range(9))
    pdf.pages[0].obj.Contents = Stream(pdf, f"{drawing} {rows}".encode())
    return pdf_files.as_bytes(pdf)


def declared(content: bytes, folder: Path, kind: str = "pdf") -> str:
    """The title of the reading copy; in both places the same."""
    source, target = folder / "stuk", folder / "copy.pdf"
    source.write_bytes(content)
    make_copy(source, target, kind, Limits())
    with pikepdf.open(target) as pdf:
        title = str(pdf.docinfo["/Title"])
        assert title in pdf.Root.Metadata.read_bytes().decode("utf-8")
    return title


@pytest.mark.parametrize(
    ("info", "xmp", "title"),
    [
        ("Begroting 2027", "", "Begroting 2027"),
        ("", XMP.format("Kadernota"), "Kadernota"),
        ("Oud", XMP.format("Kadernota"), "Kadernota"),
        ("Begroting", XMP.format("Document1"), "Begroting"),
        ("Microsoft Word - Begroting 2027.docx", "", "Begroting 2027"),
        ("Microsoft Word - Document1", "", "Stuk blad 1"),
        ("Stuk zonder titel", "", "Stuk blad 1"),
        ("PowerPoint-presentatie", "", "Stuk blad 1"),
        ("Scan_20261126", "", "Stuk blad 1"),
        ("12345", "", "Stuk blad 1"),
        ("", BOMB, "Stuk blad 1"),
        ("", "<geen xml", "Stuk blad 1"),
        ("", "", "Stuk blad 1"),
    ],
)
def test_a_title_says_which_paper_it_is(tmp_path: Path, info: str, xmp: str, title: str) -> None:
    assert declared(titled(info, xmp), tmp_path) == title


def test_the_first_heading_goes_before_the_first_line(tmp_path: Path) -> None:
    assert declared(headed(), tmp_path) == "Jaarplan"


def test_a_picture_has_no_title(tmp_path: Path) -> None:
    assert declared(packed(picture(), "PNG"), tmp_path, "png") == "Stuk zonder titel"


def test_facts_that_unpack_to_too_much_are_not_read(tmp_path: Path) -> None:
    filled = titled(xmp=XMP.format("Kadernota " * 200_000))
    assert declared(filled, tmp_path) == "Stuk blad 1"
