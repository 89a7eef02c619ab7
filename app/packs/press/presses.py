"""Presses kept warm: started for work, lent to one pack at a time, replaced when killed."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import selectors
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from app.core import confined
from app.packs.press.printjob import Limits

#: One press per core, as setting pages is all they do.
MOST = 4
#: A press that grew beyond this, in bytes, is not kept: what it took, it does not give back.
_LARGEST = 300 * 1024 * 1024
_TICK_SECONDS = 0.25
_ATTEMPTS = 2

Answer = dict[str, Any]


class PressStopped(Exception):
    """Printing was called off."""


class PressFailed(Exception):
    """Printing failed for another reason than a paper; the text is for the log."""


@dataclass
class Task:
    """One thing for a press to do, by the name of its body in `press`."""

    do: str
    key: str
    seconds: float
    details: dict[str, Any] = field(default_factory=dict)
    #: What it answers where a press dies of it; nothing where that is a fault of ours.
    answer_of_death: Answer | None = None
    attempts: int = 0


class Press:
    """One process, and the lines that it sent."""

    def __init__(self) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the press
        self.process = subprocess.Popen(
            confined.command("app.packs.press.child"),
            cwd=confined.ROOT,
            env={"LANG": "C.UTF-8", "PYTHONHASHSEED": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        self.task: Task | None = None
        #: When it began; a new press must first wake up, for which no paper is to blame.
        self.begun: float | None = None
        self.memory = 0
        self._rest = b""

    @property
    def output(self) -> int:
        """The descriptor on which it answers."""
        return self.process.stdout.fileno() if self.process.stdout else -1

    def alive(self) -> bool:
        """Whether the process is there."""
        return self.process.poll() is None

    def send(self, message: dict[str, Any]) -> None:
        """Send one line; a press that is gone is seen by the end of its output."""
        if self.process.stdin is not None:
            with contextlib.suppress(OSError):
                self.process.stdin.write(json.dumps(message).encode("ascii") + b"\n")
                self.process.stdin.flush()

    def read(self) -> list[dict[str, Any]] | None:
        """The lines that came; None at the end of its output."""
        piece = os.read(self.output, 65536)
        if not piece:
            return None
        *lines, self._rest = (self._rest + piece).split(b"\n")
        return [json.loads(line) for line in lines]

    def end(self) -> str:
        """Kill it; gives the kind and place of its last fault, never a word of what is printed."""
        self.process.kill()
        with self.process:
            pass
        self._log.seek(0)
        lines = self._log.read().decode("utf-8", errors="replace").splitlines()
        self._log.close()
        places = [line.strip() for line in lines if line.startswith("  File ")]
        kind = lines[-1].partition(":")[0] if lines else "geen melding"
        return f"code {self.process.returncode}, {kind} {places[-1] if places else ''}".strip()


_lock = threading.Lock()
_resting: list[Press] = []


def crew_size() -> int:
    """How many presses work on one pack here."""
    return max(1, min(MOST, len(os.sched_getaffinity(0))))


@dataclass
class _Work:
    """Tasks that wait, and the answers so far."""

    waiting: list[Task]
    wanted: int
    selector: selectors.BaseSelector
    answers: dict[str, Answer] = field(default_factory=dict)


class Crew:
    """The presses that work on one pack."""

    def __init__(self, folder: Path, limits: Limits, tick: Callable[[int], None]) -> None:
        self._folder, self._limits, self._tick = folder, limits, tick
        self._presses: list[Press] = []
        self._deadline = time.monotonic() + limits.total_seconds

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_fault: object) -> None:
        """Let the presses rest; one that is in the midst of something is ended."""
        for press in self._presses:
            if press.task is None and press.alive() and press.memory < _LARGEST:
                press.send({"do": "rest", "folder": ""})
                with _lock:
                    _resting.append(press)
            else:
                press.end()
        self._presses = []

    def run(
        self, tasks: Iterable[Task], heard: Callable[[dict[str, Any]], None] = lambda line: None
    ) -> dict[str, Answer]:
        """Do all tasks, as many at once as there are presses; gives each answer by key.

        `heard` is called with what a press says in the midst of a task.
        """
        waiting = list(tasks)
        waiting.reverse()
        with selectors.DefaultSelector() as selector:
            work = _Work(waiting, len(waiting), selector)
            while len(work.answers) < work.wanted:
                self._hand_out(work)
                self._tick(len(work.answers))
                for key, _events in selector.select(_TICK_SECONDS):
                    for line in self._read(key.data, work):
                        heard(line)
                self._end_slow(work)
        return work.answers

    def _hand_out(self, work: _Work) -> None:
        free = [press for press in self._presses if press.task is None]
        while work.waiting:
            if not free:
                if len(self._presses) >= crew_size():
                    return
                press = _awake()
                self._presses.append(press)
                free.append(press)
            press, task = free.pop(), work.waiting.pop()
            press.task, press.begun = task, None
            task.attempts += 1
            work.selector.register(press.output, selectors.EVENT_READ, press)
            press.send(
                {
                    "do": task.do,
                    "key": task.key,
                    "folder": str(self._folder),
                    "limits": asdict(self._limits),
                    **task.details,
                }
            )

    def _read(self, press: Press, work: _Work) -> list[dict[str, Any]]:
        """What a press says in the midst of its task; the end of it is noted here.

        Raises PressFailed for a fault, and the OSError itself where the disk is full.
        """
        lines, task = press.read(), press.task
        if task is None:
            return []
        if lines is None:
            self._bury(press, task, work)
            return []
        said = []
        for line in lines:
            if line["step"] == "failed":
                if line["full"]:
                    raise OSError(line["full"], os.strerror(line["full"]))
                raise PressFailed(f"De pers kwam niet klaar met {task.do}: {line['fault']}")
            if line["step"] == "begun":
                press.begun = time.monotonic()
            elif line["step"] == "done":
                press.memory, press.task = int(line["memory"]), None
                work.selector.unregister(press.output)
                work.answers[task.key] = line
            else:
                said.append(line)
        return said

    def _end_slow(self, work: _Work) -> None:
        now = time.monotonic()
        if now > self._deadline:
            raise PressFailed("De pers deed er te lang over.")
        for press in list(self._presses):
            task, begun = press.task, press.begun
            if task is not None and begun is not None and now - begun > task.seconds:
                self._bury(press, task, work)

    def _bury(self, press: Press, task: Task, work: _Work) -> None:
        """A press died of its task, or was killed in the midst of it: another one tries once."""
        work.selector.unregister(press.output)
        self._presses.remove(press)
        why = press.end()
        if task.answer_of_death is not None:
            work.answers[task.key] = task.answer_of_death
        elif task.attempts < _ATTEMPTS:
            work.waiting.append(task)
        else:
            raise PressFailed(f"De pers stopte bij {task.do}: {why}")


def _awake() -> Press:
    """A press that rests, or a new one."""
    with _lock:
        while _resting:
            press = _resting.pop()
            if press.alive():
                return press
            press.end()
    return Press()


@atexit.register
def end_all() -> None:
    """End the presses that rest."""
    with _lock:
        while _resting:
            _resting.pop().end()
