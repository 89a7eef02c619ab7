"""What the tests of tags look with: the tree as text, the pages as pictures, the file declared."""

from __future__ import annotations

import ctypes
import io
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from app.papers.tags import Tagged, tag

_METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Stuk</rdf:li></rdf:Alt></dc:title>
<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def tagged_copy(source: Path | bytes, target: Path) -> Tagged:
    """Tag a paper and write it, declared as PDF/UA-1 so that veraPDF judges the rest."""
    given = source if isinstance(source, Path) else io.BytesIO(source)
    with pikepdf.open(given) as pdf:
        said = tag(pdf, "Stuk")
        declare(pdf)
        pdf.save(target, force_version="1.7")
    return said


def declare(pdf: Pdf) -> None:
    """Write the metadata that say PDF/UA-1."""
    metadata = Stream(pdf, _METADATA.encode("utf-8"))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = pdf.make_indirect(metadata)


def pictures(source: Path | bytes) -> list[bytes]:
    """Every page as the dots of a picture."""
    with pypdfium2.PdfDocument(source) as document:
        return [bytes(page.render(scale=0.8).buffer) for page in document]


def tree(path: Path) -> list[str]:
    """The structure of a paper, an element a line: its depth, its kind, and its words."""
    with pikepdf.open(path) as pdf:
        return _lines(pdf.Root.StructTreeRoot.K[0], 0)


def _lines(element: Object, depth: int) -> list[str]:
    said = f" ({element.Alt})" if "/Alt" in element else ""
    lines = [f"{'  ' * depth}{str(element.S)[1:]}{said}"]
    for kid in kids(element):
        if isinstance(kid, Dictionary) and "/S" in kid:
            lines += _lines(kid, depth + 1)
    return lines


def kids(element: Object) -> list[object]:
    """The kids of an element, one or many."""
    given = element.get("/K", Array())
    return list(given) if isinstance(given, Array) else [given]


def texts(path: Path) -> list[tuple[str, str]]:
    """Kind and words of every element that holds text, in the order of reading."""
    with pikepdf.open(path) as pdf, pypdfium2.PdfDocument(path) as document:
        said = {number: _said(document, number) for number in range(len(document))}
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        found: list[tuple[str, str]] = []
        _read(pdf.Root.StructTreeRoot.K[0], pages, said, found)
    return found


def _read(
    element: Object,
    pages: dict[tuple[int, int], int],
    said: dict[int, dict[int, str]],
    found: list[tuple[str, str]],
) -> None:
    words = ""
    for kid in kids(element):
        if isinstance(kid, int):
            words += said[pages[element.Pg.objgen]].get(kid, "")
        elif isinstance(kid, Dictionary) and "/S" in kid:
            _read(kid, pages, said, found)
        elif isinstance(kid, Dictionary) and "/MCID" in kid:
            words += said[pages[kid.Pg.objgen]].get(-1 - int(kid.MCID), "")
    if words.strip():
        found.append((str(element.S)[1:], " ".join(words.split())))


def _said(document: pypdfium2.PdfDocument, number: int) -> dict[int, str]:
    """The words of every piece of a page; those in forms under -1 minus their number."""
    page = document[number]
    textpage = page.get_textpage()
    said: dict[int, str] = {}
    for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=8):
        mark = pypdfium2.raw.FPDFPageObj_GetMarkedContentID(thing.raw)
        if mark >= 0:
            key = mark if thing.level == 0 else -1 - mark
            said[key] = said.get(key, "") + _words(thing, textpage) + " "
    return said


def _words(thing: pypdfium2.PdfObject, textpage: pypdfium2.PdfTextPage) -> str:
    size = pypdfium2.raw.FPDFTextObj_GetText(thing.raw, textpage.raw, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    pypdfium2.raw.FPDFTextObj_GetText(thing.raw, textpage.raw, buffer, size)
    return bytes(buffer).decode("utf-16-le").rstrip("\0").replace("\0", "")
