"""The words of packs: which kinds there are, how far one is, and what became of a part."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.packs.models import PackState, Variant

VARIANTS: dict[str, Any] = {
    Variant.FULL: _l("Vergadermap"),
    Variant.CARD: _l("Spreekkaart"),
    Variant.PAPERS: _l("Stukken bij de vergadering"),
}
_STOPPED = _l("Het maken is gestopt.")
#: How far one of a kind is.
STATES: dict[tuple[str, str], Any] = {
    (Variant.FULL, PackState.WAITING): _l("De vergadermap staat in de wachtrij."),
    (Variant.FULL, PackState.BUILDING): _l("De vergadermap wordt gemaakt."),
    (Variant.FULL, PackState.READY): _l("De vergadermap is klaar."),
    (Variant.FULL, PackState.FAILED): _l("De vergadermap is niet gemaakt."),
    (Variant.CARD, PackState.WAITING): _l("De spreekkaart staat in de wachtrij."),
    (Variant.CARD, PackState.BUILDING): _l("De spreekkaart wordt gemaakt."),
    (Variant.CARD, PackState.READY): _l("De spreekkaart is klaar."),
    (Variant.CARD, PackState.FAILED): _l("De spreekkaart is niet gemaakt."),
    (Variant.PAPERS, PackState.WAITING): _l("De stukken staan in de wachtrij."),
    (Variant.PAPERS, PackState.BUILDING): _l("De stukken worden samengevoegd."),
    (Variant.PAPERS, PackState.READY): _l("De stukken zijn klaar."),
    (Variant.PAPERS, PackState.FAILED): _l("De stukken zijn niet samengevoegd."),
    **{(variant, PackState.CANCELLED): _STOPPED for variant in Variant},
}
#: The button that opens the file of one.
OPEN: dict[str, Any] = {
    Variant.FULL: _l("Vergadermap openen"),
    Variant.CARD: _l("Spreekkaart openen"),
    Variant.PAPERS: _l("Stukken openen"),
}
#: What became of a part since the version before.
CHANGES: dict[str, Any] = {
    "new": _l("nieuw"),
    "changed": _l("gewijzigd"),
    "gone": _l("vervallen"),
}
