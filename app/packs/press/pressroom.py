"""From a print job to one PDF: what was printed before is reused, the rest is set by the presses.

Papers and pages are set at once, as many as there are presses; those that name page numbers last,
when all others have their length; then everything is joined.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from app.packs.press.presses import Crew, PressFailed, PressStopped, Task
from app.packs.press.printjob import (
    JOB_FILE,
    PAGE_MARK,
    REASON_MARK,
    RESULT_FILE,
    PaperPart,
    PrintJob,
    Section,
)
from app.packs.press.recipe import recipe
from app.packs.press.shelf import Shelf, digest_of

#: Called with (steps done, steps in all) while printing; gives False to stop.
Follow = Callable[[int, int], bool]

_ANY_PAGE_MARK = re.compile(PAGE_MARK.format(key="([^\ue001]*)"))
_ROUNDS = 4
#: How often whoever waits is asked whether to go on: it costs them a statement.
_FOLLOW_SECONDS = 0.25

__all__ = ["Follow", "Placed", "PressFailed", "PressStopped", "PrintedPack", "print_pack"]


@dataclass(frozen=True)
class Placed:
    """Where a part stands in the file: its first page, from 1, and how many it has."""

    key: str
    first_page: int
    pages: int


@dataclass(frozen=True)
class PrintedPack:
    """A finished PDF: where its parts are, what it declares, and what came in the way."""

    content: bytes
    pages: int
    #: Papers that could not be taken along, and why (a key of PrintJob.reasons).
    left_out: dict[str, str]
    placed: tuple[Placed, ...] = ()
    #: The standards that the file says it holds, and the papers because of which it says less.
    declares: tuple[str, ...] = ()
    in_the_way: tuple[str, ...] = ()


def print_pack(
    job: PrintJob,
    papers: Iterable[tuple[PaperPart, Iterable[bytes]]],
    follow: Follow,
    folder: Path | None = None,
) -> PrintedPack:
    """Print a job in processes of their own; papers come as pieces of their bytes.

    What is printed is kept in `folder`, and used again where nothing changed.
    """
    shelf = Shelf(folder)
    if not follow(0, len(job.parts) + 1):
        raise PressStopped
    name = _name_of(job)
    found = shelf.take(name) if name else None
    if found is not None:
        return _printed(found.content, found.facts)
    with shelf.workplace() as place:
        for paper, pieces in papers:
            with (place / paper.source).open("wb") as file:
                file.writelines(pieces)
        job.save(place / JOB_FILE)
        facts = _Printing(job, place, shelf, follow).run()
        content = (place / RESULT_FILE).read_bytes()
    if name and not facts["left_out"]:
        shelf.put(name, content, facts)
    if shelf.has_grown:
        shelf.tidy()
    return _printed(content, facts)


@dataclass
class _Printing:
    """The printing of one job."""

    job: PrintJob
    place: Path
    shelf: Shelf
    follow: Follow
    files: dict[str, str] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    #: What was set now, and the name under which it goes on the shelf.
    fresh: dict[str, str] = field(default_factory=dict)
    done: int = 0
    _asked: float = 0.0

    def run(self) -> dict[str, Any]:
        """Papers and pages without page numbers in their text, then those with, then all."""
        with Crew(self.place, self.job.limits, self._tick) as crew:
            sections = [part for part in self.job.parts if isinstance(part, Section)]
            late = [part for part in sections if _ANY_PAGE_MARK.search(part.html)]
            early = [(part.key, part.html) for part in sections if part not in late]
            answers = crew.run([*self._takings(), *self._settings(early)])
            self._note(answers)
            sheets = [self._sheet(paper) for paper in self.job.papers() if self._refused(paper)]
            self._note(crew.run(self._settings(sheets)))
            self._set_late(crew, late)
            merged = crew.run([self._merging()], self._joined)["merge"]
        return {
            "pages": merged["pages"],
            "left_out": self.left_out,
            "placed": merged["placed"],
            "declares": merged["declares"],
            "in_the_way": merged["in_the_way"],
        }

    def _keep(self) -> None:
        """Put on the shelf what was set now."""
        while self.fresh:
            key, name = self.fresh.popitem()
            content = (self.place / self.files[key]).read_bytes()
            self.shelf.put(name, content, {"pages": self.pages[key]})

    def _takings(self) -> Iterator[Task]:
        for paper in self.job.papers():
            self.files[paper.key] = paper.source
            yield Task(
                "take",
                paper.key,
                self.job.limits.paper_seconds,
                {"source": paper.source},
                answer_of_death={"refused": "too_heavy"},
            )

    def _settings(self, pages: Iterable[tuple[str, str]]) -> Iterator[Task]:
        """What has to be set of these; the rest lies on the shelf."""
        for key, html in pages:
            name, target = _name_of_page(key, html), f"{key}.part.pdf"
            self.files[key] = target
            found = self.shelf.take(name)
            self.fresh.pop(key, None)
            if found is not None:
                (self.place / target).write_bytes(found.content)
                self.pages[key] = found.facts["pages"]
                continue
            source = self.place / f"{key}.html"
            source.write_text(html, encoding="utf-8")
            self.fresh[key] = name
            details = {"source": source.name, "target": target}
            yield Task("set", key, self.job.limits.total_seconds, details)

    def _note(self, answers: dict[str, dict[str, Any]]) -> None:
        for key, answer in answers.items():
            if "refused" in answer:
                self.left_out[key] = answer["refused"]
                continue
            self.pages[key] = answer["pages"]
        self.done += len(answers)

    def _refused(self, paper: PaperPart) -> bool:
        return paper.key in self.left_out

    def _sheet(self, paper: PaperPart) -> tuple[str, str]:
        reason = self.left_out[paper.key]
        sentence = self.job.reasons.get(reason, reason)
        return paper.key, paper.missing_html.replace(REASON_MARK, sentence)

    def _set_late(self, crew: Crew, late: list[Section]) -> None:
        """Set pages that name page numbers until their own length no longer changes them."""
        for section in late:
            self.pages.setdefault(section.key, 1)
        for _round in range(_ROUNDS if late else 0):
            before = dict(self.pages)
            numbers, _blanks = self._numbers()
            pages = [(part.key, _with_numbers(part.html, numbers)) for part in late]
            self._note(crew.run(self._settings(pages)))
            if self.pages == before:
                return
        if late:
            raise PressFailed("De paginanummers komen niet tot rust.")

    def _numbers(self) -> tuple[dict[str, int], list[str]]:
        """The first page of each part, and the parts with an empty page before them."""
        numbers, blanks, page, above = {}, [], 1, ""
        for part in self.job.parts:
            if isinstance(part, PaperPart):
                begins_right = part.behind != above
            else:
                begins_right, above = part.begins_right, part.key
            if self.job.right_hand and begins_right and page % 2 == 0:
                blanks.append(part.key)
                page += 1
            numbers[part.key] = page
            page += self.pages[part.key]
        return numbers, blanks

    def _merging(self) -> Task:
        papers = [paper.key for paper in self.job.papers() if not self._refused(paper)]
        details = {"files": self.files, "papers": papers, "after_blank": self._numbers()[1]}
        return Task("merge", "merge", self.job.limits.total_seconds, details)

    def _joined(self, _line: dict[str, Any]) -> None:
        """A part is joined; meanwhile there is time here to keep what was set."""
        self._keep()
        self.done += 1

    def _tick(self, answers: int) -> None:
        """Say how far it is, and hear whether to go on."""
        now = time.monotonic()
        if now - self._asked < _FOLLOW_SECONDS:
            return
        self._asked = now
        total = 2 * len(self.job.parts) + 1
        if not self.follow(min(self.done + answers, total), total):
            raise PressStopped


def _with_numbers(html: str, numbers: dict[str, int]) -> str:
    return _ANY_PAGE_MARK.sub(lambda match: str(numbers.get(match[1], "")), html)


def _printed(content: bytes, facts: dict[str, Any]) -> PrintedPack:
    """What was printed, from its bytes and the facts that came with them as plain data."""
    return PrintedPack(
        content=content,
        pages=facts["pages"],
        left_out=facts["left_out"],
        placed=tuple(Placed(*place) for place in facts["placed"]),
        declares=tuple(facts["declares"]),
        in_the_way=tuple(facts["in_the_way"]),
    )


def _name_of_page(key: str, html: str) -> str:
    return digest_of("page", recipe(), key, html)


def _name_of(job: PrintJob) -> str:
    """The name of a whole pack on the shelf; none where it is not known what a paper holds."""
    if not all(paper.digest for paper in job.papers()):
        return ""
    return digest_of("pack", recipe(), asdict(replace(job, limits=type(job.limits)())))
