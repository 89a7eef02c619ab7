"""The structure tree written into the file, with the table that leads back to it from content."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from app.papers.tags.elements import Annotation, Element, Kid, Piece, Place

_TEXTS = ("Alt", "ActualText", "E", "Lang", "ID")


class TreeWriter:
    """Writes one tree; every piece of content and every annotation finds its way back."""

    def __init__(self, pdf: Pdf, pages: list[Object]) -> None:
        self._pdf = pdf
        self._pages = pages
        self._parents: dict[Place, dict[int, Object]] = {}
        self._annotations: list[tuple[Object, Object]] = []
        self._names: dict[str, Object] = {}

    def write(self, document: Element) -> None:
        """Replace whatever tree the file had by this one."""
        root = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.K = Array([self._element(document, root)])
        numbers: list[Any] = []
        for number, (place, marks) in enumerate(self._parents.items()):
            place.holder.StructParents = number
            row = [marks.get(mark) for mark in range(max(marks) + 1)]
            numbers += [number, self._pdf.make_indirect(Array(row))]
        first = len(self._parents)
        for number, (annotation, owner) in enumerate(self._annotations, first):
            annotation.StructParent = number
            numbers += [number, owner]
        root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        root.ParentTreeNextKey = first + len(self._annotations)
        # also where there are none: whoever joins papers need not look for names that are not there
        names = sorted(self._names.items(), key=lambda pair: bytes(String(pair[0])))
        flat = [thing for name, element in names for thing in (String(name), element)]
        root.IDTree = self._pdf.make_indirect(Dictionary(Names=Array(flat)))
        self._pdf.Root.StructTreeRoot = root

    def _element(self, element: Element, parent: Object) -> Object:
        written = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name("/" + element.kind), P=parent)
        )
        for key in _TEXTS:
            if key in element.facts:
                written["/" + key] = String(element.facts[key])
        if "ID" in element.facts:
            self._names[element.facts["ID"]] = written
        if element.attributes:
            owners = [_attributes(owner, named) for owner, named in element.attributes.items()]
            written.A = owners[0] if len(owners) == 1 else Array(owners)
        own_page = _own_page(element)
        if own_page >= 0:
            written.Pg = self._pages[own_page]
        kids = [self._kid(kid, written, own_page) for kid in element.kids]
        if kids:
            written.K = kids[0] if len(kids) == 1 else Array(kids)
        return written

    def _kid(self, kid: Kid, owner: Object, own_page: int) -> Any:
        if isinstance(kid, Element):
            return self._element(kid, owner)
        if isinstance(kid, Annotation):
            self._annotations.append((kid.thing, owner))
            return Dictionary(Type=Name.OBJR, Obj=kid.thing, Pg=self._pages[kid.page])
        self._parents.setdefault(kid.place, {})[kid.mark] = owner
        if not kid.place.is_form and kid.place.page == own_page:
            return kid.mark
        page = self._pages[kid.place.page]
        reference = Dictionary(Type=Name.MCR, Pg=page, MCID=kid.mark)
        if kid.place.is_form:
            reference.Stm = kid.place.holder
        return reference


def _own_page(element: Element) -> int:
    """The page whose stream holds the first piece of an element; -1 where none does."""
    for kid in element.kids:
        if isinstance(kid, Piece) and not kid.place.is_form:
            return kid.place.page
    return -1


def _attributes(owner: str, named: dict[str, object]) -> Dictionary:
    written = Dictionary(O=Name("/" + owner))
    for key, value in named.items():
        if isinstance(value, str):
            written["/" + key] = Name("/" + value)
        elif isinstance(value, list):
            written["/" + key] = Array([String(one) for one in value])
        else:
            written["/" + key] = value
    return written
