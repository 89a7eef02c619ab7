"""The list of partnerships: filters in the address, sorting, counts, blanks, one query plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.core.database import db
from app.register.models import (
    GroupMembership,
    OrganisationGroup,
    Participation,
    Partnership,
    PartnershipReason,
    PartnershipStatus,
    PartnershipWorkingLevel,
)
from app.register.overview import overview
from app.register.portfolio_models import OfficerSubject
from app.register.queries import Filters
from tests.client import CheckingClient, Statements
from tests.factories import make_area, make_organisation, make_partnership, make_person
from tests.register.test_portfolio_resolution import portfolio

DAY = date(2026, 11, 23)


def names(**filters: Any) -> list[str]:
    """The partnerships found, by name."""
    return [row.partnership.name for row in overview(Filters(**filters), DAY)]


@pytest.fixture
def three(app: Flask) -> dict[str, Any]:
    """Three partnerships that differ in everything the list filters on."""
    youth, roads = make_area(name="jeugd"), make_area(name="wegen")
    a = make_partnership(
        name="Alfa", abbreviation="AFA", nature="public", obligation="mandatory", areas=[youth]
    )
    b = make_partnership(name="Bèta 100%", nature="private", obligation="voluntary", areas=[roads])
    c = make_partnership(name="Gamma", areas=[youth, roads])
    a.working_levels = [PartnershipWorkingLevel(working_level="policy")]
    c.statuses = [
        PartnershipStatus(status="active", valid_to=date(2026, 10, 31)),
        PartnershipStatus(status="ending", valid_from=date(2026, 11, 1)),
    ]
    alderman, officer = portfolio("Jeugd", youth), make_person()
    db.session.add(OfficerSubject(person=officer, partnership=b))
    db.session.commit()
    return {"youth": youth, "alderman": alderman, "officer": officer}


def test_filters(three: dict[str, Any]) -> None:
    assert names() == ["Alfa", "Bèta 100%", "Gamma"]
    assert names(text="afa") == ["Alfa"]
    assert names(text="100%") == ["Bèta 100%"]
    assert names(text="%") == ["Bèta 100%"]
    assert names(area_id=three["youth"].id) == ["Alfa", "Gamma"]
    assert names(nature="private") == ["Bèta 100%"]
    assert names(nature="blank") == ["Gamma"]
    assert names(obligation="mandatory") == ["Alfa"]
    assert names(status="ending") == ["Gamma"]
    assert names(status="active") == ["Alfa", "Bèta 100%"]
    assert names(working_level="policy") == ["Alfa"]
    assert names(working_level="blank") == ["Bèta 100%", "Gamma"]
    assert names(alderman_id=three["alderman"].id) == ["Alfa", "Gamma"]
    assert names(officer_id=three["officer"].id) == ["Bèta 100%"]
    assert names(gap="any") == ["Alfa", "Bèta 100%", "Gamma"]
    assert names(gap="nature") == ["Gamma"]
    assert names(gap="officer") == ["Alfa", "Gamma"]


def test_sorting_puts_blanks_last_both_ways(three: dict[str, Any]) -> None:
    def order(sort: str, descending: bool = False) -> list[str]:
        rows = overview(Filters(), DAY, sort, descending)
        return [row.partnership.name[0] for row in rows]

    assert order("nature") == ["B", "A", "G"]
    assert order("nature", descending=True) == ["A", "B", "G"]
    assert order("name", descending=True) == ["G", "B", "A"]
    assert order("alderman")[-1] == "B"
    assert order("nonsense") == ["A", "B", "G"]


def test_the_page_shows_filters_and_counts(client: CheckingClient, three: dict[str, Any]) -> None:
    client.sign_in(make_person("clerk"))
    page = client.get("/partnerships/").text
    assert "3 samenwerkingsverbanden" in page
    page = client.get(f"/partnerships/?area={three['youth'].id}&sort=name&direction=desc").text
    assert "2 samenwerkingsverbanden" in page
    assert "Beleidsterrein: jeugd" in page
    assert page.index("Gamma") < page.index(">Alfa<")
    assert 'aria-sort="descending"' in page


def test_an_empty_result_says_what_was_looked_for(
    client: CheckingClient, three: dict[str, Any]
) -> None:
    client.sign_in(make_person())
    page = client.get("/partnerships/?text=zzz&status=ended").text
    assert "Geen samenwerkingsverband gevonden" in page
    assert "naam bevat: zzz; status: opgeheven" in page


def test_an_empty_register_says_how_to_begin(client: CheckingClient, app: Flask) -> None:
    client.sign_in(make_person("secretary"))
    page = client.get("/partnerships/").text
    assert "Er staan nog geen samenwerkingsverbanden in het register" in page


def test_nonsense_in_the_address_is_left_out(client: CheckingClient, three: dict[str, Any]) -> None:
    client.sign_in(make_person())
    address = "/partnerships/?area=x&status=zzz&alderman=999&gap=1&sort=%27&direction=up&nature=a"
    response = client.get(address)
    assert response.status_code == 200
    assert "3 samenwerkingsverbanden" in response.text
    odd = client.get("/partnerships/?_method=x&endpoint=x&_external=1&status=active")
    assert odd.status_code == 200
    assert "/partnerships/?status=active&amp;sort=" in odd.text


def test_participants_are_counted_with_groups_resolved(app: Flask) -> None:
    partnership = make_partnership()
    own = partnership.participations[0].organisation
    other, gone = make_organisation(), make_organisation(valid_to=date(2020, 1, 1))
    group = OrganisationGroup(
        name="Groep",
        complete=False,
        memberships=[
            GroupMembership(organisation=own),
            GroupMembership(organisation=other),
            GroupMembership(organisation=gone),
            GroupMembership(organisation=make_organisation(), valid_to=date(2026, 1, 1)),
        ],
    )
    partnership.participations.append(Participation(group=group))
    db.session.commit()
    row = overview(Filters(), DAY)[0]
    assert row.participants == 2
    assert not row.all_known


def test_completeness_counts_what_is_there(app: Flask) -> None:
    partnership = make_partnership(purpose="Doel", goal="  ", nature="public", areas=[make_area()])
    partnership.reasons = [PartnershipReason(reason="cheaper")]
    db.session.commit()
    found = overview(Filters(), DAY)[0].completeness
    assert found.filled == 5
    assert "goal" in found.gaps
    assert "participants" not in found.gaps


def test_constant_number_of_statements_from_20_to_200(
    client: CheckingClient, statements: Statements
) -> None:
    client.sign_in(make_person("coordinator"))
    area, members = make_area(), [make_organisation() for _ in range(5)]
    group = OrganisationGroup(
        name="G", memberships=[GroupMembership(organisation=one) for one in members]
    )
    portfolio("P", area)

    def add(count: int) -> None:
        for number in range(count):
            partnership = Partnership(name=f"V {count} {number}", areas=[area])
            partnership.participations = [Participation(group=group)]
            partnership.statuses = [PartnershipStatus(status="active")]
            partnership.reasons = [PartnershipReason(reason="exchange")]
            db.session.add(partnership)
        db.session.commit()

    found = []
    for count in (20, 180):
        add(count)
        with statements.counted() as counted:
            assert client.get("/partnerships/").status_code == 200
        found.append(counted.count)
    assert "200 samenwerkingsverbanden" in client.get("/partnerships/").text
    assert found[0] == found[1]
    assert found[0] < 25


@pytest.mark.parametrize(
    "asked", ["endpoint=x", "_method=DELETE", "_scheme=x", "_external=1", "_anchor=x", "view=x"]
)
def test_the_links_that_sort_take_over_filters_and_nothing_else(
    client: CheckingClient, asked: str
) -> None:
    client.sign_in(make_person("officer"))
    make_partnership(name="Afvalinzameling")
    page = client.get(f"/partnerships/?text=afval&{asked}").text
    assert 'href="/partnerships/?text=afval&amp;sort=' in page
