"""Whom a meeting that moves or is cancelled concerns because of its notes."""

from __future__ import annotations

from flask import Flask

from app.briefings.following import FOLLOWER
from app.briefings.models import Advice
from app.core import clock
from app.core.database import db
from tests.briefings.stage import Stage
from tests.factories import make_person


def test_a_note_that_was_handed_over_concerns_who_writes_it_now(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    assert FOLLOWER.audience([stage.meeting.id], None) == {stage.meeting.id: {stage.officer.id}}
    note.handed_to_id = stage.colleague.id
    db.session.commit()
    assert FOLLOWER.audience([stage.meeting.id], None) == {stage.meeting.id: {stage.colleague.id}}


def test_advice_that_is_still_to_come_concerns_its_adviser(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    adviser, done = make_person("adviser"), make_person("adviser")
    for person, given_at in ((adviser, None), (done, clock.now())):
        asked = Advice(note_id=note.id, adviser_id=person.id, asked_by_id=stage.officer.id)
        asked.question, asked.asked_at, asked.due_on = "Past dit?", clock.now(), clock.today()
        if given_at is not None:
            asked.kind, asked.given_at, asked.given_by_id = "positive", given_at, person.id
            asked.version_number = 1
        db.session.add(asked)
    db.session.commit()
    assert FOLLOWER.audience([stage.meeting.id], None) == {
        stage.meeting.id: {stage.officer.id, adviser.id}
    }
    assert FOLLOWER.audience([stage.meeting.id], make_person("clerk")) == {}
