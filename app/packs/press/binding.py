"""Finished files bound into one for the printer, each copy and each pack on a right-hand page.

In the press, on files of our own. The same pages are in the file once, however many copies there
are. It is for paper only: it says nothing of standards, and links and tags stay behind.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf, String

from app.packs.press.copying import copy_pages
from app.papers.saving import save

_A4 = (0, 0, 595.28, 841.89)
#: What only works on a screen.
_ON_SCREEN = ("/Annots", "/StructParents", "/Tabs")


def bind(title: str, copies: list[dict[str, Any]], folder: Path, target: Path) -> int:
    """Bind the copies in order: each a title and the files in it, by name and a title of their own
    (a cover has none); gives the number of pages."""
    with Pdf.new() as whole:
        known: dict[str, list[Object]] = {}
        kids: list[Object] = []
        starts: list[tuple[int, str, int]] = []
        for copy in copies:
            starts.append((0, copy["title"], len(kids)))
            for name, called in copy["files"]:
                if called:
                    starts.append((1, called, len(kids)))
                if name not in known:
                    known[name] = _taken(whole, folder / name)
                kids += [_again(whole, page) for page in known[name]]
                if len(kids) % 2:
                    kids.append(_blank(whole))
        for page in kids:
            page.Parent = whole.Root.Pages
        whole.Root.Pages.Kids, whole.Root.Pages.Count = Array(kids), len(kids)
        _outline(whole, starts, kids)
        _name(whole, title)
        save(whole, target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return len(kids)


def _outline(whole: Pdf, starts: list[tuple[int, str, int]], kids: list[Object]) -> None:
    """Each copy, and below it each pack in it."""
    with whole.open_outline() as outline:
        for level, title, index in starts:
            item = OutlineItem(title, Array([kids[index], Name.Fit]))
            (outline.root[-1].children if level else outline.root).append(item)


def _name(whole: Pdf, title: str) -> None:
    """What it is called, and in which language it is."""
    whole.docinfo.Title = String(title)
    whole.Root.Lang = String("nl-NL")
    whole.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


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
