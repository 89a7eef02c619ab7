"""The words on screen for where an import stands, and what becomes of a row."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

STATES: dict[str, Any] = {
    "waiting": _l("wacht op de werker"),
    "reading": _l("wordt gelezen"),
    "preview": _l("wacht op uw besluit"),
    "refused": _l("geweigerd"),
    "saved": _l("ingelezen"),
    "discarded": _l("niet ingelezen"),
}
#: How far a bar stands, in percents.
PERCENT = {"waiting": 5, "reading": 40}
RESULTS: dict[str, Any] = {
    "new": _l("nieuw"),
    "changed": _l("gewijzigd"),
    "unchanged": _l("ongewijzigd"),
    "question": _l("vragen"),
    "refused": _l("geweigerd"),
}
FORMATS: dict[str, Any] = {
    "xlsx": _l("Excel (.xlsx)"),
    "ods": _l("OpenDocument (.ods)"),
    "csv": _l("Tekst met puntkomma's (.csv)"),
    "json": _l("Voor programma's (.json)"),
}
