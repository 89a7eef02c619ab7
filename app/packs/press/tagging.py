"""The structure trees of all parts joined into one, for screen readers.

Every part brings a tree of standard types: root, Document, elements. Its elements become those of
a Part element with the title of the part; keys of the parent tree move up by what came before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


class StructureTree:
    """One tree in the merged file; every part becomes a Part element with its title."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = self._element(Name.Document, self._root)
        self._parts: list[Object] = []
        self._numbers: list[Object | int] = []
        self._names: dict[str, Object] = {}
        self._next = 0

    def add(self, source: Pdf, pages: Iterable[Object], title: str, prefix: str = "") -> Object:
        """Join the tree of one part whose pages were copied already; gives its Part element.

        A reading copy lists its names, which no other has; where it does not, or where the same
        paper came before, `prefix` goes before each.
        """
        part = self._element(Name.Part, self._document)
        part.T = String(title)
        self._parts.append(part)
        language = source.Root.get("/Lang")
        if isinstance(language, String):
            part.Lang = String(str(language))
        root = source.Root.get("/StructTreeRoot")
        if not isinstance(root, Dictionary):
            return part
        listed = root.get("/IDTree")
        is_apart = listed is not None and all(
            str(name) not in self._names for name, _element in _pairs(listed, "/Names")
        )
        if prefix and not is_apart:
            _rename(source, prefix)
        copied = self._pdf.copy_foreign(root)
        children = [
            child
            for top in _children(copied)
            for child in (_children(top) if top.get("/S") == Name.Document else [top])
        ]
        for child in children:
            child.P = part
        part.K = Array(children)
        if is_apart:
            self._names |= {str(name): one for name, one in _pairs(copied.IDTree, "/Names")}
        self._take_parents(copied, pages, named=is_apart)
        return part

    def add_link(self, part: Object, page: Object, annotation: Object) -> None:
        """Give a link that we drew ourselves on a page its place at the start of a part."""
        annotation.StructParent = self._next
        link = self._element(Name.Link, part)
        link.Pg = page
        link.K = Array([Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)])
        part.K = Array([link, *part.K])
        self._numbers += [self._next, link]
        self._next += 1

    def finish(self) -> None:
        """Hang the joined tree in the file."""
        self._document.K = Array(self._parts)
        self._root.K = Array([self._document])
        parents = Dictionary(Nums=Array(self._numbers))
        self._root.ParentTree = self._pdf.make_indirect(parents)
        self._root.ParentTreeNextKey = self._next
        names = sorted(self._names.items(), key=lambda pair: bytes(String(pair[0])))
        if names:
            flat = [value for name, element in names for value in (String(name), element)]
            self._root.IDTree = self._pdf.make_indirect(Dictionary(Names=Array(flat)))
        self._pdf.Root.StructTreeRoot = self._root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _take_parents(self, copied: Object, pages: Iterable[Object], *, named: bool) -> None:
        offset, highest = self._next, -1
        seen: set[tuple[int, int]] = set()
        for key, value in sorted(_numbers(copied.get("/ParentTree")), key=lambda pair: pair[0]):
            if key <= highest:
                continue
            highest = key
            self._numbers += [key + offset, value]
            if not named:
                self._take_names(value, seen)
        moved: set[tuple[int, int]] = set()
        for page in pages:
            _move(page, "/StructParents", offset)
            for annotation in page.get("/Annots", []):
                if annotation.objgen not in moved:  # two pages can show the same one
                    moved.add(annotation.objgen)
                    _move(annotation, "/StructParent", offset)
            _move_drawings(page.get("/Resources"), offset, moved)
        self._next = offset + highest + 1

    def _take_names(self, value: Object, seen: set[tuple[int, int]]) -> None:
        """Remember the named elements above what is marked on a page, each looked at once."""
        for leaf in value if isinstance(value, Array) else [value]:
            element: Object | None = leaf
            while isinstance(element, Dictionary) and element.objgen not in seen:
                seen.add(element.objgen)
                if "/ID" in element:
                    self._names.setdefault(str(element.ID), element)
                element = element.get("/P")

    def _element(self, kind: Name, parent: Object) -> Object:
        element = Dictionary(Type=Name.StructElem, S=kind, P=parent, K=Array([]))
        return self._pdf.make_indirect(element)


def _children(element: Object) -> list[Object]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _pairs(tree: Object | None, key: str) -> Iterator[tuple[Object, Object]]:
    """The entries of a tree of names or numbers, however divided; ours, so no attack."""
    if not isinstance(tree, Dictionary):
        return
    flat = list(tree.get(key, []))
    yield from zip(flat[::2], flat[1::2], strict=False)
    for kid in tree.get("/Kids", []):
        yield from _pairs(kid, key)


def _numbers(tree: Object | None) -> Iterator[tuple[int, Object]]:
    return ((int(number), value) for number, value in _pairs(tree, "/Nums"))


def _move(thing: Object, key: str, offset: int) -> None:
    if key in thing:
        thing[key] = int(thing[key]) + offset


def _move_drawings(resources: Object | None, offset: int, moved: set[tuple[int, int]]) -> None:
    """Pictures and drawings on a page can stand in the tree by keys of their own."""
    drawings = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    for drawing in drawings.as_dict().values() if isinstance(drawings, Dictionary) else ():
        if drawing.objgen in moved:
            continue
        moved.add(drawing.objgen)
        _move(drawing, "/StructParent", offset)
        _move(drawing, "/StructParents", offset)
        _move_drawings(drawing.get("/Resources"), offset, moved)


def _rename(source: Pdf, prefix: str) -> None:
    """Put the part's name before the identifiers of table heads: they repeat per part."""
    for thing in source.objects:
        if not isinstance(thing, Dictionary) or thing.get("/S") is None:
            continue
        if "/ID" in thing and "/P" in thing:
            thing.ID = String(f"{prefix}:{thing.ID}")
        facts = thing.get("/A")
        for one in facts if isinstance(facts, Array) else [facts]:
            if isinstance(one, Dictionary) and "/Headers" in one:
                one.Headers = Array([String(f"{prefix}:{header}") for header in one.Headers])
