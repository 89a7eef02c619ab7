"""What each kind of element may hold, a rule for each (ISO 32000-1, 14.8.4). Pure."""

from __future__ import annotations

from collections.abc import Callable

from app.papers.tags import words
from app.papers.tags.elements import Annotation, Element, Kid, walk
from app.papers.tags.grids import settle_table

# fmt: off
INLINE = frozenset(
    (
        "Span", "Quote", "Reference", "BibEntry", "Code", "Link", "Annot", "Note", "Form",
        "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP",
    )
)
# fmt: on
HEADINGS = frozenset(("H1", "H2", "H3", "H4", "H5", "H6"))
_ROWS = frozenset(("THead", "TBody", "TFoot", "TR"))


def is_loose(kid: Kid) -> bool:
    """Whether something needs a paragraph around it."""
    return not isinstance(kid, Element) or kid.kind in INLINE


def loose_in_paragraphs(kids: list[Kid]) -> list[Kid]:
    """Kids with a paragraph around each stretch of what may not stand by itself."""
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


def _span(element: Element) -> list[Kid]:
    return [element] if element.facts else element.kids


def _division(element: Element) -> list[Kid]:
    if all(is_loose(kid) for kid in element.kids):
        element.kind = "P"
        return [element]
    kids = loose_in_paragraphs(element.kids)
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
    element.kids = loose_in_paragraphs(element.kids)
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
    before = loose_in_paragraphs(before)
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
            kids += loose_in_paragraphs(element.kids)
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


RULES: dict[str, Callable[[Element], list[Kid]]] = {
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
