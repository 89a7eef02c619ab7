"""What a pack costs beside the plain way: one HTML(...).write_pdf(), and pypdf for the papers.

.venv/bin/python -m benchmarks.packs [--repetitions 7] [--json] [--large] [--profile]

The same pack, of about 43 pages, is made in turn by the press (with empty caches, with one note
changed, with nothing changed) and in the plain way: all own pages as one document, then pypdf for
papers, page numbers and outline. Plain is measured as it comes (without tags) and tagged. First it
is checked that both give the same pages with the same text. Chromium and LibreOffice print the own
pages alone, where they are on this machine.
Then: an annex page with its tags beside pikepdf without any, merging and stamping beside pypdf.
`--large` adds a pack of 600 pages with its memory, and the time per own page from 40 to 640.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import psutil
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas
from weasyprint import CSS, HTML

from app import create_app
from app.packs.layout import Block, Item, PackDocument
from app.packs.merging import PrintedPart, merge
from app.packs.presses import end_all
from app.packs.pressroom import PrintedPack, print_pack
from app.packs.printing import OwnFilesOnly, render_pdf
from app.packs.printjob import PrintJob, Section
from app.packs.recipe import STYLESHEET
from app.packs.sheets import print_job
from app.packs.wording import prose
from tests.engines import configuration
from tests.packs.whole_document import MARKDOWN, NOTE, whole_document
from tests.papers.producers import html

#: The bars: how many times as fast as the plain way, or how many times as long at most.
BARS = {"fresh": 1.8, "one note changed": 8.0, "unchanged": 25.0, "merge and stamp": 2.0}
ANNEX_BAR = 4.0
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

    def press(self, folder: Path | None) -> PrintedPack:
        """In our way."""
        papers = [(part, [self.papers[part.key]]) for part in self.job.papers()]
        return print_pack(self.job, papers, lambda done, total: True, folder)


def case(items: int = ITEMS, papers: int = PAPERS, pages: int = PAPER_PAGES) -> Case:
    """The job of such a pack; every paper is a tagged one, made by WeasyPrint."""
    with tempfile.TemporaryDirectory() as name:
        app = create_app(configuration(f"sqlite:///{name}/none.sqlite3", Path(name)))
        with app.app_context():
            job = print_job(document(items, papers))
    written = HTML(string=html(pages)).write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(written, bytes)
    parts = tuple(
        part
        if isinstance(part, Section)
        else replace(part, prepared=True, accessible=True, digest=part.key)
        for part in job.parts
    )
    job = replace(job, parts=parts)
    return Case(job, {part.key: written for part in job.papers()})


def changed(one: Case, number: int) -> Case:
    """The same pack with a word more in one note."""
    parts = list(one.job.parts)
    place = next(n for n, part in enumerate(parts) if part.key == "item-7")
    note = parts[place]
    assert isinstance(note, Section)
    parts[place] = replace(note, html=note.html.replace("Nummer 7.", f"Nummer 7, {number} maal."))
    return Case(replace(one.job, parts=tuple(parts)), one.papers)


def plain(one: Case, made: PrintedPack, variant: str | None) -> bytes:
    """The plain way; it is told beforehand which page every part begins on."""
    css = CSS(string=STYLESHEET.read_text(encoding="utf-8"), url_fetcher=OwnFilesOnly())
    whole = HTML(string=_one_page(one, made), url_fetcher=OwnFilesOnly())
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
    return _stamped(one, made, writer)


def _one_page(one: Case, made: PrintedPack) -> str:
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


def _stamped(one: Case, made: PrintedPack, writer: PdfWriter) -> bytes:
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


def check(one: Case, made: PrintedPack, other: bytes) -> None:
    """Both have the same pages with the same words, or there is nothing to compare."""
    ours, theirs = (
        [sorted(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]
        for content in (made.content, other)
    )
    stamps = set(" ".join(part.title for part in one.job.papers()).split()) | {"stuk"}
    numbers = {part.number for part in one.job.papers()}
    for number, (left, right) in enumerate(zip(ours, theirs, strict=True), start=1):
        odd = set(left).symmetric_difference(right) - stamps - numbers
        if odd:
            raise SystemExit(f"page {number} differs in {sorted(odd)[:9]}")


def others(one: Case, made: PrintedPack) -> dict[str, Callable[[], object]]:
    """Other programs, on the own pages alone."""
    found: dict[str, Callable[[], object]] = {}
    folder = Path(tempfile.mkdtemp(prefix="vooroverleg-benchmark-"))
    page = folder / "pack.html"
    style = STYLESHEET.read_text(encoding="utf-8").replace("static:", f"{STYLESHEET.parents[1]}/")
    text = _one_page(one, made).replace("<body>", f"<style>{style}</style><body>")
    page.write_text(text, encoding="utf-8")

    def chromium() -> None:
        flags = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
        target = f"--print-to-pdf={folder / 'chromium.pdf'}"
        _run("chromium", *flags, f"--user-data-dir={folder / 'chromium'}", target, page.as_uri())

    def libreoffice() -> None:
        profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
        kind = ("--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export")
        _run("soffice", profile, "--headless", *kind, "--outdir", str(folder), str(page))

    if shutil.which("chromium"):
        found["chromium"] = chromium
    if shutil.which("soffice"):
        found["libreoffice"] = libreoffice
    return found


def _run(*command: str) -> None:
    subprocess.run(command, capture_output=True, check=True, timeout=300)


def whole_packs(repetitions: int) -> dict[str, list[float]]:
    """Every way in turn, so that a busy moment meets all of them."""
    one = case()
    with tempfile.TemporaryDirectory(prefix="vooroverleg-benchmark-") as name:
        kept = Path(name)
        made = one.press(kept)
        check(one, made, plain(one, made, None))
        turns = {"run": 0}

        def one_changed() -> None:
            turns["run"] += 1
            changed(one, turns["run"]).press(kept)

        ways: dict[str, Callable[[], object]] = {
            "plain": lambda: plain(one, made, None),
            "plain, tagged": lambda: plain(one, made, "pdf/ua-1"),
            "fresh": lambda: one.press(None),
            "one note changed": one_changed,
            "unchanged": lambda: one.press(kept),
            **others(one, made),
        }
        times = _in_turn(ways, repetitions)
    times["pages"] = [float(made.pages)]
    return times


def _in_turn(ways: Mapping[str, Callable[[], object]], repetitions: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(repetitions + 1):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            if number:
                times[name].append(time.perf_counter() - start)
    return times


def joining(repetitions: int) -> dict[str, list[float]]:
    """Merging and stamping alone: ours, pypdf, and pikepdf without tags, on the same files."""
    one = case(items=8, papers=8, pages=40)
    made = one.press(None)
    with tempfile.TemporaryDirectory(prefix="vooroverleg-benchmark-") as name:
        folder = Path(name)
        parts = []
        for part in one.job.parts:
            path = folder / f"{part.key}.pdf"
            if isinstance(part, Section):
                path.write_bytes(render_pdf(part.html, part.key).content)
            else:
                path.write_bytes(one.papers[part.key])
            parts.append(PrintedPart(part, path, is_paper=not isinstance(part, Section)))

        def with_pypdf() -> None:
            writer = PdfWriter()
            for printed in parts:
                for page in PdfReader(printed.path).pages:
                    writer.add_page(page)
            _stamped(one, made, writer)

        def ours() -> None:
            again = [replace(printed, pages=[]) for printed in parts]
            merge(one.job, again, folder / "out.pdf", lambda key: None)

        def untagged() -> None:
            with pikepdf.Pdf.new() as pdf:
                for printed in parts:
                    with pikepdf.open(printed.path) as source:
                        pdf.pages.extend(source.pages)
                pdf.save(folder / "plain.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)

        ways = {"merge: ours": ours, "merge: pypdf": with_pypdf, "merge: pikepdf": untagged}
        return _in_turn(ways, repetitions)


def large() -> Iterator[dict[str, object]]:
    """A pack of 600 pages with its memory, and what an own page costs in ever longer packs."""
    one = case(items=20, papers=20, pages=28)
    watch = _Watch()
    start = time.perf_counter()
    pages = print_pack(
        one.job,
        [(part, [one.papers[part.key]]) for part in one.job.papers()],
        watch.look,
    ).pages
    yield {
        "large": pages,
        "seconds": round(time.perf_counter() - start, 2),
        "megabytes of one press": watch.highest >> 20,
        "megabytes of all presses": watch.together >> 20,
    }
    for items in (20, 40, 80, 160, 320):
        one = case(items=items, papers=0)
        start = time.perf_counter()
        pages = one.press(None).pages
        passed = time.perf_counter() - start
        yield {"own pages": pages, "milliseconds per page": round(1000 * passed / pages, 1)}


class _Watch:
    """The most memory that presses had, looked at while they work."""

    def __init__(self) -> None:
        self.highest = self.together = 0

    def look(self, _done: int, _total: int) -> bool:
        """Look at every child."""
        sizes = [0]
        for child in psutil.Process().children():
            sizes.append(child.memory_info().rss)
        self.highest = max(self.highest, *sizes)
        self.together = max(self.together, sum(sizes))
        return True


def main() -> int:
    """Measure, print, and end with 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description="What a pack costs beside the plain way.")
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--large", action="store_true")
    asked = parser.parse_args()
    if asked.repetitions < 5:
        parser.error("at least 5 repetitions")
    times = whole_packs(asked.repetitions)
    pages = times.pop("pages")[0]
    medians = {name: statistics.median(found) for name, found in times.items()}
    medians |= {
        name: statistics.median(found) for name, found in joining(asked.repetitions).items()
    }
    missed = _print(medians, pages, as_json=asked.json)
    if asked.large:
        for line in large():
            print(json.dumps(line))
    end_all()
    return int(missed)


def _print(medians: dict[str, float], pages: float, *, as_json: bool) -> bool:
    ratios = {
        **{name: medians["plain"] / medians[name] for name in BARS if name in medians},
        "fresh, plain tagged": medians["plain, tagged"] / medians["fresh"],
        "merge and stamp": medians["merge: pypdf"] / medians["merge: ours"],
    }
    annex = medians["merge: ours"] / medians["merge: pikepdf"]
    if as_json:
        print(json.dumps({"pages": pages, "seconds": medians, "ratios": ratios, "annex": annex}))
    else:
        print(f"medians in seconds, {pages:.0f} pages")
        for name, seconds in medians.items():
            print(f"  {name:<22}{seconds:>9.3f}")
        for name, ratio in ratios.items():
            aim = f" (aim {BARS[name]:g})" if name in BARS else ""
            print(f"  {name:<22}{ratio:>8.1f}× as fast{aim}")
        print(f"  {'an annex page':<22}{annex:>8.1f}× pikepdf without tags (at most {ANNEX_BAR:g})")
    return annex > ANNEX_BAR or any(ratios[name] < bar for name, bar in BARS.items())


if __name__ == "__main__":
    raise SystemExit(main())
