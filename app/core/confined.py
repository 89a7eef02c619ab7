"""A process of its own for opening what was received: without the application, under limits.

Hostile files are made to hang or to fill the memory of who reads them; there that ends the
child, and nothing else. The child imports modules of ours, but not the application around them:
it starts half a second sooner, and holds no code that reaches the database.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
_START = (
    "import importlib, sys, types; app = types.ModuleType('app'); app.__path__ = [sys.argv[1]]; "
    "sys.modules['app'] = app; module = importlib.import_module(sys.argv[2]); "
    "sys.exit(module.main(sys.argv[3:]))"
)


def command(module: str, *arguments: str) -> list[str]:
    """The command that runs `main(arguments)` of a module of ours in a process of its own."""
    return [sys.executable, "-s", "-P", "-c", _START, str(ROOT / "app"), module, *arguments]


def run(
    module: str,
    *arguments: str,
    seconds: float,
    stdout: IO[bytes] | int = subprocess.DEVNULL,
    stderr: IO[bytes] | int = subprocess.DEVNULL,
    environment: Mapping[str, str] | None = None,
) -> int | None:
    """Run `main(arguments)` of a module, with none of our secrets; ends all that it started.

    Gives how it ended, as Popen does: below zero a signal; None where we ended it, its time up.
    """
    process = subprocess.Popen(
        command(module, *arguments),
        cwd=ROOT,
        env={"LANG": "C.UTF-8", "PYTHONHASHSEED": "0", **(environment or {})},
        stdin=subprocess.PIPE,  # stays open as long as we live: see end_with_parent
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,
    )
    with process:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def place_of_fault(told: str) -> str:
    """Kind and place of what a process told when it failed; its message could hold words."""
    lines = told.splitlines() or ["no message"]
    places = [line.strip() for line in lines if line.startswith("  File ")]
    return " ".join((lines[-1].partition(":")[0], *places[-1:]))


def confine(*, memory_bytes: int, cpu_seconds: int, file_bytes: int = 0) -> None:
    """Bound what this process may take, before it opens anything that was received."""
    for kind, amount in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        bound = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(kind, (bound, hard))


def end_with_parent(folder: Path | None = None) -> None:
    """Leave nothing behind when whoever started us is gone, even by kill -9.

    Our standard input is a pipe that only the parent holds; it closes with the parent.
    """
    threading.Thread(target=_wait_for_end, args=(folder,), daemon=True).start()


def _wait_for_end(folder: Path | None) -> None:
    while os.read(0, 1024):
        pass
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(3)
