"""Hostile files: refused in a sentence or read, and never for long, by the real child process."""

from __future__ import annotations

import resource
import time
from contextlib import suppress

import pytest

from app.core.errors import RuleBroken
from app.invitations.reading import limits
from app.invitations.reading.receiving import read_invitation
from tests.invitations.hostile import FILES
from tests.invitations.small import TODAY


@pytest.mark.parametrize("name", FILES)
def test_no_file_takes_long(name: str) -> None:
    assert len(FILES[name]) <= limits.FILE_BYTES
    worked, begun = _worked(), time.monotonic()
    with suppress(RuleBroken):
        read_invitation(FILES[name], today=TODAY)
    assert _worked() - worked < limits.CPU_SECONDS + 1
    assert time.monotonic() - begun < limits.WALL_SECONDS


def test_what_is_larger_is_not_opened() -> None:
    begun = time.monotonic()
    with pytest.raises(RuleBroken):
        read_invitation(b"x" * (limits.FILE_BYTES + 1), today=TODAY)
    assert time.monotonic() - begun < 0.1


def _worked() -> float:
    """Seconds of the processor that processes of ours took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
