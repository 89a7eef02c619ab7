"""A save while the database is locked or gone: the text comes back, and goes through later."""

from __future__ import annotations

import uuid
from contextlib import closing
from typing import Any, cast

import html5lib
import pytest
from flask import Flask
from sqlalchemy import select

from app.briefings.drafts.models import NoteDraft
from app.briefings.models import Note, NoteVersion
from app.core import database
from app.core.database import db
from tests.briefings.stage import Stage, words
from tests.client import XHTML, CheckingClient
from tests.conftest import MakeApp

SENTENCE = 'Regel een: "rechten" & plichten <nu>.\r\nRegel twee.'
#: A page has one kind of line end.
AS_SHOWN = SENTENCE.replace("\r\n", "\n")


def _client(app: Flask, stage: Stage) -> CheckingClient:
    app.test_client_class = CheckingClient
    return cast(CheckingClient, app.test_client()).sign_in(stage.officer)


def _hidden(page: str) -> dict[str, str]:
    """The fields of the form on a page, as a browser would send them again."""
    (form,) = [
        one
        for one in html5lib.HTMLParser(strict=True).parse(page).iter(f"{XHTML}form")
        if one.get("method") == "post" and "action" not in one.attrib
    ]
    fields = (one for one in form.iter(f"{XHTML}input") if one.get("type") == "hidden")
    return {str(one.get("name")): str(one.get("value")) for one in fields}


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_save_while_the_database_is_locked_can_be_sent_again(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    app = make_app()
    with app.app_context():
        stage = Stage.set_up(app)
        note_id, item_id = stage.note().id, stage.item.id
        client = _client(app, stage)
        db.session.rollback()
    typed = {**words(1, core=SENTENCE), "key": str(uuid.uuid4())}
    draft = {"window": typed["key"], "sequence": 1, "base": 1, "values": {"core": [SENTENCE]}}
    with app.app_context(), closing(db.engine.raw_connection()) as other:
        cast(Any, other.driver_connection).execute("BEGIN IMMEDIATE")
        locked = client.post(f"/notes/{note_id}/edit", data=typed)
        kept = client.post(f"/items/{item_id}/draft", json=draft)
        cast(Any, other.driver_connection).execute("ROLLBACK")
    assert (locked.status_code, kept.status_code, kept.is_json) == (503, 503, True)
    assert "nu te druk met ander werk" in locked.text
    again = _hidden(locked.text)
    assert again == {**typed, "core": AS_SHOWN}
    with app.app_context():
        assert client.post(f"/items/{item_id}/draft", json=draft).status_code == 200
        assert client.post(f"/notes/{note_id}/edit", data=again).status_code == 302
        newest = select(NoteVersion).join(Note, Note.id == NoteVersion.note_id)
        version = db.session.scalars(newest.where(NoteVersion.number == 2)).one()
        assert version.parts["core"] == AS_SHOWN
        assert db.session.scalars(select(NoteDraft)).all() == []


def test_a_save_while_the_database_is_gone_keeps_the_text_on_the_page(make_app: MakeApp) -> None:
    app = make_app(DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "whoever"
    typed = {**words(1, core=SENTENCE), "key": str(uuid.uuid4())}
    answer = client.post("/notes/1/edit", data=typed)
    assert answer.status_code == 503
    assert _hidden(answer.text) == {**typed, "core": AS_SHOWN}
    kept = client.post("/items/1/draft", json={"window": typed["key"]})
    assert (kept.status_code, kept.is_json) == (503, True)


def test_a_password_is_never_sent_back(make_app: MakeApp) -> None:
    app = make_app(DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    typed = {"email": "iemand@haren.example", "password": "geheimgeheim"}
    answer = app.test_client().post("/sign-in", data=typed)
    assert answer.status_code == 503
    assert "geheimgeheim" not in answer.text
    assert "Opnieuw versturen" not in answer.text


def test_the_same_save_sent_twice_is_one_version(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    typed = {**words(1, core="Eén keer"), "key": str(uuid.uuid4())}
    for _time in range(2):
        answer = client.post(f"/notes/{note.id}/edit", data=typed)
        assert answer.location == f"/notes/{note.id}"
    assert db.session.get_one(Note, note.id).current_number == 2


def test_what_was_typed_after_a_first_save_whose_answer_was_lost_is_not(app: Flask) -> None:
    stage = Stage.set_up(app)
    client = stage.client(stage.officer)
    url, key = f"/items/{stage.item.id}/note", str(uuid.uuid4())
    assert client.post(url, data=words(0, key=key, ask="Instemmen")).status_code == 302
    again = client.post(url, data=words(0, key=key, ask="Instemmen", core="Later getypt"))
    assert again.status_code == 409
    assert "Later getypt</textarea>" in again.text
    assert "zelf intussen" in again.text


def test_a_script_that_saves_is_told_where_to_go(app: Flask) -> None:
    stage = Stage.set_up(app)
    client = stage.client(stage.officer)
    headers = {"Accept": "application/json"}
    typed = {**words(0, ask="Instemmen"), "key": str(uuid.uuid4())}
    first = client.post(f"/items/{stage.item.id}/note", data=typed, headers=headers)
    note = db.session.execute(select(Note)).scalar_one()
    assert (first.status_code, first.json) == (200, {"url": f"/notes/{note.id}"})
    second = client.post(f"/notes/{note.id}/edit", data=words(1, ask="Niet"), headers=headers)
    assert second.json == {"url": f"/notes/{note.id}"}
    clash = client.post(f"/notes/{note.id}/edit", data=words(1, ask="Wel"), headers=headers)
    assert (clash.status_code, clash.mimetype) == (409, "text/html")
