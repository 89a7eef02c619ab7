"""Papers drawn for the tests of tags: columns, turned pages, forms in forms, tables, loops."""

from __future__ import annotations

import io
import textwrap
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.papers.producers import FONT

WIDTH, HEIGHT = A4
LEFT_TEXT = "Links staat de toelichting van het bestuur bij de begroting van het jaar. " * 12
RIGHT_TEXT = "Rechts staan de vragen van de deelnemers met een antwoord daarbij. " * 12


class Drawn:
    """A paper on its way."""

    def __init__(self) -> None:
        pdfmetrics.registerFont(TTFont("Eigen", str(FONT)))
        self._file = io.BytesIO()
        self.canvas = Canvas(self._file, pagesize=A4, invariant=True)

    def line(self, x: float, y: float, text: str, size: float = 10) -> None:
        """One line of text; y counts from the top."""
        self.canvas.setFont("Eigen", size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def paragraph(self, x: float, y: float, text: str, letters: int = 80) -> None:
        """Lines of text below each other."""
        for number, line in enumerate(textwrap.wrap(text, letters)):
            self.line(x, y + 13 * number, line)

    def done(self) -> bytes:
        """The file."""
        self.canvas.save()
        return self._file.getvalue()


def woven_columns() -> bytes:
    """Two columns, drawn line by line across, the right one first."""
    paper = Drawn()
    paper.line(60, 80, "Twee kolommen", 20)
    pairs = zip(textwrap.wrap(LEFT_TEXT, 46), textwrap.wrap(RIGHT_TEXT, 46), strict=False)
    for number, (left, right) in enumerate(pairs):
        paper.line(320, 120 + 13 * number, right)
        paper.line(60, 120 + 13 * number, left)
    return paper.done()


def backwards() -> bytes:
    """A page drawn from the last line up."""
    paper = Drawn()
    lines = textwrap.wrap(LEFT_TEXT, 60)
    for number in range(len(lines), 0, -1):
        paper.line(60, 120 + 13 * number, lines[number - 1])
    paper.line(60, 80, "Van onder naar boven", 20)
    return paper.done()


def turned_pages() -> bytes:
    """A page drawn sideways and turned upright, and one upside down."""
    paper = Drawn()
    canvas = paper.canvas
    canvas.setPageRotation(90)
    canvas.rotate(90)
    canvas.translate(0, -HEIGHT)
    paper.line(60, 80, "Liggend blad", 20)
    paper.paragraph(60, 120, LEFT_TEXT)
    canvas.showPage()
    canvas.setPageRotation(180)
    paper.line(60, 80, "Omgekeerd blad", 20)
    paper.paragraph(60, 120, RIGHT_TEXT)
    return paper.done()


def forms_in_forms() -> bytes:
    """A page whose text stands in a form that draws another, and a letterhead on every page."""
    paper = Drawn()
    canvas = paper.canvas
    canvas.beginForm("inner")
    paper.paragraph(60, 400, RIGHT_TEXT)
    canvas.endForm()
    canvas.beginForm("outer")
    paper.paragraph(60, 120, LEFT_TEXT)
    canvas.doForm("inner")
    canvas.endForm()
    canvas.beginForm("letterhead")
    canvas.rect(0, 0, 50, 20, fill=1)
    canvas.endForm()
    for number in range(4):
        canvas.saveState()
        canvas.translate(450, 790)
        canvas.doForm("letterhead")
        canvas.restoreState()
        paper.line(60, 80, f"Onderwerp {number}", 20)
        if number == 0:
            canvas.doForm("outer")
        else:
            paper.paragraph(60, 120, RIGHT_TEXT[: 300 * number])
        paper.line(60, 800, f"Ontwerpbegroting, blad {number + 1}", 8)
        canvas.showPage()
    return paper.done()


def ruled_table() -> bytes:
    """A table with a cell over two columns, and a chart whose lines are no table."""
    paper = Drawn()
    canvas = paper.canvas
    paper.paragraph(60, 80, LEFT_TEXT[:200])
    rows = [["Programma en bedrag"], ["Jeugd", "1.250"], ["Veiligheid", "2.500"]]
    for number, row in enumerate(rows):
        top, wide = HEIGHT - 150 - 20 * number, 200 / len(row)
        for place, text in enumerate(row):
            canvas.rect(60 + wide * place, top - 20, wide, 20)
            paper.line(64 + wide * place, 164 + 20 * number, text)
    for step in range(6):
        canvas.line(60, 300 + 20 * step, 360, 300 + 20 * step)
        canvas.line(60 + 60 * step, 300, 60 + 60 * step, 400)
    paper.line(70, 480, "2026")
    return paper.done()


def with_content(content: bytes, **resources: Any) -> bytes:
    """One page that draws this."""
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=A4)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page = pdf.pages[0].obj
    page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)), **resources)
    page.Contents = Stream(pdf, content)
    return _bytes(pdf)


def with_tree(content: bytes, *elements: Dictionary, roles: dict[str, str] | None = None) -> bytes:
    """One page with a tree: every element names its kids by the numbers of pieces."""
    pdf = pikepdf.open(io.BytesIO(with_content(content)))
    page = pdf.pages[0].obj
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = Array([_hung(pdf, one, root, page) for one in elements])
    if roles:
        root.RoleMap = Dictionary({f"/{one}": Name(f"/{two}") for one, two in roles.items()})
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    return _bytes(pdf)


def element(kind: str, *kids: object, **facts: Any) -> Dictionary:
    """An element that is still to be hung in a tree."""
    return Dictionary(S=Name(f"/{kind}"), K=Array(list(kids)), **facts)


def _hung(pdf: Pdf, given: Dictionary, parent: object, page: object) -> object:
    hung = pdf.make_indirect(given)
    hung.Type, hung.P, hung.Pg = Name.StructElem, parent, page
    hung.K = Array(
        [_hung(pdf, kid, hung, page) if isinstance(kid, Dictionary) else kid for kid in given.K]
    )
    return hung


def looping_tree() -> bytes:
    """A tree whose branch is its own trunk."""
    pdf = pikepdf.open(io.BytesIO(with_tree(piece(0), element("P", 0))))
    branch = pdf.Root.StructTreeRoot.K[0]
    branch.K = Array([0, branch, pdf.Root.StructTreeRoot])
    return _bytes(pdf)


def deep_tree(levels: int) -> bytes:
    """A tree of so many elements inside each other."""
    pdf = pikepdf.open(io.BytesIO(with_tree(piece(0), element("P", 0))))
    page, inner = pdf.pages[0].obj, pdf.Root.StructTreeRoot.K[0]
    for _level in range(levels):
        inner = pdf.make_indirect(Dictionary(S=Name.Div, K=Array([inner]), Pg=page))
    pdf.Root.StructTreeRoot.K = Array([inner])
    return _bytes(pdf)


def looping_form() -> bytes:
    """A form that draws itself."""
    pdf = pikepdf.open(io.BytesIO(with_content(b"/Fm0 Do")))
    form = pdf.make_indirect(Stream(pdf, b"BT /F1 9 Tf 9 9 Td (lus) Tj ET /Fm0 Do"))
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 600, 800])
    form.Resources = Dictionary(XObject=Dictionary(Fm0=form))
    pdf.pages[0].obj.Resources.XObject = Dictionary(Fm0=form)
    return _bytes(pdf)


def forms_without_end(count: int) -> bytes:
    """Forms that all see each other, and each draw two others."""
    pdf = pikepdf.open(io.BytesIO(with_content(b"".join(b"/F%d Do " % n for n in range(count)))))
    shared = pdf.make_indirect(Dictionary(XObject=Dictionary()))
    for number in range(count):
        drawing = b"/Artifact BMC /F%d Do EMC /F%d Do BT (x) Tj ET"
        form = Stream(pdf, drawing % ((number + 1) % count, number * 7 % count))
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        form.Resources = shared
        shared.XObject[f"/F{number}"] = pdf.make_indirect(form)
    pdf.pages[0].obj.Resources = shared
    return _bytes(pdf)


def annotated() -> bytes:
    """A page with a link, a remark with its window, and a field, none of them in a tree."""
    pdf = pikepdf.open(io.BytesIO(with_content(b"BT /F1 12 Tf 72 700 Td (Zie hier) Tj ET")))
    link = Dictionary(Subtype=Name.Link, Rect=Array([70, 695, 130, 715]))
    link.A = Dictionary(S=Name.URI, URI=String("https://www.groningen.nl/raad"))
    remark = Dictionary(Subtype=Name.Text, Rect=Array([200, 200, 220, 220]))
    window = Dictionary(Subtype=Name.Popup, Rect=Array([220, 200, 320, 260]))
    field = Dictionary(Subtype=Name.Widget, Rect=Array([72, 500, 172, 520]), FT=Name.Tx)
    field.T = String("naam")
    for one in (link, remark, window, field):
        one.Type, one.F = Name.Annot, 4
    things = [pdf.make_indirect(one) for one in (link, remark, window, field)]
    pdf.pages[0].obj.Annots = Array(things)
    pdf.Root.AcroForm = Dictionary(Fields=Array(things[3:]))
    return _bytes(pdf)


def piece(mark: int, kind: str = "P", text: str = "Tekst", top: int = 700) -> bytes:
    """One marked line of text."""
    shown = f"BT /F1 12 Tf 72 {top} Td ({text} {mark}) Tj ET"
    return f"/{kind} <</MCID {mark}>> BDC {shown} EMC\n".encode("ascii")


def _bytes(pdf: Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, static_id=True)
    return buffer.getvalue()
