"""The structure trees of all parts joined into one, for screen readers."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String


class StructureTree:
    """One tree in the merged file; every part becomes a Part element with its title."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = self._element(Name.Document, self._root)
        self._root.K = Array([self._document])
        self._numbers: list[Object | int] = []
        self._next = 0

    def add(self, source: Pdf, pages: list[Page], key: str, title: str) -> None:
        """Join the tree of one rendered part whose pages were copied already."""
        root = source.Root.get("/StructTreeRoot")
        if root is None:
            return
        _rename_ids(source, key)
        copied = self._pdf.copy_foreign(root)
        part = self._element(Name.Part, self._document)
        part.T = String(title)
        part.K = Array([])
        for element in copied.K:
            for child in _children(element):
                child.P = part
                part.K.append(child)
        self._document.K.append(part)
        self._take_parents(copied, pages)

    def add_link(self, page: Page, annotation: Object, title: str) -> None:
        """Give a link that we drew ourselves its place in the tree."""
        annotation.StructParent = self._next
        part = self._element(Name.Part, self._document)
        part.T = String(title)
        link = self._element(Name.Link, part)
        link.Pg = page.obj
        link.K = Array([Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page.obj)])
        part.K = Array([link])
        self._document.K.append(part)
        self._numbers += [self._next, link]
        self._next += 1

    def finish(self) -> None:
        """Hang the joined tree in the file."""
        parents = Dictionary(Nums=Array(self._numbers))
        self._root.ParentTree = self._pdf.make_indirect(parents)
        self._root.ParentTreeNextKey = self._next
        self._pdf.Root.StructTreeRoot = self._root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _take_parents(self, copied: Object, pages: list[Page]) -> None:
        offset, highest = self._next, -1
        numbers = copied.ParentTree.Nums
        for index in range(0, len(numbers), 2):
            highest = max(highest, int(numbers[index]))
            self._numbers += [int(numbers[index]) + offset, numbers[index + 1]]
        for page in pages:
            if "/StructParents" in page:
                page.StructParents = int(page.StructParents) + offset
            for annotation in page.get("/Annots", []):
                if "/StructParent" in annotation:
                    annotation.StructParent = int(annotation.StructParent) + offset
        self._next = offset + highest + 1

    def _element(self, kind: Name, parent: Object) -> Object:
        element = Dictionary(Type=Name.StructElem, S=kind, P=parent, K=Array([]))
        return self._pdf.make_indirect(element)


def _children(element: Object) -> list[Object]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _rename_ids(source: Pdf, key: str) -> None:
    """Put the part's name before the identifiers of table headers: they repeat per part."""
    for thing in source.objects:
        if not isinstance(thing, Dictionary) or thing.get("/Type") != Name.StructElem:
            continue
        if "/ID" in thing:
            thing.ID = String(f"{key}:{thing.ID}")
        facts = thing.get("/A")
        if isinstance(facts, Dictionary) and "/Headers" in facts:
            facts.Headers = Array([String(f"{key}:{header}") for header in facts.Headers])
