"""The words on screen for what the register records: one place, so that all pages say the same."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

Words = dict[str, Any]

NATURES: Words = {"public": _l("publiekrechtelijk"), "private": _l("privaatrechtelijk")}
WORKING_LEVELS: Words = {
    "board": _l("bestuurlijk"),
    "policy": _l("beleid"),
    "execution": _l("uitvoering"),
}
OBLIGATIONS: Words = {
    "mandatory": _l("verplicht"),
    "partly": _l("deels verplicht"),
    "necessary": _l("noodzakelijk"),
    "voluntary": _l("vrijwillig"),
}
STATUSES: Words = {
    "preparing": _l("in voorbereiding"),
    "active": _l("actief"),
    "ending": _l("wordt opgeheven"),
    "ended": _l("opgeheven"),
}
REASONS: Words = {
    "cheaper": _l("Samen is het goedkoper"),
    "too_heavy": _l("Alleen is het te zwaar of te specialistisch"),
    "exchange": _l("Kennis en ervaring uitwisselen"),
    "geography": _l("Ligging: het gebied houdt niet op bij de gemeentegrens"),
    "legal_duty": _l("De wet verplicht het"),
}
ORGANISATION_KINDS: Words = {
    "municipality": _l("gemeente"),
    "province": _l("provincie"),
    "other": _l("andere organisatie"),
}
#: What a field is called, in forms, in the history, in a conflict and among the gaps.
FIELDS: Words = {
    "name": _l("Naam"),
    "abbreviation": _l("Afkorting"),
    "purpose": _l("Doel van het samenwerkingsverband"),
    "goal": _l("Ons doel"),
    "ambition": _l("Onze ambitie"),
    "strategy": _l("Onze strategie"),
    "exit_terms": _l("Uittreding"),
    "nature": _l("Aard"),
    "form": _l("Vorm"),
    "working_levels": _l("Samenwerkingsniveau"),
    "obligation": _l("Verplichting"),
    "areas": _l("Beleidsterreinen"),
    "parent_id": _l("Valt onder"),
    "alignment_description": _l("Subregionale afstemming"),
    "alignment": _l("Subregionale afstemming"),
    "remarks": _l("Opmerkingen"),
    "to_confirm": _l("Te bevestigen"),
    "unconfirmed": _l("Te bevestigen gegevens"),
    "note_lead_days": _l("Aanlevertermijn van annotaties"),
    "chain": _l("Termijnen"),
    "asks_team_lead": _l("Langs de teamleider"),
    "reasons": _l("Waarom we meedoen"),
    "participants": _l("Deelnemers"),
    "own_participation": _l("Eigen deelname"),
    "status": _l("Status"),
    "alderman": _l("Portefeuillehouder"),
    "officer": _l("Beleidsambtenaar"),
    "kind": _l("Soort"),
    "successor_id": _l("Opvolger"),
    "valid_from": _l("Begindatum"),
    "valid_to": _l("Einddatum"),
    "complete": _l("Alle leden bekend"),
    "members": _l("Leden"),
    "votes": _l("Stemmen"),
    "note": _l("Toelichting"),
    "in_use": _l("In gebruik"),
    "holder": _l("Portefeuillehouder"),
    "subjects": _l("Onderwerpen"),
    "spelling": _l("Naam in lijsten van anderen"),
}
#: What was done, in the history of a page.
DEEDS: Words = {
    "partnership.create": _l("Samenwerkingsverband toegevoegd"),
    "partnership.change": _l("Gegevens gewijzigd"),
    "partnership.hand-over": _l("Overgedragen aan een andere beleidsambtenaar"),
    "partnership.change-status": _l("Status gewijzigd"),
    "partnership.set-chain": _l("Termijnen gewijzigd"),
    "partnership.set-reasons": _l("Redenen gewijzigd"),
    "partnership.add-participation": _l("Deelnemer toegevoegd"),
    "partnership.change-participation": _l("Deelname gewijzigd"),
    "partnership.end-participation": _l("Deelname beëindigd"),
    "partnership.add-own-participation": _l("Eigen deelname vastgelegd"),
    "partnership.change-own-participation": _l("Eigen deelname gewijzigd"),
    "partnership.add-alignment-member": _l("Gemeente toegevoegd aan de subregionale afstemming"),
    "partnership.end-alignment-member": _l("Gemeente uit de subregionale afstemming gehaald"),
    "organisation.create": _l("Organisatie toegevoegd"),
    "organisation.change": _l("Organisatie gewijzigd"),
    "group.create": _l("Groep toegevoegd"),
    "group.change": _l("Groep gewijzigd"),
    "group.add-member": _l("Lid toegevoegd"),
    "group.end-member": _l("Lidmaatschap beëindigd"),
    "portfolio.create": _l("Portefeuille toegevoegd"),
    "portfolio.change": _l("Portefeuille gewijzigd"),
    "portfolio.add-holder": _l("Portefeuillehouder toegevoegd"),
    "portfolio.end-holder": _l("Portefeuillehouder beëindigd"),
    "portfolio.add-subject": _l("Onderwerp toegevoegd"),
    "portfolio.end-subject": _l("Onderwerp beëindigd"),
    "partnership.load": _l("Ingelezen uit een bestand"),
    "partnership.import": _l("Bijgewerkt uit een bestand"),
}
