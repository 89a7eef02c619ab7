"""Every refusal as the one sentence that a person reads."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _


def why(reason: str) -> str:
    """The sentence for a reason, in the language of the page."""
    return SENTENCES[reason]()


#: Functions, as the language is that of the page. First those of a file, then those of one event.
SENTENCES: dict[str, Callable[[], str]] = {
    "empty": lambda: _(
        "Het bestand is leeg. Vraag de afzender om de uitnodiging opnieuw te sturen."
    ),
    "size": lambda: _(
        "Het bestand is groter dan 1 MB; zo groot is geen uitnodiging. Sla alleen de uitnodiging "
        "zelf op, zonder bijlagen."
    ),
    "kind": lambda: _(
        "Dit is geen uitnodiging. Kies een bestand dat eindigt op .ics, of de mail met de "
        "uitnodiging als .eml."
    ),
    "heavy": lambda: _(
        "Het bestand is te zwaar om te lezen. Vraag de afzender om de vergaderingen apart te "
        "sturen."
    ),
    "damaged": lambda: _(
        "Het bestand is beschadigd en niet te lezen. Vraag de afzender om de uitnodiging opnieuw "
        "te sturen."
    ),
    "no_events": lambda: _(
        "In dit bestand staat geen vergadering. Vraag de afzender om de uitnodiging opnieuw te "
        "sturen."
    ),
    "no_uid": lambda: _(
        "Dit onderdeel heeft geen kenmerk (UID), zodat een wijziging later niet te herkennen is. "
        "Plan deze vergadering zelf."
    ),
    "no_start": lambda: _("Dit onderdeel heeft geen begin. Plan deze vergadering zelf."),
}
