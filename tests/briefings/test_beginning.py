"""Beginning a note with an earlier one: chosen parts come into the form, and nothing is saved."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.briefings.models import Note, NoteVersion
from app.core import clock
from app.core.database import db
from app.meetings.models import MeetingCircle
from tests.briefings.stage import Stage
from tests.factories import make_item, make_meeting, make_note, make_person

PARTS = {"speaking_points": "Een vaste index.", "undisclosed": "Onze ondergrens is 2%."}


def earlier(stage: Stage, title: str = "Begroting 2026", days: int = -60, **fields: Any) -> Note:
    """The note on an item of an earlier meeting of the same body."""
    people = {"officer": stage.officer, "alderman": stage.alderman}
    meeting = make_meeting(body=stage.meeting.body, days=days, **people)
    return make_note(make_item(meeting, title=title), state="finished", **fields)


def test_notes_of_the_topic_are_offered_before_those_of_the_body(app: Flask) -> None:
    stage = Stage.set_up(app)
    earlier(stage, "Jaarstukken", days=-10, author=stage.officer)
    earlier(stage, "Begroting 2026", author=stage.officer)
    make_note(make_item(make_meeting(days=-5), title="Begroting 2027"), author=stage.officer)
    page = stage.client(stage.officer).get(f"/items/{stage.item.id}/note").text
    topic = page.index("Beginnen met de annotatie van Begroting 2026")
    assert topic < page.index("Beginnen met de annotatie van Jaarstukken")
    assert page.count("Beginnen met de annotatie van") == 2
    assert page.count("zelfde onderwerp") == 1


def test_for_a_consent_item_only_the_same_topic_is_offered(app: Flask) -> None:
    stage = Stage.set_up(app, handling="consent")
    earlier(stage, "Jaarstukken", author=stage.officer)
    client, url = stage.client(stage.officer), f"/items/{stage.item.id}/note"
    assert "Beginnen met" not in client.get(url).text
    earlier(stage, "Begroting 2026", author=stage.officer)
    assert client.get(url).text.count("Beginnen met de annotatie van") == 1


def test_chosen_parts_come_into_the_form_and_nothing_is_saved(app: Flask) -> None:
    stage = Stage.set_up(app)
    source = earlier(stage, author=stage.officer, parts=PARTS, stance="agree_if")
    client = stage.client(stage.officer)
    url = f"/items/{stage.item.id}/note"
    choose = client.get(f"{url}/begin?from={source.id}").text
    assert "De nieuwe annotatie heeft andere lezers" in choose
    assert 'value="speaking_points" checked' in choose
    assert 'value="undisclosed" checked' not in choose
    page = client.get(f"{url}?from={source.id}&parts=speaking_points&parts=stance").text
    assert "Een vaste index.</textarea>" in page
    assert "Instemmen met de begroting.</textarea>" not in page
    assert "Onze ondergrens" not in page
    assert "Overgenomen uit de annotatie van Begroting 2026" in page
    assert db.session.scalar(select(func.count(NoteVersion.id))) == 1


def test_what_is_not_to_be_disclosed_is_taken_only_with_a_word_about_it(app: Flask) -> None:
    stage = Stage.set_up(app)
    source = earlier(stage, author=stage.officer, parts=PARTS)
    url = f"/items/{stage.item.id}/note?from={source.id}"
    page = stage.client(stage.officer).get(f"{url}&parts=undisclosed").text
    assert "Onze ondergrens is 2%.</textarea>" in page
    assert "Wie aan deze annotatie werkt, kan dat lezen" in page


def test_only_what_one_may_read_is_taken(app: Flask) -> None:
    stage = Stage.set_up(app)
    author = make_person()
    source = earlier(stage, author=author, parts=PARTS)
    source.item.meeting.officer = author
    hidden = earlier(stage, "Begroting 2025", days=-90, author=author)
    hidden.state = "concept"
    hidden.item.meeting.officer = author
    coordinator = make_person("coordinator")
    db.session.commit()
    client = stage.client(coordinator)
    url = f"/items/{stage.item.id}/note"
    page = client.get(f"{url}?from={source.id}&parts=undisclosed&parts=speaking_points").text
    assert "Een vaste index.</textarea>" in page
    assert "Onze ondergrens" not in page
    assert "Begroting 2025" not in client.get(url).text
    assert client.get(f"{url}?from={hidden.id}&parts=core").status_code == 404
    for other in ("0", "x", "9" * 30, str(hidden.id)):
        assert client.get(f"{url}/begin?from={other}").status_code == 404


def test_a_note_of_another_body_or_a_later_meeting_is_no_beginning(app: Flask) -> None:
    stage = Stage.set_up(app)
    other = make_note(make_item(make_meeting(days=-9, officer=stage.officer)), author=stage.officer)
    later = earlier(stage, days=90, author=stage.officer)
    client = stage.client(stage.officer)
    for note in (other, later):
        assert client.get(f"/items/{stage.item.id}/note?from={note.id}").status_code == 404


def test_words_of_a_circle_do_not_come_into_other_hands_unsaid(app: Flask) -> None:
    stage = Stage.set_up(app)
    source = earlier(stage, author=stage.officer, circle=(stage.officer, stage.alderman))
    client = stage.client(stage.officer)
    url = f"/items/{stage.item.id}/note"
    choose = client.get(f"{url}/begin?from={source.id}").text
    assert "Deze annotatie was er alleen voor een kring" in choose
    assert " checked" not in choose
    page = client.get(f"{url}?from={source.id}&parts=core").text
    assert "Die annotatie was er alleen voor een kring" in page
    stage.meeting.restricted = True
    stage.meeting.circle = [MeetingCircle(person=stage.officer)]
    db.session.commit()
    assert "alleen voor een kring" not in client.get(f"{url}?from={source.id}&parts=core").text


def test_once_there_is_a_note_one_writes_that(app: Flask) -> None:
    stage = Stage.set_up(app)
    source = earlier(stage, author=stage.officer)
    note = stage.note()
    client = stage.client(stage.officer)
    begin = client.get(f"/items/{stage.item.id}/note/begin?from={source.id}")
    assert begin.location == f"/items/{stage.item.id}/note"
    assert client.get(begin.location).location == f"/notes/{note.id}/edit"
    assert "Beginnen met" not in client.get(f"/notes/{note.id}/edit").text


@pytest.mark.parametrize(
    ("off", "why"),
    [
        ("cancelled", "Deze vergadering gaat niet door. Een annotatie is niet meer nodig."),
        ("withdrawn", "Dit punt staat niet meer op de agenda. Een annotatie is niet nodig."),
    ],
)
def test_nobody_begins_a_note_on_what_is_off(app: Flask, off: str, why: str) -> None:
    stage = Stage.set_up(app)
    source = earlier(stage, author=stage.officer)
    if off == "cancelled":
        stage.meeting.status, stage.meeting.cancelled_at = off, clock.now()
    else:
        stage.item.withdrawn_at = clock.now()
    db.session.commit()
    client = stage.client(stage.officer)
    for page in ("", f"/begin?from={source.id}") if off == "cancelled" else ():
        answer = client.get(f"/items/{stage.item.id}/note{page}")
        assert answer.location == f"/items/{stage.item.id}"
        assert why in client.get(answer.location).text
    typed = {"key": str(uuid.uuid4()), "version": "0", "ask": "Instemmen met de begroting."}
    refused = client.post(f"/items/{stage.item.id}/note", data=typed)
    assert refused.status_code == 409
    assert why in refused.text
    assert "Instemmen met de begroting." in refused.text
