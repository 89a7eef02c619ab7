"""Open fonts that stand in for what a paper lacks: as wide as Helvetica, Times and Courier."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from app.papers.archive.fonts.faults import FontUnreadable
from app.papers.archive.fonts.sfnt import Sfnt

VENDOR = Path(__file__).resolve().parents[4] / "static" / "vendor"
#: By family: the files of regular, bold, italic and bold italic, and the name on the font.
FAMILIES: Mapping[str, tuple[tuple[str, str, str, str], str]] = {
    "sans": (
        (
            "liberation-sans/LiberationSans-Regular.ttf",
            "liberation-sans/LiberationSans-Bold.ttf",
            "liberation-sans/LiberationSans-Italic.ttf",
            "liberation-sans/LiberationSans-BoldItalic.ttf",
        ),
        "LiberationSans",
    ),
    "serif": (
        (
            "tinos/Tinos_400Regular.ttf",
            "tinos/Tinos_700Bold.ttf",
            "tinos/Tinos_400Regular_Italic.ttf",
            "tinos/Tinos_700Bold_Italic.ttf",
        ),
        "Tinos",
    ),
    "mono": (
        (
            "cousine/Cousine_400Regular.ttf",
            "cousine/Cousine_700Bold.ttf",
            "cousine/Cousine_400Regular_Italic.ttf",
            "cousine/Cousine_700Bold_Italic.ttf",
        ),
        "Cousine",
    ),
}
_CUTS = ("", "-Bold", "-Italic", "-BoldItalic")
_SANS = ("arial", "helvetica", "liberationsans", "calibri", "verdana", "tahoma", "segoe", "sans")
_SERIF = ("times", "georgia", "cambria", "garamond", "palatino", "bookman", "century", "serif")
_MONO = ("courier", "consolas", "mono", "typewriter", "lucidaconsole")
_FIXED, _SERIFED, _SYMBOLIC, _ITALIC, _FORCE_BOLD = 1, 2, 4, 64, 1 << 18
#: Without hyphen and soft hyphen, a space that does not break: drawn as their plain relatives.
_SAME = {0xA0: 0x20, 0xAD: 0x2D, 0x2011: 0x2D, 0x2010: 0x2D, 0x2215: 0x2F, 0x2219: 0xB7}


@dataclass(frozen=True)
class StandIn:
    """One font file that stands in, and the name it goes by."""

    path: Path
    name: str

    def program(self) -> Sfnt:
        """The font program, fresh for mending."""
        return Sfnt(_bytes(self.path))

    def glyph(self, letter: str) -> int | None:
        """The glyph of a letter; None where the font lacks it."""
        number = ord(letter)
        glyphs = _glyphs(self.path)
        return glyphs.get(number) or glyphs.get(_SAME.get(number, -1))


def choose(font: Object) -> StandIn:
    """The font that comes nearest to one of which only the name and some facts are known."""
    descriptor = font.get("/FontDescriptor", Dictionary())
    flags = int(descriptor.get("/Flags", 0))
    plain = str(font.get("/BaseFont", "")).lower().replace(" ", "")
    if any(word in plain for word in _MONO):
        family = "mono"
    elif any(word in plain for word in _SANS):
        family = "sans"
    elif any(word in plain for word in _SERIF):
        family = "serif"
    elif flags & _FIXED:
        family = "mono"
    else:
        family = "serif" if flags & _SERIFED else "sans"
    heavy = int(descriptor.get("/FontWeight", 400)) >= 600 or flags & _FORCE_BOLD
    is_bold = bool("bold" in plain or "black" in plain or heavy)
    leans = flags & _ITALIC or float(descriptor.get("/ItalicAngle", 0)) != 0
    is_italic = bool("italic" in plain or "oblique" in plain or leans)
    files, name = FAMILIES[family]
    cut = is_bold + 2 * is_italic
    return StandIn(VENDOR / files[cut], name + _CUTS[cut])


def is_named(font: Object) -> bool:
    """Whether the font's name tells that it is a font of letters that we know."""
    plain = str(font.get("/BaseFont", "")).lower()
    return any(word in plain for word in (*_SANS, *_SERIF, *_MONO))


def embed(pdf: Pdf, font: Object, stand_in: StandIn, program: Sfnt, used: set[int]) -> None:
    """Put a program in a font dictionary (of one byte, or the wide font's own), and name it."""
    program.keep_only(used)
    data = program.compile()
    tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(data).digest()[:6])
    stream = Stream(pdf, data)
    stream.Length1 = len(data)
    font.BaseFont = Name(f"/{tag}+{stand_in.name}")
    font.FontDescriptor = pdf.make_indirect(_descriptor(font, stand_in, program, stream))


def _descriptor(font: Object, stand_in: StandIn, program: Sfnt, stream: Stream) -> Dictionary:
    old = font.get("/FontDescriptor", Dictionary())
    kept = int(old.get("/Flags", 0)) & (_FIXED | _SERIFED | _ITALIC)
    ascent, descent, box = program.measures()
    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=font.BaseFont,
        Flags=kept | _SYMBOLIC | (_ITALIC if "Italic" in stand_in.name else 0),
        FontBBox=Array(list(box)),
        ItalicAngle=-12 if "Italic" in stand_in.name else 0,
        Ascent=ascent,
        Descent=descent,
        CapHeight=ascent,
        StemV=140 if "Bold" in stand_in.name else 80,
        FontFile2=stream,
    )


@lru_cache(maxsize=12)
def _bytes(path: Path) -> bytes:
    return path.read_bytes()


@lru_cache(maxsize=12)
def _glyphs(path: Path) -> Mapping[int, int]:
    maps = Sfnt(_bytes(path)).maps
    if (3, 1) not in maps:
        raise FontUnreadable("a font of our own without a map")
    return maps[(3, 1)]
