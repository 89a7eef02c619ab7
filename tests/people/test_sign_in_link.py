"""One-time links: looking does not use them up, using them does, and they do not leak."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import cast
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import clock, settings
from app.core.database import db
from app.people import account_actions, links, passwords
from app.people.models import Person, Role, SignInLink, SignInSession
from tests.client import CheckingClient
from tests.conftest import NOW, MakeApp
from tests.factories import make_person
from tests.people.accounts import PASSWORD, make_member

NEW = "een heel andere zin dan eerst"
BOTH = {"password": NEW, "again": NEW}
ENDED = "Deze link werkt niet meer"


def _link(person: Person) -> str:
    path = urlsplit(links.make_link(person, None)).path
    db.session.commit()
    return path


def test_previews_do_not_use_the_link_up(client: CheckingClient) -> None:
    path = _link(make_person())
    for _turn in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert client.post(path, data=BOTH).status_code == 302


def test_the_address_does_not_leak(client: CheckingClient) -> None:
    path = _link(make_person())
    for answer in (client.get(path), client.post(path, data={}), client.get(path + "x")):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert 'name="robots" content="noindex' in answer.text


def test_the_database_keeps_no_usable_link(app: Flask) -> None:
    token = _link(make_person()).rpartition("/")[2]
    assert token not in db.session.scalars(select(SignInLink.token_hash)).all()


def test_a_link_sets_the_password_signs_in_and_ends_what_ran(
    app: Flask, client: CheckingClient
) -> None:
    person = make_member()
    elsewhere = cast(CheckingClient, app.test_client()).sign_in(person)
    path = _link(person)
    answer = client.post(path, data=BOTH)
    assert answer.location == "/"
    assert "Uw wachtwoord is ingesteld. U bent aangemeld." in client.get("/people/me").text
    assert elsewhere.get("/people/me").status_code == 302
    client.post("/sign-out")
    old = client.post("/sign-in", data={"email": person.email, "password": PASSWORD})
    assert old.status_code == 422
    new = client.post("/sign-in", data={"email": person.email, "password": NEW})
    assert new.status_code == 302


def test_a_used_link_helps_on(client: CheckingClient) -> None:
    path = _link(make_person())
    client.post(path, data=BOTH)
    client.post("/sign-out")
    for answer in (client.get(path), client.post(path, data=BOTH)):
        assert answer.status_code == 410
        assert ENDED in answer.text
        assert "/sign-in" in answer.text
    assert client.get("/").status_code == 302


def test_after_seven_days_it_is_over(client: CheckingClient) -> None:
    path = _link(make_person())
    clock.stop_at(NOW + links.lifetime() - timedelta(seconds=1))
    assert client.get(path).status_code == 200
    clock.stop_at(NOW + links.lifetime())
    assert client.get(path).status_code == 410
    assert client.post(path, data=BOTH).status_code == 410


def test_a_newer_link_replaces_an_older(client: CheckingClient) -> None:
    person = make_person()
    older, newer = _link(person), _link(person)
    assert client.get(older).status_code == 410
    assert client.get(newer).status_code == 200


def test_an_account_that_is_off_has_no_link(client: CheckingClient) -> None:
    person, administrator = make_person(), make_person(Role.ADMINISTRATOR)
    path = _link(person)
    account_actions.deactivate_account(administrator, person)
    db.session.commit()
    assert client.get(path).status_code == 410
    account_actions.activate_account(administrator, person)
    db.session.commit()
    assert client.get(path).status_code == 410


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("te kort", "Dit wachtwoord is te kort."),
        ("welkom123456", "gemakkelijk te raden"),
        ("wethouder@haren.example", "Gebruik niet uw naam of e-mailadres"),
    ],
)
def test_a_weak_password_does_not_use_the_link_up(
    client: CheckingClient, password: str, sentence: str
) -> None:
    path = _link(make_person(email="wethouder@haren.example"))
    answer = client.post(path, data={"password": password, "again": password})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert client.post(path, data=BOTH).status_code == 302


def test_two_different_passwords_do_not_use_it_up(client: CheckingClient) -> None:
    path = _link(make_person())
    answer = client.post(path, data={"password": NEW, "again": NEW + "!"})
    assert answer.status_code == 422
    assert "Dit is niet hetzelfde." in answer.text
    assert client.get(path).status_code == 200


def test_a_link_ends_the_wait_after_wrong_passwords(client: CheckingClient) -> None:
    person = make_member()
    for _turn in range(settings.PASSWORD_ATTEMPTS.default):
        client.post("/sign-in", data={"email": person.email, "password": "verkeerd"})
    client.post(_link(person), data=BOTH)
    client.post("/sign-out")
    answer = client.post("/sign-in", data={"email": person.email, "password": NEW})
    assert answer.status_code == 302


def test_used_twice_at_once_it_works_once(make_app: MakeApp) -> None:
    app = make_app()
    with app.app_context():
        person = make_person()
        path, person_id = _link(person), person.id
    start = Barrier(2)

    def use(number: int) -> int:
        words = f"de zin van nummer {number} is lang"
        client = app.test_client()
        start.wait()
        return client.post(path, data={"password": words, "again": words}).status_code

    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(use, (1, 2)))
    assert sorted(codes) == [302, 410]
    winner = codes.index(302) + 1
    with app.app_context():
        kept = str(db.session.get_one(Person, person_id).password_hash)
        assert passwords.fits(f"de zin van nummer {winner} is lang", kept)
        assert db.session.scalar(select(func.count()).select_from(SignInSession)) == 1
