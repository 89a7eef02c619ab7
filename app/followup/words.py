"""The words on screen for what follows a meeting."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

KINDS: dict[str, Any] = {"action": _l("actie"), "commitment": _l("toezegging")}
USEFUL: dict[str, Any] = {"yes": _l("ja"), "partly": _l("deels"), "no": _l("nee")}
#: How each outcome is offered on a debrief, seen from what we asked.
OUTCOME_CHOICES: dict[str, Any] = {
    "as_asked": _l("Zoals gevraagd"),
    "partly": _l("Deels"),
    "not_as_asked": _l("Anders"),
    "postponed": _l("Uitgesteld"),
    "no_decision": _l("Geen besluit"),
}
