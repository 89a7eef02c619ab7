"""The tags that a paper came with, read into memory: roles resolved, loops and depth guarded.

Nothing in a received tree is trusted: an element that comes back in itself, a thousand levels,
a page of another file, a number where a name belongs. What cannot be read is left out, and the
content it claimed counts as not tagged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from app.papers.tags.elements import Annotation, Element

DEEPEST = 120
MOST_ELEMENTS = 400_000

# fmt: off
STANDARD = frozenset(
    (
        "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index",
        "NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6",
        "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot",
        "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot",
        "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form",
    )
)
# fmt: on
#: Types that later versions added or that makers use unmapped, as what they are nearest to.
NEAREST = {
    "Aside": "Div",
    "DocumentFragment": "Div",
    "Em": "Span",
    "Strong": "Span",
    "Sub": "Span",
    "Title": "P",
    "FENote": "Note",
    "Artifact": "Artifact",
    "Normal": "P",
    "Standard": "P",
    "Textbody": "P",
    "Title1": "H1",
    "InlineShape": "Figure",
    "Shape": "Figure",
    "Diagram": "Figure",
    "Chart": "Figure",
    "Image": "Figure",
    "Footnote": "Note",
    "Endnote": "Note",
    "Workbook": "Document",
    "Worksheet": "Part",
    "Slide": "Sect",
    "Textbox": "Div",
    "Header": "Div",
    "Footer": "Div",
}
_TEXT_FACTS = ("/Alt", "/ActualText", "/E", "/Lang", "/ID")
_KEPT_ATTRIBUTES = {
    "Table": ("RowSpan", "ColSpan", "Scope", "Headers"),
    "List": ("ListNumbering",),
    "PrintField": ("Role", "checked"),
}


class TagsUnreadable(Exception):
    """The tree is so broken or so large that another is made."""


@dataclass(eq=False, slots=True)
class Claim:
    """What the tree says of one piece: which element holds it, at which place among its kids."""

    element: Element
    stream: tuple[int, int]
    mark: int


@dataclass
class OwnTree:
    """The tree of a paper, with what it claims of content and annotations."""

    document: Element
    claims: dict[tuple[int, int], dict[int, Claim]] = field(default_factory=dict)
    annotations: set[tuple[int, int]] = field(default_factory=set)


#: In a tree just read, claims stand where pieces come once the content was seen.
RawKid = Element | Claim | Annotation


class TreeReader:
    """Reads one tree."""

    def __init__(self, pdf: Pdf, page_numbers: dict[tuple[int, int], int]) -> None:
        root = pdf.Root.StructTreeRoot
        if not isinstance(root, Dictionary):
            raise TagsUnreadable
        self._root = root
        self._page_numbers = page_numbers
        self._roles = _roles(root.get("/RoleMap"))
        classes = root.get("/ClassMap")
        self._classes = classes if isinstance(classes, Dictionary) else None
        self._seen: set[tuple[int, int]] = set()
        self._count = 0
        self._found = OwnTree(Element("Document"))

    def read(self) -> OwnTree:
        """The whole tree; raises TagsUnreadable."""
        top = self._found.document
        self._kids(self._root.get("/K"), top, None, 0)
        inner = top.elements()
        if len(top.kids) == 1 and inner and inner[0].kind == "Document":
            self._found.document = inner[0]
        return self._found

    def _kids(self, kids: Any, element: Element, page: Object | None, depth: int) -> None:
        if depth > DEEPEST:
            raise TagsUnreadable
        for kid in kids.as_list() if isinstance(kids, Array) else (kids,):
            if isinstance(kid, int):
                self._claim(element, page, kid)
            elif isinstance(kid, Dictionary):
                self._kid(kid, element, page, depth)

    def _kid(self, kid: Object, element: Element, page: Object | None, depth: int) -> None:
        kind = kid.get("/Type")
        if kind == Name.MCR or (kind is None and "/MCID" in kid):
            mark, stream = kid.get("/MCID"), kid.get("/Stm", kid.get("/Pg", page))
            if isinstance(mark, int):
                self._claim(element, stream, mark)
        elif kind == Name.OBJR or (kind is None and "/Obj" in kid):
            self._refer(element, kid.get("/Obj"), kid.get("/Pg", page))
        else:
            self._element(kid, element, page, depth)

    def _element(self, kid: Object, parent: Element, page: Object | None, depth: int) -> None:
        if kid.is_indirect:
            if kid.objgen in self._seen:
                return
            self._seen.add(kid.objgen)
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise TagsUnreadable
        facts = kid.as_dict()
        element = Element(self._standard(facts.get("/S")))
        parent.kids.append(element)
        for key in _TEXT_FACTS:
            if key in facts and isinstance(facts[key], String):
                element.facts[key[1:]] = str(facts[key])
        if "/C" in facts:
            self._take_classes(facts["/C"], element)
        if "/A" in facts:
            self._attributes(facts["/A"], element)
        own = facts.get("/Pg")
        if "/K" in facts:
            self._kids(facts["/K"], element, page if own is None else own, depth + 1)

    def _claim(self, element: Element, stream: Any, mark: int) -> None:
        if not isinstance(stream, Object) or not stream.is_indirect or mark < 0:
            return
        marks = self._found.claims.setdefault(stream.objgen, {})
        if mark not in marks:
            marks[mark] = Claim(element, stream.objgen, mark)
            element.kids.append(marks[mark])  # type: ignore[arg-type] # replaced by `settle`

    def _refer(self, element: Element, thing: Any, page: Any) -> None:
        if not isinstance(thing, Dictionary) or not thing.is_indirect:
            return
        number = self._page_numbers.get(page.objgen, -1) if isinstance(page, Object) else -1
        if thing.objgen not in self._found.annotations and "/Rect" in thing:
            self._found.annotations.add(thing.objgen)
            subtype = str(thing.get("/Subtype", ""))
            element.kids.append(Annotation(number, thing, subtype))

    def _standard(self, kind: Any) -> str:
        name = str(kind)[1:] if isinstance(kind, Name) else "NonStruct"
        return self._roles.get(name) or _nearest(name)

    def _take_classes(self, names: Any, element: Element) -> None:
        for name in names if isinstance(names, Array) else (names,):
            if isinstance(name, Name) and self._classes is not None:
                self._attributes(self._classes.get(name), element)

    def _attributes(self, given: Any, element: Element) -> None:
        for one in given if isinstance(given, Array) else (given,):
            if not isinstance(one, Dictionary):
                continue
            owner = str(one.get("/O", ""))[1:]
            for key in _KEPT_ATTRIBUTES.get(owner, ()):
                value = _plain(one.get("/" + key))
                if value is not None:
                    element.set_attribute(owner, key, value)


def _plain(value: Any) -> object:
    if isinstance(value, Name):
        return str(value)[1:]
    if isinstance(value, Array):
        return [str(one) for one in value if isinstance(one, String)]
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _nearest(name: str) -> str:
    if name in STANDARD:
        return name
    if len(name) > 1 and name[0] == "H" and name[1:].isdecimal():
        return "H6" if int(name[1:]) > 6 else "P"
    return NEAREST.get(name, "NonStruct")


def _roles(given: Any) -> dict[str, str]:
    """The standard type that every type of the maker stands for."""
    if not isinstance(given, Dictionary):
        return {}
    direct = {
        str(key)[1:]: str(value)[1:] for key, value in given.items() if isinstance(value, Name)
    }
    roles = {}
    for name in direct:
        if name in STANDARD:
            continue
        seen, role = {name}, direct[name]
        while role not in STANDARD and role in direct and role not in seen:
            seen.add(role)
            role = direct[role]
        roles[name] = _nearest(role)
    return roles
