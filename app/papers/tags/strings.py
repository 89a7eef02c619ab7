"""The strings that a stream shows, as codes (ISO 32000-1, 7.3.4). Pure."""

from __future__ import annotations

import re

STRINGS = re.compile(
    rb"\(((?:[^()\\]++|\\[\s\S]|\((?:[^()\\]++|\\[\s\S]|\([^()]*+\))*\))*)\)|<([0-9A-Fa-f\s]*)>"
    rb"|([+-]?(?:\d++\.?+\d*+|\.\d++))"
)
_ESCAPES = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def shown_string(operands: bytes, *, kerning: bool) -> tuple[bytes, float]:
    """The codes that are shown, and by how much kerning pulls them together."""
    if not kerning and b"\\" not in operands and operands.count(b"(") == 1:
        return operands[operands.index(b"(") + 1 : operands.rindex(b")")], 0.0
    parts, kerned = [], 0.0
    for text, digits, number in STRINGS.findall(operands):
        if number:
            if kerning:
                kerned += float(number)
        elif digits:
            plain = b"".join(digits.split())
            parts.append(bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode("ascii")))
        else:
            parts.append(_unescaped(text) if b"\\" in text else text)
    return b"".join(parts), kerned


def _unescaped(text: bytes) -> bytes:
    return _ESCAPES.sub(_escape, text)


def _escape(found: re.Match[bytes]) -> bytes:
    word = found[1]
    if word[:1].isdigit() and word[0] < 0x38:
        return bytes((int(word, 8) & 255,))
    if word in (b"\n", b"\r", b"\r\n"):
        return b""
    return _LETTERS.get(word, word)
