"""Hostile files: refused for the right reason or read, and never for long, by the real child."""

from __future__ import annotations

import resource
import time

import pytest

from app.core.errors import RuleBroken
from app.invitations.reading import limits
from app.invitations.reading.receiving import read_invitation
from app.invitations.reading.sentences import why
from tests.invitations.hostile import FILES
from tests.invitations.small import TODAY

#: Of the processor: what is counted keeps a file under it, and nothing has to be ended.
MOST_SECONDS = 1.0
#: Those that are read, with why events in them are not.
READ: dict[str, set[str]] = {
    "line ends": set(),
    "folds of nothing": set(),
    "spaces in parameters": set(),
    "parameters": set(),
    "quotes": set(),
    "backslashes": set(),
    "soft line ends": set(),
    "words of the old format": set(),
    "changes from one day on": {"moment"},
    "positions": {"rule"},
    "numbers": {"rule"},
    "a daily time zone": set(),
    "html": set(),
    "html that never ends": set(),
    "links": set(),
    "prefixes": set(),
    "places": set(),
    "places of spaces": set(),
    "long descriptions": set(),
    "noise in an event": set(),
}
#: Why others are refused as a whole; all that is left is too heavy.
REFUSED = {
    "carriage returns": "no_events",
    "old lines without an end": "no_events",
    "every day by number": "many",
    "headers": "mail",
    "noise": "kind",
    "zeros": "no_events",
}


@pytest.mark.parametrize("name", FILES)
def test_no_file_takes_long(name: str) -> None:
    """By the processor, as the clock of a busy machine says nothing of the file."""
    assert len(FILES[name]) <= limits.FILE_BYTES
    worked = _worked()
    told = _told(FILES[name])
    assert _worked() - worked < MOST_SECONDS
    assert told == (READ[name] if name in READ else why(REFUSED.get(name, "heavy")))


def _told(content: bytes) -> set[str] | str:
    """Why events are not read, or the sentence with which the file is refused."""
    try:
        return {one.reason for one in read_invitation(content, today=TODAY).refusals}
    except RuleBroken as refusal:
        return refusal.message


def test_what_is_larger_is_not_opened() -> None:
    begun = time.monotonic()
    with pytest.raises(RuleBroken):
        read_invitation(b"x" * (limits.FILE_BYTES + 1), today=TODAY)
    assert time.monotonic() - begun < 0.1


def _worked() -> float:
    """Seconds of the processor that processes of ours took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
