"""The letters of stamps: a typeface embedded with only the letters that are stamped."""

from __future__ import annotations

import io
import unicodedata
from functools import lru_cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

FONTS = Path(__file__).resolve().parents[3] / "static" / "vendor" / "source-sans"
REGULAR = FONTS / "SourceSans3-Regular.ttf"
SEMIBOLD = FONTS / "SourceSans3-Semibold.ttf"


class StampFont:
    """One typeface embedded in the file with only the letters that are stamped."""

    def __init__(self, pdf: Pdf, source: Path, letters: str, name: Name) -> None:
        font = _subset(source, "".join(filter(_is_text, letters)))
        self.name = name
        self._glyphs: dict[int, str] = font.getBestCmap()
        self._ids: dict[str, int] = font.getReverseGlyphMap()
        self._advances: dict[str, tuple[int, int]] = font["hmtx"].metrics
        self._scale: float = 1000 / font["head"].unitsPerEm
        self.object = self._embed(pdf, font, source.stem)

    def width(self, text: str, size: float) -> float:
        """How wide a text is, in points."""
        return sum(self._advance(letter) for letter in text) * size / 1000

    def show(self, text: str, size: float, x: float, y: float, colour: str) -> str:
        """The drawing instructions for one line of text."""
        return (
            f"BT {self.name} {size:.2f} Tf {colour} {x:.2f} {y:.2f} Td {self.codes(text)} Tj ET\n"
        )

    def codes(self, text: str) -> str:
        """A text as the numbers of its glyphs."""
        return f"<{''.join(f'{self._id(letter):04X}' for letter in text)}>"

    def fitting(self, text: str, size: float, room: float) -> str:
        """The text, shortened with an ellipsis where it would not fit."""
        if self.width(text, size) <= room:
            return text
        while text and self.width(text + "…", size) > room:
            text = text[:-1].rstrip()
        return text + "…"

    def known(self, text: str) -> str:
        """The text without the letters that the typeface lacks: an empty box says nothing."""
        return "".join(letter for letter in text if ord(letter) in self._glyphs)

    def _id(self, letter: str) -> int:
        return self._ids[self._glyphs[ord(letter)]]

    def _advance(self, letter: str) -> float:
        advance, _bearing = self._advances[self._glyphs[ord(letter)]]
        return advance * self._scale

    def _embed(self, pdf: Pdf, font: TTFont, family: str) -> Object:
        name = Name(f"/VOOVER+{family}")
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=name,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([self._letters(pdf, font, name)]),
                ToUnicode=pdf.make_indirect(Stream(pdf, self._to_unicode())),
            )
        )

    def _letters(self, pdf: Pdf, font: TTFont, name: Name) -> Object:
        """The letters by the number of their glyph, and how wide each is."""
        widths = [round(self._advances[glyph][0] * self._scale) for glyph in font.getGlyphOrder()]
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.CIDFontType2,
                BaseFont=name,
                CIDSystemInfo=Dictionary(
                    Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
                ),
                FontDescriptor=self._descriptor(pdf, font, name),
                W=Array([0, Array(widths)]),
                CIDToGIDMap=Name.Identity,
            )
        )

    def _descriptor(self, pdf: Pdf, font: TTFont, name: Name) -> Object:
        """The typeface itself, and its measures."""
        file = io.BytesIO()
        font.save(file, reorderTables=True)
        program = Stream(pdf, file.getvalue())
        program.Length1 = len(file.getvalue())
        head, hhea, os2 = font["head"], font["hhea"], font["OS/2"]
        box = [round(v * self._scale) for v in (head.xMin, head.yMin, head.xMax, head.yMax)]
        return pdf.make_indirect(
            Dictionary(
                Type=Name.FontDescriptor,
                FontName=name,
                Flags=4,
                FontBBox=Array(box),
                ItalicAngle=0,
                Ascent=round(hhea.ascent * self._scale),
                Descent=round(hhea.descent * self._scale),
                CapHeight=round(os2.sCapHeight * self._scale),
                StemV=80,
                FontFile2=pdf.make_indirect(program),
            )
        )

    def _to_unicode(self) -> bytes:
        """The table by which text search and screen readers get the letters back."""
        pairs = sorted((self._ids[glyph], code) for code, glyph in self._glyphs.items())
        rows = [
            f"<{glyph:04X}> <{chr(code).encode('utf-16-be').hex().upper()}>\n"
            for glyph, code in pairs
        ]
        blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
        tables = "".join(
            f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks
        )
        return _TO_UNICODE.format(tables=tables).encode("ascii")


def _is_text(letter: str) -> bool:
    """Whether a sign means something as text; what does not may not be named in a font."""
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cn", "Co", "Cs")


_TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{tables}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""

#: Taken out unread: to parse the rules of kerning and ligatures takes longer than all the rest.
_UNUSED_TABLES = frozenset(
    {"GSUB", "GPOS", "GDEF", "BASE", "STAT", "DSIG", "meta", "fpgm", "prep", "cvt ", "gasp"}
)


@lru_cache(maxsize=8)
def _subset(source: Path, letters: str) -> TTFont:
    """The typeface cut down to the letters used; the same letters give the same bytes."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(layout_features=[], notdef_outline=True, hinting=False)
    options.drop_tables += ["name"]
    for table in _UNUSED_TABLES & set(font.keys()):
        del font[table]
    options.name_IDs = []
    options.glyph_names = False
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters + " …")
    cutter.subset(font)
    return font
