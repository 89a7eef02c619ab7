"""Jumps inside a file: those by name become jumps to a page, those that lead to none are left out.

A page that no page tree holds is seen by nobody, and would come along behind a jump to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf, String

_BROKEN = (pikepdf.PdfError, LookupError, RuntimeError, TypeError, ValueError)


def settle_jumps(pdf: Pdf, pages: Sequence[Object]) -> None:
    """Have every jump on these pages lead to one of them; names may be the same in two files."""
    numbers = {page.objgen for page in pages}
    named: dict[str, Any] | None = None
    for page in pages:
        for note in page.get("/Annots", []):
            for owner, key in ((note, "/Dest"), (_jump(note), "/D")):
                place = owner.get(key)
                if isinstance(place, String | Name):
                    named = _named_places(pdf) if named is None else named
                    place = named.get(_plain(place))
                if _leads_inside(place, numbers):
                    owner[key] = place
                elif owner is not note:
                    del note["/A"]
                elif key in note:
                    del note[key]


def _jump(note: Object) -> Object:
    """The jump that an annotation makes as its action; an empty one where it makes none."""
    action = note.get("/A")
    if isinstance(action, Dictionary) and action.get("/S") == Name.GoTo:
        return action
    return note


def _leads_inside(place: Any, numbers: set[tuple[int, int]]) -> bool:
    if not isinstance(place, Array) or len(place) == 0:
        return False
    target = place[0]
    return isinstance(target, Dictionary) and target.objgen in numbers


def _named_places(pdf: Pdf) -> dict[str, Any]:
    """The places to jump to by their names, of both kinds; none where they cannot be read."""
    found: dict[str, Any] = {}
    try:
        old = pdf.Root.get("/Dests")
        if isinstance(old, Dictionary):
            found |= {str(name): place for name, place in old.items()}
        names = pdf.Root.get("/Names")
        if isinstance(names, Dictionary) and "/Dests" in names:
            found |= {str(name): place for name, place in NameTree(names.Dests).items()}
    except _BROKEN:
        return {}
    return {
        name: place.get("/D") if isinstance(place, Dictionary) else place
        for name, place in found.items()
    }


def _plain(name: Object) -> str:
    try:
        return str(name)
    except UnicodeDecodeError:
        return ""
