"""Steps through the pages: offer, withdraw, agree, return; who is told, and exactly one wins."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.briefings.models import Note, NoteStep, Remark
from app.core import clock
from app.core.database import db
from app.core.journal import JournalEntry
from app.meetings.models import MeetingCircle
from app.messages.models import Message
from app.people.models import Absence, Person
from tests.briefings.stage import Stage, words
from tests.factories import make_note, make_person, make_substitution


def _state(note: Note) -> str:
    return db.session.get_one(Note, note.id).state


def _told() -> dict[int, str]:
    return {row.person_id: row.text for row in db.session.scalars(select(Message))}


def _step(stage: Stage, person: Person, note: Note, step: str, **data: str) -> tuple[int, str]:
    typed = {"step-version": "1", **{f"step-{key}": value for key, value in data.items()}}
    answer = stage.client(person).post(f"/notes/{note.id}/steps/{step}", data=typed)
    return answer.status_code, answer.text


def test_the_whole_way_to_aligned(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    assert "Annotatie aanbieden" in stage.client(stage.officer).get(f"/notes/{note.id}").text
    assert _step(stage, stage.officer, note, "offer")[0] == 302
    assert _state(note) == "with_alderman"
    page = stage.client(stage.alderman).get(f"/notes/{note.id}").text
    assert "Akkoord" in page
    assert "Teruggeven met vraag" in page
    assert "Annotatie bewerken" not in page
    assert _step(stage, stage.alderman, note, "agree")[0] == 302
    assert _state(note) == "aligned"
    steps = db.session.scalars(select(NoteStep).order_by(NoteStep.id)).all()
    assert [(step.step, step.person_id, step.version_number) for step in steps] == [
        ("offer", stage.officer.id, 1),
        ("agree", stage.alderman.id, 1),
    ]
    deeds = db.session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)).all()
    assert deeds == ["note.offer", "note.agree"]


def test_messages_say_where_to_look_and_not_a_word_of_the_note(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note(parts={"ask": "Geheimwoord", "core": "Geheimwoord"})
    _step(stage, stage.officer, note, "offer")
    assert set(_told()) == {stage.alderman.id}
    assert _told()[stage.alderman.id].startswith("Er ligt een annotatie voor u klaar: punt ")
    _step(stage, stage.alderman, note, "return", words="Geheimvraag")
    told = _told()
    assert told[stage.officer.id].startswith("Uw annotatie is terug met een vraag")
    assert not any("Geheim" in text or "Begroting" in text for text in told.values())


def test_a_restricted_note_is_announced_without_its_meeting(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note(circle=(stage.officer, stage.alderman))
    _step(stage, stage.officer, note, "offer")
    assert _told() == {stage.alderman.id: "Er ligt een annotatie voor u klaar."}


@pytest.mark.parametrize("of", ["note", "meeting"])
def test_who_stands_in_outside_the_circle_hears_nothing(app: Flask, of: str) -> None:
    stage = Stage.set_up(app)
    circle = (stage.officer, stage.alderman)
    note = stage.note(circle=circle if of == "note" else ())
    if of == "meeting":
        stage.meeting.restricted = True
        stage.meeting.circle = [MeetingCircle(person=person) for person in circle]
    make_substitution(stage.alderman, make_person("alderman"))
    today = clock.today()
    db.session.add(Absence(person=stage.alderman, first_day=today, last_day=today))
    db.session.commit()
    _step(stage, stage.officer, note, "offer")
    assert set(_told()) == {stage.alderman.id}


def test_who_began_a_note_hears_where_its_officer_is_outside_the_circle(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman", circle=(stage.officer, stage.alderman))
    stage.item.officer_id = make_person("officer").id
    db.session.commit()
    assert _step(stage, stage.alderman, note, "return", words="Wat kost het?")[0] == 302
    assert set(_told()) == {stage.officer.id}


def test_a_substitute_is_told_when_the_alderman_is_absent_and_acts_as_such(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    substitute = make_person("alderman", name="Burgemeester")
    make_substitution(stage.alderman, substitute)
    today = clock.today()
    db.session.add(Absence(person=stage.alderman, first_day=today, last_day=today))
    db.session.commit()
    _step(stage, stage.officer, note, "offer")
    assert set(_told()) == {stage.alderman.id, substitute.id}
    page = stage.client(substitute).get(f"/notes/{note.id}").text
    assert "U handelt als plaatsvervanger van Wethouder sociaal domein." in page
    assert _step(stage, substitute, note, "agree")[0] == 302
    agreed = db.session.scalars(select(NoteStep).where(NoteStep.step == "agree")).one()
    assert (agreed.person_id, agreed.in_place_of_id) == (substitute.id, stage.alderman.id)
    page = stage.client(stage.officer).get(f"/notes/{note.id}").text
    assert "als plaatsvervanger van Wethouder sociaal domein" in page


def test_a_return_becomes_a_question_that_waits_for_an_answer(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    status, page = _step(stage, stage.alderman, note, "return", words=" ")
    assert status == 422
    assert "Schrijf uw vraag op" in page
    assert _step(stage, stage.alderman, note, "return", words="Kan het goedkoper?")[0] == 302
    assert _state(note) == "concept"
    remark = db.session.scalars(select(Remark)).one()
    assert (remark.question, remark.text) == (True, "Kan het goedkoper?")
    page = stage.client(stage.officer).get(f"/notes/{note.id}").text
    assert "Kan het goedkoper?" in page
    assert "vraag, nog niet beantwoord" in page


def test_an_incomplete_note_cannot_be_offered_and_says_what_is_missing(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note(stance=None, parts={"core": ""})
    page = stage.client(stage.officer).get(f"/notes/{note.id}").text
    assert "Vul eerst aan: ons standpunt" in page
    assert "Annotatie aanbieden" not in page
    assert _step(stage, stage.officer, note, "offer")[0] == 409
    assert _state(note) == "concept"


def test_a_consent_item_needs_one_line(app: Flask) -> None:
    stage = Stage.set_up(app, handling="consent")
    note = stage.note(stance=None, parts={"ask": "Conform voorstel."})
    assert _step(stage, stage.officer, note, "offer")[0] == 302


def test_a_step_on_a_text_that_changed_meanwhile_takes_no_effect(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    officer, alderman = stage.client(stage.officer), stage.client(stage.alderman)
    alderman.get(f"/notes/{note.id}")
    officer.post(f"/notes/{note.id}/steps/withdraw", data={"step-version": "1"})
    typed = words(1, ask="Iets heel anders.", core="Kern", stance="oppose")
    officer.post(f"/notes/{note.id}/edit", data=typed)
    officer.post(f"/notes/{note.id}/steps/offer", data={"step-version": "2"})
    answer = alderman.post(f"/notes/{note.id}/steps/agree", data={"step-version": "1"})
    assert answer.status_code == 409
    assert "intussen gewijzigd" in answer.text
    assert _state(note) == "with_alderman"


def test_a_second_click_reads_what_happened(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    assert _step(stage, stage.alderman, note, "agree")[0] == 302
    status, page = _step(stage, stage.alderman, note, "agree")
    assert status == 409
    assert "de annotatie is intussen afgestemd" in page
    assert len(db.session.scalars(select(NoteStep)).all()) == 1


@pytest.mark.parametrize("step", ["offer", "withdraw", "agree", "return", "reopen"])
@pytest.mark.parametrize("role", ["secretary", "coordinator", "clerk", "alderman", "officer"])
def test_others_take_no_step(app: Flask, role: str, step: str) -> None:
    stage = Stage.set_up(app)
    for state in ("concept", "with_alderman", "aligned"):
        note = stage.note(state) if state == "concept" else make_note(state=state)
        status, _page = _step(stage, make_person(role), note, step, words="Vraag")
        assert status in (403, 404)
        assert _state(note) == state


def test_reopening_is_no_button_and_no_address(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("aligned")
    assert _step(stage, stage.officer, note, "reopen")[0] == 403
    assert _step(stage, stage.officer, note, "vanish")[0] == 404


@pytest.mark.parametrize("typed", ["Mijn lange vraag", "Mijn lange vraag" * 300])
def test_what_was_typed_with_a_step_that_is_over_is_not_lost(app: Flask, typed: str) -> None:
    stage = Stage.set_up(app)
    note = stage.note("aligned")
    status, page = _step(stage, stage.alderman, note, "return", words=typed)
    assert status == (409 if len(typed) < 4000 else 422)
    assert f'<p class="typed">{typed}</p>' in page
    assert _state(note) == "aligned"


def test_a_question_typed_while_the_writer_took_it_back_is_not_lost(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    status, page = _step(stage, stage.alderman, note, "return", words="Mijn lange vraag")
    assert status == 409
    assert "intussen teruggehaald" in page
    assert "Mijn lange vraag" in page
    assert _step(stage, make_person("alderman"), note, "return", words="X")[0] == 404
