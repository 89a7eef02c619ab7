"""Runs the press: follows it, stops it, and leaves out the paper on which it dies."""

from __future__ import annotations

import json
import queue
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.core import confined
from app.packs.printjob import JOB_FILE, RESULT_FILE, PaperPart, PrintJob

#: Called with (steps done, steps in all) while printing; gives False to stop.
Follow = Callable[[int, int], bool]


class PressStopped(Exception):
    """Printing was called off."""


class PressFailed(Exception):
    """Printing failed for another reason than a paper; the text is for the log."""


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
    #: Papers that could not be taken along, and why (one of printjob.REASONS).
    left_out: dict[str, str]
    placed: tuple[Placed, ...] = ()
    #: The standards that the file says it holds, and the papers because of which it says less.
    declares: tuple[str, ...] = ()
    in_the_way: tuple[str, ...] = ()


def print_pack(
    job: PrintJob, papers: Iterable[tuple[PaperPart, Iterable[bytes]]], follow: Follow
) -> PrintedPack:
    """Print a job in a process of its own; papers come as pieces of their bytes."""
    with tempfile.TemporaryDirectory(prefix="vooroverleg-pack-") as name:
        folder = Path(name)
        for paper, pieces in papers:
            with (folder / paper.source).open("wb") as file:
                file.writelines(pieces)
        job.save(folder / JOB_FILE)
        return _until_done(job, folder, follow)


def _until_done(job: PrintJob, folder: Path, follow: Follow) -> PrintedPack:
    """Start the press again, without the paper it died on, as often as there are papers."""
    for _attempt in range(len(job.papers()) + 1):
        run = _Run(job, folder, follow)
        code = run.follow_to_end()
        if code == 0 and run.pages:
            content = (folder / RESULT_FILE).read_bytes()
            return PrintedPack(content=content, pages=run.pages, left_out=run.left_out)
        if run.last_step != "paper":
            raise PressFailed(f"De pers stopte met code {code} bij {run.last_step}: {run.errors()}")
        (folder / f"{run.last_key}.refused").write_text("too_heavy", encoding="ascii")
    raise PressFailed("De pers kwam niet klaar.")


class _Run:
    """One run of the press, followed line by line within its time."""

    def __init__(self, job: PrintJob, folder: Path, follow: Follow) -> None:
        self.job, self.folder, self.follow = job, folder, follow
        self.last_step = self.last_key = ""
        self.pages = 0
        self.left_out: dict[str, str] = {}
        self._done: set[str] = set()
        self._total = len(job.parts) + 1

    def follow_to_end(self) -> int:
        """Give the exit code; negative where the press was killed."""
        with (self.folder / "press.log").open("wb") as log:
            process = subprocess.Popen(
                confined.command("app.packs.press", str(self.folder)),
                cwd=confined.ROOT,
                env={"LANG": "C.UTF-8", "PYTHONHASHSEED": "0"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        with process:
            try:
                self._listen(process)
            finally:
                process.kill()
        return process.returncode

    def errors(self) -> str:
        """The kind of the last fault and its place in our code; never a word of what is printed."""
        text = (self.folder / "press.log").read_text(encoding="utf-8", errors="replace")
        lines = text.splitlines()
        places = [line.strip() for line in lines if line.startswith("  File ")]
        kind = lines[-1].partition(":")[0] if lines else "geen melding"
        return f"{kind} {places[-1] if places else ''}".strip()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdout is None:
            raise PressFailed("De pers heeft geen uitvoer.")
        lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=_pump, args=(process.stdout, lines), daemon=True).start()
        start = step_start = time.monotonic()
        while True:
            if not self.follow(len(self._done), self._total):
                raise PressStopped
            try:
                line = lines.get(timeout=0.5)
            except queue.Empty:
                line = None
            now = time.monotonic()
            if line == b"":
                process.wait()
                return
            if line:
                self._note(json.loads(line))
                step_start = now
            in_paper = self.last_step == "paper"
            limits = self.job.limits
            if in_paper and now - step_start > limits.paper_seconds:
                return
            if now - start > limits.total_seconds:
                self.last_step = "time"
                return

    def _note(self, event: dict[str, str | int]) -> None:
        step, key = str(event["step"]), str(event["key"])
        if step == "left-out":
            self.left_out[key] = str(event["reason"])
        if step == "done":
            self.pages = int(event["pages"])
        if self.last_key:
            self._done.add(self.last_key)
        self.last_step, self.last_key = step, key


def _pump(stream: IO[bytes], lines: queue.SimpleQueue[bytes]) -> None:
    """Pass on lines as they come; an empty one says the end."""
    for line in stream:
        lines.put(line)
    lines.put(b"")
