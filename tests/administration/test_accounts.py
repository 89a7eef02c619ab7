"""Accounts: finding, adding and changing them, the link that is shown once, switching off."""

from __future__ import annotations

import re
from typing import cast
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.database import db
from app.core.journal import JournalEntry
from app.people.models import Person, Role, SignInLink, Substitution
from app.people.queries import find_by_email
from tests.client import CheckingClient, Statements
from tests.conftest import NOW
from tests.factories import make_person

KEY = re.compile(r'name="key"[^>]*value="([^"]+)"')
LINK = re.compile(r"http://[^<\s]+/sign-in/link/[\w-]+")
LIST = "/administration/accounts"


@pytest.fixture
def administrator(client: CheckingClient) -> Person:
    """The administrator who is signed in."""
    person = make_person(Role.ADMINISTRATOR, name="Beheerder", email="beheer@haren.example")
    client.sign_in(person)
    return person


def _new(client: CheckingClient, **changes: object) -> dict[str, object]:
    key = KEY.search(client.get(f"{LIST}/new").text)
    assert key is not None
    return {
        "key": key.group(1),
        "name": "Beleidsmedewerker jeugd",
        "title": "beleidsmedewerker jeugd",
        "email": "Jeugd@haren.example",
        "roles": ["officer", "adviser"],
        **changes,
    }


def _edit(person: Person, **changes: object) -> dict[str, object]:
    return {
        "version": str(person.version),
        "name": person.name,
        "title": person.title,
        "email": person.email,
        "roles": sorted(person.role_names),
        **changes,
    }


@pytest.mark.usefixtures("administrator")
def test_add_an_account(client: CheckingClient) -> None:
    answer = client.post(f"{LIST}/new", data=_new(client))
    person = find_by_email("jeugd@haren.example")
    assert person is not None
    assert answer.location == f"{LIST}/{person.id}"
    assert person.role_names == {"officer", "adviser"}
    page = client.get(answer.location).text
    assert "Het account is gemaakt. Maak nu een link voor de eigenaar." in page
    assert "nog niet ingesteld" in page
    assert "Account gemaakt" in page


@pytest.mark.usefixtures("administrator")
def test_a_double_click_adds_once(client: CheckingClient) -> None:
    data = _new(client)
    first, second = client.post(f"{LIST}/new", data=data), client.post(f"{LIST}/new", data=data)
    assert first.location == second.location


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Vul een naam in."),
        ("email", "", "Vul een e-mailadres in."),
        ("email", "geen adres", "Vul een e-mailadres in zoals naam@gemeente.nl."),
        ("email", "é@haren.example", "Vul een e-mailadres in zoals naam@gemeente.nl."),
        ("email", "a@haren.example\r\nBcc: b@c.nl", "Vul een e-mailadres in zoals"),
        ("email", "beheer@haren.example", "Er is al een account met dit e-mailadres."),
        ("roles", [], "Kies minstens één rol."),
        ("roles", ["koning"], "Kies een van de mogelijkheden in de lijst."),
    ],
)
def test_mistakes_come_back_filled_in(
    client: CheckingClient, field: str, value: object, sentence: str
) -> None:
    answer = client.post(f"{LIST}/new", data=_new(client, **{field: value}))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="beleidsmedewerker jeugd"' in answer.text
    assert find_by_email("jeugd@haren.example") is None


@pytest.mark.usefixtures("administrator")
def test_change_roles_and_title(client: CheckingClient) -> None:
    person = make_person(Role.OFFICER)
    path = f"{LIST}/{person.id}/edit"
    assert f'value="{person.email}"' in client.get(path).text
    data = _edit(person, title="strategisch adviseur", roles=["adviser", "coordinator"])
    assert client.post(path, data=data).status_code == 302
    kept = db.session.get_one(Person, person.id)
    assert kept.role_names == {"adviser", "coordinator"}
    entry = db.session.scalar(select(JournalEntry).where(JournalEntry.action == "account.change"))
    assert entry is not None
    assert entry.fields == ["roles", "title"]
    assert entry.object_version == kept.version == 2


@pytest.mark.usefixtures("administrator")
def test_who_comes_second_sees_both(client: CheckingClient) -> None:
    person = make_person(Role.OFFICER, title="oude functie")
    path = f"{LIST}/{person.id}/edit"
    stale = _edit(person, title="getypte functie")
    first = client.post(path, data=_edit(person, roles=["officer", "adviser"]))
    assert first.status_code == 302
    answer = client.post(path, data=stale)
    assert answer.status_code == 409
    assert "Iemand anders was u voor" in answer.text
    for words in ("getypte functie", "oude functie", "beleidsambtenaar, adviseur"):
        assert words in answer.text
    assert db.session.get_one(Person, person.id).title == "oude functie"
    assert client.post(path, data={**stale, "version": "2"}).status_code == 302


@pytest.mark.usefixtures("administrator")
def test_a_role_that_a_substitution_needs_stays(client: CheckingClient) -> None:
    person = make_person(Role.OFFICER, name="Beleidsmedewerker jeugd")
    substitute = make_person(Role.OFFICER, Role.ADVISER, name="Beleidsmedewerker zorg")
    row = Substitution(person_id=person.id, substitute_id=substitute.id, first_day=NOW.date())
    db.session.add(row)
    db.session.commit()
    path = f"{LIST}/{substitute.id}/edit"
    answer = client.post(path, data=_edit(substitute, roles=["adviser"]))
    assert answer.status_code == 422
    assert "Beleidsmedewerker zorg is plaatsvervanger van Beleidsmedewerker jeugd" in answer.text


@pytest.mark.usefixtures("administrator")
def test_the_link_is_shown_once(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    page = client.post(f"{LIST}/{person.id}/link")
    assert page.status_code == 200
    found = LINK.search(page.text)
    assert found is not None
    path = urlsplit(found.group()).path
    assert "ma 30 november" in page.text
    assert LINK.search(client.get(f"{LIST}/{person.id}").text) is None
    assert "de link is nog geldig" in client.get(f"{LIST}/{person.id}").text
    owner = cast(CheckingClient, app.test_client())
    assert owner.get(path).status_code == 200


@pytest.mark.usefixtures("administrator")
def test_switching_off_signs_out_at_once_and_on_again(app: Flask, client: CheckingClient) -> None:
    person = make_person(name="Wethouder ruimte")
    theirs = cast(CheckingClient, app.test_client()).sign_in(person)
    client.post(f"{LIST}/{person.id}/link")
    answer = client.post(f"{LIST}/{person.id}/deactivate")
    assert answer.status_code == 302
    assert theirs.get("/people/me").status_code == 302
    assert "Dit account is uitgeschakeld" in client.get(f"{LIST}/{person.id}").text
    client.post(f"{LIST}/{person.id}/link")
    page = client.get(f"{LIST}/{person.id}").text
    assert "Het account van Wethouder ruimte is uitgeschakeld." in page
    client.post(f"{LIST}/{person.id}/activate")
    assert theirs.get("/people/me").status_code == 302
    assert len(db.session.scalars(select(SignInLink)).all()) == 1
    assert db.session.get_one(Person, person.id).active


def test_the_list_is_found_by_words_role_and_state(
    client: CheckingClient, administrator: Person
) -> None:
    make_person(Role.OFFICER, name="Beleidsmedewerker jeugd", password_hash="x")
    make_person(Role.CLERK, name="Griffier", title="raadsgriffier")
    make_person(Role.OFFICER, name="Oud-medewerker", active=False)
    for query, names in (
        ("", {"Beheerder", "Beleidsmedewerker jeugd", "Griffier"}),
        ("?words=raads", {"Griffier"}),
        ("?words=BELEIDS jeugd", {"Beleidsmedewerker jeugd"}),
        ("?words=100%", set()),
        ("?role=officer", {"Beleidsmedewerker jeugd"}),
        ("?state=inactive", {"Oud-medewerker"}),
        ("?state=no-password", {"Beheerder", "Griffier"}),
        ("?state=all&role=officer", {"Beleidsmedewerker jeugd", "Oud-medewerker"}),
        ("?role=koning&state=onzin", {"Beheerder", "Beleidsmedewerker jeugd", "Griffier"}),
    ):
        page = client.get(LIST + query).text
        found = set(re.findall(r'/accounts/\d+">([^<]+)</a>', page))
        assert found == names, query
    assert "Geen account gevonden." in client.get(f"{LIST}?words=niemand").text


@pytest.mark.usefixtures("administrator")
def test_the_list_takes_as_many_statements_for_many_accounts(
    client: CheckingClient, statements: Statements
) -> None:
    counts = []
    for _round in range(2):
        for _number in range(15):
            make_person(Role.OFFICER, Role.ADVISER)
        with statements.counted() as found:
            assert client.get(LIST).status_code == 200
        counts.append(found.count)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_for_administrators(client: CheckingClient, role: Role) -> None:
    other = make_person()
    client.sign_in(make_person(role))
    for path in ("", "/new", f"/{other.id}", f"/{other.id}/edit", f"/{other.id}/team-leads/new"):
        assert client.get(LIST + path).status_code == 403
    for path in ("/new", "/edit", "/link", "/deactivate", "/activate", "/team-leads/new"):
        address = LIST + path if path == "/new" else f"{LIST}/{other.id}{path}"
        assert client.post(address, data={}).status_code == 403
    assert "Beheer</a>" not in client.get("/people/me").text


@pytest.mark.usefixtures("administrator")
def test_the_navigation_leads_to_the_first_page_of_administration(client: CheckingClient) -> None:
    page = client.get("/people/me").text
    assert re.search(r'<a [^>]*href="/administration/"[^>]*>\s*Beheer', page)
    assert 'href="/administration/mail"' in client.get("/administration/").text


@pytest.mark.usefixtures("administrator")
def test_administration_leads_to_the_accounts(client: CheckingClient) -> None:
    assert f'href="{LIST}"' in client.get("/administration/").text
    assert client.get(f"{LIST}/999999").status_code == 404
