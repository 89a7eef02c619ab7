"""What the codes of simple fonts mean: glyph names by code, and letters by glyph name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import pikepdf
from fontTools import agl
from fontTools.encodings.MacRoman import MacRoman
from fontTools.encodings.StandardEncoding import StandardEncoding
from pikepdf import Array, Dictionary, Name, Object

Encoding = Mapping[int, str]
#: What a code reads as of which nobody knows the meaning.
UNKNOWN = "\N{REPLACEMENT CHARACTER}"

_WIN_EXTRAS = {
    0xA0: "space",
    0xAD: "hyphen",
    0xB5: "mu",
    0x95: "bullet",
    0xB2: "twosuperior",
    0xB3: "threesuperior",
    0xB9: "onesuperior",
}
_WIN_UNUSED = (0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D)
#: Codes of the Macintosh that are not in the MacRomanEncoding of a PDF.
_MAC_ONLY = (173, 176, 178, 179, 182, 183, 184, 185, 186, 189, 195, 197, 198, 215, 240)
_BY_NUMBER = re.compile(r"(?:uni|u)([0-9A-Fa-f]{4,6})")


def _win_ansi() -> dict[int, str]:
    names = {}
    for code in range(32, 256):
        if code not in _WIN_UNUSED:
            letter = bytes([code]).decode("cp1252")
            names[code] = _WIN_EXTRAS.get(code) or agl.UV2AGL[ord(letter)]
    return names | dict.fromkeys(_WIN_UNUSED, "bullet")


def _listed(names: list[str]) -> dict[int, str]:
    return {code: name for code, name in enumerate(names) if name != ".notdef" and code >= 32}


WIN_ANSI: Encoding = MappingProxyType(_win_ansi())
STANDARD: Encoding = MappingProxyType(_listed(StandardEncoding))
MAC_ROMAN: Encoding = MappingProxyType(
    {code: name for code, name in _listed(MacRoman).items() if code not in (*_MAC_ONLY, 127)}
    | {0xCA: "space", 0xDB: "currency"}
)
#: The whole set of the Macintosh, by name: for the character map of TrueType programs.
MAC_CODES: Mapping[str, int] = MappingProxyType(
    {name: code for code, name in reversed(list(_listed(MacRoman).items()))} | {"space": 32}
)
BASES: Mapping[str, Encoding] = MappingProxyType(
    {
        "/WinAnsiEncoding": WIN_ANSI,
        "/MacRomanEncoding": MAC_ROMAN,
        "/StandardEncoding": STANDARD,
    }
)
_ZAPF_ODD = {
    0x25: 0x260E,
    0x2A: 0x261B,
    0x2B: 0x261E,
    0x48: 0x2605,
    0x6C: 0x25CF,
    0x6E: 0x25A0,
    0x73: 0x25B2,
    0x74: 0x25BC,
    0x75: 0x25C6,
    0x77: 0x25D7,
    0xA8: 0x2663,
    0xA9: 0x2666,
    0xAA: 0x2665,
    0xAB: 0x2660,
    0xD5: 0x2192,
    0xD6: 0x2194,
    0xD7: 0x2195,
}


@lru_cache(maxsize=1)
def zapf_dingbats() -> Mapping[int, str]:
    """The letters of ZapfDingbats by code."""
    found = {0x20: " "}
    for code in (*range(0x21, 0x7F), *range(0xA1, 0xFF)):
        if code < 0x7F:
            usual = 0x2700 + code - 0x20
        elif 0xAC <= code <= 0xB5:
            usual = 0x2460 + code - 0xAC
        elif code == 0xF0:
            continue
        else:
            usual = 0x2700 + code - 0x40
        found[code] = chr(_ZAPF_ODD.get(code, usual))
    return found


def differences(encoding: Object | None) -> dict[int, str]:
    """The names that an encoding dictionary gives to codes of its own."""
    if not isinstance(encoding, Dictionary):
        return {}
    listed, code, names = encoding.get("/Differences"), 0, {}
    for one in listed if isinstance(listed, Array) else ():
        if isinstance(one, Name):
            names[code] = glyph_name(one)
            code += 1
        else:
            code = int(one)
    return {code: name for code, name in names.items() if 0 <= code < 256}


def glyph_name(name: Name) -> str:
    """A glyph's name as text; one that is not UTF-8 stays itself, byte by byte."""
    try:
        return str(name)[1:]
    except UnicodeDecodeError:
        return bytes(pikepdf.Object.unparse(name))[1:].decode("latin-1")


def base_of(encoding: Object | None) -> str:
    """The name of the encoding that a font's own builds on; "" where it names none."""
    if isinstance(encoding, Dictionary):
        encoding = encoding.get("/BaseEncoding")
    return str(encoding) if isinstance(encoding, Name) else ""


@lru_cache(maxsize=4096)
def letters(name: str, *, zapf: bool = False) -> str:
    """The text a glyph's name stands for, "" where it stands for none."""
    text = agl.toUnicode(name, isZapfDingbats=zapf)
    if not text and (found := _BY_NUMBER.fullmatch(name)):
        number = int(found.group(1), 16)
        text = chr(number) if 0 < number < 0x110000 else ""
    return "" if any(not is_letter(ord(one)) for one in text) else text


def is_letter(number: int) -> bool:
    """Whether a number in Unicode stands for something: no null, mark of order or half pair."""
    return number not in (0, 0xFEFF, 0xFFFE, 0xFFFF) and not 0xD800 <= number <= 0xDFFF


def is_private(number: int) -> bool:
    """Whether a number in Unicode means only what a font makers agreed on among themselves."""
    return 0xE000 <= number <= 0xF8FF or 0xF0000 <= number <= 0x10FFFD
