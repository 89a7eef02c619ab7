"""How long the database may keep somebody waiting: without end, or for who must be answered soon.

A server that stands still (frozen, or behind a cable that was pulled) sends nothing and closes
nothing: no limit that it guards itself helps then, so we stop waiting on our own side.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg
from psycopg.abc import PQGen
from psycopg.errors import _WaitTimeout

#: Seconds that one statement may take now; None is as long as it takes.
_limit: ContextVar[float | None] = ContextVar("limit", default=None)


@contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """Wait at most this long for the answer to each statement; then the database counts as away."""
    token = _limit.set(seconds)
    try:
        yield
    finally:
        _limit.reset(token)


def seconds_or(usual: float) -> float:
    """How long to wait now, where that is usually this long."""
    limit = _limit.get()
    return usual if limit is None else min(limit, usual)


class _Connection(psycopg.Connection[Any]):
    """A connection that is given up when an answer takes longer than it may."""

    def wait(self, gen: PQGen[Any], interval: float = 0.1, timeout: float | None = None) -> Any:
        """The answer to what was sent."""
        limit = _limit.get()
        if limit is None or (timeout is not None and timeout <= limit):
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, limit)
        except _WaitTimeout:
            self.pgconn.finish()  # an answer that comes later is to no question any more
            raise psycopg.OperationalError("the database gave no answer in time") from None


def connect(_dialect: Any, _record: Any, words: Any, options: dict[str, Any]) -> _Connection:
    """A connection to PostgreSQL that keeps to the limit (what an engine does at "do_connect")."""
    limit = _limit.get()
    if limit is not None:
        options = {**options, "connect_timeout": max(2, round(limit))}  # it takes no less than 2
    return _Connection.connect(*words, **options)
