"""Links, remarks and fields: each with words that say what it is, and a place in the tree."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream, String

from app.papers.tags import words
from app.papers.tags.elements import Annotation

#: Kinds that no reader of tags can make anything of; sanitising takes them out.
# fmt: off
REFUSED = frozenset(
    (
        "/FileAttachment", "/Movie", "/Sound", "/Screen", "/RichMedia", "/3D",
        "/PrinterMark", "/TrapNet",
    )
)
# fmt: on


class AnnotationDesk:
    """Puts the annotations of the pages of one file in order."""

    def __init__(self, pdf: Pdf, page_numbers: dict[tuple[int, int], int]) -> None:
        self._pdf = pdf
        self._page_numbers = page_numbers
        self.refused = False

    def settle(self, page: Page, number: int) -> list[Annotation]:
        """The annotations of a page, each described; windows of remarks are left out."""
        given = page.obj.get("/Annots")
        if not isinstance(given, Array) or len(given) == 0:
            return []
        kept: list[Annotation] = []
        for one in given.as_list():
            if isinstance(one, Dictionary) and one.get("/Subtype") != Name.Popup:
                thing = one if one.is_indirect else self._pdf.make_indirect(one)
                kept.append(Annotation(number, thing, str(thing.get("/Subtype", ""))))
        for annotation in kept:
            self._describe(annotation)
        page.obj.Annots = Array([annotation.thing for annotation in kept])
        page.obj.Tabs = Name.S
        return kept

    def _describe(self, annotation: Annotation) -> None:
        thing = annotation.thing
        for key in ("/StructParent", "/Popup"):
            if key in thing:
                del thing[key]
        self.refused = self.refused or annotation.subtype in REFUSED
        looks = thing.get("/AP")
        if isinstance(looks, Dictionary):
            _forget_parents(looks)
        said = thing.get("/Contents")
        if not isinstance(said, String) or not str(said).strip():
            thing.Contents = String(self._words(annotation))
        annotation.words = _named(thing) if annotation.subtype == "/Widget" else ""

    def _words(self, annotation: Annotation) -> str:
        if annotation.subtype == "/Widget":
            return words.FIELD
        if annotation.subtype != "/Link":
            return words.REMARK
        action = annotation.thing.get("/A")
        if isinstance(action, Dictionary) and isinstance(action.get("/URI"), String):
            return words.LINK_TO.format(address=_host(str(action.URI)))
        target = action.get("/D") if isinstance(action, Dictionary) else None
        page = self._page(annotation.thing.get("/Dest", target))
        return words.LINK_TO_PAGE.format(page=page) if page else words.LINK_INSIDE

    def _page(self, target: Any) -> int:
        if isinstance(target, Array) and len(target) > 0 and isinstance(target[0], Dictionary):
            return self._page_numbers.get(target[0].objgen, -1) + 1
        return 0


def _host(address: str) -> str:
    """What of an address one says aloud: the host, or whom a mail goes to."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address[:80]
    if parts.scheme == "mailto":
        return parts.path or address[:80]
    return parts.hostname or address[:80] or words.LINK_INSIDE


def _forget_parents(looks: Object) -> None:
    for look in looks.as_dict().values():
        streams = [look] if isinstance(look, Stream) else []
        if isinstance(look, Dictionary):
            streams = [one for one in look.as_dict().values() if isinstance(one, Stream)]
        for stream in streams:
            for key in ("/StructParent", "/StructParents"):
                if key in stream:
                    del stream[key]


def _named(widget: Object) -> str:
    """What a field asks: its own words, else its name, of the field or of what it is part of."""
    field = widget
    for _level in range(20):
        for key in ("/TU", "/T"):
            if isinstance(field.get(key), String) and str(field[key]).strip():
                return str(field[key])
        if not isinstance(field.get("/Parent"), Dictionary):
            break
        field = field.Parent
    return words.FIELD


def box_of(annotation: Annotation) -> tuple[float, float, float, float] | None:
    """The rectangle of an annotation, or None where it has none."""
    try:
        x0, y0, x1, y1 = (float(value) for value in annotation.thing.get("/Rect", ()))
    except (TypeError, ValueError):
        return None
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
