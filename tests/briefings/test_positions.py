"""Where other participants stand on an item."""

from __future__ import annotations

import uuid

from flask import Flask
from sqlalchemy import func, select

from app.briefings.positions.models import Position
from app.core.database import db
from tests.briefings.stage import Stage


def _position(organisation_id: int, **fields: str) -> dict[str, str]:
    known = {"stance": "", "why": "", "source": "", "heard_on": "", "votes": "", **fields}
    return {
        "position-key": str(uuid.uuid4()),
        "position-organisation_id": str(organisation_id),
        **{f"position-{key}": value for key, value in known.items()},
    }


def test_positions_of_others_are_recorded_corrected_and_removed(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    organisation = stage.meeting.body.partnership.participations[0].organisation
    assert organisation is not None
    client = stage.client(stage.officer)
    url = f"/notes/{note.id}/positions"
    typed = _position(organisation.id, stance="oppose", why="Te duur", votes="3")
    assert client.post(url, data=typed).status_code == 302
    page = client.get(f"/notes/{note.id}").text
    assert "Te duur" in page
    assert "3 stemmen" in page
    twice = client.post(url, data=_position(organisation.id, stance="agree"))
    assert twice.status_code == 422
    position = db.session.scalars(select(Position)).one()
    edit = f"{url}/{position.id}/edit"
    assert "Te duur" in client.get(edit).text
    typed = {"version": "1", "stance": "agree", "why": "Om", "source": "", "votes": ""}
    assert client.post(edit, data=typed).status_code == 302
    stale = client.post(edit, data={**typed, "why": "Toch niet"})
    assert stale.status_code == 409
    assert "Toch niet</textarea>" in stale.text
    assert client.post(f"{url}/{position.id}/remove").status_code == 302
    assert db.session.scalar(select(func.count(Position.id))) == 0


def test_only_writers_keep_positions(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("aligned")
    organisation = stage.meeting.body.partnership.participations[0].organisation
    assert organisation is not None
    reader = stage.client(stage.alderman)
    answer = reader.post(f"/notes/{note.id}/positions", data=_position(organisation.id))
    assert answer.status_code == 403
    assert "Standpunt vastleggen" not in reader.get(f"/notes/{note.id}").text
