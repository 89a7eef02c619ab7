"""How long it takes to read what one may read of a note: the one place where that is counted."""

from __future__ import annotations

from collections.abc import Mapping

#: Words that somebody used to these papers reads in a minute.
WORDS_A_MINUTE = 200
#: What is written after the meeting is not read before it.
_AFTERWARDS = "afterwards"


def words_in(parts: Mapping[str, str]) -> int:
    """The words of these parts (text by key) that are read before a meeting."""
    return sum(len(text.split()) for key, text in parts.items() if key != _AFTERWARDS)


def minutes(words: int) -> int:
    """How long reading so many words takes; at least a minute."""
    return max(1, -(-words // WORDS_A_MINUTE))
