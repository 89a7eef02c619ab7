"""Annotations as an archive allows them: seen, printed, and drawn in one way."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from app.papers.archive.catalog import clean_action
from app.papers.archive.looks import drawn_look
from app.papers.archive.notes import Notes

_KINDS = (
    "Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut"
    " Stamp Caret Ink Popup Widget Watermark Redact"
)
ALLOWED = frozenset(f"/{kind}" for kind in _KINDS.split())
_INVISIBLE, _HIDDEN, _PRINT, _NO_VIEW, _TOGGLE = 1, 2, 4, 32, 256


def heal_annotations(pdf: Pdf, notes: Notes) -> None:
    """Drop what nobody sees or what may not be, and give the others their one look."""
    for page in pdf.pages:
        listed = page.obj.get("/Annots")
        if listed is None:
            continue
        found = list(listed) if isinstance(listed, Array) else []
        kept = [note for note in found if _is_kept(note)]
        for note in kept:
            _heal(pdf, note, notes)
        present = {note.objgen for note in kept}
        page.obj.Annots = Array([note for note in kept if _has_its_parent(note, present)])


def _is_kept(note: Object) -> bool:
    if not isinstance(note, Dictionary) or str(note.get("/Subtype", "")) not in ALLOWED:
        return False
    rectangle = note.get("/Rect")
    if not isinstance(rectangle, Array) or len(rectangle) != 4:
        return False
    return note.Subtype == Name.Popup or not _flags(note) & (_HIDDEN | _NO_VIEW)


def _has_its_parent(note: Object, present: set[tuple[int, int]]) -> bool:
    """Whether a window with a remark still has the mark that it belongs to."""
    parent = note.get("/Parent")
    if note.Subtype != Name.Popup or not isinstance(parent, Dictionary):
        return True
    return parent.objgen in present


def _heal(pdf: Pdf, note: Object, notes: Notes) -> None:
    clean_action(note)
    if note.Subtype == Name.Popup:
        if "/F" in note:
            del note["/F"]
    else:
        note.F = (_flags(note) | _PRINT) & ~(_INVISIBLE | _TOGGLE)
    _heal_look(pdf, note, notes)


def _heal_look(pdf: Pdf, note: Object, notes: Notes) -> None:
    looks = note.get("/AP")
    look = looks.get("/N") if isinstance(looks, Dictionary) else None
    is_button = note.Subtype == Name.Widget and _kind_of_field(note) == "/Btn"
    if isinstance(look, Stream) and is_button:
        state = note.get("/AS", Name.Off)
        note.AP = Dictionary(N=Dictionary({str(state): look}))
    elif isinstance(look, Stream) or (is_button and isinstance(look, Dictionary) and len(look)):
        note.AP = Dictionary(N=look)
    else:
        named = str(note.AS) if "/AS" in note else ""
        chosen = look.get(named) if isinstance(look, Dictionary) and named else None
        drawn = chosen if isinstance(chosen, Stream) else drawn_look(pdf, note)
        if drawn is not None:
            note.AP = Dictionary(N=drawn)
            return
        if "/AP" in note:
            del note["/AP"]
        if note.Subtype not in (Name.Link, Name.Popup) and not _is_empty(note):
            notes.add("annotations", f"{note.Subtype} without a look")


def _kind_of_field(note: Object) -> str:
    field: Object | None = note
    depth = 0
    while isinstance(field, Dictionary) and depth < 32:
        if "/FT" in field:
            return str(field.FT)
        field, depth = field.get("/Parent"), depth + 1
    return ""


def _flags(note: Object) -> int:
    flags = note.get("/F", 0)
    return flags if isinstance(flags, int) else 0


def _is_empty(note: Object) -> bool:
    left, bottom, right, top = note.Rect
    return bool(left == right and bottom == top)
