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
        "Het bestand is groter dan 1 MB; zo groot is geen uitnodiging. Sla alleen de "
        "uitnodiging zelf op, zonder bijlagen."
    ),
    "kind": lambda: _(
        "Dit is geen uitnodiging. Kies een bestand dat eindigt op .ics, of de mail met de "
        "uitnodiging als .eml."
    ),
    "page": lambda: _(
        "Dit is een webpagina en geen uitnodiging. Open de uitnodiging in uw agenda of mail, en "
        "bewaar haar als .ics."
    ),
    "winmail": lambda: _(
        "Dit is een bestand van Outlook (winmail.dat) dat alleen Outlook kan lezen. Vraag de "
        "afzender om de uitnodiging als .ics te sturen."
    ),
    "outlook": lambda: _(
        "Dit is een bericht zoals Outlook het zelf bewaart (.msg). Open het in Outlook en kies "
        "'Opslaan als' met het type iCalendar (.ics)."
    ),
    "mail": lambda: _(
        "In deze mail zit geen uitnodiging. Vraag de afzender om de uitnodiging als .ics mee te "
        "sturen."
    ),
    "heavy": lambda: _(
        "Het bestand is te zwaar om te lezen. Vraag de afzender om de vergaderingen apart te "
        "sturen."
    ),
    "many": lambda: _(
        "In dit bestand staan te veel vergaderingen. Vraag de afzender om alleen de "
        "vergaderingen van dit overleg te sturen."
    ),
    "damaged": lambda: _(
        "Het bestand is beschadigd en niet te lezen. Vraag de afzender om de uitnodiging "
        "opnieuw te sturen."
    ),
    "no_events": lambda: _(
        "In dit bestand staat geen vergadering. Vraag de afzender om de uitnodiging opnieuw te "
        "sturen."
    ),
    "tasks": lambda: _(
        "In dit bestand staan taken en geen vergadering. Vraag de afzender om de uitnodiging zelf."
    ),
    "busy": lambda: _(
        "Dit bestand zegt alleen wanneer iemand bezet is; er staat geen vergadering in. Vraag "
        "de afzender om de uitnodiging zelf."
    ),
    "journal": lambda: _(
        "In dit bestand staan notities en geen vergadering. Vraag de afzender om de uitnodiging "
        "zelf."
    ),
    "method_reply": lambda: _(
        "Dit is het antwoord van een genodigde en geen uitnodiging. U hoeft er hier niets mee "
        "te doen."
    ),
    "method_counter": lambda: _(
        "Dit is een voorstel van een genodigde voor een ander tijdstip. Wacht tot de "
        "organisator een nieuwe uitnodiging stuurt."
    ),
    "method_declinecounter": lambda: _(
        "De organisator wijst hiermee een voorstel voor een ander tijdstip af. De vergadering "
        "blijft zoals zij was."
    ),
    "method_refresh": lambda: _(
        "Dit is een vraag om de uitnodiging nog eens te sturen, en geen uitnodiging. U hoeft er "
        "hier niets mee te doen."
    ),
    "no_uid": lambda: _(
        "Dit onderdeel heeft geen kenmerk (UID), zodat een wijziging later niet te herkennen "
        "is. Plan deze vergadering zelf."
    ),
    "long_uid": lambda: _(
        "Het kenmerk (UID) van dit onderdeel is langer dan 2.000 tekens, en wordt niet bewaard. "
        "Plan deze vergadering zelf."
    ),
    "no_start": lambda: _("Dit onderdeel heeft geen begin. Plan deze vergadering zelf."),
    "moment": lambda: _(
        "Een datum of tijd van deze vergadering is niet te lezen. Plan deze vergadering zelf."
    ),
    "year": lambda: _(
        "Het jaar van deze vergadering kan niet kloppen. Vraag de afzender om de juiste datum."
    ),
    "length": lambda: _(
        "De duur van deze vergadering is niet te lezen. Plan deze vergadering zelf."
    ),
    "order": lambda: _(
        "Het einde van deze vergadering ligt voor het begin. Vraag de afzender om de juiste tijden."
    ),
    "long": lambda: _(
        "Een vergadering duurt hoogstens een week. Vraag de afzender om de juiste tijden."
    ),
    "rule": lambda: _(
        "De regel waarmee deze vergadering zich herhaalt is niet te lezen. Plan de reeks met "
        "het vergaderschema."
    ),
    "often": lambda: _(
        "Deze vergadering herhaalt zich vaker dan een paar keer per dag; dat kan niet kloppen. "
        "Plan de reeks met het vergaderschema."
    ),
    "interval": lambda: _(
        "De regel waarmee deze vergadering zich herhaalt komt nooit verder (interval 0). Plan "
        "de reeks met het vergaderschema."
    ),
    "over": lambda: _("Deze reeks is al voorbij; er is niets meer te plannen."),
    "never": lambda: _(
        "Van deze reeks gaat geen enkele vergadering door. U hoeft er hier niets mee te doen."
    ),
    "twice": lambda: _(
        "Deze vergadering staat twee keer in het bestand, en niet twee keer hetzelfde. Vraag de "
        "afzender welke klopt."
    ),
    "and_later": lambda: _(
        "Dit verandert een reeks vanaf een bepaalde dag, maar de reeks zelf staat er niet bij. "
        "Vraag de afzender om de hele reeks opnieuw te sturen."
    ),
}
