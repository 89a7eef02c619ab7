"""A unique word in every field of a concept note is found on no page of an outsider."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.briefings.models import Note, NoteStep, Remark
from app.briefings.parts import PARTS
from app.briefings.positions.models import Position
from app.core import clock
from app.core.database import db
from tests.briefings.stage import Stage
from tests.factories import make_item, make_note, make_person

WORD = "Kanarie"


def _sing(note: Note, stage: Stage) -> None:
    """Put the word wherever people write."""
    organisation = stage.meeting.body.partnership.participations[0].organisation
    assert organisation is not None
    common = {"note_id": note.id, "person_id": stage.officer.id}
    db.session.add_all(
        [
            Remark(
                **common,
                version_number=1,
                part="core",
                text=f"{WORD}-opmerking",
                answer=f"{WORD}-antwoord",
                answered_by_id=stage.officer.id,
                answered_at=clock.now(),
                made_at=clock.now(),
            ),
            NoteStep(
                **common,
                step="offer",
                from_state="concept",
                to_state="concept",
                version_number=1,
                taken_at=clock.now(),
            ),
            Position(
                item_id=note.item_id,
                organisation_id=organisation.id,
                why=f"{WORD}-waarom",
                source=f"{WORD}-bron",
            ),
        ]
    )
    db.session.commit()


def _pages(note: Note) -> list[str]:
    base = f"/notes/{note.id}"
    return [
        base,
        f"{base}/edit",
        f"{base}/people",
        f"{base}/versions/1",
        f"{base}/compare",
        f"/items/{note.item_id}/positions",
        f"/items/{note.item_id}/positions/1/edit",
        f"/items/{note.item_id}/note",
        "/notes/",
        "/notes/?time=all",
        f"/meetings/{note.item.meeting_id}",
        "/meetings/",
        "/",
    ]


def _canary(stage: Stage, **fields: Any) -> Note:
    note = make_note(
        stage.item,
        author=stage.officer,
        parts={part.key: f"{WORD}-{part.key}" for part in PARTS},
        mandate=f"{WORD}-mandaat",
        marking=f"{WORD}-markering",
        **fields,
    )
    _sing(note, stage)
    return note


@pytest.mark.parametrize(
    "role", ["officer", "alderman", "adviser", "secretary", "coordinator", "clerk", "administrator"]
)
def test_a_concept_is_silent_outside(app: Flask, role: str) -> None:
    stage = Stage.set_up(app)
    note = _canary(stage)
    client = stage.client(make_person(role))
    for page in _pages(note):
        assert WORD not in client.get(page).text, page
    assert client.get(f"/notes/{note.id}").status_code == 404


@pytest.mark.parametrize("role", ["alderman", "secretary", "coordinator", "officer", "clerk"])
def test_a_restricted_aligned_note_is_silent_outside_its_circle(app: Flask, role: str) -> None:
    stage = Stage.set_up(app)
    note = _canary(stage, state="aligned", circle=(stage.officer, stage.alderman))
    client = stage.client(make_person(role))
    for page in _pages(note):
        assert WORD not in client.get(page).text, page


def test_the_portfolio_holder_does_not_hear_a_concept(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = _canary(stage)
    client = stage.client(stage.alderman)
    for page in _pages(note):
        assert WORD not in client.get(page).text, page


def test_it_does_sing_inside(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = _canary(stage)
    page = stage.client(stage.officer).get(f"/notes/{note.id}").text
    for part in PARTS:
        assert f"{WORD}-{part.key}" in page
    for other in ("mandaat", "markering", "opmerking", "antwoord", "waarom", "bron"):
        assert f"{WORD}-{other}" in page


def test_words_struck_before_offering_stay_with_the_writers(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note(parts={"core": f"{WORD} geschrapt"})
    officer = stage.client(stage.officer)
    officer.post(
        f"/notes/{note.id}/edit",
        data={
            "version": "1",
            "ask": "Instemmen.",
            "core": "Netjes.",
            "stance": "agree",
            "depth": "",
            "mandate_giver": "",
        },
    )
    officer.post(f"/notes/{note.id}/steps/offer", data={"step-version": "2"})
    alderman = stage.client(stage.alderman)
    for page in [*_pages(note), f"/notes/{note.id}/compare?older=1&newer=2"]:
        assert WORD not in alderman.get(page).text, page
    assert WORD in officer.get(f"/notes/{note.id}/versions/1").text


def test_last_time_shows_a_note_only_to_who_may_read_it(app: Flask) -> None:
    stage = Stage.set_up(app)
    earlier = make_item(
        stage.meeting,
        title="Begroting 2027",
        outcome="partly",
        decision="Zoals voorgesteld.",
        officer=make_person("officer"),
    )
    stage.meeting.starts_at -= (stage.meeting.starts_at - clock.now()) * 2
    stage.meeting.ends_at = stage.meeting.starts_at.replace(hour=23)
    db.session.commit()
    make_note(earlier, parts={"ask": f"{WORD} van toen"})
    later = Stage.set_up(app)
    later.meeting.body_id = stage.meeting.body_id
    db.session.commit()
    note = later.note()
    page = later.client(later.officer).get(f"/notes/{note.id}").text
    assert "deels zoals wij vroegen" in page
    assert "Zoals voorgesteld." in page
    assert WORD not in page
