"""The words on screen for staff meetings."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

OUTCOMES: dict[str, Any] = {
    "agreed": _l("akkoord"),
    "adjust": _l("aanpassen"),
    "hold": _l("aanhouden"),
    "discussed": _l("besproken"),
}
OUTCOME_CHOICES: dict[str, Any] = {
    "agreed": _l("Akkoord"),
    "adjust": _l("Aanpassen: de annotatie wordt gewijzigd"),
    "hold": _l("Aanhouden: komt de volgende keer terug"),
    "discussed": _l("Besproken, zonder besluit"),
}
FIELDS: dict[str, Any] = {"outcome": _l("Uitkomst"), "words": _l("Toelichting")}
