"""What a pack costs beside the plain way: one HTML(...).write_pdf(), and pypdf for the papers.

.venv/bin/python -m benchmarks.packs [--repetitions 7] [--json] [--large]

The same pack, of about 43 pages, is made in turn by the press (with empty caches, with one note
changed, with nothing changed) and in the plain way: all own pages as one document, then pypdf for
papers, page numbers and outline. Plain is measured as it comes (without tags) and tagged. Beside
the time on the wall stands that of the processors, which hardly minds what others do. First it is
checked that both give the same pages with the same text. Chromium and LibreOffice print the own
pages alone, where they are on this machine.
Then: an annex page with its tags beside pikepdf without any, merging and stamping beside pypdf.
`--large` adds a pack of 600 pages with its memory, and the time per own page from 40 to 640.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pikepdf
import psutil
from pypdf import PdfReader, PdfWriter

from app.packs.press.merging import PrintedPart, merge
from app.packs.press.presses import end_all
from app.packs.press.pressroom import PrintedPack, print_pack
from app.packs.press.printing import render_pdf
from app.packs.press.printjob import Section
from app.packs.press.recipe import STYLESHEET
from benchmarks.pack_cases import Case, case, changed, one_page, plain, stamped

#: The bars: how many times as fast as the plain way, or how many times as long at most.
BARS = {"fresh": 1.8, "one note changed": 8.0, "unchanged": 25.0, "merge and stamp": 2.0}
ANNEX_BAR = 4.0


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
    text = one_page(one, made).replace("<body>", f"<style>{style}</style><body>")
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


def whole_packs(repetitions: int) -> tuple[int, dict[str, Times]]:
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
        return made.pages, _in_turn(ways, repetitions)


@dataclass
class Times:
    """Seconds on the wall and of the processors, of one way."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The usual time on the wall."""
        return statistics.median(self.wall)


def _in_turn(ways: Mapping[str, Callable[[], object]], repetitions: int) -> dict[str, Times]:
    times = {name: Times() for name in ways}
    for number in range(repetitions + 1):
        for name, way in ways.items():
            start, spent = time.perf_counter(), _spent()
            way()
            if number:
                times[name].wall.append(time.perf_counter() - start)
                times[name].processor.append(_spent() - spent)
    return times


def _spent() -> float:
    """The time of the processors that we and the presses took so far."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    living = sum(sum(child.cpu_times()[:2]) for child in psutil.Process().children())
    return time.process_time() + ended.ru_utime + ended.ru_stime + living


def joining(repetitions: int) -> dict[str, Times]:
    """Merging and stamping alone: ours, pypdf, and pikepdf without tags.

    The others take the papers as received, we take their reading copies, as we do when we print.
    Pikepdf on those copies shows how much of the difference is the preparation.
    """
    one = case(items=8, papers=8, pages=40)
    made = one.press(None)
    with tempfile.TemporaryDirectory(prefix="vooroverleg-benchmark-") as name:
        folder = Path(name)
        parts, received = [], []
        for part in one.job.parts:
            path = folder / f"{part.key}.pdf"
            received.append(path)
            if isinstance(part, Section):
                path.write_bytes(render_pdf(part.html, part.key).content)
            else:
                path.write_bytes(one.copies[part.key])
                received[-1] = folder / f"{part.key}.received.pdf"
                received[-1].write_bytes(one.papers[part.key])
            parts.append(PrintedPart(part, path, is_paper=not isinstance(part, Section)))

        def with_pypdf() -> None:
            writer = PdfWriter()
            for path in received:
                for page in PdfReader(path).pages:
                    writer.add_page(page)
            stamped(one, made, writer)

        def ours() -> None:
            again = [replace(printed, pages=[]) for printed in parts]
            merge(one.job, again, folder / "out.pdf", lambda key: None)

        def untagged(paths: list[Path]) -> None:
            with pikepdf.Pdf.new() as pdf:
                for path in paths:
                    with pikepdf.open(path) as source:
                        pdf.pages.extend(source.pages)
                pdf.save(folder / "plain.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)

        ways = {
            "merge: ours": ours,
            "merge: pypdf": with_pypdf,
            "merge: pikepdf": lambda: untagged(received),
            "merge: pikepdf, copies": lambda: untagged([one.path for one in parts]),
        }
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
        spent = _spent()
        pages = one.press(None).pages
        each = 1000 * (_spent() - spent) / pages
        yield {"own pages": pages, "processor milliseconds per page": round(each, 1)}


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
    pages, times = whole_packs(asked.repetitions)
    times |= joining(asked.repetitions)
    missed = _print(times, pages, as_json=asked.json)
    if asked.large:
        for line in large():
            print(json.dumps(line), flush=True)
    end_all()
    return int(missed)


def _print(times: dict[str, Times], pages: int, *, as_json: bool) -> bool:
    medians = {name: one.median for name, one in times.items()}
    ratios = {
        **{name: medians["plain"] / medians[name] for name in BARS if name in medians},
        "fresh, plain tagged": medians["plain, tagged"] / medians["fresh"],
        "merge and stamp": medians["merge: pypdf"] / medians["merge: ours"],
    }
    annex = medians["merge: ours"] / medians["merge: pikepdf"]
    spent = {name: statistics.median(one.processor) for name, one in times.items()}
    if as_json:
        figures = {"pages": pages, "seconds": medians, "processor": spent}
        print(json.dumps({**figures, "ratios": ratios, "annex": annex}))
    else:
        print(f"medians in seconds, {pages} pages{'wall':>13}{'processor':>11}")
        for name, seconds in medians.items():
            print(f"  {name:<28}{seconds:>9.3f}{spent[name]:>11.3f}")
        for name, ratio in ratios.items():
            aim = f" (aim {BARS[name]:g})" if name in BARS else ""
            print(f"  {name:<28}{ratio:>8.1f}× as fast{aim}")
        on_copies = medians["merge: ours"] / medians["merge: pikepdf, copies"]
        print(f"  {'the same, on copies':<28}{on_copies:>8.1f}× pikepdf without tags")
        print(f"  {'an annex page':<28}{annex:>8.1f}× pikepdf without tags (at most {ANNEX_BAR:g})")
    return annex > ANNEX_BAR or any(ratios[name] < bar for name, bar in BARS.items())


if __name__ == "__main__":
    raise SystemExit(main())
