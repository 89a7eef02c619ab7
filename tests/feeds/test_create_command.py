"""`flask feeds create`: the path on the last line, one sentence where it is refused."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.database import db
from app.feeds.models import Subscription
from tests.client import CheckingClient
from tests.factories import make_meeting, make_person, make_serving
from tests.feeds.calendars import events_in, fetch


def run(app: Flask, *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of the command."""
    result = app.test_cli_runner().invoke(args=["feeds", "create", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_it_prints_a_path_that_works(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    meeting = make_meeting(officer=person)
    scopes = ["mine", "all", "deadlines", f"partnership:{meeting.body.partnership_id}"]
    for scope in scopes:
        code, out, _err = run(app, "--person", person.email.upper(), "--scope", scope)
        assert code == 0
        path = out.strip().splitlines()[-1]
        assert path.startswith("/feeds/")
        held = set(events_in(fetch(client, path)))
        assert held == (set() if scope == "deadlines" else {meeting.uid})


@pytest.mark.parametrize(
    ("scope", "code"),
    [("mine", 1), ("partnership:999999", 1), ("alles", 2), ("partnership", 2), ("mine:3", 2)],
)
def test_a_refusal_changes_nothing(app: Flask, scope: str, code: int) -> None:
    email = "niemand@haren.example" if scope == "mine" else make_person().email
    found, out, err = run(app, "--person", email, "--scope", scope)
    assert found == code
    assert out == ""
    assert err.strip()
    assert db.session.scalars(select(Subscription)).all() == []


def test_a_closed_account_gets_no_feed(app: Flask) -> None:
    person = make_person(active=False)
    assert run(app, "--person", person.email, "--scope", "mine")[0] == 1


def test_several_scopes_are_one_calendar_with_its_own_look(
    app: Flask, client: CheckingClient
) -> None:
    secretary, alderman = make_person("secretary"), make_person("alderman", name="Wethouder")
    make_serving(secretary, alderman)
    theirs, other = make_meeting(alderman=alderman), make_meeting()
    scopes = ["--scope", f"person:{alderman.email}"]
    scopes += ["--scope", f"partnership:{other.body.partnership_id}"]
    look = ["--color", "teal", "--alarm", "60", "--without-cancelled"]
    code, out, _err = run(app, "--person", secretary.email, *scopes, *look)
    assert code == 0
    name, path = out.strip().splitlines()
    assert name.startswith("Vergaderingen van Wethouder + ")
    assert set(events_in(fetch(client, path, alarms=True))) == {theirs.uid, other.uid}
    made = db.session.scalars(select(Subscription)).one()
    assert (made.color, made.alarm_minutes, made.with_cancelled) == ("teal", 60, False)


def test_nobody_is_followed_who_may_not_be(app: Flask) -> None:
    secretary, alderman = make_person("secretary"), make_person("alderman")
    for scope in (f"person:{alderman.id}", f"deadlines:{alderman.email}"):
        code, out, err = run(app, "--person", secretary.email, "--scope", scope)
        assert (code, out) == (1, "")
        assert "voor wie u werkt" in err
    code, out, err = run(app, "--person", secretary.email, "--scope", "person:wie@dan.ook")
    assert (code, out) == (1, "")
    assert "Er is geen account met dit adres." in err
    wrong = run(app, "--person", secretary.email, "--scope", "mine", "--alarm", "7")
    assert wrong[0] == 2
    assert db.session.scalars(select(Subscription)).all() == []
