"""What is due for whom, the lists and marks, and that none of it grows with the data."""

from __future__ import annotations

import pytest
from flask import Flask

from app.briefings.chain.reading import forget_days
from app.briefings.models import Remark
from app.briefings.panels import item_marks, meeting_lines, meeting_steps
from app.briefings.queries import (
    due_for_officer,
    dues_of,
    notes_for_items,
)
from app.briefings.state_lines import state_lines
from app.briefings.waiting import to_decide
from app.core import clock
from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person
from tests.briefings.stage import Stage
from tests.client import Statements
from tests.factories import day, make_item, make_meeting, make_note, make_person, make_substitution


def test_an_officer_sees_what_each_note_needs_in_order_of_deadline(app: Flask) -> None:
    officer, alderman = make_person("officer"), make_person("alderman")
    later = make_meeting(days=28, officer=officer, alderman=alderman)
    sooner = make_meeting(days=9, officer=officer, alderman=alderman)
    to_write = make_item(later)
    concept = make_note(make_item(sooner), author=officer)
    asked = make_note(make_item(sooner), author=officer)
    make_note(make_item(sooner), state="with_alderman", author=officer)
    make_note(make_item(sooner), state="aligned", author=officer)
    make_item(sooner, officer=make_person("officer"))  # somebody else's item
    make_item(sooner, withdrawn_at=clock.now())
    make_item(make_meeting(days=-3, officer=officer))
    make_item(make_meeting(officer=officer, status="cancelled"))
    db.session.add(
        Remark(
            note_id=asked.id,
            version_number=1,
            question=True,
            text="Waarom?",
            person_id=alderman.id,
            made_at=clock.now(),
        )
    )
    db.session.commit()
    found = due_for_officer(officer, clock.now())
    assert [due.need.value for due in found] == ["finish", "answer", "nothing", "decide", "write"]
    assert found[-1].item.id == to_write.id
    assert found[0].note is not None
    assert found[0].note.id == concept.id
    assert found[0].due_on == day("2026-11-24")
    assert found[0].deadline.words == "over 1 werkdag"
    assert [due.need.value for due in dues_of(officer, clock.now())] == [
        "finish",
        "answer",
        "write",
    ]
    assert due_for_officer(make_person("clerk"), clock.now()) == []


def test_a_partnership_may_ask_for_its_notes_earlier(app: Flask) -> None:
    stage = Stage.set_up(app)
    stage.meeting.body.partnership.note_lead_days = 10
    db.session.commit()
    (due,) = due_for_officer(stage.officer, clock.now())
    assert due.due_on == day("2026-11-30")


def test_an_alderman_sees_what_waits_also_for_whom_they_stand_in(app: Flask) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    substitute = make_person("alderman")
    make_substitution(stage.alderman, substitute)
    (own,) = to_decide(stage.alderman, clock.now())
    assert (own.note and own.note.id, own.in_place_of) == (note.id, None)
    (instead,) = to_decide(substitute, clock.now())
    assert instead.in_place_of == stage.alderman
    assert to_decide(make_person("alderman"), clock.now()) == []
    page = stage.client(substitute).get("/notes/").text
    assert "als plaatsvervanger van Wethouder sociaal domein" in page


def test_marks_say_the_state_and_offer_what_one_may(app: Flask) -> None:
    stage = Stage.set_up(app)
    second = make_item(stage.meeting)
    note = stage.note("with_alderman")
    items = [stage.item, second]
    with app.test_request_context():
        officer = item_marks(items, stage.officer)
        assert "bij wethouder" in officer[stage.item.id]
        assert f"/notes/{note.id}" in officer[stage.item.id]
        assert "Annotatie schrijven" in officer[second.id]
        other = item_marks(items, make_person("officer"))
        assert "bij wethouder" in other[stage.item.id]
        assert "<a" not in other[stage.item.id]
        assert "<a" not in other[second.id]
        assert item_marks(items, make_person("clerk")) == {}
        line = meeting_lines([stage.meeting], stage.officer)[stage.meeting.id]
        assert "0 van 2 punten afgestemd" in line
        assert "wacht op uw akkoord" in str(meeting_steps(stage.meeting, stage.alderman))
        assert "Annotatie schrijven bij punt" in str(meeting_steps(stage.meeting, stage.officer))
        assert meeting_steps(stage.meeting, make_person("secretary")) is None


def test_state_lines_count_only_what_one_may_know(app: Flask) -> None:
    stage = Stage.set_up(app)
    stage.note("aligned", circle=(stage.officer,))
    assert state_lines([stage.meeting], stage.officer)[stage.meeting.id].aligned == 1
    assert state_lines([stage.meeting], stage.alderman)[stage.meeting.id].aligned == 0


def _many(officer: Person, alderman: Person, count: int) -> list[AgendaItem]:
    items = []
    for number in range(count):
        meeting = make_meeting(days=10 + number, officer=officer, alderman=alderman)
        items += [make_item(meeting), make_item(meeting)]
        make_note(items[-1], state="with_alderman", author=officer)
    return items


def test_reading_costs_the_same_however_much_there_is(app: Flask, statements: Statements) -> None:
    officer, alderman = make_person("officer"), make_person("alderman")
    counts = []
    for _round in range(2):
        items = _many(officer, alderman, 3)
        ids = [item.id for item in items]
        meetings = [item.meeting for item in items]
        db.session.expire_all()
        db.session.refresh(officer)
        db.session.refresh(alderman)
        forget_days()  # as on a page of its own
        with statements.counted() as found:
            due_for_officer(officer, clock.now())
            to_decide(alderman, clock.now())
            notes_for_items(ids, alderman)
        counts.append(found.count)
        assert len(meetings) == 6
    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["officer", "alderman"])
def test_the_pages_cost_the_same_however_much_there_is(
    app: Flask, statements: Statements, who: str
) -> None:
    stage = Stage.set_up(app)
    note = stage.note("with_alderman")
    client = stage.client(getattr(stage, who))
    counts = []
    for _round in range(2):
        _many(stage.officer, stage.alderman, 3)
        for _time in range(3):
            make_note(make_item(stage.meeting), state="with_alderman", author=stage.officer)
            db.session.add(
                Remark(
                    note_id=note.id,
                    version_number=1,
                    text="Nog iets.",
                    person_id=make_person("alderman").id,
                    made_at=clock.now(),
                )
            )
        db.session.commit()
        found = []
        for page in ("/notes/", "/notes/?time=all", f"/notes/{note.id}"):
            with statements.counted() as counted:
                assert client.get(page).status_code == 200
            found.append(counted.count)
        counts.append(found)
    assert counts[0] == counts[1]
