"""Clicks at the same moment: a second one of one's own, and those of two people."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.core.database import db, one_at_a_time
from app.invitations import actions, queries
from app.invitations.models import ReceivedInvitation
from app.people.models import Person, Role
from tests.client import CheckingClient
from tests.conftest import MakeApp
from tests.factories import make_body, make_partnership, make_person
from tests.invitations.files import arrived, invitation
from tests.invitations.pages.using import ELSEWHERE, LIST, both, form_of, meetings


@pytest.fixture
def server(make_app: MakeApp) -> Iterator[Flask]:
    """A server whose database belongs to the test."""
    app = make_app()
    app.test_client_class = CheckingClient
    app.extensions["schema_checked"] = True
    with app.app_context():
        yield app


def received(*contents: bytes, actor: Person, partnership_id: int | None = None) -> list[int]:
    """Files that came in; the numbers of them."""
    found = [actions.keep(arrived(one), actor, partnership_id) for one in contents]
    numbers = [one.id for one in found]
    db.session.commit()
    return numbers


def signed_in(app: Flask, person: Person) -> CheckingClient:
    return cast(CheckingClient, app.test_client()).sign_in(person)


@contextmanager
def waiting_for_us(
    server: Flask, *deeds: Callable[[], TestResponse]
) -> Iterator[list[TestResponse]]:
    """Start these at once and let them wait for what we do; they go on at the end."""
    db.session.connection()
    one_at_a_time(ReceivedInvitation)
    answers: list[TestResponse] = []

    def run(deed: Callable[[], TestResponse]) -> None:
        with server.app_context():
            answers.append(deed())

    threads = [threading.Thread(target=run, args=(one,)) for one in deeds]
    for one in threads:
        one.start()
    _until_they_wait(len(deeds))
    yield answers
    db.session.commit()
    for one in threads:
        one.join(60)


def _until_they_wait(number: int) -> None:
    """On SQLite nobody can begin."""
    if db.engine.dialect.name != "postgresql":
        time.sleep(0.3)
        return
    until = time.monotonic() + 20
    held = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while (db.session.scalar(held) or 0) < number and time.monotonic() < until:
        time.sleep(0.05)


def test_clicking_twice_leads_to_what_was_done(server: Flask) -> None:
    """Also where both clicks arrive before the first is done: nobody else did anything."""
    secretary = make_person(Role.SECRETARY)
    [number] = received(invitation(), actor=secretary, partnership_id=make_body().partnership_id)
    client, where = signed_in(server, secretary), f"/invitations/{number}"
    other = signed_in(server, secretary)
    form = {**form_of(client.get(where).text), "take-over": "1"}
    with waiting_for_us(
        server, lambda: client.post(where, data=form), lambda: other.post(where, data=form)
    ) as answers:
        pass
    assert [(one.status_code, one.location) for one in answers] == [(302, where)] * 2
    assert len(meetings()) == 1
    assert "Iemand anders" not in client.get(where).text
    version = {"version": str(queries.get_received(number, secretary).version)}
    db.session.rollback()
    for _twice in range(2):
        answer = client.post(f"{where}/undo", data=version)
        assert (answer.status_code, answer.location) == (302, where)
    assert meetings() == []


def test_a_question_that_is_left_comes_back_with_the_answers(server: Flask) -> None:
    """Of who clicked twice on a file of which a part was done by the first click."""
    secretary = make_person(Role.SECRETARY)
    body = make_body(name="Algemeen bestuur", kind="general_board")
    known = invitation(title=f"Algemeen bestuur {body.partnership.name}")
    unknown = invitation(uid="2@x", title="Heidag", day="20270310", organiser=ELSEWHERE)
    [number] = received(both(known, unknown), actor=secretary)
    client, where = signed_in(server, secretary), f"/invitations/{number}"
    form = {**form_of(client.get(where).text), "take-over": "1"}
    assert client.post(where, data=form).status_code == 200
    assert len(meetings()) == 1
    db.session.rollback()
    answer = client.post(where, data=form)
    assert answer.status_code == 409
    assert "Iemand anders" not in answer.text
    assert "Er is nog een vraag open" in answer.text


def test_taking_several_over_twice_says_nothing_of_waiting(server: Flask) -> None:
    secretary = make_person(Role.SECRETARY)
    partnership = make_partnership(name="GGD Groningen", abbreviation="GGD")
    make_body(name="Algemeen bestuur", kind="general_board", partnership=partnership)
    contents = [
        invitation(title="AB GGD"),
        invitation(uid="2@x", title="AB GGD", day="20270310"),
    ]
    numbers = received(*contents, actor=secretary, partnership_id=partnership.id)
    client, other = signed_in(server, secretary), signed_in(server, secretary)
    seen = {f"seen-{one}": form_of(client.get(f"{LIST}{one}").text)["seen"] for one in numbers}
    where = f"{LIST}take-over"
    with waiting_for_us(
        server, lambda: client.post(where, data=seen), lambda: other.post(where, data=seen)
    ):
        pass
    assert len(meetings()) == 2
    db.session.rollback()
    pages = client.get(LIST).text + other.get(LIST).text
    assert "intussen anders" not in pages
    assert "overgenomen" in pages


def test_two_files_of_one_meeting_at_once(server: Flask) -> None:
    """Who was second sees first what it comes to now."""
    secretary, colleague = make_person(Role.SECRETARY), make_person(Role.COORDINATOR)
    partnership_id = make_body().partnership_id
    [first] = received(invitation(), actor=secretary, partnership_id=partnership_id)
    actions.apply(queries.get_received(first, secretary), secretary)
    db.session.commit()
    contents = [invitation(sequence=number, hour=12 + number) for number in (1, 2)]
    ours, theirs = received(*contents, actor=secretary, partnership_id=partnership_id)
    client, where = signed_in(server, colleague), f"{LIST}{theirs}"
    form = {**form_of(client.get(where).text), "take-over": "1"}
    with waiting_for_us(server, lambda: client.post(where, data=form)) as answers:
        actions.apply(queries.get_received(ours, secretary), secretary)
    [answer] = answers
    assert answer.status_code == 409
    assert "Het komt nu op iets anders uit dan u zag" in answer.text
    assert [one.starts_at.hour for one in meetings()] == [13]
    db.session.rollback()
    again = {**form_of(answer.text), "take-over": "1"}
    assert client.post(where, data=again).status_code == 302
    assert [one.starts_at.hour for one in meetings()] == [14]
