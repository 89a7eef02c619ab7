"""A whole pack for the portfolio holder locks what was agreed; a locked note that changes shows."""

from __future__ import annotations

from typing import cast

import pytest
from flask import Flask
from sqlalchemy import select

from app.briefings.actions import save_note
from app.briefings.content import of_version
from app.briefings.models import Note, NoteStep
from app.briefings.step_actions import take_step
from app.core.database import db
from app.core.journal import JournalEntry
from app.meetings.models import Meeting
from app.packs.actions import stop_pack
from app.packs.issuing.building import build_pack
from app.packs.issuing.locking import lock_printed
from app.packs.issuing.outdated import has_changed
from app.packs.models import PackState
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_note, make_person, make_serving
from tests.packs.meeting_files import asked, made, text_of

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def people() -> tuple[Person, Person, Person]:
    """An officer, an alderman, and the secretary who works for the alderman."""
    found = make_person("officer"), make_person("alderman"), make_person("secretary")
    make_serving(found[2], found[1])
    return found


@pytest.fixture
def meeting(people: tuple[Person, Person, Person]) -> Meeting:
    officer, alderman, _secretary = people
    return make_meeting(officer=officer, alderman=alderman)


def state_of(note: Note) -> str:
    return db.session.scalars(
        select(Note.state).where(Note.id == note.id).execution_options(populate_existing=True)
    ).one()


def test_the_notes_in_it_are_locked_by_who_asked_for_it(
    meeting: Meeting, people: tuple[Person, Person, Person]
) -> None:
    officer, alderman, secretary = people
    agreed = make_note(make_item(meeting), state="aligned", author=officer)
    waiting = make_note(make_item(meeting), state="with_alderman", author=officer)
    other = make_note(
        make_item(meeting, alderman=make_person("alderman")), state="aligned", author=officer
    )
    pack = made(meeting, alderman, secretary)
    assert (state_of(agreed), state_of(waiting), state_of(other)) == (
        "locked",
        "with_alderman",
        "aligned",
    )
    step = db.session.scalars(select(NoteStep)).one()
    assert (step.step, step.person_id, step.note_id) == ("lock", secretary.id, agreed.id)
    entries = db.session.scalars(select(JournalEntry.action)).all()
    assert "note.lock" in entries
    assert not has_changed(pack)  # locking is no change of what was printed
    assert made(meeting, alderman, secretary) == pack
    assert len(db.session.scalars(select(NoteStep)).all()) == 1


@pytest.mark.parametrize("variant", ["card", "papers"])
def test_no_other_kind_of_pack_locks(
    meeting: Meeting, people: tuple[Person, Person, Person], variant: str
) -> None:
    note = make_note(make_item(meeting), state="aligned", author=people[0])
    made(meeting, people[1], people[2], variant)
    assert state_of(note) == "aligned"


def test_a_pack_for_somebody_else_locks_nothing(
    meeting: Meeting, people: tuple[Person, Person, Person]
) -> None:
    note = make_note(make_item(meeting), state="aligned", author=people[0])
    made(meeting, people[0])
    assert state_of(note) == "aligned"


@pytest.mark.parametrize(
    ("part", "state"), [("history", "aligned"), ("ask", "concept")], ids=["adding", "reopening"]
)
def test_a_locked_note_that_changes_makes_the_pack_out_of_date(
    app: Flask,
    meeting: Meeting,
    people: tuple[Person, Person, Person],
    part: str,
    state: str,
) -> None:
    officer, alderman, secretary = people
    note = make_note(make_item(meeting), state="aligned", author=officer)
    pack = made(meeting, alderman, secretary)
    client = cast(CheckingClient, app.test_client()).sign_in(secretary)
    assert "verouderd" not in client.get(f"/meetings/{meeting.id}").text
    db.session.refresh(note)
    changed = of_version(note.current).with_values({part: "Iets anders."})
    save_note(note, changed, officer, 1, reopen=True)
    db.session.commit()
    assert state_of(note) == state
    assert has_changed(pack)
    assert "De laatste map is verouderd" in client.get(f"/meetings/{meeting.id}").text
    assert "Sinds deze map is gemaakt, is gewijzigd: " in client.get(f"/packs/{pack.id}").text


def test_a_note_that_changed_while_the_pack_was_printed_is_not_locked(
    meeting: Meeting, people: tuple[Person, Person, Person]
) -> None:
    officer, alderman, secretary = people
    note = make_note(make_item(meeting), state="aligned", author=officer)
    db.session.refresh(note)
    printed = {note.id: note.current_number}
    changed = of_version(note.current).with_values({"history": "Vorig jaar ook."})
    save_note(note, changed, officer, 1)
    lock_printed(printed, alderman.id, secretary.id)
    assert state_of(note) == "aligned"
    lock_printed({note.id: 2}, alderman.id, secretary.id)
    assert state_of(note) == "locked"


def test_a_stopped_pack_locks_nothing(
    meeting: Meeting, people: tuple[Person, Person, Person]
) -> None:

    note = make_note(make_item(meeting), state="aligned", author=people[0])
    pack = asked(meeting, people[1], people[2])
    stop_pack(pack, people[2])
    db.session.commit()
    build_pack(pack.id)
    assert pack.state == PackState.CANCELLED
    assert state_of(note) == "aligned"


def test_an_agreement_that_nobody_confirmed_is_marked_in_print(
    meeting: Meeting, people: tuple[Person, Person, Person]
) -> None:

    officer, alderman, _secretary = people
    note = make_note(make_item(meeting), state="with_alderman", author=officer)
    db.session.refresh(note)
    take_step(note, "record-agreement", officer, 1, "Akkoord.", alderman.id)
    db.session.commit()
    text = text_of(made(meeting, alderman))
    assert "Nog niet bevestigd" in text
    assert f"vastgelegd door {officer.name}" in text
    assert "Akkoord." not in text
    db.session.refresh(note)
    take_step(note, "confirm", alderman, 1)
    db.session.commit()
    assert "Nog niet bevestigd" not in text_of(made(meeting, alderman))
