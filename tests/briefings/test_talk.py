"""Remarks, answers, and who read what."""

from __future__ import annotations

import uuid

from flask import Flask
from sqlalchemy import func, select

from app.briefings.models import Remark
from app.core.database import db
from tests.briefings.stage import Stage
from tests.factories import make_person


def _remark(text: str, part: str = "", key: str = "") -> dict[str, str]:
    return {
        "remark-key": key or str(uuid.uuid4()),
        "remark-text": text,
        "remark-part": part,
    }


def test_a_remark_stands_at_its_part_and_a_double_click_makes_one(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    client = stage.client(stage.alderman)
    typed = _remark("Is dit bedrag juist?", "core")
    for _time in range(2):
        assert client.post(f"/notes/{note.id}/remarks", data=typed).status_code == 302
    assert db.session.scalar(select(func.count(Remark.id))) == 1
    page = client.get(f"/notes/{note.id}").text
    part = page[page.index('id="part-core"') : page.index('id="part-speaking-points"')]
    assert "Is dit bedrag juist?" in part


def test_an_empty_remark_and_an_unknown_part_are_refused(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    client = stage.client(stage.alderman)
    assert client.post(f"/notes/{note.id}/remarks", data=_remark(" ")).status_code == 422
    answer = client.post(f"/notes/{note.id}/remarks", data=_remark("Blijft staan", "nothing"))
    assert answer.status_code == 422
    assert "Blijft staan</textarea>" in answer.text


def test_a_remark_is_answered_once_and_settled(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    stage.client(stage.alderman).post(f"/notes/{note.id}/remarks", data=_remark("Waarom?"))
    remark = db.session.scalars(select(Remark)).one()
    officer = stage.client(stage.officer)
    url = f"/notes/{note.id}/remarks/{remark.id}"
    field = f"answer-{remark.id}-text"
    assert officer.post(f"{url}/answer", data={field: "Daarom."}).status_code == 302
    late = officer.post(f"{url}/answer", data={field: "Een tweede antwoord"})
    assert late.status_code == 422
    assert "Een tweede antwoord" in late.text
    assert "intussen beantwoord" in late.text
    assert "Daarom." in late.text
    assert officer.post(f"{url}/settle").status_code == 302
    page = officer.get(f"/notes/{note.id}").text
    assert "Alle opmerkingen (1)" in page
    assert "alles is afgehandeld" in page
    assert "Waarom?" not in page
    everything = officer.get(f"/notes/{note.id}/remarks").text
    assert "Waarom?" in everything
    assert "Daarom." in everything


def test_who_only_reads_sees_no_remarks_and_cannot_make_one(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("aligned")
    stage.client(stage.alderman).post(f"/notes/{note.id}/remarks", data=_remark("Tussen ons"))
    remark = db.session.scalars(select(Remark)).one()
    other = stage.client(make_person("alderman"))
    page = other.get(f"/notes/{note.id}").text
    assert "Instemmen met de begroting" in page
    assert "Tussen ons" not in page
    assert "Gelezen door" not in page
    assert other.post(f"/notes/{note.id}/remarks", data=_remark("X")).status_code == 403
    assert other.post(f"/notes/{note.id}/remarks/{remark.id}/settle").status_code == 404


def test_a_remark_on_the_undisclosed_part_stays_with_who_reads_that_part(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman", parts={"undisclosed": "Binnenkamer"})
    typed = _remark("Over de binnenkamer", "undisclosed")
    assert stage.client(stage.alderman).post(f"/notes/{note.id}/remarks", data=typed).location
    secretary = stage.client(make_person("secretary"))
    page = secretary.get(f"/notes/{note.id}").text
    assert "Binnenkamer" not in page
    assert "binnenkamer" not in page
    refused = secretary.post(f"/notes/{note.id}/remarks", data=_remark("X", "undisclosed"))
    assert refused.status_code == 422


def test_readings_are_noted_per_version_and_shown(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    stage.client(stage.alderman).get(f"/notes/{note.id}").close()
    page = stage.client(stage.officer).get(f"/notes/{note.id}").text
    assert "Gelezen door" in page
    assert "Wethouder sociaal domein op ma 23 november, 09.00" in page
