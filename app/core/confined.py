"""A process of its own for opening what was received: without the application, under limits.

Hostile files are made to hang or to fill the memory of who reads them; there that ends the
child, and nothing else. The child imports modules of ours, but not the application around them:
it starts half a second sooner, and holds no code that reaches the database.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_START = (
    "import importlib, sys, types; app = types.ModuleType('app'); app.__path__ = [sys.argv[1]]; "
    "sys.modules['app'] = app; module = importlib.import_module(sys.argv[2]); "
    "sys.exit(module.main(sys.argv[3:]))"
)


def command(module: str, *arguments: str) -> list[str]:
    """The command that runs `main(arguments)` of a module of ours in a process of its own."""
    return [sys.executable, "-s", "-P", "-c", _START, str(ROOT / "app"), module, *arguments]


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
