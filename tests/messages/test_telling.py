"""Telling people: each once, in the own language, with a list of one's own and read marks."""

from __future__ import annotations

from flask import Flask
from flask_babel import get_locale
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from app.core.database import db
from app.messages import actions, queries
from app.messages.models import Message
from tests.client import CheckingClient, Statements
from tests.factories import make_person


def test_each_person_is_told_once(app: Flask) -> None:
    one, two, gone = make_person(), make_person(), make_person(active=False)
    for _time in range(2):
        actions.tell([one.id, two.id, two.id, gone.id], "note-1-offered-1", "Er is nieuws.", "/")
        db.session.commit()
    rows = db.session.scalars(select(Message).order_by(Message.person_id)).all()
    assert [row.person_id for row in rows] == [one.id, two.id]
    assert {row.mail_state for row in rows} == {"waiting"}


def test_nobody_to_tell_is_no_fault(app: Flask) -> None:
    actions.tell([], "note-1-offered-1", "Er is nieuws.", "/")
    assert db.session.scalar(select(Message)) is None


def test_each_is_told_in_the_own_language(app: Flask) -> None:
    dutch, english = make_person(language="nl"), make_person(language="en")
    sentence = LazyString(lambda: f"language {get_locale()}")
    actions.tell([dutch.id, english.id], "event", sentence, "/")
    rows = db.session.scalars(select(Message.text).order_by(Message.person_id)).all()
    assert rows == ["language nl", "language en"]


def test_the_list_shows_only_ones_own_with_read_marks(app: Flask, client: CheckingClient) -> None:
    person, other = make_person(), make_person()
    actions.tell([person.id], "event-1", "De annotatie ligt bij jou.", "/notes/1")
    actions.tell([other.id], "event-2", "Iets van een ander.", "/notes/2")
    db.session.commit()
    assert queries.unread_count(person) == 1
    client.sign_in(person)
    page = client.get("/messages/").text
    assert "De annotatie ligt bij jou." in page
    assert 'href="/notes/1"' in page
    assert "Iets van een ander" not in page
    foreign = db.session.scalars(select(Message.id).where(Message.person_id == other.id)).one()
    assert client.post(f"/messages/{foreign}/read").status_code == 302
    assert queries.unread_count(other) == 1, "somebody else's message stays as it was"
    client.post("/messages/read")
    assert queries.unread_count(person) == 0
    assert "U hebt alles gelezen." in client.get("/messages/").text


def test_an_empty_list_says_what_will_stand_there(app: Flask, client: CheckingClient) -> None:
    client.sign_in(make_person())
    assert "Nog geen berichten" in client.get("/messages/").text


def test_a_long_list_has_pages_and_a_constant_number_of_statements(
    app: Flask, client: CheckingClient, statements: Statements
) -> None:
    person = make_person()
    client.sign_in(person)
    actions.tell([person.id], "event", "Bericht", "/")
    db.session.commit()
    with statements.counted() as few:
        client.get("/messages/")
        first = few.count
    for number in range(120):
        actions.tell([person.id], f"event-{number}", f"Bericht {number}.", "/")
    db.session.commit()
    with statements.counted() as many:
        page = client.get("/messages/").text
        assert many.count == first
    assert "1–50 van 121" in page
    assert "101–121 van 121" in client.get("/messages/?page=3").text
    assert "101–121 van 121" in client.get("/messages/?page=99").text
