"""Annexes as five kinds of programs make them, tagged and not: made when a test asks, never kept.

Every paper has headings, long Dutch words, a link, a list, a table with heads, and a picture; the
scans are what a machine with a glass plate makes of such a page. `made(producer, folder)` keeps
what it made in the folder, so that a run makes each once.
"""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Image as Picture
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle
from weasyprint import HTML

from tests.verapdf import ROOT

FONT = ROOT / "static" / "vendor" / "source-sans" / "SourceSans3-Regular.ttf"
LONG_WORDS = (
    "gemeenteraadsvergadering",
    "samenwerkingsverband",
    "begrotingswijziging",
    "jeugdgezondheidszorg",
)
#: The first start of LibreOffice makes a profile, which takes a while on a busy machine.
SECONDS = 120

Maker = Callable[[Path, int], None]


@dataclass(frozen=True)
class Producer:
    """A way in which others make a PDF: `make(target, pages)` writes one."""

    name: str
    make: Maker
    #: The program that must be on this machine; "" for a library that the tests always have.
    program: str = ""
    tagged: bool = False
    is_scan: bool = False

    @property
    def missing(self) -> str:
        """Why this producer cannot work here; "" where it can."""
        if not self.program or shutil.which(self.program):
            return ""
        return f"{self.program} ontbreekt: geen stukken van {self.name}"


def made(producer: Producer, folder: Path, pages: int = 3) -> Path:
    """The paper of a producer with this many pages, made once per folder."""
    path = folder / f"{producer.name}-{pages}.pdf"
    if not path.exists():
        draft = folder / f"draft-{producer.name}-{pages}.pdf"
        producer.make(draft, pages)
        draft.replace(path)
    return path


def html(pages: int, fonts: str = "") -> str:
    """The text of an annex as a page for printing programs, a chapter a page."""
    chapters = "".join(_chapter(number) for number in range(1, pages + 1))
    return (
        '<!doctype html><html lang="nl-NL"><head><meta charset="utf-8">'
        "<title>Ontwerpbegroting 2027</title>"
        f"<style>{fonts} body {{ font: 11pt Sans, sans-serif }} @page {{ size: A4; margin: 25mm }}"
        " .next { page-break-before: always }"
        " th, td { border: 1px solid #999; padding: 2pt 6pt } table { border-collapse: collapse }"
        f"</style></head><body>{chapters}</body></html>"
    )


def _chapter(number: int) -> str:
    rows = "".join(
        f"<tr><th scope='row'>Programma {row}</th><td>€ {row * 1250},00</td><td>{row} %</td></tr>"
        for row in range(1, 6)
    )
    heading = "<h1>Ontwerpbegroting 2027</h1><h2>" if number == 1 else "<h2 class='next'>"
    return (
        f"{heading}Hoofdstuk {number}</h2>"
        f"<p>De {LONG_WORDS[number % 4]} stelt hoofdstuk {number} vast; zie "
        "<a href='https://www.groningen.nl/'>de toelichting</a>.</p>"
        "<ul><li>Eerst het kader.</li><li>Dan de raming in euro's: € 12,50.</li></ul>"
        "<table><caption>Lasten</caption><thead><tr><th scope='col'>Programma</th>"
        "<th scope='col'>Bedrag</th><th scope='col'>Deel</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
        f"<h3>Verloop</h3><p><img alt='Staafdiagram van de lasten' width='160' src='{_chart()}'>"
        "</p>"
    )


@lru_cache(maxsize=1)
def _chart_bytes() -> bytes:
    picture = Image.new("RGB", (320, 160), "white")
    draw = ImageDraw.Draw(picture)
    for bar, height in enumerate((40, 90, 120, 70)):
        draw.rectangle((20 + bar * 75, 150 - height, 70 + bar * 75, 150), fill=(15, 76, 92))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _chart() -> str:
    return "data:image/png;base64," + base64.b64encode(_chart_bytes()).decode("ascii")


@lru_cache(maxsize=1)
def _own_font() -> str:
    """A face in the page itself: a bare machine has no fonts, and browsers open no file: ones."""
    letters = base64.b64encode(FONT.read_bytes()).decode("ascii")
    return f"@font-face {{ font-family: Sans; src: url(data:font/ttf;base64,{letters}) }}"


def _weasyprint(variant: str | None) -> Maker:
    def make(target: Path, pages: int) -> None:
        text = html(pages, _own_font())
        HTML(string=text).write_pdf(target, pdf_variant=variant)

    return make


def _chromium(*flags: str) -> Maker:
    def make(target: Path, pages: int) -> None:
        page = target.with_suffix(".html")
        page.write_text(html(pages, _own_font()), encoding="utf-8")
        profile = target.with_suffix(".profile")
        _run(
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
            *("--disable-background-networking", f"--user-data-dir={profile}", *flags),
            *(f"--print-to-pdf={target}", page.as_uri()),
        )
        shutil.rmtree(profile, ignore_errors=True)

    return make


def _libreoffice(tagged: bool) -> Maker:
    def make(target: Path, pages: int) -> None:
        page = target.with_suffix(".html")
        page.write_text(html(pages), encoding="utf-8")
        profile = target.parent / "libreoffice"
        export = f'{{"UseTaggedPDF":{{"type":"boolean","value":"{str(tagged).lower()}"}}}}'
        _run(
            *("soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"),
            *("--infilter=HTML (StarWriter)", "--convert-to", f"pdf:writer_pdf_Export:{export}"),
            *("--outdir", str(target.parent), str(page)),
        )

    return make


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: {done.stderr.decode(errors='replace')[-500:]}")


def _reportlab(embedded: bool) -> Maker:
    """Without an embedded face it uses those that every reader is said to have."""

    def make(target: Path, pages: int) -> None:
        styles = getSampleStyleSheet()
        if embedded:
            pdfmetrics.registerFont(TTFont("Eigen", str(FONT)))
            for style in styles.byName.values():
                style.fontName = "Eigen"
        story: list[object] = []
        for number in range(1, pages + 1):
            story += [
                Paragraph(f"Hoofdstuk {number}", styles["Heading1"]),
                Paragraph(
                    f"De {LONG_WORDS[number % 4]} stelt hoofdstuk {number} vast; zie <a "
                    "href='https://www.groningen.nl/' color='blue'>de toelichting</a>.",
                    styles["BodyText"],
                ),
                _table(),
                Picture(io.BytesIO(_chart_bytes()), 160, 80),
                PageBreak(),
            ]
        SimpleDocTemplate(str(target), pagesize=A4, title="Ontwerpbegroting 2027").build(story)

    return make


def _table() -> Table:
    rows = [["Programma", "Bedrag"], *([f"Programma {n}", f"{n * 1250},00"] for n in range(1, 6))]
    return Table(rows, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.grey)]))


def _cairo(target: Path, pages: int) -> None:
    """What cairo draws: here of a paper that ReportLab made."""
    source = target.with_suffix(".source.pdf")
    _reportlab(embedded=True)(source, pages)
    _run("pdftocairo", "-pdf", str(source), str(target))


def scanned_page(number: int, mode: str = "L") -> Image.Image:
    """A page of text as the glass plate saw it: a little turned, at 100 dots an inch."""
    page = Image.new("L", (827, 1169), 250)
    draw = ImageDraw.Draw(page)
    letters = ImageFont.truetype(str(FONT), 22)
    draw.text((90, 90), f"Gescand blad {number}", fill=20, font=letters)
    for line in range(20):
        draw.text((90, 150 + 36 * line), f"{LONG_WORDS[line % 4]} regel {line}", 20, letters)
    return page.rotate(0.8, fillcolor=250).convert(mode)


def _scan(mode: str) -> Maker:
    def make(target: Path, pages: int) -> None:
        first, *rest = (scanned_page(number, mode) for number in range(1, pages + 1))
        first.save(target, "PDF", save_all=True, append_images=rest, resolution=100)

    return make


def _scan_with_words(target: Path, pages: int) -> None:
    """A scan under which a program laid the words that it read, unseen."""
    _scan("L")(target, pages)
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        for number, page in enumerate(pdf.pages, start=1):
            page.add_resource(pdf.make_indirect(font), pikepdf.Name.Font, pikepdf.Name.F9)
            words = f"BT 3 Tr /F9 12 Tf 65 765 Td (Gescand blad {number}) Tj ET"
            page.contents_add(words.encode("ascii"))
        pdf.save(target)


PRODUCERS = (
    Producer("weasyprint-tagged", _weasyprint("pdf/ua-1"), tagged=True),
    Producer("weasyprint", _weasyprint(None)),
    Producer("libreoffice-tagged", _libreoffice(True), "soffice", tagged=True),
    Producer("libreoffice", _libreoffice(False), "soffice"),
    Producer("chromium-tagged", _chromium(), "chromium", tagged=True),
    Producer("chromium", _chromium("--disable-pdf-tagging"), "chromium"),
    Producer("reportlab", _reportlab(embedded=True)),
    Producer("reportlab-no-fonts", _reportlab(embedded=False)),
    Producer("cairo", _cairo, "pdftocairo"),
    Producer("scan-grey", _scan("L"), is_scan=True),
    Producer("scan-black-and-white", _scan("1"), is_scan=True),
    Producer("scan-with-words", _scan_with_words, is_scan=True),
)
