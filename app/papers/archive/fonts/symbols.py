"""Fonts of symbols: what their codes and private numbers stand for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from app.papers.archive.fonts.cff import Cff
from app.papers.archive.fonts.encodings import letters, zapf_dingbats

FOLDER = Path(__file__).resolve().parents[4] / "static" / "vendor" / "foxit-symbols"
#: The signs of Wingdings that people put in papers, by code.
WINGDINGS: Mapping[int, str] = {
    0x20: " ",
    0x21: "✏",
    0x22: "✂",
    0x28: "☎",
    0x29: "✆",
    0x2A: "✉",
    0x36: "⌛",
    0x3A: "🖥",
    0x41: "✌",
    0x46: "☞",
    0x4A: "☺",
    0x4B: "😐",
    0x4C: "☹",
    0x52: "☼",
    0x6C: "●",
    0x6D: "❍",
    0x6E: "■",
    0x6F: "□",
    0x70: "❐",
    0x71: "❑",
    0x72: "❒",
    0x73: "⬧",
    0x74: "⧫",
    0x75: "◆",
    0x76: "❖",
    0x77: "⬥",
    0x78: "⌧",
    0x7B: "❀",
    0x7C: "✿",
    0x9E: "·",
    0x9F: "•",
    0xA1: "○",
    0xA4: "◉",
    0xA5: "◎",
    0xA7: "▪",
    0xA8: "◻",
    0xAB: "★",
    0xAC: "✴",
    0xB6: "☆",
    0xD8: "➢",
    0xDB: "⮈",
    0xDC: "➲",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xE8: "➔",
    0xEF: "⇦",
    0xF0: "⇨",
    0xF1: "⇧",
    0xF2: "⇩",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_PRIVATE = 0xF000


@lru_cache(maxsize=1)
def symbol_names() -> Mapping[int, str]:
    """The glyph names of the Symbol font by code."""
    return Cff((FOLDER / "FoxitSymbol.pfb").read_bytes()).encoding


def letter_of(code: int, family: str) -> str:
    """What a code of a font of symbols stands for; "" where that is not known."""
    kind = kind_of(family)
    if kind == "wingdings":
        return WINGDINGS.get(code, "")
    if kind == "dingbats":
        return zapf_dingbats().get(code, "")
    if kind == "symbol":
        return letters(symbol_names().get(code, ""))
    return ""


def kind_of(family: str) -> str:
    """Which font of symbols a name stands for; "" for a font of letters."""
    plain = family.lower().rpartition("+")[2].lstrip("/")
    if "wingdings" in plain and not plain.removesuffix("-regular").endswith(("2", "3")):
        return "wingdings"
    if "dingbats" in plain:
        return "dingbats"
    return "symbol" if plain.startswith("symbol") or "symbolmt" in plain else ""


def public_letters(text: str, family: str) -> str:
    """Text in private numbers as others read it; "" where that is not known."""
    found = []
    for one in text:
        number = ord(one)
        if not _PRIVATE <= number <= _PRIVATE + 0xFF:
            found.append(one)
            continue
        letter = letter_of(number - _PRIVATE, family) or _USUAL.get(number - _PRIVATE, "")
        if not letter:
            return ""
        found.append(letter)
    return "".join(found)


#: Bullets that word processors write in private numbers, whatever the font is called.
_USUAL: Mapping[int, str] = {0xB7: "•", 0xA7: "▪", 0xD8: "➢", 0xFC: "✓", 0x2D: "-", 0x20: " "}
