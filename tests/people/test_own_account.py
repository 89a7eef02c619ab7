"""One's own account: details, language, password."""

from __future__ import annotations

from typing import cast

from flask import Flask
from sqlalchemy import select

from app.core import settings
from app.core.database import db
from app.core.journal import JournalEntry
from app.people.models import Person, Role, TeamLead
from tests.client import CheckingClient
from tests.factories import make_person
from tests.people.accounts import PASSWORD, make_member

NEW = "een heel andere zin dan eerst"


def _details(person: Person, **changes: str) -> dict[str, str]:
    return {
        "name": person.name,
        "language": person.language,
        "version": str(person.version),
        **changes,
    }


def _passwords(**changes: str) -> dict[str, str]:
    return {"old_password": PASSWORD, "password": NEW, "again": NEW, **changes}


def test_the_page_tells_what_the_administrator_knows(client: CheckingClient) -> None:
    person = make_person(Role.OFFICER, Role.COORDINATOR, title="coördinator regio")
    leader = make_person(name="Teamleider bestuur")
    db.session.add(TeamLead(leader_id=leader.id, officer_id=person.id))
    db.session.commit()
    page = client.sign_in(person).get("/people/me").text
    assert "beleidsambtenaar, coördinator regio" in page
    assert "Teamleider bestuur" in page
    assert person.email in page


def test_name_and_language(client: CheckingClient) -> None:
    person = make_person()
    client.sign_in(person)
    client.post("/language", data={"language": "nl"})
    answer = client.post("/people/me", data=_details(person, name="Wethouder", language="en"))
    assert answer.status_code == 302
    kept = db.session.get_one(Person, person.id)
    assert (kept.name, kept.language) == ("Wethouder", "en")
    assert '<html lang="en">' in client.get("/people/me").text
    entry = db.session.scalar(
        select(JournalEntry).where(JournalEntry.action == "account.change-own-details")
    )
    assert entry is not None
    assert entry.fields == ["language", "name"]
    assert entry.object_version == kept.version


def test_mistakes_come_back_filled_in(client: CheckingClient) -> None:
    person = make_person()
    client.sign_in(person)
    answer = client.post("/people/me", data=_details(person, name="", language="fr"))
    assert answer.status_code == 422
    assert "Vul uw naam in." in answer.text
    assert db.session.get_one(Person, person.id).language == "nl"


def test_after_a_conflict_both_names_are_shown(client: CheckingClient) -> None:
    person = make_person(name="Eerste naam")
    client.sign_in(person)
    stale = _details(person, name="Getypte naam")
    db.session.get_one(Person, person.id).name = "Opgeslagen naam"
    db.session.commit()
    answer = client.post("/people/me", data=stale)
    assert answer.status_code == 409
    assert "Getypte naam" in answer.text
    assert "Opgeslagen naam" in answer.text
    version = db.session.get_one(Person, person.id).version
    assert f'value="{version}"' in answer.text
    again = client.post("/people/me", data={**stale, "version": str(version)})
    assert again.status_code == 302
    assert db.session.get_one(Person, person.id).name == "Getypte naam"


def test_a_new_password_ends_the_other_sessions_and_renews_this_one(
    app: Flask, client: CheckingClient
) -> None:
    person = make_member()
    elsewhere = cast(CheckingClient, app.test_client()).sign_in(person)
    client.sign_in(person)
    with client.session_transaction() as session:
        before = session["_user_id"]
    answer = client.post("/people/me/password", data=_passwords())
    assert answer.location == "/people/me"
    assert elsewhere.get("/people/me").status_code == 302
    assert client.get("/people/me").status_code == 200
    with client.session_transaction() as session:
        assert session["_user_id"] != before
    client.post("/sign-out")
    entered = client.post("/sign-in", data={"email": person.email, "password": NEW})
    assert entered.status_code == 302


def test_the_old_password_must_be_right(client: CheckingClient) -> None:
    person = make_member()
    client.sign_in(person)
    answer = client.post("/people/me/password", data=_passwords(old_password="verkeerd"))
    assert answer.status_code == 422
    assert "Dit is niet uw huidige wachtwoord." in answer.text
    assert NEW not in answer.text
    assert client.get("/people/me").status_code == 200
    refused = db.session.scalar(
        select(JournalEntry.result).where(JournalEntry.action == "account.change-password")
    )
    assert refused == "refused"


def test_the_old_password_cannot_be_guessed_at_leisure(client: CheckingClient) -> None:
    client.sign_in(make_member())
    for _turn in range(settings.PASSWORD_ATTEMPTS.default):
        client.post("/people/me/password", data=_passwords(old_password="verkeerd"))
    answer = client.post("/people/me/password", data=_passwords())
    assert answer.status_code == 429
    assert "opnieuw proberen" in answer.text


def test_a_weak_new_password_is_refused_and_costs_no_attempt(client: CheckingClient) -> None:
    client.sign_in(make_member())
    for _turn in range(settings.PASSWORD_ATTEMPTS.default + 1):
        answer = client.post("/people/me/password", data=_passwords(password="kort", again="kort"))
        assert answer.status_code == 422
        assert "Dit wachtwoord is te kort." in answer.text


def test_without_a_password_there_is_a_way(client: CheckingClient) -> None:
    client.sign_in(make_person())
    page = client.get("/people/me/password").text
    assert "Vraag uw beheerder om een link." in page
    assert client.post("/people/me/password", data=_passwords()).status_code == 422
