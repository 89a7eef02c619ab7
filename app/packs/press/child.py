"""The press: a process of its own that sets and joins pages, and may be killed.

`presses` starts it and keeps it warm, with WeasyPrint and the fonts read. It is given one task a
line on standard input, and answers with lines on standard output: what it is at, and how it ended.
It holds no code that reaches the database.
"""

from __future__ import annotations

import errno
import gc
import json
import os
import queue
import shutil
import sys
import threading
import traceback
from pathlib import Path
from typing import Any

import pikepdf

from app.core.confined import confine
from app.packs.press.binding import bind
from app.packs.press.merging import PrintedPart, merge
from app.packs.press.printing import render_pdf
from app.packs.press.printjob import JOB_FILE, RESULT_FILE, PaperPart, load_job, load_limits

#: Without a task for this long it ends by itself: its memory is of use to others.
IDLE_SECONDS = 300
#: There is no room: on the disk, or within what this user may use of it.
_FULL = (errno.ENOSPC, errno.EDQUOT)

Task = dict[str, Any]


def main(_arguments: list[str]) -> int:
    """Do tasks until standard input closes."""
    tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
    ward = _Ward()
    # What is loaded stays for good, and setting a page makes little that refers to itself: to
    # look for it in the midst of that costs a tenth of the time.
    gc.freeze()
    gc.disable()
    threading.Thread(target=ward.listen, args=(tasks,), daemon=True).start()
    while True:
        try:
            task = tasks.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            return 0
        if task is None:
            return 0
        _answer(task)
        if tasks.empty():
            gc.collect()


class _Ward:
    """Ends the press, and what it was working on, together with whoever started it."""

    def __init__(self) -> None:
        self.folder: Path | None = None

    def listen(self, tasks: queue.SimpleQueue[Task | None]) -> None:
        """Pass tasks on; standard input closes when our parent is gone, even by kill -9."""
        for line in sys.stdin.buffer:
            task = json.loads(line)
            self.folder = Path(task["folder"]) if task["folder"] else None
            if task["do"] != "rest":
                tasks.put(task)
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            os._exit(3)
        tasks.put(None)


def _answer(task: Task) -> None:
    """Do one task and say how it ended; of a fault its kind and place, never its words.

    A full disk is told apart: whoever waits for the pack can do something about that.
    """
    tell("begun", task["key"])
    try:
        folder = Path(task["folder"])
        limits = load_limits(task["limits"])
        confine(
            memory_bytes=limits.memory_bytes,
            cpu_seconds=int(sum(os.times()[:2])) + 1 + limits.cpu_seconds,
            file_bytes=limits.file_bytes,
        )
        result = _TASKS[task["do"]](task, folder)
    except Exception as fault:
        frames = traceback.extract_tb(fault.__traceback__)
        place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        number = fault.errno if isinstance(fault, OSError) and fault.errno in _FULL else 0
        tell("failed", "", fault=f"{type(fault).__name__} {place}".strip(), full=number)
    else:
        tell("done", "", memory=_memory(), **result)


def _set(task: Task, folder: Path) -> dict[str, Any]:
    """Pages of our own, from HTML."""
    html = (folder / task["source"]).read_text(encoding="utf-8")
    rendered = render_pdf(html, task["key"])
    _write(folder / task["target"], rendered.content)
    return {"pages": rendered.pages}


def _take(task: Task, folder: Path) -> dict[str, Any]:
    """A reading copy, opened and counted; safe to merge it was made when it was prepared."""
    source = folder / task["source"]
    if not source.is_file() or source.stat().st_size == 0:
        return {"refused": "missing"}
    try:
        with pikepdf.open(source) as pdf:
            pages = len(pdf.pages)
            # A copy of ours is whole: to repair one would quietly leave pages out.
            return {"refused": "damaged"} if pdf.get_warnings() else {"pages": pages}
    except pikepdf.PdfError:
        return {"refused": "damaged"}


def _merge(task: Task, folder: Path) -> dict[str, Any]:
    """All parts of the job, in order, as one file."""
    job = load_job(folder / JOB_FILE)
    papers, blanks = set(task["papers"]), set(task["after_blank"])
    parts = [
        PrintedPart(
            part,
            folder / task["files"][part.key],
            is_paper=isinstance(part, PaperPart) and part.key in papers,
            after_blank=part.key in blanks,
        )
        for part in job.parts
    ]
    merged = merge(job, parts, folder / RESULT_FILE, lambda key: tell("merging", key))
    return {
        "pages": merged.pages,
        "placed": merged.placed,
        "declares": merged.declares,
        "in_the_way": merged.in_the_way,
    }


def _bind(task: Task, folder: Path) -> dict[str, Any]:
    """Finished files as one for the printer."""
    return {"pages": bind(task["title"], task["copies"], folder, folder / task["target"])}


_TASKS = {"bind": _bind, "set": _set, "take": _take, "merge": _merge}


def tell(step: str, key: str, **more: Any) -> None:
    """One line for whoever started the press."""
    line = json.dumps({"step": step, "key": key, **more})
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _memory() -> int:
    """What this process holds now, in bytes; 0 where the system does not say.

    Its highest use ever would count what whoever started it held: Linux hands that on.
    """
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGESIZE")


def _write(path: Path, content: bytes) -> None:
    """A file is there whole or not at all."""
    draft = path.with_suffix(".draft")
    draft.write_bytes(content)
    draft.replace(path)
