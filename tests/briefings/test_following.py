"""Whom a meeting that moves concerns because of its notes."""

from __future__ import annotations

from flask import Flask

from app.briefings.following import FOLLOWER
from app.core.database import db
from tests.briefings.stage import Stage


def test_a_note_that_was_handed_over_concerns_who_writes_it_now(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    assert FOLLOWER.audience(stage.meeting, None) == {stage.officer.id}
    note.handed_to_id = stage.colleague.id
    db.session.commit()
    assert FOLLOWER.audience(stage.meeting, None) == {stage.colleague.id}
