"""What a font's codes read as: kept where known, found where it can be, else said to be unknown."""

from __future__ import annotations

from collections.abc import Mapping

import pikepdf
from pikepdf import Object, Pdf, Stream

from app.papers.archive.fonts.codemaps import CodeMap, read_code_map, to_unicode
from app.papers.archive.fonts.encodings import UNKNOWN, is_letter, is_private
from app.papers.archive.fonts.faults import FontUnreadable
from app.papers.archive.fonts.symbols import public_letters
from app.papers.archive.notes import Notes

#: A symbol or two whose meaning nobody wrote down is no text; more than this is, and so is any
#: that stands among letters.
_MOST_UNKNOWN = 3


def known_letters(font: Object) -> CodeMap:
    """What the font itself says of its codes; empty where that cannot be read."""
    stream = font.get("/ToUnicode")
    if not isinstance(stream, Stream):
        return CodeMap()
    try:
        return read_code_map(stream.read_bytes())
    except (FontUnreadable, pikepdf.PdfError, ValueError):
        return CodeMap()


def give_letters(
    pdf: Pdf, font: Object, used: set[bytes], found: Mapping[bytes, str], notes: Notes
) -> None:
    """Say in a map of our own, which every reader understands, what each code shown reads as.

    `found` says UNKNOWN of what has no glyph: nobody reads that, whether seeing or listening.
    """
    said = known_letters(font)
    family = str(font.get("/BaseFont", ""))
    letters: dict[bytes, str] = {}
    for code in used:
        text = said.texts.get(code) or found.get(code) or ""
        if any(is_private(ord(one)) for one in text):
            text = public_letters(text, family) or found.get(code, "")
        if not text or not all(_is_public(ord(one)) for one in text):
            text = UNKNOWN
        letters[code] = text
    unknown = [code for code, text in letters.items() if text == UNKNOWN]
    plain = sum(text[:1].isalnum() for text in letters.values())
    is_text = plain * 2 > len(letters)
    hidden = any(found.get(code) != UNKNOWN for code in unknown)
    if len(unknown) > _MOST_UNKNOWN or (is_text and hidden):
        notes.add("characters_unknown", f"{len(unknown)} of {len(letters)} in {family}")
    if letters:
        font["/ToUnicode"] = to_unicode(pdf, letters)


def _is_public(number: int) -> bool:
    return is_letter(number) and not is_private(number)
