"""Organisations, groups and policy areas: added, corrected, ended, succeeded."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest

from app.core.database import db
from app.people.models import Person
from app.register.models import (
    GroupMembership,
    Organisation,
    OrganisationGroup,
    Participation,
    PolicyArea,
)
from app.register.queries import members_on, participants_on
from tests.client import CheckingClient, Statements
from tests.factories import make_area, make_organisation, make_partnership, make_person

DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def secretary(client: CheckingClient) -> Person:
    """Signed in as secretary."""
    person = make_person("secretary")
    client.sign_in(person)
    return person


def post(client: CheckingClient, url: str, **fields: Any) -> Any:
    """Send a form that creates."""
    return client.post(url, data={"key": str(uuid.uuid4()), **fields})


def test_add_find_and_read(client: CheckingClient) -> None:
    response = post(client, "/organisations/new", name="Westerkwartier", kind="municipality")
    assert response.status_code == 302
    page = client.get(response.location).text
    assert "Westerkwartier" in page
    assert "Organisatie toegevoegd" in page
    assert "Westerkwartier" in client.get("/organisations/?text=wester&kind=municipality").text
    assert "Geen organisatie gevonden" in client.get("/organisations/?kind=province").text
    response = post(client, "/organisations/new", name="westerKWARTIER", kind="other")
    assert response.status_code == 422
    assert "Er is al een organisatie met deze naam." in response.text


def test_an_organisation_ends_and_is_succeeded(client: CheckingClient) -> None:
    partnership = make_partnership()
    old = partnership.participations[0].organisation
    assert old is not None
    new = make_organisation(name="Het Hogeland")
    url = f"/organisations/{old.id}/edit"
    fields = {"version": "1", "name": old.name, "kind": old.kind, "successor_id": str(new.id)}
    response = client.post(url, data=fields)
    assert response.status_code == 422
    assert "op welke dag de organisatie ophoudt" in response.text
    response = client.post(url, data={**fields, "valid_to": "2018-12-31"})
    assert response.status_code == 302
    assert "Het Hogeland" in client.get(f"/organisations/{old.id}").text
    assert old.name in client.get(f"/organisations/{new.id}").text
    assert participants_on(partnership.id, date(2018, 12, 31)) == [old]
    assert participants_on(partnership.id, date(2019, 1, 1)) == []
    fields = {"version": "1", "name": new.name, "kind": new.kind, "successor_id": str(old.id)}
    response = client.post(
        f"/organisations/{new.id}/edit", data={**fields, "valid_to": "2027-01-01"}
    )
    assert response.status_code == 422
    assert "kan zichzelf niet opvolgen" in response.text


def test_a_conflict_on_an_organisation(client: CheckingClient) -> None:
    one = make_organisation(name="De Marne")
    url = f"/organisations/{one.id}/edit"
    fields = {"version": "1", "kind": "municipality"}
    assert client.post(url, data={**fields, "name": "Gemeente De Marne"}).status_code == 302
    response = client.post(url, data={**fields, "name": "De Marne (oud)"})
    assert response.status_code == 409
    assert "Gemeente De Marne" in response.text
    assert "De Marne (oud)" in response.text


def test_groups_keep_their_members_through_time(client: CheckingClient) -> None:
    response = post(client, "/groups/new", name="Centrumregio", complete="y")
    group = db.session.query(OrganisationGroup).one()
    assert response.location == f"/groups/{group.id}"
    one = make_organisation()
    url = f"/groups/{group.id}/members/new"
    response = post(client, url, organisation=str(one.id), valid_from="2020-01-01")
    assert response.status_code == 302
    response = post(client, url, organisation=str(one.id))
    assert response.status_code == 422
    assert "in die tijd al lid" in response.text
    ending = f"/groups/{group.id}/members/{group.memberships[0].id}/end"
    assert client.post(ending, data={"last_day": "2019-01-01"}).status_code == 422
    assert client.post(ending, data={"last_day": "2022-12-31"}).status_code == 302
    assert members_on([group.id], date(2022, 12, 31)) == {group.id: [one]}
    assert members_on([group.id], DAY) == {group.id: []}
    page = client.get(f"/groups/{group.id}").text
    assert "1 januari 2020 tot en met 31 december 2022" in page
    fields = {"version": str(group.version), "name": "Centrumregio Groningen"}
    assert client.post(f"/groups/{group.id}/edit", data=fields).status_code == 302
    assert not group.complete
    assert "niet alle leden vastgelegd" in client.get(f"/groups/{group.id}").text


def test_policy_areas(client: CheckingClient) -> None:
    assert post(client, "/policy-areas/new", name="jeugd").status_code == 302
    area = db.session.query(PolicyArea).one()
    assert post(client, "/policy-areas/new", name="Jeugd").status_code == 422
    assert post(client, "/policy-areas/new", name=" ").status_code == 422
    url = f"/policy-areas/{area.id}/edit"
    assert client.post(url, data={"version": "1", "name": "jeugd en gezin"}).status_code == 302
    assert (area.name, area.in_use) == ("jeugd en gezin", False)
    assert client.post(url, data={"version": "1", "name": "x"}).status_code == 409
    make_partnership(areas=[area])
    assert f"/partnerships/?area={area.id}" in client.get("/policy-areas/").text


def test_constant_number_of_statements(client: CheckingClient, statements: Statements) -> None:
    group = OrganisationGroup(name="Groep")
    partnership = make_partnership()
    partnership.participations.append(Participation(group=group))
    last = make_organisation()
    pages = ("/organisations/", "/groups/", f"/organisations/{last.id}", "/policy-areas/")
    found: list[list[int]] = []
    for count in (3, 30):
        for number in range(count):
            one = Organisation(
                name=f"O {count} {number}",
                kind="municipality",
                successor=last,
                valid_to=date(2030, 1, 1),
            )
            group.memberships.append(GroupMembership(organisation=one))
            other = OrganisationGroup(
                name=f"G {count} {number}", memberships=[GroupMembership(organisation=last)]
            )
            db.session.add_all([other, PolicyArea(name=f"B {count} {number}")])
        db.session.commit()
        counts = []
        for url in (*pages, f"/groups/{group.id}"):
            with statements.counted() as counted:
                assert client.get(url).status_code == 200
            counts.append(counted.count)
        found.append(counts)
    assert found[0] == found[1]


def test_an_area_can_be_found_again(client: CheckingClient) -> None:
    area = make_area(name="mobiliteit")
    make_partnership(name="Busverband", areas=[area])
    assert "Busverband" in client.get(f"/partnerships/?area={area.id}").text
