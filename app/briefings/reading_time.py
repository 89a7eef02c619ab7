"""How many words one reads of a note and how long that takes: the one place that counts them."""

from __future__ import annotations

from collections.abc import Mapping

#: Words that somebody used to these papers reads in a minute.
WORDS_A_MINUTE = 200
#: What is written after the meeting is not read before it.
_AFTERWARDS = "afterwards"


def words_in(parts: Mapping[str, str]) -> int:
    """The words of these parts (text by key) that are read before a meeting."""
    return sum(_count(text) for key, text in parts.items() if key != _AFTERWARDS)


def _count(text: str) -> int:
    """What holds a letter or digit is a word, so no mark of a list or table.

    The page counts in the same way while somebody types (static/js/writing.js).
    """
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def minutes(words: int) -> int:
    """How long reading so many words takes; at least a minute."""
    return max(1, -(-words // WORDS_A_MINUTE))
