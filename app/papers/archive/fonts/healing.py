"""Every font of a paper brought in order, once each, and named where it could not be."""

from __future__ import annotations

from collections.abc import Iterable

from pikepdf import Dictionary, Name, Object, Pdf

from app.papers.archive.contents import FontUse
from app.papers.archive.fonts import programs
from app.papers.archive.fonts.cff import Cff
from app.papers.archive.fonts.composite import BROKEN, CompositeFont
from app.papers.archive.fonts.faults import FontUnreadable
from app.papers.archive.fonts.lacking import FontLacking, embed_simple, embed_wide, forget, texts_of
from app.papers.archive.fonts.letters import give_letters
from app.papers.archive.fonts.postscript import PostScriptFont
from app.papers.archive.fonts.sfnt import Sfnt
from app.papers.archive.fonts.simple import UNNAMED, is_name
from app.papers.archive.fonts.truetype import TrueTypeFont
from app.papers.archive.fonts.type1 import Type1
from app.papers.archive.fonts.type3 import Type3Font
from app.papers.archive.notes import Notes

_SIMPLE = (Name.Type1, Name.MMType1, Name.TrueType)
_NOT_CHECKED = ("/CIDSet", "/CharSet")


def heal_fonts(pdf: Pdf, uses: Iterable[FontUse], notes: Notes) -> None:
    """Mend each font that shows anything; whatever cannot be read or mended is noted."""
    for use in uses:
        if not use.codes and not any(use.strings):
            forget(pdf, use.font)
            continue
        try:
            _heal(pdf, use, notes)
        except FontLacking as error:
            notes.add("fonts_not_embedded", f"{use.font.get('/BaseFont')}: {error}")
        except FontUnreadable as error:
            notes.add("fonts_damaged", f"{use.font.get('/BaseFont')}: {error}")
        except BROKEN as error:
            notes.add("fonts_damaged", f"{type(error).__name__}: {error}")


def _heal(pdf: Pdf, use: FontUse, notes: Notes) -> None:
    font = use.font
    font.Type = Name.Font
    kind = font.get("/Subtype")
    if kind == Name.Type0:
        _name(font)
        _heal_wide(pdf, use, notes)
    elif kind == Name.Type3:
        drawn = Type3Font(pdf, font, use.codes)
        drawn.heal()
        give_letters(pdf, font, _bytes(use.codes), drawn.letters(), notes)
        if not Type3Font(pdf, font, use.codes).is_good():
            notes.add("fonts_unusual", "Type 3")
    elif kind in _SIMPLE:
        _name(font)
        _heal_simple(pdf, use, notes)
    else:
        notes.add("fonts_unusual", str(kind))


def _heal_simple(pdf: Pdf, use: FontUse, notes: Notes) -> None:
    font, found = use.font, {}
    if programs.embedded(font) is None:
        found = texts_of(font, use.codes)
        embed_simple(pdf, font, use.codes)
    healed = _opened(pdf, font, use.codes)
    found = {code: text for code, text in found.items() if text} or healed.letters()
    healed.heal()
    _drop_lists(font)
    give_letters(pdf, font, _bytes(use.codes), found, notes)
    if not _opened(pdf, font, use.codes).is_good():
        notes.add("fonts_unusual", str(font.get("/BaseFont")))


def _opened(pdf: Pdf, font: Object, used: set[int]) -> PostScriptFont | TrueTypeFont:
    program = programs.read(font)
    if isinstance(program, Sfnt):
        return TrueTypeFont(pdf, font, used, program)
    if isinstance(program, Cff | Type1):
        return PostScriptFont(pdf, font, used, program)
    raise FontUnreadable("a program of another kind")


def _heal_wide(pdf: Pdf, use: FontUse, notes: Notes) -> None:
    wide = CompositeFont(pdf, use.font, use.strings)
    wide.inner.Type = Name.Font
    _name(wide.inner)
    wide.order_system()
    if programs.embedded(wide.inner) is None:
        embed_wide(pdf, wide)
    found = wide.letters()
    wide.heal()
    _drop_lists(wide.inner)
    give_letters(pdf, use.font, set(wide.cids), found, notes)
    if not CompositeFont(pdf, use.font, use.strings).is_good():
        notes.add("fonts_unusual", str(use.font.get("/BaseFont")))


def _name(font: Object) -> None:
    """Give a font a name that is text, also in its descriptor."""
    descriptor = font.get("/FontDescriptor")
    if not is_name(font.get("/BaseFont")):
        known = descriptor.get("/FontName") if isinstance(descriptor, Dictionary) else None
        font.BaseFont = known if is_name(known) else UNNAMED
    if isinstance(descriptor, Dictionary) and not is_name(descriptor.get("/FontName")):
        descriptor.FontName = font.BaseFont


def _drop_lists(font: Object) -> None:
    """Lists of what a program holds need not be there, and are seldom right."""
    descriptor = font.get("/FontDescriptor")
    if isinstance(descriptor, Dictionary):
        for key in _NOT_CHECKED:
            if key in descriptor:
                del descriptor[key]


def _bytes(codes: Iterable[int]) -> set[bytes]:
    return {bytes([code]) for code in codes}
