"""A font that a paper lacks gets one of ours in its place, set as wide as the paper says."""

from __future__ import annotations

from collections.abc import Mapping

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from app.papers.archive.fonts import standins
from app.papers.archive.fonts.composite import IDENTITY, CompositeFont
from app.papers.archive.fonts.encodings import (
    BASES,
    WIN_ANSI,
    base_of,
    differences,
    letters,
    zapf_dingbats,
)
from app.papers.archive.fonts.letters import known_letters
from app.papers.archive.fonts.sfnt import Sfnt
from app.papers.archive.fonts.simple import UNNAMED, SimpleFont
from app.papers.archive.fonts.symbols import FOLDER, kind_of, letter_of, symbol_names

_SYMBOLIC, _SPACE = 4, 32
_CONTROL = {"\t", "\n", "\r", "\N{NO-BREAK SPACE}", "\N{ZERO WIDTH SPACE}", "\N{THIN SPACE}"}


class FontLacking(Exception):
    """None of our fonts can stand in for this one."""


def embed_simple(pdf: Pdf, font: Object, used: set[int]) -> None:
    """Embed a stand-in for a font of one byte per letter; its codes and widths stay."""
    kind = kind_of(str(font.get("/BaseFont", "")))
    if kind in ("symbol", "dingbats"):
        _embed_symbols(pdf, font, kind)
        return
    if font.get("/BaseFont") == UNNAMED:
        raise FontLacking("a font without a name")
    texts = _texts(font, used, kind)
    simple = SimpleFont(pdf, font, used)
    stand_in = standins.choose(font)
    program = stand_in.program()
    found = _glyphs(stand_in, texts)
    simple.complete_widths(lambda code: program.width(found.get(code, 0)))
    glyphs = {code: glyph for code, glyph in found.items() if code in used}
    placed = _placed(program, glyphs, {code: simple.widths[code] for code in glyphs})
    program.set_map(placed)
    standins.embed(pdf, font, stand_in, program, set(placed.values()))
    font.Subtype = Name.TrueType
    if "/Encoding" in font:
        del font["/Encoding"]


def forget(pdf: Pdf, font: Object) -> None:
    """Put one of our fonts in the place of one that is chosen and then shows nothing."""
    for key in list(font.keys()):
        del font[key]
    font.Type, font.Subtype, font.BaseFont = Name.Font, Name.TrueType, Name.Helvetica
    embed_simple(pdf, font, {_SPACE})


def texts_of(font: Object, used: set[int]) -> dict[bytes, str]:
    """What the codes of a font that is lacking read as."""
    texts = _texts(font, used, kind_of(str(font.get("/BaseFont", ""))))
    return {bytes([code]): text for code, text in texts.items()}


def embed_wide(pdf: Pdf, wide: CompositeFont) -> None:
    """Embed a stand-in for a wide font of which it is known what its codes read as."""
    said = known_letters(wide.font)
    if str(wide.font.get("/Encoding")) not in IDENTITY or not said.texts:
        raise FontLacking("codes without letters")
    stand_in = standins.choose(wide.inner)
    program = stand_in.program()
    texts = {cid: said.texts.get(code, "") for code, cid in wide.cids.items()}
    glyphs = _glyphs(stand_in, texts)
    placed = _placed(program, glyphs, {cid: wide.width(cid) for cid in glyphs})
    standins.embed(pdf, wide.inner, stand_in, program, set(placed.values()))
    wide.inner.Subtype = Name.CIDFontType2
    table = bytearray(2 * (max(placed, default=0) + 1))
    for cid, glyph in placed.items():
        table[2 * cid : 2 * cid + 2] = glyph.to_bytes(2, "big")
    wide.inner.CIDToGIDMap = pdf.make_indirect(Stream(pdf, bytes(table)))
    wide.font.BaseFont = wide.inner.BaseFont


def _texts(font: Object, used: set[int], kind: str) -> dict[int, str]:
    """The letters of the codes: by the encoding, by ToUnicode, by the kind of font."""
    encoding = font.get("/Encoding")
    descriptor = font.get("/FontDescriptor", Dictionary())
    is_symbolic = int(descriptor.get("/Flags", 0)) & _SYMBOLIC
    usual = WIN_ANSI if font.get("/Subtype") == Name.TrueType else BASES["/StandardEncoding"]
    if encoding is None and is_symbolic and not standins.is_named(font):
        usual = {}
    names = dict(BASES.get(base_of(encoding), usual)) | differences(encoding)
    said = known_letters(font).texts
    found = {}
    for code in used:
        family = str(font.get("/BaseFont", ""))
        if kind:
            found[code] = letter_of(code, family)
        else:
            found[code] = letters(names.get(code, "")) or said.get(bytes([code]), "")
    return found


def _glyphs(stand_in: standins.StandIn, texts: Mapping[int, str]) -> dict[int, int]:
    found = {}
    for code, text in texts.items():
        letter = " " if text in _CONTROL else text
        glyph = stand_in.glyph(letter) if len(letter) == 1 else None
        if glyph is None:
            raise FontLacking(f"{text!r} (code {code})")
        found[code] = glyph
    return found


def _placed(
    program: Sfnt, glyphs: Mapping[int, int], widths: Mapping[int, float]
) -> dict[int, int]:
    """A glyph for every code, as wide as its text is set; drawn narrower where it must."""
    taken: dict[int, float] = {}
    placed: dict[int, int] = {}
    for code, glyph in glyphs.items():
        width, own = widths[code], program.width(glyph)
        is_narrow = 0 < width < own - 10 and program.is_drawn(glyph)
        if is_narrow or abs(taken.get(glyph, width) - width) > 0:
            glyph = program.add_copies([glyph])[0]
            if is_narrow:
                program.narrow(glyph, width / own)
        taken[glyph] = width
        placed[code] = glyph
    program.set_widths({one: width for one, width in taken.items() if program.width(one) != width})
    return placed


def _embed_symbols(pdf: Pdf, font: Object, kind: str) -> None:
    """Embed the symbols themselves; their program is small enough to stay whole."""
    file = "FoxitSymbol.pfb" if kind == "symbol" else "FoxitDingbats.pfb"
    stream = Stream(pdf, (FOLDER / file).read_bytes())
    stream.Subtype = Name.Type1C
    name = "Symbol" if kind == "symbol" else "ZapfDingbats"
    named = differences(font.get("/Encoding"))
    own = dict(symbol_names()) if kind == "symbol" else _dingbat_names()
    listed: list[Object | int] = []
    for code, glyph in sorted((own | named).items()):
        listed += [code, Name(f"/{glyph}")]
    font.Encoding = Dictionary(Type=Name.Encoding, Differences=Array(listed))
    font.Subtype, font.BaseFont = Name.Type1, Name(f"/{name}")
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=font.BaseFont, Flags=_SYMBOLIC, ItalicAngle=0
    )
    descriptor.FontBBox = Array([-200, -300, 1100, 1050])
    descriptor.Ascent, descriptor.Descent = 1000, -300
    descriptor.CapHeight, descriptor.StemV = 700, 85
    descriptor.FontFile3 = pdf.make_indirect(stream)
    font.FontDescriptor = pdf.make_indirect(descriptor)


def _dingbat_names() -> dict[int, str]:
    by_letter = {letters(f"a{number}", zapf=True): f"a{number}" for number in range(1, 207)}
    found = {code: by_letter[text] for code, text in zapf_dingbats().items() if text in by_letter}
    return found | {32: "space"}
