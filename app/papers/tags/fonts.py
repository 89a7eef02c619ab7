"""How wide a font is and what its codes mean: just enough to see lines, columns and headings."""

from __future__ import annotations

import re
import struct
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Stream

_BROKEN = (AttributeError, IndexError, LookupError, RuntimeError, TypeError, ValueError)
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_MOST_CODES = 70_000
_LARGEST_MAP = 4_000_000
#: Names of glyphs that begin items of a list and that standard encodings do not hold.
_NAMED = {"bullet": "•", "endash": "–", "emdash": "—", "hyphen": "-", "space": " "}


class Font:
    """One font of a page."""

    def __init__(self, font: Object | None) -> None:
        self.bold = False
        self.wide = False
        self._scale = 0.001
        self._missing = 500.0
        self._widths: dict[int, float] = {}
        self._letters: dict[int, str] | None = None
        self._font = font if isinstance(font, Dictionary) else None
        if self._font is not None:
            try:
                self._read(self._font)
            except _BROKEN:
                self._widths = {}
        self._table = [self._widths.get(code, self._missing) for code in range(256)]

    def codes(self, shown: bytes) -> tuple[int, ...] | bytes:
        """The codes in a shown string."""
        if not self.wide:
            return shown
        return struct.unpack(f">{len(shown) // 2}H", shown[: len(shown) // 2 * 2])

    def width(self, shown: bytes) -> float:
        """How far a shown string moves on, in parts of the font size."""
        if not self.wide:
            return sum(map(self._table.__getitem__, shown)) * self._scale
        missing, widths = self._missing, self._widths
        return sum([widths.get(code, missing) for code in self.codes(shown)]) * self._scale

    def text(self, shown: bytes) -> str:
        """What a shown string says; a code without a meaning becomes a replacement character."""
        if self._letters is None:
            try:
                self._letters = self._meanings()
            except _BROKEN:
                self._letters = {}
        letters = self._letters
        if self.wide:
            return "".join([letters.get(code, "\ufffd") for code in self.codes(shown)])
        return "".join([letters.get(code) or _western(code) for code in shown])

    def _read(self, font: Object) -> None:
        name, kind = str(font.get("/BaseFont", "")), font.get("/Subtype")
        self.bold = bool(_BOLD.search(name))
        if kind == Name.Type0:
            self.wide = True
            self._missing = 1000.0
            descendant = font.DescendantFonts[0]
            self._missing = float(descendant.get("/DW", 1000))
            self._read_composite(descendant.get("/W"))
            descriptor = descendant.get("/FontDescriptor")
        else:
            descriptor = font.get("/FontDescriptor")
            first = int(font.get("/FirstChar", 0))
            if "/Widths" in font:
                self._widths = {first + n: float(w) for n, w in enumerate(_listed(font.Widths))}
                self._missing = 0.0
            if kind == Name.Type3 and "/FontMatrix" in font:
                self._scale = abs(float(font.FontMatrix[0])) or 0.001
        if isinstance(descriptor, Dictionary):
            heavy = float(descriptor.get("/FontWeight", 400)) >= 600
            forced = bool(int(descriptor.get("/Flags", 0)) & (1 << 18))
            self.bold = self.bold or heavy or forced

    def _read_composite(self, given: Any) -> None:
        if not isinstance(given, Array):
            return
        values, position, filled = list(given), 0, 0
        while position + 1 < len(values) and filled < 4 * _MOST_CODES:
            first, second = int(values[position]), values[position + 1]
            if isinstance(second, Array):
                self._widths |= {first + n: float(w) for n, w in enumerate(second)}
                filled += len(second)
                position += 2
            else:
                width, last = float(values[position + 2]), min(int(second), first + _MOST_CODES)
                self._widths |= dict.fromkeys(range(first, last + 1), width)
                filled += max(last - first, 0) + 1
                position += 3

    def _meanings(self) -> dict[int, str]:
        if self._font is None:
            return {}
        letters: dict[int, str] = {}
        encoding = self._font.get("/Encoding")
        if isinstance(encoding, Dictionary) and "/Differences" in encoding:
            letters = _differences(encoding.Differences)
        table = self._font.get("/ToUnicode")
        if isinstance(table, Stream):
            letters |= read_meanings(table.read_bytes()[:_LARGEST_MAP])
        return letters


def _listed(value: Any) -> list[Any]:
    return list(value)[:_MOST_CODES] if isinstance(value, Array) else []


def _western(code: int) -> str:
    return bytes((code,)).decode("cp1252", "replace")


def _differences(given: Any) -> dict[int, str]:
    letters, code = {}, 0
    for one in _listed(given):
        if isinstance(one, int):
            code = one
        else:
            name = str(one)[1:]
            if len(name) == 1 or name in _NAMED:
                letters[code] = _NAMED.get(name, name)
            code += 1
    return letters


def read_meanings(table: bytes) -> dict[int, str]:
    """The letters behind codes, from a ToUnicode table."""
    letters: dict[int, str] = {}
    for block in _blocks(table, b"bfchar"):
        words = [_number(found[0]) for found in _HEX.findall(block) if not found[1] + found[2]]
        for code, said in zip(words[::2], words[1::2], strict=False):
            letters[code[0]] = code_text(said[1])
    for block in _blocks(table, b"bfrange"):
        _read_ranges(block, letters)
    return letters


def _blocks(table: bytes, kind: bytes) -> list[bytes]:
    """What stands between the words that begin and end a block of this kind."""
    parts = [part.partition(b"end" + kind) for part in table.split(b"begin" + kind)[1:]]
    return [block for block, ended, _rest in parts if ended]


def _read_ranges(block: bytes, letters: dict[int, str]) -> None:
    words: list[tuple[int, bytes] | None] = [
        None if opening or closing else _number(word)
        for word, opening, closing in _HEX.findall(block)
    ]
    position = 0
    while position + 2 < len(words) and len(letters) < _MOST_CODES:
        first, last, third = words[position : position + 3]
        if first is None or last is None:
            position += 1
        elif third is None:
            position += 3
            while position < len(words) and (said := words[position]) is not None:
                letters[first[0]] = code_text(said[1])
                first = (first[0] + 1, b"")
                position += 1
            position += 1
        else:
            for step in range(min(last[0] - first[0], _MOST_CODES) + 1):
                letters[first[0] + step] = _moved(third[1], step)
            position += 3


def _number(word: bytes) -> tuple[int, bytes]:
    plain = b"".join(word.split())
    raw = bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode("ascii"))
    return int.from_bytes(raw, "big"), raw


def code_text(raw: bytes) -> str:
    """Letters as a ToUnicode table writes them."""
    return (raw if len(raw) > 1 else b"\0" + raw).decode("utf-16-be", "replace")


def _moved(raw: bytes, step: int) -> str:
    said = code_text(raw)
    return said[:-1] + chr(min(ord(said[-1]) + step, 0x10FFFF)) if said else ""
