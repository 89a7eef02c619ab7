"""What the file as a whole says of itself: marked, in which language, under which title."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from app.papers.tags import words
from app.papers.tags.marks import LANGUAGE


def describe(pdf: Pdf, title: str) -> None:
    """Say that the file is tagged, and what a reader must know to read it aloud."""
    root = pdf.Root
    root.MarkInfo = Dictionary(Marked=True)
    given = root.get("/Lang")
    if not isinstance(given, String) or not LANGUAGE.fullmatch(str(given)):
        root.Lang = String(words.LANGUAGE)
    wishes = root.get("/ViewerPreferences")
    if not isinstance(wishes, Dictionary):
        root.ViewerPreferences = wishes = Dictionary()
    wishes[Name.DisplayDocTitle] = True
    if title:
        pdf.docinfo["/Title"] = String(title)


def settle_layers(pdf: Pdf) -> None:
    """Give every arrangement of layers a name, and write out what it leaves to the occasion."""
    layers = pdf.Root.get("/OCProperties")
    if not isinstance(layers, Dictionary):
        return
    others = layers.get("/Configs")
    arrangements = [layers.get("/D"), *(others if isinstance(others, Array) else ())]
    for number, one in enumerate(arrangements, 1):
        if not isinstance(one, Dictionary):
            continue
        if not str(one.get("/Name", "")):
            one.Name = String(words.LAYER.format(number=number))
        if "/AS" in one:
            _write_out(one)
            del one["/AS"]


def _write_out(arrangement: Object) -> None:
    """Show and hide what the occasion "reading on screen" would have shown and hidden."""
    shown: dict[tuple[int, int], bool] = {}
    by_number: dict[tuple[int, int], Object] = {}
    for rule in _dictionaries(arrangement.get("/AS")):
        if rule.get("/Event") != Name.View:
            continue
        for layer in _dictionaries(rule.get("/OCGs")):
            usage = layer.get("/Usage")
            view = usage.get("/View") if isinstance(usage, Dictionary) else None
            if isinstance(view, Dictionary) and layer.is_indirect:
                shown[layer.objgen] = view.get("/ViewState") != Name.OFF
                by_number[layer.objgen] = layer
    for key, state in (("/ON", True), ("/OFF", False)):
        kept = [one for one in _dictionaries(arrangement.get(key)) if one.objgen not in shown]
        kept += [by_number[number] for number, on in shown.items() if on is state]
        arrangement[key] = Array(kept)


def _dictionaries(value: Any) -> list[Object]:
    listed = value if isinstance(value, Array) else ()
    return [one for one in listed if isinstance(one, Dictionary)]
