"""The words for what was done to an account."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.journal import JournalEntry

_DONE: dict[str, Any] = {
    "account.create": _l("Account gemaakt"),
    "account.change": _l("Account gewijzigd"),
    "account.change-own-details": _l("Eigen gegevens gewijzigd"),
    "account.change-password": _l("Wachtwoord gewijzigd"),
    "account.deactivate": _l("Account uitgeschakeld"),
    "account.activate": _l("Account ingeschakeld"),
    "account.make-link": _l("Link gemaakt om een wachtwoord te kiezen"),
    "account.use-link": _l("Wachtwoord gekozen met een link"),
    "account.sign-in": _l("Aangemeld"),
    "account.pick-role": _l("Aangemeld door een rol te kiezen"),
    "account.sign-out": _l("Afgemeld"),
    "account.sign-out-everywhere": _l("Overal afgemeld"),
    "officer.add-subject": _l("Onderwerp toegevoegd"),
    "officer.hand-over": _l("Onderwerp overgedragen"),
    "officer.end-subject": _l("Onderwerp beëindigd"),
}
_REFUSED: dict[str, Any] = {
    "account.sign-in": _l("Aanmelden geweigerd: verkeerd wachtwoord of uitgeschakeld"),
    "account.change-password": _l("Wachtwoord wijzigen geweigerd: huidig wachtwoord klopte niet"),
}


def deed_words(entry: JournalEntry) -> str:
    """A line of the journal in words."""
    words = _REFUSED if entry.result == "refused" else _DONE
    return str(words.get(entry.action, entry.action))
