"""Signing in by picking a role: only with sample data, only on and from the machine itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from app.core.database import db
from app.people.models import Installation, Person, Role, TeamLead
from app.people.sample_sign_in import is_local
from tests.client import CheckingClient
from tests.factories import make_person

LOCAL: dict[str, Any] = {
    "base_url": "http://127.0.0.1:5000",
    "environ_base": {"REMOTE_ADDR": "127.0.0.1"},
}


@pytest.fixture
def officer(app: Flask) -> Person:
    """The sample municipality, with somebody to pick."""
    db.session.add(Installation(sample=True))
    return make_person(Role.OFFICER, name="Beleidsmedewerker jeugd")


@pytest.fixture
def not_only_loopback(app: Flask) -> Iterator[None]:
    """A server that others can reach."""
    app.config["LOOPBACK_ONLY"] = False
    yield
    app.config["LOOPBACK_ONLY"] = True


def _pick(client: CheckingClient, person: Person, **changes: Any) -> int:
    data = {"person": str(person.id)}
    return int(client.post("/sign-in/sample", data=data, **{**LOCAL, **changes}).status_code)


def _is_offered(client: CheckingClient, **changes: Any) -> bool:
    return "Kies een rol" in client.get("/sign-in", **{**LOCAL, **changes}).text


def test_one_click_signs_in(client: CheckingClient, officer: Person) -> None:
    assert _is_offered(client)
    answer = client.post(
        "/sign-in/sample", data={"person": str(officer.id), "next": "/people/me"}, **LOCAL
    )
    assert answer.location == "/people/me"
    page = client.get("/people/me", **LOCAL)
    assert "Beleidsmedewerker jeugd" in page.text
    assert "Voorbeeldgegevens van de gemeente Haren." in page.text


@pytest.mark.parametrize("number", ["9" * 30, "-1", "0", "x", ""])
def test_nobody_has_such_a_number(client: CheckingClient, officer: Person, number: str) -> None:
    assert client.post("/sign-in/sample", data={"person": number}, **LOCAL).status_code == 404


def test_by_the_name_localhost_and_by_ipv6(client: CheckingClient, officer: Person) -> None:
    assert _is_offered(client, base_url="http://localhost:5000")
    assert _is_offered(client, base_url="http://[::1]:5000", environ_base={"REMOTE_ADDR": "::1"})


def test_not_without_sample_data(client: CheckingClient) -> None:
    person = make_person()
    assert not _is_offered(client)
    assert _pick(client, person) == 404
    assert client.get("/", **LOCAL).status_code == 302


@pytest.mark.usefixtures("not_only_loopback")
def test_not_on_a_server_that_others_can_reach(client: CheckingClient, officer: Person) -> None:
    assert not _is_offered(client)
    assert _pick(client, officer) == 404


@pytest.mark.parametrize("address", ["192.0.2.4", "10.0.0.3", "2001:db8::1", "", "unix:"])
def test_not_from_another_address(client: CheckingClient, officer: Person, address: str) -> None:
    changes = {"environ_base": {"REMOTE_ADDR": address}}
    assert not _is_offered(client, **changes)
    assert _pick(client, officer, **changes) == 404


@pytest.mark.parametrize(
    "host", ["vooroverleg.example", "rebound.example:5000", "192.0.2.4", "localhost.example"]
)
def test_not_under_another_name(client: CheckingClient, officer: Person, host: str) -> None:
    changes = {"base_url": f"http://{host}"}
    assert not _is_offered(client, **changes)
    assert _pick(client, officer, **changes) == 404


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP"],
)
def test_not_through_a_proxy(client: CheckingClient, officer: Person, header: str) -> None:
    changes = {"headers": {header: "127.0.0.1"}}
    assert not _is_offered(client, **changes)
    assert _pick(client, officer, **changes) == 404


@pytest.mark.parametrize("person", ["", "0", "-1", "999999", "administrator"])
def test_not_as_nobody(client: CheckingClient, officer: Person, person: str) -> None:
    assert client.post("/sign-in/sample", data={"person": person}, **LOCAL).status_code == 404


def test_not_as_somebody_whose_account_is_off(client: CheckingClient, officer: Person) -> None:
    gone = make_person(active=False, name="Oud-wethouder")
    assert "Oud-wethouder" not in client.get("/sign-in", **LOCAL).text
    assert _pick(client, gone) == 404


def test_the_roles_stand_in_a_sensible_order(client: CheckingClient, officer: Person) -> None:
    for role in reversed(Role):
        make_person(role)
    leader = make_person(Role.OFFICER, name="Teamleider sociaal domein")
    db.session.add(TeamLead(leader_id=leader.id, officer_id=officer.id))
    db.session.commit()
    page = client.get("/sign-in", **LOCAL).text
    headings = (
        "Beleidsambtenaar",
        "Wethouder en burgemeester",
        "Secretariaat",
        "Coördinator regio",
        "Adviseur",
        "Teamleider",
        "Griffier",
        "Beheerder",
    )
    places = [page.index(f"<h3>{heading}</h3>") for heading in headings]
    assert places == sorted(places)
    assert page.index("<h3>Teamleider</h3>") < page.index("Teamleider sociaal domein")


def test_a_broken_host_is_not_local() -> None:
    assert not is_local("127.0.0.1", "[::1", [])
    assert not is_local("127.0.0.1", "", [])
    assert not is_local(None, "localhost", [])
    assert is_local("127.0.0.1", "127.0.0.9:8000", ["Host", "Accept"])
