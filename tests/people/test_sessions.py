"""Sessions live on the server: ended there, they are ended for every copy of the cookie."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from flask import Flask
from sqlalchemy import select

from app.core import clock, settings
from app.core.database import db
from app.people import sessions
from app.people.models import Person, SignInSession
from tests.client import CheckingClient
from tests.conftest import NOW
from tests.factories import make_person
from tests.people.accounts import PASSWORD, make_member


def _cookie(client: CheckingClient) -> str:
    cookie = client.get_cookie("session")
    assert cookie is not None
    return str(cookie.value)


def _with_cookie(app: Flask, value: str) -> CheckingClient:
    client = cast(CheckingClient, app.test_client())
    client.set_cookie("session", value)
    return client


def _enter(client: CheckingClient, person: Person) -> None:
    client.post("/sign-in", data={"email": person.email, "password": PASSWORD})
    assert client.get("/people/me").status_code == 200


def test_a_stolen_cookie_is_worth_nothing_after_sign_out(
    app: Flask, client: CheckingClient
) -> None:
    _enter(client, make_member())
    stolen = _cookie(client)
    assert _with_cookie(app, stolen).get("/people/me").status_code == 200
    client.post("/sign-out")
    assert _with_cookie(app, stolen).get("/people/me").status_code == 302


def test_a_planted_cookie_is_not_taken_over(app: Flask, client: CheckingClient) -> None:
    """Session fixation: the session before signing in is another one than that after."""
    client.get("/sign-in")
    with client.session_transaction() as planted:
        planted["_user_id"] = "planted-by-somebody-else"
        planted["trap"] = "left behind"
    before = _cookie(client)
    _enter(client, make_member())
    assert _cookie(client) != before
    with client.session_transaction() as session:
        assert session["_user_id"] != "planted-by-somebody-else"
        assert "trap" not in session
    assert _with_cookie(app, before).get("/people/me").status_code == 302


def test_signing_in_again_is_another_session_and_ends_the_one_before(
    app: Flask, client: CheckingClient
) -> None:
    person = make_member()
    _enter(client, person)
    first = _cookie(client)
    _enter(client, person)
    assert _cookie(client) != first
    assert _with_cookie(app, first).get("/people/me").status_code == 302


def test_the_chosen_language_survives_signing_in_and_out(client: CheckingClient) -> None:
    client.post("/language", data={"language": "en"})
    _enter(client, make_member())
    client.post("/sign-out")
    assert '<html lang="en">' in client.get("/sign-in").text


def test_the_database_keeps_no_usable_token(client: CheckingClient) -> None:
    _enter(client, make_member())
    with client.session_transaction() as session:
        token = session["_user_id"]
    kept = db.session.scalars(select(SignInSession.token_hash)).all()
    assert token not in kept
    assert sessions.digest(token) in kept


def test_a_session_ends_by_itself_however_busy(client: CheckingClient) -> None:
    _enter(client, make_member())
    clock.stop_at(NOW + timedelta(hours=settings.SESSION_HOURS.default) - timedelta(minutes=1))
    assert client.get("/people/me").status_code == 200
    clock.stop_at(NOW + timedelta(hours=settings.SESSION_HOURS.default))
    assert client.get("/people/me").status_code == 302


def test_an_inactive_account_is_refused_at_once(client: CheckingClient) -> None:
    person = make_member()
    _enter(client, person)
    db.session.get_one(Person, person.id).active = False
    db.session.commit()
    assert client.get("/people/me").status_code == 302
    assert client.post("/people/me", data={"name": "X", "language": "nl"}).status_code == 401


def test_sign_out_everywhere(app: Flask, client: CheckingClient) -> None:
    person = make_member()
    elsewhere = cast(CheckingClient, app.test_client())
    _enter(elsewhere, person)
    _enter(client, person)
    answer = client.post("/people/me/sessions/end")
    assert answer.location == "/sign-in"
    assert "U bent overal afgemeld." in client.get("/sign-in").text
    assert client.get("/people/me").status_code == 302
    assert elsewhere.get("/people/me").status_code == 302


def test_one_other_session_can_be_ended(app: Flask, client: CheckingClient) -> None:
    person = make_member()
    elsewhere = cast(CheckingClient, app.test_client())
    _enter(elsewhere, person)
    clock.stop_at(NOW + timedelta(minutes=5))
    _enter(client, person)
    first = db.session.scalars(select(SignInSession.id).order_by(SignInSession.started_at)).first()
    page = client.get("/people/me").text
    assert page.count("dit apparaat") == 1
    assert f"/people/me/sessions/{first}/end" in page
    client.post(f"/people/me/sessions/{first}/end")
    assert elsewhere.get("/people/me").status_code == 302
    assert client.get("/people/me").status_code == 200


def test_a_session_of_somebody_else_does_not_exist(client: CheckingClient) -> None:
    other = make_person()
    sessions.start_session(other)
    db.session.commit()
    theirs = db.session.scalar(select(SignInSession.id))
    client.sign_in(make_person())
    assert client.post(f"/people/me/sessions/{theirs}/end").status_code == 404
    assert db.session.get_one(SignInSession, theirs).ended_at is None


def test_signing_out_says_so_and_stays_so(client: CheckingClient) -> None:
    _enter(client, make_member())
    assert client.post("/sign-out").location == "/sign-in"
    assert "U bent afgemeld." in client.get("/sign-in").text
    assert client.get("/").status_code == 302
