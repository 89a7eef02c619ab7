"""Signing in with address and password: one clear answer, and nothing given away."""

from __future__ import annotations

from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from app.core.database import db
from app.core.journal import JournalEntry
from app.people import passwords
from app.people.models import Person, SignInSession
from tests.client import CheckingClient
from tests.people.accounts import PASSWORD, make_member

WRONG = "Dit e-mailadres of wachtwoord klopt niet."


def test_the_right_password_opens_the_start_page(client: CheckingClient) -> None:
    person = make_member()
    answer = client.post("/sign-in", data={"email": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert answer.location == "/"
    assert client.get("/").status_code == 200


def test_capitals_and_blanks_around_the_address_do_not_matter(client: CheckingClient) -> None:
    person = make_member()
    answer = client.post(
        "/sign-in", data={"email": f" {person.email.upper()} ", "password": PASSWORD}
    )
    assert answer.status_code == 302


def test_every_refusal_reads_the_same(client: CheckingClient) -> None:
    member = make_member()
    gone = make_member(active=False)
    invited = make_member(password_hash=None)
    pages = []
    for email, password in (
        (member.email, "verkeerd wachtwoord"),
        ("niemand@haren.example", PASSWORD),
        (gone.email, PASSWORD),
        (invited.email, PASSWORD),
    ):
        answer = client.post("/sign-in", data={"email": email, "password": password})
        assert answer.status_code == 422
        assert WRONG in answer.text
        assert PASSWORD not in answer.text
        main = answer.text.partition("<main")[2].partition("</main>")[0]
        pages.append(main.replace(email, ""))
    assert len(set(pages)) == 1
    assert client.get("/").status_code == 302


def test_an_unknown_account_takes_the_same_path(app: Flask) -> None:
    """The hash of nobody is as dear to check as that of anybody."""
    assert passwords.fits(PASSWORD, None) is False
    assert not passwords.is_dated(passwords._nobody)


def test_what_was_typed_comes_back_but_never_the_password(client: CheckingClient) -> None:
    answer = client.post("/sign-in", data={"email": "iemand@haren.example", "password": "geheim!"})
    assert 'value="iemand@haren.example"' in answer.text
    assert "geheim!" not in answer.text


def test_an_empty_form_says_what_to_fill(client: CheckingClient) -> None:
    answer = client.post("/sign-in", data={})
    assert answer.status_code == 422
    assert "Vul uw e-mailadres in." in answer.text
    assert "Vul uw wachtwoord in." in answer.text


def test_who_is_signed_in_goes_on(client: CheckingClient) -> None:
    client.sign_in(make_member())
    assert client.get("/sign-in?next=/people/me").location == "/people/me"


def test_the_journal_tells_without_secrets(client: CheckingClient) -> None:
    person = make_member()
    client.post("/sign-in", data={"email": person.email, "password": "helemaal verkeerd"})
    client.post("/sign-in", data={"email": "niemand@haren.example", "password": PASSWORD})
    client.post("/sign-in", data={"email": person.email, "password": PASSWORD})
    client.post("/sign-out")
    entries = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
    assert [(entry.action, entry.result, entry.object_id) for entry in entries] == [
        ("account.sign-in", "refused", person.id),
        ("account.sign-in", "refused", None),
        ("account.sign-in", "done", person.id),
        ("account.sign-out", "done", person.id),
    ]
    token = db.session.scalar(select(SignInSession.token_hash))
    for entry in entries:
        kept = str({**vars(entry)})
        assert PASSWORD not in kept
        assert str(token) not in kept


def test_an_older_hash_is_made_anew(client: CheckingClient) -> None:
    dated = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    person = make_member(password_hash=dated)
    version = person.version
    client.post("/sign-in", data={"email": person.email, "password": PASSWORD})
    kept = db.session.get_one(Person, person.id)
    assert kept.password_hash != dated
    assert passwords.fits(PASSWORD, kept.password_hash)
    assert not passwords.is_dated(str(kept.password_hash))
    assert kept.version == version
