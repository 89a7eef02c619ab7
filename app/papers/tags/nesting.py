"""A tree made to keep the rules of what stands in what, and no larger than it needs to be. Pure.

Wrappers that say nothing are taken out, content that stands where none may stand gets a paragraph,
lists and tables hold what lists and tables hold (ISO 32000-1, 14.8.4; ISO 14289-1, 7.2 to 7.9).
"""

from __future__ import annotations

from collections.abc import Callable

from app.papers.tags import words
from app.papers.tags.elements import Annotation, Element, Kid, Piece, walk
from app.papers.tags.grids import settle_table
from app.papers.tags.marks import LANGUAGE

# fmt: off
INLINE = frozenset(
    (
        "Span", "Quote", "Reference", "BibEntry", "Code", "Link", "Annot", "Note", "Form",
        "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP",
    )
)
# fmt: on
HEADINGS = frozenset(("H1", "H2", "H3", "H4", "H5", "H6"))
_GROUPS = frozenset(("Document", "Part", "Art", "Sect", "Index", "BlockQuote", "TOC"))
_RUNNING = (
    frozenset(("P", "Span", "Quote", "Code", "Reference", "BibEntry", "Lbl", "Link")) | HEADINGS
)
_ROWS = frozenset(("THead", "TBody", "TFoot", "TR"))
#: Where a kind may stand, and what is put around it elsewhere.
_HOMES: dict[str, tuple[tuple[str, ...], str]] = {
    "LI": (("L",), "L"),
    "TOCI": (("TOC",), "TOC"),
    "LBody": (("LI",), ""),
    "TD": (("TR",), ""),
    "TH": (("TR",), ""),
    "TR": (("Table", "THead", "TBody", "TFoot"), "Table"),
    "THead": (("Table",), "Table"),
    "TBody": (("Table",), "Table"),
    "TFoot": (("Table",), "Table"),
}
_STAYS_EMPTY = frozenset(("TR", "TD", "TH"))


def settle(document: Element) -> None:
    """Put a whole tree in order, in place."""
    document.kind = "Document"
    document.kids = _loose_in_paragraphs(_settled_kids(document))
    _drop_bad_languages(document)
    _settle_headings(document)
    _settle_identities(document)


def _settled_kids(element: Element) -> list[Kid]:
    kids: list[Kid] = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids += _settled(kid)
        elif isinstance(kid, Annotation):
            kids.append(_held(kid, element))
        else:
            kids.append(kid)
    return _gathered(kids, element.kind)


def _settled(element: Element) -> list[Kid]:
    """What an element becomes: itself, its kids, or nothing."""
    if element.kind == "Link" and not any(isinstance(kid, Annotation) for kid in element.kids):
        inner = [kid for kid in element.kids if isinstance(kid, Element)]
        if any(isinstance(kid, Annotation) for one in inner for kid in one.kids):
            element.kids = [k for kid in element.kids for k in _unwrapped(kid)]
    element.kids = _settled_kids(element)
    if not element.kids and element.kind not in _STAYS_EMPTY:
        return []
    if element.kind in _RUNNING:
        element.kids = [k for kid in element.kids for k in _running(kid)]
    rule = _RULES.get(element.kind)
    if rule is not None:
        return rule(element)
    if element.kind in _GROUPS:
        element.kids = _loose_in_paragraphs(element.kids)
    return [element]


def _unwrapped(kid: Kid) -> list[Kid]:
    if isinstance(kid, Element) and kid.kind in ("Span", "NonStruct", "Div") and not kid.facts:
        return kid.kids
    return [kid]


def _held(annotation: Annotation, element: Element) -> Kid:
    """An annotation stands in an element of its kind, and in no other."""
    kind = holder(annotation.subtype)
    if element.kind != kind or (kind == "Form" and len(element.kids) > 1):
        return _settled(Element(kind, [annotation]))[0]
    return annotation


def holder(subtype: str) -> str:
    """The element in which an annotation of this kind stands."""
    return {"/Link": "Link", "/Widget": "Form"}.get(subtype, "Annot")


def _running(kid: Kid) -> list[Kid]:
    """In running text a paragraph is no paragraph of its own."""
    if isinstance(kid, Element) and (kid.kind == "P" or kid.kind in HEADINGS):
        if not kid.facts:
            return kid.kids
        kid.kind = "Span"
    return [kid]


def is_loose(kid: Kid) -> bool:
    """Whether something needs a paragraph around it."""
    return not isinstance(kid, Element) or kid.kind in INLINE


def _loose_in_paragraphs(kids: list[Kid]) -> list[Kid]:
    out: list[Kid] = []
    paragraph: Element | None = None
    for kid in kids:
        if not is_loose(kid):
            paragraph = None
            out.append(kid)
        elif paragraph is None:
            paragraph = Element("P", [kid])
            out.append(paragraph)
        else:
            paragraph.kids.append(kid)
    return out


def _gathered(kids: list[Kid], parent: str) -> list[Kid]:
    """Items, rows, cells and lines of contents that stand outside what they are of."""
    out: list[Kid] = []
    for kid in kids:
        home = _home(kid, parent)
        last = out[-1] if out else None
        if home is None or not isinstance(kid, Element):
            out.append(kid)
        elif home == "":
            out += _settled(Element("Div", kid.kids))
        elif isinstance(last, Element) and last.kind == home and last.page == -2:
            last.kids.append(kid)
        else:
            out.append(Element(home, [kid], page=-2))
    for one in out:
        if isinstance(one, Element) and one.page == -2:
            one.page = -1
            if one.kind == "Table":
                settle_table(one)
    return out


def _home(kid: Kid, parent: str) -> str | None:
    """What a kid needs around it in this parent: None for nothing, "" for another kind itself."""
    if not isinstance(kid, Element) or kid.kind not in _HOMES:
        return None
    parents, home = _HOMES[kid.kind]
    return None if parent in parents else home


def _span(element: Element) -> list[Kid]:
    return [element] if element.facts else element.kids


def _division(element: Element) -> list[Kid]:
    if all(is_loose(kid) for kid in element.kids):
        element.kind = "P"
        return [element]
    kids = _loose_in_paragraphs(element.kids)
    if not element.facts:
        return kids
    element.kind, element.kids = "Div", kids
    return [element]


def _wrapper(element: Element) -> list[Kid]:
    if element.facts and not all(is_loose(kid) for kid in element.kids):
        element.kind = "Div"
        return [element]
    element.kind = "Span"
    return _span(element)


def _inner_document(element: Element) -> list[Kid]:
    element.kind = "Part"
    element.kids = _loose_in_paragraphs(element.kids)
    return [element]


def _list(element: Element) -> list[Kid]:
    kids: list[Kid] = []
    for place, kid in enumerate(element.kids):
        kind = kid.kind if isinstance(kid, Element) else ""
        if kind in ("LI", "L") or (kind == "Caption" and place == 0):
            kids.append(kid)
        else:
            kids.append(Element("LI", [Element("LBody", [_plain(kid)])]))
    element.kids = kids
    return [element]


def _item(element: Element) -> list[Kid]:
    kids: list[Kid] = []
    for kid in element.kids:
        last = kids[-1] if kids else None
        if isinstance(kid, Element) and kid.kind in ("Lbl", "LBody"):
            kids.append(kid)
        elif isinstance(last, Element) and last.kind == "LBody":
            last.kids.append(_plain(kid))
        else:
            kids.append(Element("LBody", [_plain(kid)]))
    element.kids = kids
    return [element]


def _contents(element: Element) -> list[Kid]:
    kids: list[Kid] = []
    for place, kid in enumerate(element.kids):
        kind = kid.kind if isinstance(kid, Element) else ""
        if kind in ("TOC", "TOCI") or (kind == "Caption" and place == 0):
            kids.append(kid)
        else:
            kids.append(Element("TOCI", [_plain(kid)]))
    element.kids = kids
    return [element]


def _plain(kid: Kid) -> Kid:
    if isinstance(kid, Element) and kid.kind == "Caption":
        kid.kind = "P"
    return kid


def _row(element: Element) -> list[Kid]:
    """A row holds cells only; whatever else stands in it is a cell."""
    cells: list[Kid] = []
    for kid in element.kids:
        if isinstance(kid, Element) and kid.kind in ("TD", "TH"):
            cells.append(kid)
        else:
            cells.append(Element("TD", [kid]))
    element.kids = cells
    return [element]


def _rows(element: Element) -> list[Kid]:
    kids: list[Kid] = []
    for kid in element.kids:
        if isinstance(kid, Element) and kid.kind in _ROWS - {"TR"}:
            kids += kid.kids
        elif isinstance(kid, Element) and kid.kind == "TR":
            kids.append(kid)
        else:
            kids.append(Element("TR", [Element("TD", [kid])]))
    element.kids = kids
    return [element]


def _table(element: Element) -> list[Kid]:
    """A table holds rows and one caption; anything else comes before it."""
    before: list[Kid] = []
    rows: list[Kid] = []
    caption: Element | None = None
    for kid in element.kids:
        kind = kid.kind if isinstance(kid, Element) else ""
        if kind in _ROWS:
            rows.append(kid)
        elif isinstance(kid, Element) and kind == "Caption" and caption is None:
            caption = kid
        else:
            before.append(_plain(kid))
    before = _loose_in_paragraphs(before)
    element.kids = rows
    if not rows:
        return before + ([_plain(caption)] if caption is not None else [])
    kept = settle_table(element)
    if not kept:
        return before + ([_plain(caption)] if caption is not None else []) + _as_paragraphs(element)
    if caption is not None:
        element.kids.insert(0, caption)
    return [*before, element]


def _as_paragraphs(table: Element) -> list[Kid]:
    """A table that is none any more: the content of its cells, in order."""
    kids: list[Kid] = []
    for element in walk(table):
        if element.kind in ("TD", "TH"):
            kids += _loose_in_paragraphs(element.kids)
    return kids


def _figure(element: Element) -> list[Kid]:
    if not element.facts.get("Alt") and not element.facts.get("ActualText"):
        element.facts.pop("ActualText", None)
        element.facts["Alt"] = words.FORMULA if element.kind == "Formula" else words.PICTURE
    return [element]


def _form(element: Element) -> list[Kid]:
    """A field holds its annotation and nothing else."""
    held = [kid for kid in element.kids if isinstance(kid, Annotation)]
    if len(held) == 1 and len(element.kids) == 1:
        element.facts["Alt"] = element.facts.get("Alt") or held[0].words or words.FIELD
        return [element]
    element.kind = "Div"
    element.attributes.pop("PrintField", None)
    return _division(element)


def _annotation(element: Element) -> list[Kid]:
    if any(isinstance(kid, Annotation) for kid in element.kids):
        return [element]
    element.kind = "Span"
    return _span(element)


_RULES: dict[str, Callable[[Element], list[Kid]]] = {
    "Span": _span,
    "Div": _division,
    "NonStruct": _wrapper,
    "Private": _wrapper,
    "Document": _inner_document,
    "L": _list,
    "LI": _item,
    "TOC": _contents,
    "TR": _row,
    "THead": _rows,
    "TBody": _rows,
    "TFoot": _rows,
    "Table": _table,
    "Figure": _figure,
    "Formula": _figure,
    "Form": _form,
    "Annot": _annotation,
}


def _drop_bad_languages(document: Element) -> None:
    for element in walk(document):
        if "Lang" in element.facts and not LANGUAGE.fullmatch(element.facts["Lang"]):
            del element.facts["Lang"]


def _settle_headings(document: Element) -> None:
    """Headings begin at 1 and skip no level; those without a number get that of their depth."""
    last, waiting = 0, [(document, 0)]
    while waiting:
        element, depth = waiting.pop()
        if element.kind == "H":
            element.kind = f"H{min(max(depth, 1), 6)}"
        if element.kind in HEADINGS:
            last = min(int(element.kind[1]), last + 1)
            element.kind = f"H{last}"
        deeper = depth + (element.kind in ("Sect", "Art", "Part"))
        waiting.extend((kid, deeper) for kid in reversed(element.elements()))


def _settle_identities(document: Element) -> None:
    """Identifiers are unique; notes have one; cells name only headers that exist."""
    taken: set[str] = set()
    number = 0
    for element in walk(document):
        identity = element.facts.get("ID", "")
        if element.kind == "Note" and (not identity or identity in taken):
            while not identity or identity in taken:
                number += 1
                identity = f"noot-{number}"
            element.facts["ID"] = identity
        elif not identity or identity in taken or element.kind not in ("Note", "TH", "TD"):
            element.facts.pop("ID", None)
            continue
        taken.add(identity)
    for element in walk(document):
        headers = element.attribute("Table", "Headers")
        if isinstance(headers, list):
            known = [one for one in headers if one in taken]
            if known:
                element.set_attribute("Table", "Headers", known)
            else:
                del element.attributes["Table"]["Headers"]
                if not element.attributes["Table"]:
                    del element.attributes["Table"]


def has_content(document: Element) -> bool:
    """Whether a tree holds anything to read."""
    return any(isinstance(kid, Piece | Annotation) for one in walk(document) for kid in one.kids)
