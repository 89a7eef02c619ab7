"""What the end of a process says of the file that it read: nothing, or that it asks too much."""

from __future__ import annotations

import signal

from app.papers.unusable import PaperUnusable

#: How the system ends who takes more than its limits, and how programs die for want of room.
_TOO_MUCH = frozenset(
    -one
    for one in (
        signal.SIGXCPU,
        signal.SIGXFSZ,
        signal.SIGSEGV,
        signal.SIGABRT,
        signal.SIGBUS,
    )
)


class Interrupted(Exception):
    """Somebody else ended the process (a worker that stops): nothing is known of the file."""


def require_own_end(code: int | None) -> int:
    """The code with which a process ended by itself; raises PaperUnusable, or Interrupted."""
    if code is None or code in _TOO_MUCH:
        raise PaperUnusable("too_heavy")
    if code < 0:
        raise Interrupted(signal.Signals(-code).name)
    return code
