"""What could not be noted after a response is in the log: what it was, and why, in one line."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from flask import Flask, Response
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError

from app.core import clock, recorder
from app.core.database import db
from app.feeds.address import serving
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_person
from tests.feeds.calendars import fetch, make_feed


def away(*_words: object) -> bool:
    """The database is away just after the answer."""
    raise OperationalError("INSERT", {}, ConnectionError("gone"))


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the log holds of it, with all that stands below it."""
    formatter = logging.Formatter("%(message)s")
    return [formatter.format(one) for one in caplog.records if one.name == recorder.__name__]


@pytest.mark.parametrize(
    ("owner", "name", "words"),
    [
        (serving, "note_deadlines", "what a calendar said of deadlines"),
        (serving, "note_size", "how large a calendar is"),
        (recorder, "_write", "that something was read"),
    ],
)
def test_it_says_what_was_not_noted(
    app: Flask,
    client: CheckingClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    owner: object,
    name: str,
    words: str,
) -> None:
    officer = make_person()
    make_item(make_meeting(officer=officer, days=40))
    address = make_feed(officer, "deadlines")
    monkeypatch.setattr(owner, name, away)
    fetch(client, address)
    assert said(caplog) == [f"not noted after a response: {words} (ConnectionError)"]


def answer_and_do(app: Flask, *deeds: Callable[[], None]) -> None:
    """Have these done after a response."""
    with app.test_request_context():
        for deed in deeds:
            recorder.afterwards("a deed", deed)
        response = Response("")
        recorder.follow(response)
    response.close()


def test_a_fault_of_ours_says_where_and_keeps_nothing_else_back(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[int] = []

    def twice() -> None:
        person = {"person_id": make_person().id, "kind": "feed", "object_id": 1}
        moments = dict.fromkeys(("first_at", "last_at"), clock.now())
        for _time in range(2):  # the same reading is there once
            db.session.execute(insert(recorder.Reading).values(**person, **moments))

    answer_and_do(app, twice, lambda: done.append(1))
    (line,) = said(caplog)
    assert line.startswith("not noted after a response: a deed (")
    assert "in twice" in line
    assert done == [1]
