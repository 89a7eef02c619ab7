"""The words for what was done to an account."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.journal import JournalEntry

_DONE: dict[str, Any] = {
    "create_account": _l("Account gemaakt"),
    "change_account": _l("Account gewijzigd"),
    "change_own_details": _l("Eigen gegevens gewijzigd"),
    "change_password": _l("Wachtwoord gewijzigd"),
    "deactivate_account": _l("Account uitgeschakeld"),
    "activate_account": _l("Account ingeschakeld"),
    "make_link": _l("Link gemaakt om een wachtwoord te kiezen"),
    "use_link": _l("Wachtwoord gekozen met een link"),
    "sign_in": _l("Aangemeld"),
    "pick_role": _l("Aangemeld door een rol te kiezen"),
    "sign_out": _l("Afgemeld"),
    "sign_out_everywhere": _l("Overal afgemeld"),
}
_REFUSED: dict[str, Any] = {
    "sign_in": _l("Aanmelden geweigerd: verkeerd wachtwoord of uitgeschakeld"),
    "change_password": _l("Wachtwoord wijzigen geweigerd: huidig wachtwoord klopte niet"),
}


def deed_words(entry: JournalEntry) -> str:
    """A line of the journal in words."""
    words = _REFUSED if entry.result == "refused" else _DONE
    return str(words.get(entry.action, entry.action))
