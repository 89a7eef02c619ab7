"""Finished files bound into one for the printer, each copy and each pack on a right-hand page.

In the press, on files of our own. The same pages are in the file once, however many copies there
are. It is for paper only: it says nothing of standards, and links and tags stay behind.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf

from app.packs.press.copying import copy_pages
from app.papers.saving import save

_A4 = (0, 0, 595.28, 841.89)
#: What only works on a screen.
_ON_SCREEN = ("/Annots", "/StructParents", "/Tabs")


def bind(copies: list[dict[str, Any]], folder: Path, target: Path) -> int:
    """Bind the copies, each a title and the files in it, in order; gives the number of pages."""
    with Pdf.new() as whole:
        known: dict[str, list[Object]] = {}
        kids: list[Object] = []
        starts: list[tuple[str, int]] = []
        for copy in copies:
            starts.append((copy["title"], len(kids)))
            for name in copy["files"]:
                if name not in known:
                    known[name] = _taken(whole, folder / name)
                kids += [_again(whole, page) for page in known[name]]
                if len(kids) % 2:
                    kids.append(_blank(whole))
        for page in kids:
            page.Parent = whole.Root.Pages
        whole.Root.Pages.Kids, whole.Root.Pages.Count = Array(kids), len(kids)
        with whole.open_outline() as outline:
            for title, index in starts:
                outline.root.append(OutlineItem(title, Array([kids[index], Name.Fit])))
        save(whole, target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return len(kids)


def _taken(whole: Pdf, path: Path) -> list[Object]:
    """The pages of a file, copied once."""
    with pikepdf.open(path) as source:
        for page in source.pages:
            for key in _ON_SCREEN:
                if key in page.obj:
                    del page.obj[key]
        return copy_pages(whole, source)


def _again(whole: Pdf, page: Object) -> Object:
    """The same page once more: its content is shared."""
    return whole.make_indirect(Dictionary(dict(page.items())))


def _blank(whole: Pdf) -> Object:
    return whole.make_indirect(
        Dictionary(Type=Name.Page, MediaBox=Array(list(_A4)), Resources=Dictionary())
    )
