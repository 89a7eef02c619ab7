"""What was filled in becomes part of the page, before the form itself is taken away.

Programs that join files leave fields without a form around them, and some leave the drawing of
what was filled in to the reader: neither may cost a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from app.papers.unusable import PaperUnusable

#: Fields that say by themselves how deep they lie; honest forms have three or four levels.
_DEEPEST = 20
_FONT = re.compile(r"/([^\s/<>\[\](){}%]+)\s+[-+.0-9]+\s+Tf")


def require_own_pages(pdf: Pdf) -> None:
    """Refuse a file whose pages are not what its readers are to see; those come about later."""
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and "/XFA" in form:
        fields = form.get("/Fields")
        drawn = isinstance(fields, Array) and len(fields) > 0
        if not drawn or pdf.Root.get("/NeedsRendering", False):
            raise PaperUnusable("form_changes_itself")
    names = pdf.Root.get("/Names")
    has_files = isinstance(names, Dictionary) and "/EmbeddedFiles" in names
    if "/Collection" in pdf.Root and has_files:
        raise PaperUnusable("portfolio")


def flatten_form(pdf: Pdf) -> bool:
    """Draw every field on its page; gives whether each that was filled in could be drawn."""
    fields = list(_fields(pdf))
    if not fields:
        return True
    lacking = [one for one in fields if _is_filled(one) and not _has_look(one)]
    if lacking:
        _draw(pdf, fields)
    else:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")
    return all(_has_look(one) for one in lacking)


def _draw(pdf: Pdf, fields: list[Object]) -> None:
    """Have what was filled in drawn where nobody did; what its maker drew stays as it is."""
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, Dictionary):
        pdf.Root.AcroForm = form = Dictionary()
    if not isinstance(form.get("/Fields"), Array):
        form.Fields = Array([])
    if "/DR" not in form:
        form.DR = Dictionary(Font=_fonts(pdf, fields))
    wants_all = bool(form.get("/NeedAppearances", False))
    drawn = [] if wants_all else [(one, one.AP) for one in fields if _has_look(one)]
    for field, _look in drawn:
        del field["/AP"]
    form.NeedAppearances = True
    pdf.generate_appearance_streams()
    for field, look in drawn:
        field.AP = look


def _fonts(pdf: Pdf, fields: list[Object]) -> Dictionary:
    """A letter for every name under which these fields ask for one."""
    plain = pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )
    )
    asked = " ".join(str(one.get("/DA", "")) for one in fields)
    return Dictionary({f"/{name}": plain for name in _FONT.findall(asked)})


def _fields(pdf: Pdf) -> Iterator[Object]:
    for page in pdf.pages:
        marks = page.get("/Annots")
        for mark in marks if isinstance(marks, Array) else ():
            if isinstance(mark, Dictionary) and mark.get("/Subtype") == Name.Widget:
                yield mark


def _has_look(field: Object) -> bool:
    looks = field.get("/AP")
    return isinstance(looks, Dictionary) and "/N" in looks


def _is_filled(field: Object) -> bool:
    """Whether somebody filled in words or chose them: a box or a signature draws itself, or not."""
    kind = _of(field, "/FT")
    value = _of(field, "/V")
    if kind not in (Name.Tx, Name.Ch):
        return False
    if isinstance(value, Array):
        return len(value) > 0
    return isinstance(value, String) and bool(str(value).strip())


def _of(field: Object, key: str) -> Object | None:
    """What a field says, or one of those it belongs to."""
    at: Object | None = field
    for _level in range(_DEEPEST):
        if not isinstance(at, Dictionary):
            return None
        if key in at:
            return at[key]
        at = at.get("/Parent")
    return None
