"""A note with a long past: its page shows the newest few, and costs what a new note costs."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from app.briefings.models import Note, NoteStep, NoteVersion, Remark
from app.core import clock
from app.core.database import db
from app.core.recorder import Reading
from tests.briefings.stage import Stage
from tests.client import Statements
from tests.factories import make_item, make_note, make_person

VERSIONS, REMARKS = 120, 60


def live_long(note: Note, stage: Stage) -> None:
    """Give a note with one version a past: versions, steps back and forth, remarks, readers."""
    start = clock.now() - timedelta(days=90)
    for number in range(2, VERSIONS + 1):
        at = start + timedelta(hours=number)
        author = stage.officer.id
        db.session.add(NoteVersion(note=note, number=number, author_id=author, saved_at=at))
        for step, source, target in (
            ("offer", "concept", "with_alderman"),
            ("withdraw", "with_alderman", "concept"),
        ):
            db.session.add(
                NoteStep(
                    note_id=note.id,
                    step=step,
                    from_state=source,
                    to_state=target,
                    version_number=number,
                    person_id=author,
                    taken_at=at,
                )
            )
        reading = {"kind": "note", "object_id": note.id, "person_id": stage.alderman.id}
        db.session.add(Reading(**reading, object_version=number, first_at=at, last_at=at))
    for number in range(REMARKS):
        remark = Remark(note_id=note.id, version_number=1, text=f"Opmerking {number:03}")
        remark.person_id, remark.made_at = stage.alderman.id, start
        remark.part = "core" if number % 2 else ""
        remark.question = number == 7
        remark.settled_at = clock.now() if number % 10 == 0 else None
        db.session.add(remark)
    note.current_number = VERSIONS
    db.session.commit()


def test_the_page_shows_the_newest_and_leads_to_the_rest(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    live_long(note, stage)
    client = stage.client(stage.officer)
    page = client.get(f"/notes/{note.id}").text
    assert [f"Versie {number}</a>" in page for number in (120, 116, 115)] == [True, True, False]
    # the question that waits for an answer, and the four newest that are open
    shown = [number for number in range(REMARKS) if f"Opmerking {number:03}" in page]
    assert shown == [7, 56, 57, 58, 59]
    assert "Alle opmerkingen (60)" in page
    assert "54 nog open" in page
    assert page.count("Wethouder sociaal domein op") == 1
    assert "versie 120" in page


def test_the_rest_is_paged(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    live_long(note, stage)
    client = stage.client(stage.officer)
    first = client.get(f"/notes/{note.id}/versions").text
    assert "1–50 van 120" in first
    assert "Versie 71</a>" in first
    assert "Versie 70</a>" not in first
    assert first.count("Teruggehaald") == 50
    last = client.get(f"/notes/{note.id}/versions?first=100").text
    assert "101–120 van 120" in last
    assert "Versie 1</a>" in last
    remarks = client.get(f"/notes/{note.id}/remarks?first=50").text
    assert "51–60 van 60" in remarks
    assert "Opmerking 009" in remarks
    assert "Opmerking 010" not in remarks
    assert client.get(f"/notes/{note.id}/versions?first=-3").status_code == 200
    for page in ("versions?first", "remarks?first"):
        assert client.get(f"/notes/{note.id}/{page}={'9' * 30}").status_code == 200
    # a page past the end is empty; a version that never was does not exist
    for page in ("compare?newer", "compare?older"):
        assert client.get(f"/notes/{note.id}/{page}={'9' * 30}").status_code == 404


def test_versions_and_remarks_are_for_who_may_read_them(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("aligned")
    live_long(note, stage)
    db.session.add(
        Remark(
            note_id=note.id,
            version_number=1,
            part="undisclosed",
            text="Kwartelnest",
            person_id=stage.officer.id,
            made_at=clock.now(),
        )
    )
    db.session.add(
        NoteStep(
            note_id=note.id,
            step="agree",
            from_state="with_alderman",
            to_state="aligned",
            version_number=60,
            person_id=stage.alderman.id,
            taken_at=clock.now(),
        )
    )
    db.session.commit()
    executive, secretary = make_person("alderman"), make_person("secretary")
    listed = stage.client(executive).get(f"/notes/{note.id}/versions").text
    assert [f"Versie {number}</a>" in listed for number in (120, 119, 60)] == [True, False, True]
    assert "Teruggehaald" not in listed
    assert stage.client(executive).get(f"/notes/{note.id}/versions/119").status_code == 404
    assert stage.client(executive).get(f"/notes/{note.id}/remarks").status_code == 404
    assert "Kwartelnest" not in stage.client(secretary).get(f"/notes/{note.id}/remarks").text
    assert "Kwartelnest" in stage.client(stage.officer).get(f"/notes/{note.id}/remarks").text


def test_a_long_past_asks_no_more_of_the_database(app: Flask, statements: Statements) -> None:
    stage = Stage.set_up(app)
    old = stage.note()
    new = make_note(make_item(stage.meeting), author=stage.officer)
    live_long(old, stage)
    client = stage.client(stage.officer)
    counts = {}
    for name, note in (("old", old), ("new", new)):
        for page in ("", "/edit"):
            client.get(f"/notes/{note.id}{page}")
            with statements.counted() as found:
                client.get(f"/notes/{note.id}{page}")
            counts[name, page] = found.count
    assert counts["old", ""] <= counts["new", ""] + 1  # the remarks themselves
    assert counts["old", "/edit"] <= counts["new", "/edit"]
    long, short = (len(client.get(f"/notes/{one.id}").data) for one in (old, new))
    assert long - short < 15_000  # five remarks with their forms, and some lines


def test_an_answer_that_comes_back_stands_with_its_remark(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note()
    live_long(note, stage)
    old = db.session.scalars(select(Remark).where(Remark.text == "Opmerking 003")).one()
    client = stage.client(stage.officer)
    url = f"/notes/{note.id}/remarks/{old.id}/answer"
    answer = client.post(url, data={f"answer-{old.id}-text": "x" * 4001})
    assert answer.status_code == 422
    assert "Opmerking 003" in answer.text
    assert "xxxx</textarea>" in answer.text
