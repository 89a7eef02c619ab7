"""The pages of one part copied into the whole: what they inherit, where they jump, their layers."""

from __future__ import annotations

import copy

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from app.papers.jumps import settle_jumps

_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_DEEPEST = 50


def copy_pages(pack: Pdf, source: Pdf) -> list[Object]:
    """Copy all pages, with what they inherit; jumps between them stay jumps."""
    seen: set[tuple[int, int]] = set()
    pages = []
    for page in source.pages:
        thing = page.obj
        if thing.objgen in seen:
            thing = source.make_indirect(copy.copy(thing))
        seen.add(thing.objgen)
        for key in _INHERITED:
            if key not in thing:
                value = _inherited(thing, key)
                if value is not None:
                    thing[key] = value
        pages.append(thing)
    settle_jumps(source, pages)
    return [pack.copy_foreign(page) for page in pages]


def _inherited(page: Object, key: str) -> Object | None:
    node = page
    for _level in range(_DEEPEST):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            break
        node = node.Parent
    return None


def join_layers(pack: Pdf, source: Pdf) -> None:
    """Keep the hidden layers of a paper hidden."""
    layers = source.Root.get("/OCProperties")
    if layers is None:
        return
    copied = pack.copy_foreign(source.make_indirect(layers))
    if "/OCProperties" not in pack.Root:
        usual = Dictionary(Name=String("Lagen"), OFF=Array([]), Order=Array([]))
        pack.Root.OCProperties = Dictionary(OCGs=Array([]), D=usual)
    joined = pack.Root.OCProperties
    joined.OCGs.extend(copied.OCGs)
    joined.D.Order.extend(copied.OCGs)
    base_is_off = copied.D.get("/BaseState") == Name.OFF
    shown = [layer.objgen for layer in copied.D.get("/ON", [])]
    hidden = [layer for layer in copied.OCGs if base_is_off and layer.objgen not in shown]
    joined.D.OFF.extend([*hidden, *copied.D.get("/OFF", [])])
