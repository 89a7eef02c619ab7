"""Simple fonts with a TrueType program: one glyph for every code, whoever looks it up."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fontTools import agl
from pikepdf import Object, Pdf

from app.papers.archive.fonts import programs
from app.papers.archive.fonts.encodings import (
    BASES,
    MAC_CODES,
    UNKNOWN,
    base_of,
    differences,
    is_letter,
    letters,
)
from app.papers.archive.fonts.sfnt import Sfnt
from app.papers.archive.fonts.simple import TOLERANCE, SimpleFont
from app.papers.archive.fonts.symbols import kind_of, letter_of

_SYMBOLIC, _NONSYMBOLIC = 4, 32
_NUMBERED = re.compile(r"(?:g|gid|glyph|index|cid)(\d{1,5})")
_PREFIXES = (0, 0xF000, 0xF100, 0xF200)
_TEXT_BASES = ("/WinAnsiEncoding", "/MacRomanEncoding")


class TrueTypeFont(SimpleFont):
    """A simple font of which the glyphs go by number, found through maps."""

    def __init__(self, pdf: Pdf, font: Object, used: set[int], program: Sfnt) -> None:
        super().__init__(pdf, font, used)
        self.program = program
        self.glyphs = self._as_readers_do()

    def heal(self) -> None:
        """Where a reader could look a code up in another way, leave it only one; mend widths."""
        found = self.letters()
        self.complete_widths(lambda code: self.program.width(self.glyphs.get(code, 0)))
        if self.is_good():
            return
        if self._is_found_in_one_way() and self._mend_widths():
            programs.put(self.pdf, self.font, self.program, wide=False)
            return
        self._map_anew()
        programs.put(self.pdf, self.font, self.program, wide=False)
        self.font.FontDescriptor.Flags = (self.flags | _SYMBOLIC) & ~_NONSYMBOLIC
        if "/Encoding" in self.font:
            del self.font["/Encoding"]
        self.found = found

    def is_good(self) -> bool:
        """Whether every code shown leads to a glyph as wide as the dictionary says."""
        return (
            programs.is_in_place(self.font, self.program, wide=False)
            and self._is_found_in_one_way()
            and all(
                abs(self.program.width(self.glyphs[code]) - self.widths[code]) <= TOLERANCE
                for code in self.used
            )
        )

    def letters(self) -> dict[bytes, str]:
        """What each code reads as: by name, by the map of the program, by the font's kind."""
        if hasattr(self, "found"):
            return self.found
        family = str(self.font.get("/BaseFont", ""))
        encoding = self.font.get("/Encoding")
        names = dict(BASES.get(base_of(encoding), {})) | differences(encoding)
        numbers = _by_glyph(self.program.maps.get((3, 1), {}))
        called = {glyph: name for name, glyph in self.program.names.items()}
        found = {}
        for code in self.used:
            glyph = self.glyphs.get(code, 0)
            found[bytes([code])] = (
                (letter_of(code, family) if kind_of(family) else "")
                or letters(names.get(code, ""))
                or numbers.get(glyph, "")
                or letters(called.get(glyph, ""))
                or ("" if glyph else UNKNOWN)
            )
        return found

    def _is_found_in_one_way(self) -> bool:
        if not self.program.has_plain_maps:
            return False
        strict = self._symbolic() if self.is_symbolic else self._nonsymbolic()
        return all(
            0 < self.glyphs.get(code, 0) < self.program.glyphs
            and strict.get(code) == self.glyphs[code]
            for code in self.used
        )

    def _symbolic(self) -> dict[int, int]:
        """The glyphs by the rules for fonts with letters of their own."""
        maps = self.program.maps
        if "/Encoding" in self.font:
            return {}
        if (3, 0) in maps:
            table = maps[(3, 0)]
            found = {
                code: {table.get(prefix + code, 0) for prefix in _PREFIXES} - {0}
                for code in self.used
            }
            return {code: glyphs.pop() for code, glyphs in found.items() if len(glyphs) == 1}
        return dict(maps[(1, 0)]) if list(maps) == [(1, 0)] else {}

    def _nonsymbolic(self) -> dict[int, int]:
        """The glyphs by the rules for fonts with the usual letters."""
        encoding = self.font.get("/Encoding")
        base, maps = base_of(encoding), self.program.maps
        named = differences(encoding)
        if base not in _TEXT_BASES or not self.flags & _NONSYMBOLIC:
            return {}
        if (3, 1) not in maps or any(name not in agl.AGL2UV for name in named.values()):
            return {}
        names = dict(BASES[base]) | named
        return {
            code: maps[(3, 1)].get(agl.AGL2UV[name], 0)
            for code, name in names.items()
            if name in agl.AGL2UV
        }

    def _as_readers_do(self) -> dict[int, int]:
        """The glyph of every code shown, looked up as readers of PDF do."""
        encoding = self.font.get("/Encoding")
        base, named = base_of(encoding), differences(encoding)
        is_plain = base in _TEXT_BASES and not named
        if is_plain or self.flags & _NONSYMBOLIC:
            names = dict(BASES.get(base, BASES["/StandardEncoding"])) | named
            return {code: self._by_name(code, names.get(code, "")) for code in self.used}
        return self._by_code(named)

    def _by_name(self, code: int, name: str) -> int:
        maps = self.program.maps
        first = next((one for one in ((3, 1), (1, 0), (3, 0)) if one in maps), None)
        if not self.flags & _NONSYMBOLIC and first == (1, 0) and (3, 0) in maps:
            first = (3, 0)
        if first is None:
            return self.program.names.get(name, 0) or code
        table = maps[first]
        if not name:
            return table.get(code, 0)
        text = letters(name)
        glyph = 0
        if first == (3, 0):
            glyph = _prefixed(table, code)
        elif first == (3, 1) and len(text) == 1:
            glyph = table.get(ord(text), 0)
        elif first == (1, 0):
            glyph = table.get(MAC_CODES.get(name, 0), 0)
        return glyph or self.program.names.get(name, 0) or self._by_number(name)

    def _by_number(self, name: str) -> int:
        """The glyph of a name that is nothing but its number."""
        found = _NUMBERED.fullmatch(name)
        glyph = int(found.group(1)) if found else 0
        return glyph if glyph < self.program.glyphs else 0

    def _by_code(self, named: Mapping[int, str]) -> dict[int, int]:
        maps = self.program.maps
        if (3, 0) in maps and any(_prefixed(maps[(3, 0)], code) for code in self.used):
            return {code: _prefixed(maps[(3, 0)], code) for code in self.used}
        for key in ((1, 0), (3, 1), (0, 3), (0, 1), (0, 0)):
            table = maps.get(key)
            if table and any(table.get(code) for code in self.used):
                return {code: table.get(code, 0) for code in self.used}
        names = self.program.names
        return {code: names.get(named.get(code, ""), 0) or code for code in self.used}

    def _mend_widths(self) -> bool:
        """Make glyphs as wide as the dictionary says; not where two codes differ about one."""
        wanted: dict[int, float] = {}
        for code in self.used:
            width = wanted.setdefault(self.glyphs[code], self.widths[code])
            if abs(width - self.widths[code]) > TOLERANCE:
                return False
        self.program.set_widths(wanted)
        return True

    def _map_anew(self) -> None:
        """One map, with a glyph of its own for every code that needs another width."""
        taken: dict[int, float] = {}
        glyphs: dict[int, int] = {}
        for code in self.used:
            glyph = self.glyphs.get(code, 0)
            glyph = glyph if glyph < self.program.glyphs else 0
            width = self.widths[code]
            if glyph == 0 or abs(taken.get(glyph, width) - width) > 0:
                glyph = self.program.add_copies([glyph])[0]
            taken[glyph] = width
            glyphs[code] = glyph
        self.program.set_widths(taken)
        self.program.set_map(glyphs)


def _prefixed(table: Mapping[int, int], code: int) -> int:
    return next((table[one + code] for one in _PREFIXES if table.get(one + code)), 0)


def _all_prefixed(table: Mapping[int, int], code: int) -> set[int]:
    return {table[one + code] for one in _PREFIXES if table.get(one + code)}


def _by_glyph(table: Mapping[int, int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for number, glyph in sorted(table.items(), reverse=True):
        found[glyph] = chr(number) if is_letter(number) else ""
    return found
