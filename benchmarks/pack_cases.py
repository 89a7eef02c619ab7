"""The packs of the benchmark: their jobs, and how one makes them in the plain way."""

from __future__ import annotations

import io
import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas
from weasyprint import CSS, HTML

from app import create_app
from app.packs.content.layout import Item, PackDocument
from app.packs.content.note_parts import Block
from app.packs.content.sheets import print_job
from app.packs.content.wording import prose
from app.packs.press.pressroom import PrintedPack, print_pack
from app.packs.press.printing import OwnFilesOnly
from app.packs.press.printjob import PrintJob, Section
from app.packs.press.recipe import STYLESHEET
from app.papers.child import make_copy
from app.papers.kinds import PDF
from app.papers.limits import Limits
from tests.engines import configuration
from tests.packs.whole_document import MARKDOWN, NOTE, whole_document
from tests.papers.producers import html

ITEMS, PAPERS, PAPER_PAGES = 14, 5, 3
_BODY = re.compile(r'<body class="([a-z-]*)">(.*)</body>', re.DOTALL)


def document(items: int, papers: int) -> PackDocument:
    """A pack with so many notes of one or two pages, and papers behind the first ones."""
    whole = whole_document()
    meeting = whole.meetings[0]
    found = []
    for number in range(1, items + 1):
        block = Block("Toelichting", prose(f"Nummer {number}.\n\n{MARKDOWN}"))
        note = replace(NOTE, blocks=(*NOTE.blocks, block, block))
        item = Item(f"item-{number}", str(number), f"Onderwerp {number}", "mening", note)
        if number <= papers:
            paper = meeting.items[0].papers[0]
            own = replace(paper, key=f"paper-{number}", number=f"{number}.1", title="Begroting")
            item = replace(item, papers=(own,))
        found.append(item)
    return replace(whole, meetings=(replace(meeting, items=tuple(found)),))


@dataclass(frozen=True)
class Case:
    """One pack to make: its job, and the bytes of its papers by key."""

    job: PrintJob
    papers: dict[str, bytes]
    #: Their reading copies, which were made when they were received.
    copies: dict[str, bytes]

    def press(self, folder: Path | None) -> PrintedPack:
        """In our way."""
        papers = [(part, [self.copies[part.key]]) for part in self.job.papers()]
        return print_pack(self.job, papers, lambda done, total: True, folder)


def case(items: int = ITEMS, papers: int = PAPERS, pages: int = PAPER_PAGES) -> Case:
    """The job of such a pack; every paper is a tagged one, made by WeasyPrint."""
    with tempfile.TemporaryDirectory() as name:
        app = create_app(configuration(f"sqlite:///{name}/none.sqlite3", Path(name)))
        with app.app_context():
            job = print_job(document(items, papers))
    parts = tuple(
        part if isinstance(part, Section) else replace(part, accessible=True, digest=part.key)
        for part in job.parts
    )
    job = replace(job, parts=parts)
    written = HTML(string=html(pages)).write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(written, bytes)
    # no two are the same file
    received = {part.key: written + f"%{part.key}\n".encode("ascii") for part in job.papers()}
    return Case(job, received, {key: _copy(paper) for key, paper in received.items()})


def _copy(paper: bytes) -> bytes:
    """The reading copy of a paper."""
    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name) / "source.pdf", Path(name) / "copy.pdf"
        source.write_bytes(paper)
        make_copy(source, target, PDF, Limits())
        return target.read_bytes()


def changed(one: Case, number: int) -> Case:
    """The same pack with a word more in one note."""
    parts = list(one.job.parts)
    place = next(n for n, part in enumerate(parts) if part.key == "item-7")
    note = parts[place]
    assert isinstance(note, Section)
    parts[place] = replace(note, html=note.html.replace("Nummer 7.", f"Nummer 7, {number} maal."))
    return replace(one, job=replace(one.job, parts=tuple(parts)))


def plain(one: Case, made: PrintedPack, variant: str | None) -> bytes:
    """The plain way; it is told beforehand which page every part begins on."""
    css = CSS(string=STYLESHEET.read_text(encoding="utf-8"), url_fetcher=OwnFilesOnly())
    whole = HTML(string=one_page(one, made), url_fetcher=OwnFilesOnly())
    own = PdfReader(io.BytesIO(whole.write_pdf(stylesheets=[css], pdf_variant=variant) or b""))
    writer, taken = PdfWriter(), 0
    for part, placed in zip(one.job.parts, made.placed, strict=True):
        if isinstance(part, Section):
            pages = own.pages[taken : taken + placed.pages]
            taken += placed.pages
        else:
            pages = PdfReader(io.BytesIO(one.papers[part.key])).pages
        for page in pages:
            writer.add_page(page)
    return stamped(one, made, writer)


def one_page(one: Case, made: PrintedPack) -> str:
    numbers = {placed.key: str(placed.first_page) for placed in made.placed}
    bodies = []
    for part in one.job.parts:
        if isinstance(part, Section):
            found = _BODY.search(part.html)
            assert found is not None
            page = {"cover": "cover"}.get(found[1], "auto")
            bodies.append(
                f'<div class="{found[1]}" style="break-before: page; page: {page}">{found[2]}</div>'
            )
    text = re.sub("\ue000page:([^\ue001]*)\ue001", lambda mark: numbers[mark[1]], "".join(bodies))
    return f'<html lang="nl-NL"><title>{one.job.title}</title><body>{text}</body></html>'


def stamped(one: Case, made: PrintedPack, writer: PdfWriter) -> bytes:
    """Number, foot and outline by pypdf, with a layer of text made by ReportLab."""
    layer = io.BytesIO()
    canvas = Canvas(layer)
    owners = [
        part
        for part, placed in zip(one.job.parts, made.placed, strict=True)
        for _page in range(placed.pages)
    ]
    for number, (page, part) in enumerate(zip(writer.pages, owners, strict=True), start=1):
        canvas.setPageSize((float(page.mediabox.width), float(page.mediabox.height)))
        canvas.setFont("Helvetica", 8)
        if isinstance(part, Section):
            canvas.drawString(68, 28, one.job.foot)
        else:
            canvas.drawRightString(500, 17, f"stuk {part.number}")
            canvas.drawRightString(520, 820, f"{part.title} {part.number}")
        canvas.drawRightString(544, 28, f"{number} / {made.pages}")
        canvas.showPage()
    canvas.save()
    for page, over in zip(writer.pages, PdfReader(layer).pages, strict=True):
        page.merge_page(over)
    for part, placed in zip(one.job.parts, made.placed, strict=True):
        writer.add_outline_item(title=part.title, page_number=placed.first_page - 1)
    writer.add_metadata({"/Title": one.job.title})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
