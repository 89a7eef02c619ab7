"""Letters that were encoded twice on their way ("GroningÃ«n"), and characters no text has."""

from __future__ import annotations

import re

from app.core.spreadsheets.tables import CannotRead

#: Letters of two bytes that were taken for two letters, in the way of Windows and of Latin-1.
#: No Dutch word holds any of these pairs.
_TWICE = re.compile(r"[ÂÃÄÅ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|Ã(?=\s|$)")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff\ud800-\udfff]")


def is_twice(text: str) -> bool:
    """Whether letters of this text were encoded twice."""
    return _TWICE.search(text) is not None


def sound(text: str, line: int) -> str:
    """The text with its letters as they were meant.

    What cannot be undone as a whole, and characters that no text has, refuse the line.
    """
    if is_twice(text):
        text = _once(text, line)
    if _NO_TEXT.search(text):
        raise CannotRead("characters", line)
    return text


def _once(text: str, line: int) -> str:
    raw = bytearray()
    try:
        for letter in text:
            raw += letter.encode("latin-1" if "\x80" <= letter <= "\x9f" else "cp1252")
        return raw.decode("utf-8")
    except UnicodeError:
        raise CannotRead("twice", line) from None
