"""What is stamped on finished pages: page numbers, running foot, and the tab of a paper."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream, String

from app.papers.pages import own_resources, upright

FONTS = Path(__file__).resolve().parents[2] / "static" / "vendor" / "source-sans"
REGULAR = FONTS / "SourceSans3-Regular.ttf"
SEMIBOLD = FONTS / "SourceSans3-Semibold.ttf"

MM = 72 / 25.4
#: Ink for small print and the petrol of the theme; both print as clear grey in black and white.
INK = "0.29 0.31 0.32 rg"
PETROL = "0.06 0.30 0.36 rg"
WHITE = "1 g"

_WIDTH_OF_A4 = 595.28


class StampFont:
    """One typeface embedded in the file with only the letters that are stamped."""

    def __init__(self, pdf: Pdf, source: Path, letters: str, name: Name) -> None:
        font = _subset(source, letters)
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
        codes = "".join(f"{self._id(letter):04X}" for letter in text)
        return f"BT {self.name} {size:.2f} Tf {colour} {x:.2f} {y:.2f} Td <{codes}> Tj ET\n"

    def fitting(self, text: str, size: float, room: float) -> str:
        """The text, shortened with an ellipsis where it would not fit."""
        if self.width(text, size) <= room:
            return text
        while text and self.width(text + "…", size) > room:
            text = text[:-1].rstrip()
        return text + "…"

    def _glyph(self, letter: str) -> str:
        return self._glyphs.get(ord(letter), ".notdef")

    def _id(self, letter: str) -> int:
        return self._ids[self._glyph(letter)]

    def _advance(self, letter: str) -> float:
        advance, _bearing = self._advances[self._glyph(letter)]
        return advance * self._scale

    def _embed(self, pdf: Pdf, font: TTFont, family: str) -> Object:
        name = Name(f"/VOOVER+{family}")
        file = io.BytesIO()
        font.save(file, reorderTables=True)
        program = Stream(pdf, file.getvalue())
        program.Length1 = len(file.getvalue())
        head, hhea, os2 = font["head"], font["hhea"], font["OS/2"]
        box = [round(v * self._scale) for v in (head.xMin, head.yMin, head.xMax, head.yMax)]
        descriptor = Dictionary(
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
        widths = [round(self._advances[glyph][0] * self._scale) for glyph in font.getGlyphOrder()]
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            ),
            FontDescriptor=pdf.make_indirect(descriptor),
            W=Array([0, Array(widths)]),
            CIDToGIDMap=Name.Identity,
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=name,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_indirect(Stream(pdf, self._to_unicode())),
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


@dataclass(frozen=True)
class Stamp:
    """What one page carries: its foot, its number, and the tab on a paper's first page."""

    number: str
    foot: str = ""
    tab: str = ""
    tab_title: str = ""
    on_paper: bool = False


class Stamper:
    """Stamps the pages of one file, upright as seen, whatever their rotation or size."""

    def __init__(self, pdf: Pdf, stamps: list[Stamp]) -> None:
        letters = "".join(
            sorted({letter for s in stamps for letter in s.number + s.foot + s.tab + s.tab_title})
        )
        self._pdf = pdf
        self._regular = StampFont(pdf, REGULAR, letters, Name("/VOregular"))
        self._strong = StampFont(pdf, SEMIBOLD, letters, Name("/VOstrong"))

    def stamp(self, page: Page, stamp: Stamp) -> list[float] | None:
        """Draw the stamp; gives the rectangle of the tab in page units, where there is one."""
        width, height, matrix = upright(page)
        scale = min(max(min(width, height) / _WIDTH_OF_A4, 0.5), 3.0)
        drawing = [f"q {' '.join(f'{value:.4f}' for value in matrix)} cm\n"]
        drawing.append(self._foot(stamp, width, scale))
        tab, box = self._tab(stamp, width, height, scale)
        drawing.append(tab)
        drawing.append("Q\n")
        self._write(page, "".join(drawing))
        return _transformed(matrix, box) if box else None

    def _foot(self, stamp: Stamp, width: float, scale: float) -> str:
        size, strong = 8 * scale, 8.5 * scale
        left, base = 24 * MM * scale, 10 * MM * scale
        right = width - (12 if stamp.on_paper else 18) * MM * scale
        number_width = self._strong.width(stamp.number, strong)
        out = ""
        if stamp.on_paper:
            base = 6 * MM * scale
            label = stamp.foot + "   " if stamp.foot else ""
            whole = self._regular.width(label, size) + number_width
            out += _plate(
                right - whole - 6 * scale, base - 4 * scale, whole + 12 * scale, 14 * scale
            )
            out += self._regular.show(label, size, right - whole, base, INK)
        else:
            foot = self._regular.fitting(stamp.foot, size, right - left - number_width - 12 * scale)
            out += self._regular.show(foot, size, left, base, INK)
        return out + self._strong.show(stamp.number, strong, right - number_width, base, INK)

    def _tab(
        self, stamp: Stamp, width: float, height: float, scale: float
    ) -> tuple[str, list[float] | None]:
        if not stamp.tab:
            return "", None
        size, high = 9 * scale, 7 * MM * scale
        tab_width = max(self._strong.width(stamp.tab, size) + 12 * scale, 12 * MM * scale)
        left, bottom = width - 12 * MM * scale - tab_width, height - high
        title = self._regular.fitting(stamp.tab_title, 8 * scale, width * 0.6)
        title_width = self._regular.width(title, 8 * scale)
        base = bottom + 2.4 * MM * scale
        out = _plate(left - title_width - 12 * scale, bottom, title_width + 12 * scale, high)
        out += self._regular.show(title, 8 * scale, left - title_width - 6 * scale, base, INK)
        out += f"{PETROL} {left:.2f} {bottom:.2f} {tab_width:.2f} {high:.2f} re f\n"
        text_left = left + (tab_width - self._strong.width(stamp.tab, size)) / 2
        out += self._strong.show(stamp.tab, size, text_left, base, WHITE)
        return out, [left - title_width - 12 * scale, bottom, left + tab_width, height]

    def _write(self, page: Page, drawing: str) -> None:
        """Add the drawing as an artefact: seen by the eye, passed over by a screen reader."""
        own_resources(page)
        page.add_resource(self._regular.object, Name.Font, self._regular.name)
        page.add_resource(self._strong.object, Name.Font, self._strong.name)
        page.contents_add(b"q\n", prepend=True)
        mark = "\nQ\n/Artifact << /Type /Pagination >> BDC\n" + drawing + "EMC\n"
        page.contents_add(mark.encode("ascii"))


def _plate(x: float, y: float, width: float, height: float) -> str:
    return f"{WHITE} {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f\n"


def _transformed(matrix: tuple[float, ...], box: list[float]) -> list[float]:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in ((box[0], box[1]), (box[2], box[3]))]
    ys = [b * x + d * y + f for x, y in ((box[0], box[1]), (box[2], box[3]))]
    return [min(xs), min(ys), max(xs), max(ys)]
