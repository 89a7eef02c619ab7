"""Addresses of notes that no link of ours makes."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.briefings.models import NoteVersion
from app.core.database import db
from tests.briefings.stage import Stage, words

HUGE = "9" * 30
#: As a browser without our script sends what was pasted from Word.
MARKUP = (
    '<p class=MsoNormal onclick="alert(1)"><b>Wij stemmen in<o:p></o:p></b>'
    '<script>alert(1)</script><img src="https://elders.example/volgt.png"><table><tr><td>een & twee'
)


@pytest.mark.parametrize(
    "query",
    [f"partnership={HUGE}", "partnership=" + "9" * 5000, f"first={HUGE}", "first=²&state=x&time=y"],
)
def test_the_list_answers_whatever_is_asked(app: Flask, query: str) -> None:
    stage = Stage.set_up(app)
    stage.note()
    assert stage.client(stage.officer).get(f"/notes/?{query}").status_code == 200


def test_versions_that_cannot_be_do_not_exist(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    for address in (f"versions/{HUGE}", f"compare?older={HUGE}&newer=-5", "versions/0"):
        assert client.get(f"/notes/{note.id}/{address}").status_code == 404, address


def test_markup_in_a_plain_field_is_text_and_stays_harmless(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    sent = words(1, ask="Instemmen", core=MARKUP)
    assert client.post(f"/notes/{note.id}/edit", data=sent).status_code == 302
    page = client.get(f"/notes/{note.id}").text
    assert db.session.scalars(db.select(NoteVersion.parts)).all()[-1]["core"] == MARKUP
    assert "&lt;script&gt;alert(1)" in page
    assert "<img" not in page
    assert "elders.example" not in page.replace("https://elders.example/volgt.png", "", 1)


def test_five_megabytes_in_one_field_come_back_with_a_sentence(app: Flask) -> None:
    """Also where each letter takes three bytes on its way."""
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    pasted = "<p>één & twee" * (5 * 1024 * 1024 // 13) + "<p>slot"
    sent = words(1, ask="Instemmen", core=pasted)
    # Not through the client that checks each page as HTML: that takes minutes for five megabytes.
    answer = FlaskClient.open(client, f"/notes/{note.id}/edit", method="POST", data=sent)
    assert answer.status_code == 422
    shown = answer.text
    found = {
        "the sentence": "hoogstens 100000 tekens" in shown,
        "the end": "&lt;p&gt;slot</textarea>" in shown,
        "every word": shown.count("één &amp; twee") == 5 * 1024 * 1024 // 13,
    }
    assert all(found.values()), found  # never the text itself: comparing it takes minutes
    assert len(db.session.scalars(db.select(NoteVersion.id)).all()) == 1


def test_more_than_anybody_pastes_is_refused(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    client = stage.client(stage.officer)
    answer = client.post(f"/notes/{note.id}/edit", data=words(1, core="a" * (33 * 1024 * 1024)))
    assert answer.status_code == 413
    assert "één pagina terug" in answer.text


@pytest.mark.parametrize("receiver", ["None", "abc", "-1", HUGE, " "])
def test_a_person_who_is_not_in_the_list_cannot_be_chosen(app: Flask, receiver: str) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    url = f"/notes/{note.id}/hand-over"
    answer = stage.client(stage.officer).post(url, data={"receiver": receiver})
    assert answer.status_code == 422
    assert "Kies een van de mogelijkheden in de lijst." in answer.text
