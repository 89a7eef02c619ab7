"""Durable jobs: asked for in the transaction of the deed, done by the worker, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Body = TypeVar("Body", bound=Callable[..., None])

_bodies: dict[str, Callable[..., None]] = {}
_schedules: dict[str, str] = {}
_waiting: dict[str, tuple[str, dict[str, int]]] = {}


def job(name: str) -> Callable[[Body], Body]:
    """Declare the body of a job; it takes ids only, and checks by itself what is still to do."""

    def declare(body: Body) -> Body:
        _bodies[name] = body
        return body

    return declare


def schedule(cron: str, name: str) -> Callable[[Body], Body]:
    """Declare a job without arguments that is done at these times (cron, Dutch wall clock)."""

    def declare(body: Body) -> Body:
        _schedules[name] = cron
        return job(name)(body)

    return declare


def enqueue(name: str, *, key: str, **ids: int) -> None:
    """Ask for a job in the present transaction; a key that waits or runs is asked once."""
    if name not in _bodies:
        raise LookupError(f"no job is called {name!r}")
    _waiting.setdefault(key, (name, ids))


def run_pending() -> int:
    """Do what waits, in this process (tests and commands); gives how many were done."""
    done = 0
    while _waiting:
        name, ids = _waiting.pop(next(iter(_waiting)))
        _bodies[name](**ids)
        done += 1
    return done


def problem() -> str | None:
    """What is wrong with the jobs in one sentence, or None when all is well."""
    return None
