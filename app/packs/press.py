"""The press: a process of its own that sets, cleans and joins one PDF, and may be killed.

Started by `pressroom` with a folder. It reads job.json there, tells on standard output what it
is doing (one JSON object per line), and ends with pack.pdf.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import threading
from pathlib import Path

import pikepdf

from app.core.confined import confine
from app.packs.merging import PrintedPart, merge
from app.packs.printing import render_pdf
from app.packs.printjob import (
    JOB_FILE,
    PAGE_MARK,
    REASON_MARK,
    RESULT_FILE,
    PaperPart,
    Section,
    load_job,
)
from app.papers.sanitising import PaperUnusable, clean_paper

_ANY_PAGE_MARK = re.compile(PAGE_MARK.format(key="([^\ue001]*)"))
_ROUNDS = 4


class Press:
    """Makes one PDF in its folder; what an earlier attempt finished there is used again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.job = load_job(folder / JOB_FILE)
        self.pages: dict[str, int] = {}
        self.unusable: dict[str, str] = {}

    def run(self) -> int:
        """Papers first, then the pages without page numbers in their text, then the others."""
        for paper in self.job.papers():
            self._clean(paper)
        sections = [part for part in self.job.parts if isinstance(part, Section)]
        late = [part for part in sections if _ANY_PAGE_MARK.search(part.html)]
        for section in sections:
            if section not in late:
                tell("section", section.key)
                self._set(section.key, section.html)
        self._set_late(late)
        tell("merging", "")
        return merge(self.job, [self._printed(part) for part in self.job.parts], self.result)

    @property
    def result(self) -> Path:
        """Where the finished file comes."""
        return self.folder / RESULT_FILE

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.part.pdf"

    def _clean(self, paper: PaperPart) -> None:
        tell("paper", paper.key)
        refused = self.folder / f"{paper.key}.refused"
        if not self._path(paper.key).exists():
            try:
                if refused.exists():
                    raise PaperUnusable(refused.read_text(encoding="ascii"))
                draft = self._path(paper.key).with_suffix(".draft")
                clean_paper(self.folder / paper.source, draft, self.job.limits.paper_pages)
                draft.replace(self._path(paper.key))
            except PaperUnusable as problem:
                self.unusable[paper.key] = problem.reason
                reason = self.job.reasons.get(problem.reason, problem.reason)
                html = paper.missing_html.replace(REASON_MARK, reason)
                tell("left-out", paper.key, reason=problem.reason)
                self._set(paper.key, html, keep=False)
                return
        with pikepdf.open(self._path(paper.key)) as pdf:
            self.pages[paper.key] = len(pdf.pages)

    def _set(self, key: str, html: str, keep: bool = True) -> None:
        path = self._path(key)
        if not keep:
            path = path.with_suffix(".sheet")
        path.write_bytes(render_pdf(html))
        with pikepdf.open(path) as pdf:
            self.pages[key] = len(pdf.pages)

    def _set_late(self, late: list[Section]) -> None:
        """Set pages that name page numbers until their own length no longer changes them."""
        for section in late:
            self.pages.setdefault(section.key, 1)
        for _round in range(_ROUNDS):
            before = dict(self.pages)
            numbers = self._first_numbers()
            for section in late:
                tell("section", section.key)
                self._set(section.key, _with_numbers(section.html, numbers))
            if self.pages == before:
                return
        raise RuntimeError("Page numbers do not settle.")

    def _first_numbers(self) -> dict[str, int]:
        numbers, page = {}, 1
        for part in self.job.parts:
            numbers[part.key] = page
            page += self.pages[part.key]
        return numbers

    def _printed(self, part: Section | PaperPart) -> PrintedPart:
        path = self._path(part.key)
        if isinstance(part, Section):
            return PrintedPart(part.key, part.title, part.level, path, back_to=part.back_to)
        left_out = part.key in self.unusable
        return PrintedPart(
            part.key,
            part.title,
            part.level,
            path.with_suffix(".sheet") if left_out else path,
            number=part.number,
            back_to=part.back_to,
            is_paper=not left_out,
        )


def tell(step: str, key: str, **more: str | int) -> None:
    """One line for whoever started the press."""
    line = json.dumps({"step": step, "key": key, **more})
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _with_numbers(html: str, numbers: dict[str, int]) -> str:
    return _ANY_PAGE_MARK.sub(lambda match: str(numbers.get(match[1], "")), html)


def _end_with_parent(folder: Path) -> None:
    """Standard input closes when whoever started us is gone, even by kill -9: leave nothing."""
    while os.read(0, 1024):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(3)


def main(arguments: list[str]) -> int:
    """Print the job in the folder named."""
    folder = Path(arguments[0])
    press = Press(folder)
    limits = press.job.limits
    confine(
        memory_bytes=limits.memory_bytes,
        cpu_seconds=limits.cpu_seconds,
        file_bytes=limits.file_bytes,
    )
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    pages = press.run()
    tell("done", "", pages=pages)
    return 0
