"""Type 3 fonts: glyphs drawn by instructions; each with a width that the dictionary repeats."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from app.papers.archive.fonts.encodings import differences, letters
from app.papers.archive.fonts.faults import FontUnreadable
from app.papers.archive.fonts.simple import TOLERANCE, SimpleFont

_Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage
_WIDTHS = ("d0", "d1")


class Type3Font(SimpleFont):
    """A font of drawings, by the names that its encoding gives."""

    def __init__(self, pdf: Pdf, font: Object, used: set[int]) -> None:
        super().__init__(pdf, font, used)
        drawings = font.get("/CharProcs")
        if not isinstance(drawings, Dictionary):
            raise FontUnreadable("no drawings")
        self.drawings: Object = drawings
        self.glyphs = differences(font.get("/Encoding"))

    def heal(self) -> None:
        """Give what is not drawn an empty drawing, and let drawings state the widths."""
        self._name_missing()
        for code in self.used:
            name = self.glyphs[code]
            if not isinstance(self.drawings.get(f"/{name}"), Stream):
                width = self.widths.get(code, 0)
                empty = Stream(self.pdf, f"{width:g} 0 d0".encode("ascii"))
                self.drawings[f"/{name}"] = self.pdf.make_indirect(empty)
        self.complete_widths(self._own_width)
        for code in self.used:
            if abs(self._own_width(code) - self.widths[code]) > TOLERANCE / 2:
                self._state(code)

    def is_good(self) -> bool:
        """Whether every code shown is drawn, and as wide as the dictionary says."""
        if any(self.glyphs.get(code, ".notdef") == ".notdef" for code in self.used):
            return False
        return all(
            abs(self._own_width(code) - self.widths[code]) <= TOLERANCE / 2 for code in self.used
        )

    def letters(self) -> dict[bytes, str]:
        """What each code reads as, by the name of its drawing."""
        return {bytes([code]): letters(self.glyphs.get(code, "")) for code in self.used}

    def _name_missing(self) -> None:
        """Give a name to what has none or is called missing; its drawing stays."""
        lacking = [c for c in self.used if self.glyphs.get(c, ".notdef") == ".notdef"]
        if not lacking:
            return
        for code in lacking:
            name = f"own{code:03d}"
            drawing = self.drawings.get("/.notdef") if code in self.glyphs else None
            if isinstance(drawing, Stream):
                self.drawings[f"/{name}"] = drawing
            self.glyphs[code] = name
        listed: list[Object | int] = []
        for code, name in sorted(self.glyphs.items()):
            listed += [code, Name(f"/{name}")]
        self.font.Encoding = Dictionary(Type=Name.Encoding, Differences=Array(listed))

    def _instructions(self, code: int) -> list[_Instruction]:
        drawing = self.drawings[f"/{self.glyphs[code]}"]
        instructions = list(pikepdf.parse_content_stream(drawing))
        if not instructions or str(instructions[0].operator) not in _WIDTHS:
            raise FontUnreadable("a drawing without a width")
        return instructions

    def _own_width(self, code: int) -> float:
        return float(self._instructions(code)[0].operands[0])

    def _state(self, code: int) -> None:
        """Let the drawing of a code say the width that the text is set with."""
        instructions = self._instructions(code)
        first = instructions[0]
        operands: list[Object | float] = [self.widths[code], *list(first.operands)[1:]]
        stated = pikepdf.ContentStreamInstruction(operands, first.operator)
        drawing = self.drawings[f"/{self.glyphs[code]}"]
        drawing.write(pikepdf.unparse_content_stream([stated, *instructions[1:]]))
