"""An empty installation: every list says what belongs there and how, or with whom, it begins."""

from __future__ import annotations

import html

import pytest
from flask import Flask

from tests.client import CheckingClient
from tests.factories import make_person

ROLES = ("officer", "alderman", "adviser", "secretary", "coordinator", "clerk", "administrator")
PLANNERS = ("secretary", "coordinator")
KEEPERS = (*PLANNERS, "administrator")
SORTERS = ("coordinator", "administrator")
STAFF = ("officer", "alderman", *PLANNERS)
WHO = "Het secretariaat of een coördinator regio"
ADDS = "Een coördinator regio of het secretariaat voegt"

#: Page; who begins there, and what they read; who else may look, and what they read.
PAGES = (
    ("/meetings/", PLANNERS, "Eerste vergadering plannen", ROLES, f"{WHO} plant"),
    ("/meetings/?view=month", PLANNERS, "Met “Vergadering plannen”", ROLES, f"{WHO} plant"),
    ("/meetings/?view=week", PLANNERS, "Met “Vergadering plannen”", ROLES, f"{WHO} plant"),
    ("/bodies/", PLANNERS, "voeg daar het eerste overleg toe", ROLES, f"{WHO} legt"),
    ("/partnerships/", PLANNERS, "Kies dan “Bestand inlezen”", ROLES, ADDS),
    ("/organisations/", PLANNERS, "Wie een lijst inleest, krijgt ze erbij", ROLES, ADDS),
    ("/groups/", PLANNERS, "Groep toevoegen", ROLES, ADDS),
    ("/policy-areas/", PLANNERS, "Beleidsterrein toevoegen", ROLES, ADDS),
    ("/portfolios/", SORTERS, "Portefeuille toevoegen", ROLES, "of een beheerder verdeelt"),
    ("/days/", KEEPERS, "Bekende vakanties overnemen", ROLES, "of een beheerder vult ze in"),
    ("/staff-meetings/", PLANNERS, "Stafoverleg vastleggen", STAFF, f"{WHO} legt"),
    ("/notes/", ROLES, "bij een agendapunt van een vergadering", (), ""),
    ("/messages/", ROLES, "Hier leest u wat er met uw", (), ""),
    ("/feeds/", ROLES, "Kies welke agenda u wilt", (), ""),
    ("/handovers/", ROLES, "Wat een collega aan u overdraagt", (), ""),
    ("/search", ROLES, "Zoek in alles wat u mag zien", (), ""),
    ("/search?q=begroting", ROLES, "Er is gezocht", (), ""),
    ("/partnerships/import", PLANNERS, "Hier komt te staan welke bestanden", (), ""),
    ("/schedules/new", PLANNERS, "Leg eerst vast welk overleg er is", (), ""),
    ("/meetings/choose-body", PLANNERS, "leg daar vast welk overleg er is", (), ""),
    ("/overview/", PLANNERS, "Zodra vergaderingen zijn gepland", (), ""),
    ("/overview/chase-list", PLANNERS, "Hier komt te staan wie nog", (), ""),
    ("/overview/gaps", PLANNERS, "dan staat de vergadering hier", (), ""),
    ("/overview/attendance", PLANNERS, "Leg na elke vergadering vast wie er was", (), ""),
    ("/administration/", ("administrator",), "Wat eerst", (), ""),
    ("/", ("administrator",), "Wat eerst", (), ""),
    ("/", ("coordinator",), "Begin met het register", (), ""),
)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_an_empty_installation_says_how_to_begin(
    app: Flask, client: CheckingClient, role: str
) -> None:
    client.sign_in(make_person(role))
    for address, beginners, begin, lookers, wait in PAGES:
        if role not in (*beginners, *lookers):
            continue
        response = client.get(address)
        assert response.status_code == 200, address
        wanted = begin if role in beginners else wait
        assert wanted in html.unescape(response.text), f"{address} as {role}"


def test_without_accounts_the_sign_in_page_says_how_to_make_the_first(
    app: Flask, client: CheckingClient
) -> None:
    assert "flask people add" in client.get("/sign-in").text
    make_person("officer")
    assert "flask people add" not in client.get("/sign-in").text


def test_the_administration_leads_only_to_pages_that_open(
    app: Flask, client: CheckingClient
) -> None:
    client.sign_in(make_person("administrator"))
    assert "/partnerships/import" not in client.get("/administration/").text
