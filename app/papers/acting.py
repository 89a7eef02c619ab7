"""What acts by itself, wherever it stands in a file: emptied, however it could be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

KEPT_SCHEMES = ("http://", "https://", "mailto:")
_KEPT_ACTIONS = ("/GoTo", "/URI")
#: Every action of the format that a copy does not keep.
_KINDS = (
    "GoToR GoToE GoToDp Launch Thread Sound Movie Hide Named SubmitForm ResetForm ImportData"
    " JavaScript SetOCGState Rendition Trans GoTo3DView RichMediaExecute"
)
_ACTIONS = frozenset(Name(f"/{kind}") for kind in _KINDS.split())
#: An object is looked through only where one of these names stands in it.
_SUSPECT = re.compile(rb"/(?:URI|%s)(?![A-Za-z0-9])" % "|".join(_KINDS.split()).encode("ascii"))
_UNSEEN_PAGES = (Name.Page, Name.Template)


def may_act(action: Object) -> bool:
    """Whether an action leads to a page of the file or to an address, and does nothing else."""
    kind = str(action.get("/S", ""))
    if kind == "/URI":
        return str(action.get("/URI", "")).lower().startswith(KEPT_SCHEMES)
    return kind in _KEPT_ACTIONS


def empty_unseen_pages(pdf: Pdf) -> None:
    """Leave nothing of pages outside the page tree: nobody sees them, and all could come along."""
    seen = {page.obj.objgen for page in pdf.pages}
    for thing in pdf.objects:
        if (
            isinstance(thing, Dictionary)
            and thing.get("/Type") in _UNSEEN_PAGES
            and thing.objgen not in seen
        ):
            _empty(thing)


def empty_actions(pdf: Pdf) -> None:
    """Leave nothing of whatever acts, also where no reader would look for it."""
    for thing in pdf.objects:
        body = thing.stream_dict if isinstance(thing, Stream) else thing
        if isinstance(body, Array | Dictionary) and _SUSPECT.search(body.unparse(resolved=True)):
            for one in _dictionaries(body):
                if _acts(one):
                    _empty(one)


def _acts(thing: Object) -> bool:
    kind, address = thing.get("/S"), thing.get("/URI")
    if isinstance(kind, Name) and kind in _ACTIONS:
        return True
    return isinstance(address, String) and not str(address).lower().startswith(KEPT_SCHEMES)


def _dictionaries(body: Object) -> Iterator[Object]:
    """Every dictionary that stands within an object itself."""
    waiting: list[Any] = [body]
    while waiting:
        thing = waiting.pop()
        parts = list(thing.values()) if isinstance(thing, Dictionary) else list(thing)
        waiting += [
            one for one in parts if isinstance(one, Array | Dictionary) and not one.is_indirect
        ]
        if isinstance(thing, Dictionary):
            yield thing


def _empty(thing: Object) -> None:
    for key in list(thing.keys()):
        del thing[key]
