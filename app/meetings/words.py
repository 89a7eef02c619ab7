"""The words on screen for what this room records, so that all pages say the same."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

Words = dict[str, Any]

LEVELS: Words = {"administrative": _l("ambtelijk"), "official": _l("bestuurlijk")}
LEVEL_CHOICES: Words = {
    "administrative": _l("Ambtelijk: ambtenaren overleggen"),
    "official": _l("Bestuurlijk: wethouders en burgemeesters overleggen"),
}
KINDS: Words = {
    "general_board": _l("Algemeen bestuur"),
    "executive_board": _l("Dagelijks bestuur"),
    "portfolio_meeting": _l("Portefeuillehoudersoverleg"),
    "administrative_meeting": _l("Ambtelijk overleg"),
    "other": _l("Ander overleg"),
}
MAJORITIES: Words = {
    "simple": _l("gewone meerderheid van de uitgebrachte stemmen"),
    "two_thirds": _l("twee derde van de uitgebrachte stemmen"),
    "three_quarters": _l("drie vierde van de uitgebrachte stemmen"),
    "all": _l("alle uitgebrachte stemmen"),
}
STATUSES: Words = {
    "planned": _l("gepland"),
    "confirmed": _l("bevestigd"),
    "cancelled": _l("geannuleerd"),
    "held": _l("gehouden"),
}
PERIODS: Words = {
    "upcoming": _l("Komende vergaderingen"),
    "weeks": _l("Komende vier weken"),
    "past": _l("Geweest"),
    "all": _l("Alles"),
}
TYPES: Words = {
    "inform": _l("informeren"),
    "opinion": _l("meningsvormend"),
    "decide": _l("besluitvormend"),
}
HANDLINGS: Words = {"discussion": _l("bespreekstuk"), "consent": _l("hamerstuk")}
OUTCOMES: Words = {
    "as_asked": _l("zoals wij vroegen"),
    "partly": _l("deels zoals wij vroegen"),
    "not_as_asked": _l("anders dan wij vroegen"),
    "postponed": _l("uitgesteld"),
    "no_decision": _l("geen besluit"),
}
#: What a field is called in a conflict.
FIELDS: Words = {
    "title": _l("Titel"),
    "starts_at": _l("Begin"),
    "ends_at": _l("Einde"),
    "place": _l("Plaats"),
    "online_url": _l("Link voor online deelname"),
    "closed": _l("Besloten"),
    "restricted": _l("Beperkt"),
    "prepares_id": _l("Bereidt voor"),
    "officer_id": _l("Beleidsambtenaar"),
    "alderman_id": _l("Portefeuillehouder"),
    "remarks": _l("Opmerkingen"),
}
ITEM_FIELDS: Words = {
    "number": _l("Nummer"),
    "title": _l("Onderwerp"),
    "type": _l("Type"),
    "handling": _l("Behandeling"),
    "minutes": _l("Minuten"),
    "officer_id": _l("Eigen beleidsambtenaar"),
    "alderman_id": _l("Eigen portefeuillehouder"),
    "tabled_by_us": _l("Door ons geagendeerd"),
    "our_written_input": _l("Onze schriftelijke inbreng"),
}
OUTCOME_FIELDS: Words = {
    "outcome": _l("Afloop"),
    "decision": _l("Besluit of conclusie"),
    "heard": _l("Wat is er gehoord"),
}
#: Behind every upload: what was taken in can turn out to be of no use.
STILL_CHECKED = _l("We controleren ze nu verder. Is een stuk niet te gebruiken, dan hoort u dat.")
STANDS_TWICE = _l("“%(name)s” staat er nu twee keer. Trek er een in als dat niet de bedoeling is.")
LOOKS_LIKE = _l(
    "“%(name)s” lijkt op “%(title)s”, dat er al stond. Is het een nieuwe versie, trek dit stuk dan "
    "in en kies bij het oude: Nieuwe versie van dit stuk."
)
PAPER_FIELDS: Words = {
    "title": _l("Titel"),
    "item_id": _l("Hoort bij"),
    "received_on": _l("Ontvangen op"),
    "must_read": _l("Moet gelezen worden"),
    "restricted": _l("Beperkt tot een kring"),
}
BODY_FIELDS: Words = {
    "kind": _l("Soort overleg"),
    "name": _l("Naam"),
    "level": _l("Niveau"),
    "place": _l("Vaste plaats"),
    "minutes": _l("Gewone duur in minuten"),
    "majority": _l("Nodig voor een besluit"),
    "valid_from": _l("Bestaat sinds"),
}
#: The deeds of the journal as history on the page of a meeting.
DEEDS: Words = {
    "meeting.plan": _l("Vergadering gepland"),
    "meeting.change": _l("Vergadering gewijzigd"),
    "meeting.confirm": _l("Vergadering bevestigd"),
    "meeting.cancel": _l("Vergadering geannuleerd"),
    "meeting.hold": _l("Vastgelegd dat de vergadering is gehouden"),
    "meeting.reopen": _l("Vergadering gaat toch door"),
    "meeting.take-back": _l("Vergadering teruggenomen"),
    "meeting.undo-hold": _l("Vastgelegd dat de vergadering niet is gehouden"),
    "meeting.send": _l("Vastgelegd wie er gaat"),
    "meeting.keep-home": _l("Vastgelegd wie er niet gaat"),
    "meeting.record-attendance": _l("Vastgelegd wie er was"),
    "meeting.hand-over": _l("Vergadering overgedragen aan een collega"),
    "item.hand-over": _l("Agendapunt overgedragen aan een collega"),
    "item.add": _l("Agendapunt toegevoegd"),
    "item.change": _l("Agendapunt gewijzigd"),
    "item.move": _l("Agendapunt verplaatst"),
    "item.withdraw": _l("Agendapunt ingetrokken"),
    "item.restore": _l("Agendapunt teruggezet"),
    "item.carry-over": _l("Agendapunt overgenomen uit het ambtelijk overleg"),
    "item.bring-back": _l("Agendapunt van de vorige keer teruggekomen"),
    "item.record-outcome": _l("Afloop vastgelegd"),
    "item.debrief": _l("Vastgelegd wat wij zeiden"),
    "meeting.debrief": _l("Onze inbreng vastgelegd"),
    "agenda.paste": _l("Agenda geplakt"),
    "paper.add": _l("Stuk toegevoegd"),
    "paper.change": _l("Stuk gewijzigd"),
    "paper.place": _l("Stuk bij zijn punt gezet"),
    "paper.replace": _l("Stuk vervangen door een nieuwe versie"),
    "paper.withdraw": _l("Stuk ingetrokken"),
    "paper.restore": _l("Stuk teruggezet"),
}


def choices(words: Words, empty: Any = None) -> list[tuple[str, Any]]:
    """Words as the choices of a form, behind an empty choice where it has a text."""
    found = list(words.items())
    return [("", empty), *found] if empty is not None else found
