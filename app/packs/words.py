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
STATES: dict[str, Any] = {
    PackState.WAITING: _l("De vergadermap staat in de wachtrij."),
    PackState.BUILDING: _l("De vergadermap wordt gemaakt."),
    PackState.READY: _l("De vergadermap is klaar."),
    PackState.FAILED: _l("De vergadermap is niet gemaakt."),
    PackState.CANCELLED: _l("Het maken is gestopt."),
}
#: What became of a part since the version before.
CHANGES: dict[str, Any] = {
    "new": _l("nieuw"),
    "changed": _l("gewijzigd"),
    "gone": _l("vervallen"),
}
