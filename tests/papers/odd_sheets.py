"""Tables of a million rows, tables that ask elsewhere, and slides."""

from __future__ import annotations

import io
from collections.abc import Iterator

import openpyxl

from tests.papers.odd import EITHER, HEALED, REFUSED, Odd
from tests.papers.odd_office import OUTSIDE, PACKAGE, RELATIONS, WORDS, empty_zip, rewritten

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def _workbook(cells: dict[str, str | int]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for place, value in cells.items():
        sheet[place] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def plain_xlsx() -> bytes:
    """A small table."""
    return _workbook({"A1": WORDS, "A2": "Programma", "B2": 1250})


def million_rows() -> bytes:
    """A table of a million rows."""

    def rows() -> Iterator[bytes]:
        yield b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        yield b"<sheetData>"
        for row in range(1, 1_000_001):
            yield b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (row, row, row)
        yield b"</sheetData></worksheet>"

    return rewritten(plain_xlsx(), {"xl/worksheets/sheet1.xml": b"".join(rows())})


def far_corner() -> bytes:
    """A table with a word in its first and in its last cell: a hundred million pages of nothing."""
    return _workbook({"A1": "Begin", "XFD1048576": "Einde"})


def asking_xlsx() -> bytes:
    """A table that asks for its numbers elsewhere."""
    return _workbook(
        {
            "A1": WORDS,
            "A2": f'=WEBSERVICE("{OUTSIDE}/getal")',
            "A3": "='file:///etc/passwd'#$Blad1.A1",
            "A4": '=DDE("cmd";"/c calc";"a")',
            "A5": f'=HYPERLINK("{OUTSIDE}/klik","klik")',
        }
    )


def plain_pptx() -> bytes:
    """One slide, in as few words as the format allows."""
    presentation = "http://schemas.openxmlformats.org/presentationml/2006/main"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.presentationml"
    names = f'xmlns:p="{presentation}" xmlns:a="{drawing}" xmlns:r="{RELATIONS}"'
    group = (
        '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    )
    shape = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Titel"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
        '<a:xfrm><a:off x="500000" y="500000"/><a:ext cx="8000000" cy="900000"/></a:xfrm>'
        '<a:prstGeom prst="rect"/></p:spPr><p:txBody><a:bodyPr/>'
        f'<a:p><a:r><a:rPr lang="nl-NL"/><a:t>{WORDS}</a:t></a:r></a:p></p:txBody></p:sp>'
    )

    def rels(kind: str, target: str) -> str:
        link = f'<Relationship Id="rId1" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        return f'<Relationships xmlns="{PACKAGE}">{link}</Relationships>'

    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/ppt/presentation.xml" ContentType="{kind}.presentation.main+xml"/>'
        f'<Override PartName="/ppt/slides/slide1.xml" ContentType="{kind}.slide+xml"/></Types>',
        "_rels/.rels": rels("officeDocument", "ppt/presentation.xml"),
        "ppt/presentation.xml": f'<p:presentation {names}><p:sldIdLst><p:sldId id="256" '
        'r:id="rId1"/></p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": rels("slide", "slides/slide1.xml"),
        "ppt/slides/slide1.xml": f"<p:sld {names}><p:cSld><p:spTree>{group}{shape}</p:spTree>"
        "</p:cSld></p:sld>",
    }
    return rewritten(empty_zip(), {name: text.encode() for name, text in parts.items()})


PAPERS = (
    Odd("xlsx, gewoon", plain_xlsx, HEALED, "begroting.xlsx", WORDS, True),
    Odd("xlsx van een miljoen rijen", million_rows, REFUSED, "register.xlsx", "", True),
    Odd("xlsx met een woord in de laatste cel", far_corner, EITHER, "leeg.xlsx", "", True),
    Odd("xlsx die getallen van elders haalt", asking_xlsx, EITHER, "koers.xlsx", "", True),
    Odd("pptx, gewoon", plain_pptx, HEALED, "presentatie.pptx", WORDS, True),
)
