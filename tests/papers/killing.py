"""Somebody who ends processes of ours while they work: a worker that stops, a system in need."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread


@contextmanager
def killing(module: str, blow: signal.Signals, times: int = 1) -> Iterator[list[int]]:
    """Send a signal to so many processes that run a module of ours; gives those that were hit."""
    hit: list[int] = []
    over = Event()

    def watch() -> None:
        while len(hit) < times and not over.is_set():
            for pid in _running(module):
                if pid not in hit and len(hit) < times:
                    with suppress(ProcessLookupError):
                        os.kill(pid, blow)
                    hit.append(pid)
            time.sleep(0.02)

    thread = Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield hit
    finally:
        over.set()
        thread.join()


def _running(module: str) -> list[int]:
    """The processes that we started ourselves for a module."""
    found = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", f" {module} "],
        capture_output=True,
        text=True,
        check=False,
    )
    return [int(pid) for pid in found.stdout.split()]
