"""The words on screen for what is written beside the parts of a note."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.briefings.content import Content
from app.briefings.models import Note, NoteVersion
from app.briefings.parts import BY_KEY
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
#: The same inside a sentence.
GIVER_NAMES: dict[str, Any] = {
    "alderman": _l("de portefeuillehouder"),
    "executive": _l("het college"),
    "council": _l("de raad"),
}
FACT_LABELS: dict[str, Any] = {
    "stance": _l("Ons standpunt"),
    "depth": _l("Hoe zeker komt het aan de orde?"),
    "mandate": _l("Mandaat"),
    "mandate_giver": _l("Mandaat gegeven door"),
    "mandate_on": _l("Mandaat gegeven op"),
    "mandate_stance": _l("Standpunt binnen het mandaat"),
    "marking": _l("Markering"),
    "shared": _l("Mag gedeeld"),
}


def fact(content: Content, name: str) -> str:
    """One fact beside the parts in words; empty where it was not filled in."""
    value = content.value(name)
    if value is None or value == "":
        return ""
    if name == "shared":
        return ", ".join(str(BY_KEY[key].label) for key in value if key in BY_KEY)
    words = {
        "stance": STANCE_WORDS,
        "depth": DEPTH_WORDS,
        "mandate_giver": GIVER_WORDS,
        "mandate_stance": STANCE_WORDS,
    }
    if name in words:
        return str(words[name][value])
    return short_day(value) if name == "mandate_on" else str(value)


def markings(note: Note, marked: NoteVersion | Content) -> list[str]:
    """The marking of a note, the same everywhere: internal, or restricted to a named circle (its
    own, or that of its meeting); and in words what its writer put above it. On pages the macro
    `briefings/marking.html` says it as labels."""
    words = _("beperkt tot een kring") if note.for_a_circle else _("intern")
    return [words, marked.marking] if marked.marking else [words]


HOW_WORDS: dict[str, Any] = {
    "told": _l("mondeling akkoord"),
    "staff_meeting": _l("akkoord in het stafoverleg"),
}
ADVICE_FIELDS: dict[str, Any] = {
    "finance": _l("financieel"),
    "legal": _l("juridisch"),
    "communication": _l("communicatie"),
    "other": _l("anders"),
}
ADVICE_KINDS: dict[str, Any] = {
    "positive": _l("positief"),
    "positive_with_remarks": _l("positief met opmerkingen"),
    "negative": _l("negatief"),
    "no_remarks": _l("geen opmerkingen"),
}


def name_of(name: str) -> str:
    """What a part, or a fact beside the parts, is called on screen."""
    return str(BY_KEY[name].label if name in BY_KEY else FACT_LABELS[name])
