"""Runs one deed in a process of its own, which may hang, die, or take all memory."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Found = TypeVar("Found")

#: Started lean and early: a process counts the memory of the one that it came from as its own.
_context = multiprocessing.get_context("forkserver")


def preload(*modules: str) -> None:
    """Have these modules imported once, for every process to come."""
    _context.set_forkserver_preload(list(modules))


def apart(deed: Callable[..., Found], *arguments: Any, seconds: float) -> Found | None:
    """What a deed gives in a process of its own; None where it died or had to be ended."""
    ours, theirs = _context.Pipe(duplex=False)
    process = _context.Process(target=_do, args=(theirs, deed, arguments))
    process.start()
    theirs.close()
    try:
        found: Found | None = ours.recv() if ours.poll(seconds) else None
    except EOFError:
        found = None
    process.join(1)
    if process.is_alive():
        process.kill()
        process.join()
    return found


def _do(pipe: Connection, deed: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    pipe.send(deed(*arguments))
    pipe.close()
