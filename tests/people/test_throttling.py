"""Guessing passwords is slowed down, per account and per address, for all servers together."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.core import clock, settings
from app.core.database import db
from app.people import throttling
from app.people.models import SignInAttempt
from tests.client import CheckingClient
from tests.conftest import NOW, MakeApp
from tests.people.accounts import PASSWORD, make_member


def _try(
    client: CheckingClient, email: str, password: str, address: str = "203.0.113.7"
) -> TestResponse:
    return client.post(
        "/sign-in",
        data={"email": email, "password": password},
        environ_base={"REMOTE_ADDR": address},
    )


def _fail(client: CheckingClient, email: str, times: int, address: str = "203.0.113.7") -> None:
    for _turn in range(times):
        assert _try(client, email, "verkeerd", address).status_code == 422


def test_after_five_failures_even_the_right_password_waits(client: CheckingClient) -> None:
    person = make_member()
    _fail(client, person.email, settings.PASSWORD_ATTEMPTS.default)
    answer = _try(client, person.email, PASSWORD, "198.51.100.9")
    assert answer.status_code == 429
    assert "U kunt het om 09.15 uur opnieuw proberen." in answer.text
    assert answer.headers["Retry-After"] == "901"
    assert client.get("/").status_code == 302


def test_after_a_quarter_it_works_again_and_old_rows_are_gone(client: CheckingClient) -> None:
    person = make_member()
    _fail(client, person.email, settings.PASSWORD_ATTEMPTS.default)
    assert _try(client, person.email, PASSWORD).status_code == 429
    clock.stop_at(NOW + throttling.window() + timedelta(seconds=1))
    assert _try(client, person.email, PASSWORD).status_code == 302
    assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


def test_a_refused_attempt_does_not_lengthen_the_wait(client: CheckingClient) -> None:
    person = make_member()
    _fail(client, person.email, settings.PASSWORD_ATTEMPTS.default)
    clock.stop_at(NOW + timedelta(minutes=10))
    assert _try(client, person.email, PASSWORD).status_code == 429
    clock.stop_at(NOW + timedelta(minutes=15))
    assert _try(client, person.email, PASSWORD).status_code == 302


def test_success_forgives_the_account(client: CheckingClient) -> None:
    person = make_member()
    for _round in range(2):
        _fail(client, person.email, settings.PASSWORD_ATTEMPTS.default - 1)
        assert _try(client, person.email, PASSWORD).status_code == 302
        client.post("/sign-out")


def test_an_unknown_account_is_treated_the_same(client: CheckingClient) -> None:
    _fail(client, "niemand@haren.example", settings.PASSWORD_ATTEMPTS.default)
    assert _try(client, "niemand@haren.example", PASSWORD).status_code == 429


def test_one_address_guesses_at_thirty_accounts_at_most(app: Flask) -> None:
    for number in range(throttling.PER_ADDRESS):
        throttling.start_attempt(f"account{number}@haren.example", "203.0.113.7")
    client = cast(CheckingClient, app.test_client())
    person = make_member()
    assert _try(client, person.email, PASSWORD).status_code == 429
    assert _try(client, person.email, PASSWORD, "198.51.100.9").status_code == 302


def test_a_household_of_ipv6_is_one_address(app: Flask) -> None:
    assert throttling._network("2001:db8::1") == throttling._network("2001:db8::ffff:2")
    assert throttling._network("2001:db8::1") != throttling._network("2001:db8:0:1::1")
    assert throttling._network("::ffff:203.0.113.7") == throttling._network("203.0.113.7")
    assert throttling._network(None) == ""


def test_the_table_counts_for_every_server(make_app: MakeApp) -> None:
    first, second = make_app(), make_app()
    with first.app_context():
        email = make_member().email
    for turn in range(settings.PASSWORD_ATTEMPTS.default):
        server = (first, second)[turn % 2]
        answer = server.test_client().post("/sign-in", data={"email": email, "password": "mis"})
        assert answer.status_code == 422
    for server in (first, second):
        answer = server.test_client().post("/sign-in", data={"email": email, "password": PASSWORD})
        assert answer.status_code == 429


def test_nothing_readable_is_kept(client: CheckingClient) -> None:
    _fail(client, "iemand@haren.example", 1)
    for attempt in db.session.scalars(select(SignInAttempt)):
        assert "haren" not in attempt.subject
        assert len(attempt.subject) == 64
