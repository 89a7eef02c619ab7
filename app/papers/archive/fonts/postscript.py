"""Simple fonts with a Type 1 or CFF program: every code a glyph that is there, and as wide."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, Pdf

from app.papers.archive.fonts import programs
from app.papers.archive.fonts.cff import Cff
from app.papers.archive.fonts.encodings import UNKNOWN, base_of, differences, letters
from app.papers.archive.fonts.faults import FontUnreadable
from app.papers.archive.fonts.simple import TOLERANCE, SimpleFont
from app.papers.archive.fonts.symbols import kind_of, letter_of
from app.papers.archive.fonts.type1 import Type1


class PostScriptFont(SimpleFont):
    """A simple font of which the glyphs go by name."""

    def __init__(self, pdf: Pdf, font: Object, used: set[int], program: Cff | Type1) -> None:
        super().__init__(pdf, font, used)
        if isinstance(program, Cff) and program.by_cid:
            raise FontUnreadable("a simple font of CIDs")
        self.program = program
        self.glyphs = self.names(program.encoding)

    def heal(self) -> None:
        """Give lacking glyphs the look of the missing one, and mend widths in the program."""
        self.complete_widths(self._own_width)
        if self.is_good():
            return
        renamed = self._split()
        copies, widths = {}, {}
        for code in self.used:
            name = self.glyphs[code]
            if name not in self.program.glyphs:
                copies[name] = renamed.get(code, ".notdef")
            widths[name] = self.widths[code]
        current = {name: self._width(copies.get(name, name)) for name in widths}
        wrong = {name: width for name, width in widths.items() if abs(current[name] - width) > 0.5}
        self.program.mend(wrong, copies)
        programs.put(self.pdf, self.font, self.program, wide=False)
        self._write_encoding()

    def is_good(self) -> bool:
        """Whether every code shown has a glyph as wide as the dictionary says."""
        if not programs.is_in_place(self.font, self.program, wide=False):
            return False
        return all(
            (name := self.glyphs.get(code, ".notdef")) != ".notdef"
            and name in self.program.glyphs
            and abs(self.program.width(name) - self.widths[code]) <= TOLERANCE
            for code in self.used
        )

    def letters(self) -> dict[bytes, str]:
        """What each code reads as, by the name of its glyph."""
        family = str(self.font.get("/BaseFont", ""))
        zapf = kind_of(family) == "dingbats"
        found = {}
        for code in self.used:
            name = self.glyphs.get(code, "")
            said = letters(name, zapf=zapf) or letter_of(code, family)
            found[bytes([code])] = said or ("" if name in self.program.glyphs else UNKNOWN)
        return found

    def _own_width(self, code: int) -> float:
        name = self.glyphs.get(code, ".notdef")
        return self._width(name)

    def _width(self, name: str) -> float:
        return self.program.width(name if name in self.program.glyphs else ".notdef")

    def _split(self) -> dict[int, str]:
        """Name anew what two codes of different width share, and what is called missing."""
        taken: dict[str, float] = {}
        renamed: dict[int, str] = {}
        for code in self.used:
            name, width = self.glyphs.get(code, ".notdef"), self.widths[code]
            if name == ".notdef" or abs(taken.setdefault(name, width) - width) > TOLERANCE:
                self.glyphs[code] = fresh = f"own{code:03d}"
                renamed[code] = name if name in self.program.glyphs else ".notdef"
                taken[fresh] = width
        return renamed

    def _write_encoding(self) -> None:
        """Name in the dictionary whatever was named anew."""
        encoding = self.font.get("/Encoding")
        base = base_of(encoding)
        named = differences(encoding)
        own = {code: self.glyphs[code] for code in self.used if self.glyphs[code].startswith("own")}
        if not own:
            return
        listed: list[Object | int] = []
        for code, name in sorted((named | own).items()):
            listed += [code, Name(f"/{name}")]
        self.font.Encoding = Dictionary(Type=Name.Encoding, Differences=Array(listed))
        if base:
            self.font.Encoding.BaseEncoding = Name(base)
