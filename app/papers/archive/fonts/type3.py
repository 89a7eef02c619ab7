"""Type 3 fonts: glyphs drawn by instructions; each with a width that the dictionary repeats."""

from __future__ import annotations

import pikepdf
from pikepdf import Dictionary, Object, Pdf, Stream

from app.papers.archive.fonts.encodings import differences, letters
from app.papers.archive.fonts.faults import FontUnreadable
from app.papers.archive.fonts.simple import TOLERANCE, SimpleFont

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
        for code in self.used:
            name = self.glyphs.get(code)
            if name is None:
                raise FontUnreadable("a code without a drawing")
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
        return all(
            abs(self._own_width(code) - self.widths[code]) <= TOLERANCE / 2 for code in self.used
        )

    def letters(self) -> dict[bytes, str]:
        """What each code reads as, by the name of its drawing."""
        return {bytes([code]): letters(self.glyphs.get(code, "")) for code in self.used}

    def _instructions(self, code: int) -> list[pikepdf.ContentStreamInstruction]:
        drawing = self.drawings[f"/{self.glyphs[code]}"]
        instructions = list(pikepdf.parse_content_stream(drawing))
        if not instructions or str(instructions[0].operator) not in _WIDTHS:
            raise FontUnreadable("a drawing without a width")
        return instructions  # type: ignore[return-value]

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
