"""Which tags of the maker are of use, and where what is added to them comes."""

from __future__ import annotations

from pikepdf import Dictionary, Object, Page

from app.papers.tags.elements import Element, Kid, page_of
from app.papers.tags.marks import Looked


def is_of_use(looked: Looked) -> bool:
    """Whether the maker's tags hold most of a page."""
    if looked.numbered_too_high:
        return False
    if looked.seen:
        return looked.loose_text <= 2 * len(looked.seen) + 4
    return not looked.loose_text and not looked.loose_other


def resources_of(page: Page) -> Object | None:
    """The resources of a page, its own or of the page tree."""
    resources = page.obj.get("/Resources") or page.resources
    return resources if isinstance(resources, Dictionary) else None


def draws_text(form: Object) -> bool:
    """Whether a form may show text, by itself or by what it draws."""
    data = form.read_bytes()
    return b"Tj" in data or b"TJ" in data or b"Do" in data


def box_of_page(page: Page) -> tuple[float, float, float, float]:
    """The part of a page that is seen."""
    x0, y0, x1, y1 = (float(value) for value in page.cropbox)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def insert(document: Element, added: dict[int, list[Element]]) -> None:
    """Put what was added before what follows its page."""
    waiting = [number for number in sorted(added) if added[number]]
    if not waiting:
        return
    kids: list[Kid] = []
    for kid in document.kids:
        page = page_of(kid)
        while waiting and page > waiting[0]:
            kids += added[waiting.pop(0)]
        kids.append(kid)
    document.kids = kids + [one for number in waiting for one in added[number]]
