"""Fonts that an archive does not allow and that can be mended, one paper each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from fontTools.misc import eexec
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from app.papers.archive.fonts.sfnt import Sfnt
from app.papers.archive.fonts.standins import FAMILIES, VENDOR
from tests.papers.archive.drawn import Build, drawn

TEXT = "Zienswijze 12"
_SANS = VENDOR / FAMILIES["sans"][0][0]
STANDARD_FONTS = (
    *("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"),
    *("Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"),
    *("Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique"),
    *("Symbol", "ZapfDingbats"),
)


def written(font: Object, shown: bytes, pdf: Pdf | None = None) -> Pdf:
    """A paper with one line of text."""
    paper = pdf or drawn(b"")
    page = paper.pages[0].obj
    page.Contents = Stream(paper, b"BT /F 24 Tf 20 100 Td " + shown + b" Tj ET")
    page.Resources = Dictionary(Font=Dictionary(F=paper.make_indirect(font)))
    return paper


def lacking(name: str, **facts: Object) -> Pdf:
    """A paper that names a font and does not carry it."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/{name}"))
    for key, value in facts.items():
        font[f"/{key}"] = value
    return written(font, f"({TEXT})".encode())


def descriptor(pdf: Pdf, key: str, data: bytes, flags: int, **facts: Object) -> Object:
    """The facts of a font with its program."""
    stream = Stream(pdf, data)
    for fact, value in facts.items():
        stream[f"/{fact}"] = value
    found = Dictionary(Type=Name.FontDescriptor, FontName=Name("/Test"), Flags=flags)
    found.FontBBox, found.ItalicAngle = Array([0, -200, 1000, 900]), 0
    found.Ascent, found.Descent, found.CapHeight, found.StemV = 900, -200, 700, 80
    found[f"/{key}"] = pdf.make_indirect(stream)
    return pdf.make_indirect(found)


def truetype(wider: int = 0, flags: int = 32, encoding: Object | None = None) -> Pdf:
    """A paper with a TrueType font, of which the dictionary says another width."""
    pdf, program = drawn(b""), Sfnt(_SANS.read_bytes())
    glyphs = program.maps[(3, 1)]
    widths = [round(program.width(glyphs.get(code, 0))) + wider for code in range(32, 127)]
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/Test"))
    font.FirstChar, font.LastChar, font.Widths = 32, 126, Array(widths)
    font.FontDescriptor = descriptor(pdf, "FontFile2", _SANS.read_bytes(), flags)
    if encoding is not None:
        font.Encoding = encoding
    return written(font, f"({TEXT})".encode(), pdf)


def composite(shown: str = TEXT, extra: bytes = b"") -> Pdf:
    """A paper with a wide font of which nothing says what its codes read as."""
    pdf, program = drawn(b""), Sfnt(_SANS.read_bytes())
    glyphs = [program.maps[(3, 1)][ord(letter)] for letter in shown]
    inner = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/Test"))
    inner.FontDescriptor = descriptor(pdf, "FontFile2", _SANS.read_bytes(), 4)
    inner.W = Array([part for glyph in glyphs for part in (glyph, Array([600]))])
    font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/Test"))
    font.Encoding = Name("/Identity-H")
    font.DescendantFonts = Array([pdf.make_indirect(inner)])
    codes = b"".join(glyph.to_bytes(2, "big") for glyph in glyphs) + extra
    return written(font, b"<" + codes.hex().encode() + b">", pdf)


def symbols_with_gaps() -> Pdf:
    """A paper with a CFF font that lacks a glyph, and whose widths are not those of the paper."""
    pdf = drawn(b"")
    program = (VENDOR / "foxit-symbols" / "FoxitSymbol.pfb").read_bytes()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Test"))
    font.FirstChar, font.LastChar, font.Widths = 65, 67, Array([700, 650, 500])
    names = Array([65, Name("/Alpha"), Name("/beta"), Name("/nergens")])
    font.Encoding = Dictionary(Type=Name.Encoding, Differences=names)
    font.FontDescriptor = descriptor(pdf, "FontFile3", program, 4, Subtype=Name.Type1C)
    return written(font, b"(ABC)", pdf)


def type1_program() -> bytes:
    """A Type 1 program with two glyphs: nothing, and a square for A."""
    square = bytes([139, 248, 136, 13, 239, 239, 21, 239, 6, 239, 7, 39, 6, 9, 14])
    strings = {".notdef": bytes([139, 248, 136, 13, 14]), "A": square}
    locked = {
        name: eexec.encrypt(b"\0\0\0\0" + string, 4330)[0] for name, string in strings.items()
    }
    glyphs = b"".join(
        b"/%s %d RD %s ND\n" % (name.encode(), len(string), string)
        for name, string in locked.items()
    )
    private = (
        b"dup /Private 8 dict dup begin /RD {string currentfile exch readstring pop} executeonly"
        b" def /ND {noaccess def} executeonly def /NP {noaccess put} executeonly def"
        b" /BlueValues [] def /MinFeature {16 16} def /password 5839 def\n"
        b"2 index /CharStrings 2 dict dup begin\n" + glyphs + b"end\nend\nreadonly put\n"
        b"noaccess put\ndup/FontName get exch definefont pop\nmark currentfile closefile\n"
    )
    clear = (
        b"%!PS-AdobeFont-1.0: Test\n11 dict begin /FontName /Test def /PaintType 0 def"
        b" /FontType 1 def /FontMatrix [0.001 0 0 0.001 0 0] readonly def"
        b" /Encoding StandardEncoding def /FontBBox {0 0 500 500} readonly def\n"
        b"currentdict end\ncurrentfile eexec\n"
    )
    locked_part: bytes = eexec.encrypt(b"\0\0\0\0" + private, 55665)[0]
    return clear + locked_part


def type1_with_gaps() -> Pdf:
    """A paper with a Type 1 font without a space, and with other widths than the paper's."""
    pdf = drawn(b"")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Test"))
    font.FirstChar, font.LastChar = 32, 65
    font.Widths = Array([250, *[0] * 32, 640])
    font.FontDescriptor = descriptor(pdf, "FontFile", type1_program(), 4)
    return written(font, b"(A A)", pdf)


def type3() -> Pdf:
    """A paper with a font of drawings that say another width."""
    pdf = drawn(b"")
    glyph = Stream(pdf, b"700 0 0 0 600 600 d1 0 0 600 600 re f")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 700, 700]))
    font.FontMatrix = Array([0.001, 0, 0, 0.001, 0, 0])
    font.CharProcs = Dictionary(A=pdf.make_indirect(glyph))
    names = Array([65, Name.A, Name("/nergens")])
    font.Encoding = Dictionary(Type=Name.Encoding, Differences=names)
    font.FirstChar, font.LastChar, font.Widths = 65, 66, Array([650, 300])
    return written(font, b"(ABA)", pdf)


def chosen_and_not_used() -> Pdf:
    """A paper that chooses a font that it lacks, shows nothing with it, and then another."""
    pdf = lacking("Helvetica")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Nergens"))
    pdf.pages[0].obj.Resources.Font.G = pdf.make_indirect(font)
    pdf.pages[0].contents_add(b"BT /G 12 Tf () Tj ET")
    return pdf


#: By what is wrong with it.
MENDED: Mapping[str, Build] = {
    **{f"{name} is lacking": partial(lacking, name) for name in STANDARD_FONTS},
    "Verdana is lacking": lambda: lacking("Verdana,Bold", Encoding=Name.WinAnsiEncoding),
    "widths that do not agree": lambda: truetype(40, encoding=Name.WinAnsiEncoding),
    "symbolic with an encoding": lambda: truetype(flags=4, encoding=Name.WinAnsiEncoding),
    "no encoding": lambda: truetype(),
    "MacExpert as base": lambda: truetype(encoding=Name("/MacExpertEncoding")),
    "wide, without letters": composite,
    "wide, with the missing glyph": lambda: composite(extra=b"\0\0\xff\xfe"),
    "symbols with gaps": symbols_with_gaps,
    "Type 1 with gaps": type1_with_gaps,
    "drawings of another width": type3,
    "chosen and not used": chosen_and_not_used,
}
#: Readers have fonts of their own for what is lacking; here it is drawn in ours.
LOOKS_CHANGE = ("lacking", "chosen")
