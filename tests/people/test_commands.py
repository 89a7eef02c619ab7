"""The commands `flask people`: what they print, and how they refuse."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.core import journal
from app.core.database import db
from app.people.links import find_usable_link
from app.people.models import Person, SignInLink
from app.people.queries import find_by_email
from tests.client import CheckingClient
from tests.engines import configuration
from tests.factories import make_person


def _run(app: Flask, *arguments: str) -> Result:
    result = app.test_cli_runner().invoke(args=["people", *arguments])
    db.session.rollback()
    return result


def _refused(result: Result, sentence: str) -> bool:
    return result.exit_code == 1 and result.stdout == "" and result.stderr == sentence + "\n"


def test_add_an_account_with_roles(app: Flask) -> None:
    result = _run(
        app,
        "add",
        "Jeugd@Haren.example",
        *("--name", "Beleidsmedewerker jeugd", "--title", "beleidsmedewerker jeugd"),
        *("--role", "officer", "--role", "coordinator"),
    )
    assert result.exit_code == 0, result.stderr
    person = find_by_email("jeugd@haren.example")
    assert person is not None
    assert find_usable_link(result.stdout.splitlines()[-1].rsplit("/", 1)[-1]) is not None
    assert person.email == "jeugd@haren.example"
    assert person.role_names == {"officer", "coordinator"}
    assert person.title == "beleidsmedewerker jeugd"
    entry = db.session.scalar(
        select(journal.JournalEntry).where(journal.JournalEntry.object_id == person.id)
    )
    assert entry is not None
    assert (entry.action, entry.actor_id, entry.origin) == ("account.create", None, "command")


def test_several_roles_behind_one_option(app: Flask) -> None:
    result = _run(app, "add", "a@haren.example", "--name", "Iemand", "--role", "officer", "adviser")
    assert result.exit_code == 0, result.stderr
    person = find_by_email("a@haren.example")
    assert person is not None
    assert person.role_names == {"officer", "adviser"}


def test_refusals_change_nothing(app: Flask) -> None:
    make_person(email="bezet@haren.example")
    before = db.session.scalar(select(func.count()).select_from(Person))
    role = ("--role", "officer")
    taken = _run(app, "add", "BEZET@haren.example", "--name", "Iemand", *role)
    assert _refused(taken, "Er is al een account met dit e-mailadres.")
    wrong = _run(app, "add", "geen-adres", "--name", "Iemand", *role)
    assert _refused(wrong, "Vul een e-mailadres in zoals naam@gemeente.nl.")
    nameless = _run(app, "add", "b@haren.example", "--name", "  ", *role)
    assert _refused(nameless, "Vul een naam in.")
    assert db.session.scalar(select(func.count()).select_from(Person)) == before


def test_wrong_usage(app: Flask) -> None:
    for arguments in (
        ("add", "a@haren.example", "--name", "Iemand"),
        ("add", "a@haren.example", "--role", "officer"),
        ("add", "--name", "Iemand", "--role", "officer"),
        ("add", "a@haren.example", "--name", "Iemand", "--role", "koning"),
        ("link",),
        ("list", "--xml"),
    ):
        assert _run(app, *arguments).exit_code == 2
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def test_a_link_is_a_full_address_that_works(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    result = _run(app, "link", person.email.upper())
    assert result.exit_code == 0, result.stderr
    address = result.stdout.strip()
    assert address.startswith(f"http://127.0.0.1:{app.config['PORT']}/sign-in/link/")
    assert client.get(urlsplit(address).path).status_code == 200


def test_a_link_uses_the_public_address(app: Flask) -> None:
    person = make_person()
    app.config["PUBLIC_URL"] = "https://vooroverleg.haren.example"
    try:
        result = _run(app, "link", person.email)
    finally:
        app.config["PUBLIC_URL"] = ""
    assert result.stdout.startswith("https://vooroverleg.haren.example/sign-in/link/")


def test_no_link_for_nobody(app: Flask) -> None:
    make_person(email="weg@haren.example", name="Oud-wethouder", active=False)
    nobody = _run(app, "link", "niemand@haren.example")
    assert _refused(nobody, "Er is geen account met het e-mailadres niemand@haren.example.")
    gone = _run(app, "link", "weg@haren.example")
    sentence = "Het account van Oud-wethouder is uitgeschakeld. Schakel het eerst in."
    assert _refused(gone, sentence)
    assert db.session.scalar(select(func.count()).select_from(SignInLink)) == 0


def test_the_list_as_json(app: Flask) -> None:
    first = make_person("clerk", "adviser", name="Coördinator & griffier")
    second = make_person("administrator", active=False)
    result = _run(app, "list", "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == [first.id, second.id]
    assert rows[0] == {
        "id": first.id,
        "email": first.email,
        "name": "Coördinator & griffier",
        "roles": ["adviser", "clerk"],
        "title": "",
        "active": True,
    }
    assert rows[1]["active"] is False
    assert result.stderr == ""


def test_the_list_for_reading(app: Flask) -> None:
    person = make_person(active=False)
    result = _run(app, "list")
    assert person.email in result.stdout
    assert "(uitgeschakeld)" in result.stdout


def test_a_database_that_is_away_or_empty_is_one_sentence(tmp_path: Path) -> None:
    empty = create_app(configuration(f"sqlite:///{tmp_path}/empty.sqlite3", tmp_path))
    away = create_app(configuration("postgresql://127.0.0.1:1/none", tmp_path))
    for app, word in ((empty, "flask db upgrade"), (away, "niet bereikbaar")):
        result = app.test_cli_runner().invoke(args=["people", "list"])
        assert result.exit_code == 1
        assert word in result.stderr
        assert result.stderr.count("\n") == 1
        assert result.stdout == ""
        with app.app_context():
            db.engine.dispose()
