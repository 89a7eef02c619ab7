"""The frame: default deny, headers, sessions that end for good, readings noted afterwards."""

from __future__ import annotations

from flask import Flask

from app.core.database import db
from app.people.sessions import end_session
from tests.client import CheckingClient
from tests.factories import make_meeting, make_person


def test_a_stranger_is_sent_to_sign_in(client: CheckingClient) -> None:
    response = client.get("/")
    assert response.status_code == 302
    assert response.location == "/sign-in"


def test_an_ended_session_stays_ended(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    client.sign_in(person)
    assert client.get("/").status_code == 200
    end_session(person.session_token)
    db.session.commit()
    assert client.get("/").status_code == 302


def test_versions_count_edits(app: Flask) -> None:
    meeting = make_meeting()
    assert meeting.version == 1
    meeting.title = "Extra overleg"
    db.session.commit()
    assert meeting.version == 2


def test_own_styles_are_kept_until_they_change(client: CheckingClient) -> None:
    page = client.get("/sign-in").get_data(as_text=True)
    address = next(part for part in page.split('"') if part.startswith("/static/css/tokens.css"))
    assert "?v=" in address
    with client.get(address) as kept:
        assert "immutable" in kept.headers["Cache-Control"]
    with client.get("/static/css/tokens.css") as asked_again:
        assert "immutable" not in asked_again.headers["Cache-Control"]
