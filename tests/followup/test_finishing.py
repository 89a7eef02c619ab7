"""Once all is told of a meeting its agreed notes are finished, wherever the outcomes come from."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from flask import Flask

from app.briefings.models import Note
from app.core.database import db
from app.meetings.agenda_actions import Result, record_outcome, withdraw_item
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person
from tests.conftest import MakeApp
from tests.followup.stage import make_stage


def test_outcomes_recorded_elsewhere_finish_notes_too(app: Flask) -> None:
    stage = make_stage(state="locked")
    record_outcome(stage.items[0], Result("as_asked"), stage.officer)
    assert stage.notes[0].state == "locked"
    record_outcome(stage.items[1], Result("no_decision"), stage.secretary)
    assert {note.state for note in stage.notes} == {"finished"}


def test_taking_off_the_last_item_without_an_outcome_finishes_the_others(app: Flask) -> None:
    stage = make_stage()
    withdraw_item(stage.consent, stage.secretary)
    assert {note.state for note in stage.notes} == {"aligned"}, "nothing was told yet"
    record_outcome(stage.items[0], Result("as_asked"), stage.officer)
    assert stage.notes[0].state == "aligned"
    withdraw_item(stage.items[1], stage.secretary)
    assert stage.notes[0].state == "finished"


def test_the_last_two_outcomes_at_once_finish_the_notes(make_app: MakeApp) -> None:
    app = make_app()
    with app.app_context():
        stage = make_stage()
        items, people = [one.id for one in stage.items], (stage.officer.id, stage.secretary.id)
        note_id = stage.notes[0].id
    first_did, second_did = Event(), Event()

    def first() -> None:
        with app.app_context():
            _record(items[0], people[0])
            first_did.set()
            second_did.wait(0.5)  # in vain: the second waits for the first
            db.session.commit()

    def second() -> None:
        first_did.wait()
        with app.app_context():
            _record(items[1], people[1])
            second_did.set()
            db.session.commit()

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(first), pool.submit(second)]:
            one.result()
    with app.app_context():
        assert db.session.get_one(Note, note_id).state == "finished"


def _record(item_id: int, person_id: int) -> None:
    item, person = db.session.get_one(AgendaItem, item_id), db.session.get_one(Person, person_id)
    record_outcome(item, Result("as_asked"), person)
