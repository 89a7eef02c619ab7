"""The Dutch words for what packs print and show: stances, types, outcomes, forms of taking part."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.briefings.models import MandateGiver, Stance
from app.meetings.agenda_models import ItemType, Outcome
from app.packs.models import PackState, Variant

STANCES: dict[str, Any] = {
    Stance.AGREE: _l("Eens"),
    Stance.AGREE_IF: _l("Eens, mits"),
    Stance.OPPOSE: _l("Oneens"),
    Stance.ABSTAIN: _l("Onthouden"),
    Stance.LISTEN: _l("Aanhoren"),
}
MANDATE_GIVERS: dict[str, Any] = {
    MandateGiver.ALDERMAN: _l("portefeuillehouder"),
    MandateGiver.EXECUTIVE: _l("college"),
    MandateGiver.COUNCIL: _l("raad"),
}
ITEM_TYPES: dict[str, Any] = {
    ItemType.INFORM: _l("informeren"),
    ItemType.OPINION: _l("meningsvormend"),
    ItemType.DECIDE: _l("besluitvormend"),
}
OUTCOMES: dict[str, Any] = {
    Outcome.AS_ASKED: _l("zoals wij vroegen"),
    Outcome.PARTLY: _l("deels zoals wij vroegen"),
    Outcome.NOT_AS_ASKED: _l("anders dan wij vroegen"),
    Outcome.POSTPONED: _l("uitgesteld"),
    Outcome.NO_DECISION: _l("geen besluit"),
}
ADVICE: dict[str, Any] = {
    "positive": _l("positief"),
    "positive_with_remarks": _l("positief, met opmerkingen"),
    "negative": _l("negatief"),
    "no_remarks": _l("geen opmerkingen"),
}
VARIANTS: dict[str, Any] = {
    Variant.FULL: _l("Vergadermap"),
    Variant.CARD: _l("Spreekkaart"),
    Variant.PAPERS: _l("Stukken bij de vergadering"),
}
STATES: dict[str, Any] = {
    PackState.WAITING: _l("De vergadermap staat klaar om gemaakt te worden."),
    PackState.BUILDING: _l("De vergadermap wordt gemaakt."),
    PackState.READY: _l("De vergadermap is klaar."),
    PackState.FAILED: _l("De vergadermap is niet gemaakt."),
    PackState.CANCELLED: _l("Het maken is gestopt."),
}
