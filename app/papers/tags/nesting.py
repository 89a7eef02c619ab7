"""A tree made to keep the rules of what stands in what, and no larger than it needs to be. Pure.

Wrappers that say nothing are taken out, content that stands where none may stand gets a paragraph,
lists and tables hold what lists and tables hold (ISO 32000-1, 14.8.4; ISO 14289-1, 7.2 to 7.9).
"""

from __future__ import annotations

from app.papers.tags.elements import Annotation, Element, Kid
from app.papers.tags.grids import settle_table
from app.papers.tags.identities import drop_bad_languages, settle_headings, settle_identities
from app.papers.tags.kinds import HEADINGS, RULES, loose_in_paragraphs

_GROUPS = frozenset(("Document", "Part", "Art", "Sect", "Index", "BlockQuote", "TOC"))
_RUNNING = (
    frozenset(("P", "Span", "Quote", "Code", "Reference", "BibEntry", "Lbl", "Link")) | HEADINGS
)
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


def settle(document: Element, mark: str = "") -> None:
    """Put a whole tree in order, in place; `mark` goes before every identifier in it."""
    document.kind = "Document"
    document.kids = loose_in_paragraphs(_settled_kids(document))
    drop_bad_languages(document)
    settle_headings(document)
    settle_identities(document, mark)


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
    rule = RULES.get(element.kind)
    if rule is not None:
        return rule(element)
    if element.kind in _GROUPS:
        element.kids = loose_in_paragraphs(element.kids)
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
