"""Layers as an archive allows them: one state, that of the screen, which nothing changes."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from app.papers.archive.notes import Notes

_NAME = "Lagen"


def heal_layers(pdf: Pdf, notes: Notes) -> None:
    """Keep which layers show; drop other states, rules that change them, and the list of them."""
    layers = pdf.Root.get("/OCProperties")
    if layers is None:
        return
    usual = layers.get("/D") if isinstance(layers, Dictionary) else None
    listed = layers.get("/OCGs") if isinstance(layers, Dictionary) else None
    if not isinstance(usual, Dictionary) or not isinstance(listed, Array):
        notes.add("layers", "no usual state")
        return
    listed = Array([layer for layer in listed if isinstance(layer, Dictionary)])
    hidden = {layer.objgen for layer in _hidden(usual, listed)}
    state = Dictionary(Name=String(_NAME))
    state.OFF = Array([layer for layer in listed if layer.objgen in hidden])
    pdf.Root.OCProperties = Dictionary(OCGs=listed, D=state)


def _hidden(usual: Object, listed: Object) -> Iterator[Object]:
    """The layers that a screen does not show."""
    off, on = _keys(usual.get("/OFF")), _keys(usual.get("/ON"))
    base_is_off = usual.get("/BaseState") == Name.OFF
    told = dict(_told_by_use(usual))
    for layer in listed:
        is_off = layer.objgen in off or (base_is_off and layer.objgen not in on)
        if told.get(layer.objgen, is_off):
            yield layer


def _told_by_use(usual: Object) -> Iterator[tuple[tuple[int, int], bool]]:
    """What rules for the screen make of layers: whether each is hidden."""
    for rule in usual.get("/AS", ()):
        if not isinstance(rule, Dictionary) or rule.get("/Event") != Name.View:
            continue
        categories = [str(one) for one in rule.get("/Category", ())]
        for layer in rule.get("/OCGs", ()):
            use = layer.get("/Usage") if isinstance(layer, Dictionary) else None
            view = use.get("/View") if isinstance(use, Dictionary) else None
            if "/View" in categories and isinstance(view, Dictionary):
                yield layer.objgen, view.get("/ViewState") == Name.OFF


def _keys(layers: object) -> set[tuple[int, int]]:
    if not isinstance(layers, Array):
        return set()
    return {layer.objgen for layer in layers if isinstance(layer, Dictionary)}
