"""The words on screen for what is written beside the parts of a note."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.briefings.content import Content
from app.core.dates import short_day

STANCE_WORDS: dict[str, Any] = {
    "agree": _l("eens"),
    "agree_if": _l("eens mits"),
    "oppose": _l("oneens"),
    "abstain": _l("onthouden"),
    "listen": _l("aanhoren"),
}
DEPTH_WORDS: dict[str, Any] = {
    "full": _l("komt zeker aan de orde: volledig"),
    "short": _l("komt misschien aan de orde: kort"),
    "defensive": _l("komt waarschijnlijk niet aan de orde: alleen als erom gevraagd wordt"),
}
GIVER_WORDS: dict[str, Any] = {
    "alderman": _l("portefeuillehouder"),
    "executive": _l("college"),
    "council": _l("raad"),
}
FACT_LABELS: dict[str, Any] = {
    "stance": _l("Ons standpunt"),
    "depth": _l("Hoe zeker komt het aan de orde?"),
    "mandate": _l("Mandaat"),
    "mandate_giver": _l("Mandaat gegeven door"),
    "mandate_on": _l("Mandaat gegeven op"),
    "marking": _l("Markering"),
}


def fact(content: Content, name: str) -> str:
    """One fact beside the parts in words; empty where it was not filled in."""
    value = content.value(name)
    if value is None or value == "":
        return ""
    words = {"stance": STANCE_WORDS, "depth": DEPTH_WORDS, "mandate_giver": GIVER_WORDS}
    if name in words:
        return str(words[name][value])
    return short_day(value) if name == "mandate_on" else str(value)
