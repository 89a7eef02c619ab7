"""Nothing is mailed about notes, meetings and packs that was settled before the mail went."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.briefings.models import Advice, Note
from app.briefings.settled import still_in
from app.briefings.step_actions import take_step
from app.core import clock, jobs
from app.core.database import db
from app.meetings.models import Meeting
from app.meetings.telling import moved, stepped
from app.messages import folder, outbox, preferences
from app.messages.actions import tell, tell_all
from app.messages.models import Message
from app.people.models import Person
from tests.factories import day, make_item, make_meeting, make_note, make_person, moment
from tests.packs.meeting_files import make_pack

FRIDAY = moment("2026-11-27T07:00")


@pytest.fixture(autouse=True)
def mails(app: Flask) -> Iterator[Path]:
    """The folder in which mails land; empty before and after."""
    shutil.rmtree(folder.folder(), ignore_errors=True)
    yield folder.folder()
    shutil.rmtree(folder.folder(), ignore_errors=True)


def weekly(person: Person) -> Person:
    """Somebody who gets everything in one mail on Friday."""
    kinds = [one for one in preferences.kinds_for(person.role_names) if not one.fixed]
    preferences.choose(person, {one.key: "week" for one in kinds}, 4, 0)
    db.session.commit()
    return person


@pytest.fixture
def officer(app: Flask) -> Person:
    """Who writes."""
    return weekly(make_person())


@pytest.fixture
def alderman(app: Flask) -> Person:
    """Who decides."""
    return weekly(make_person("alderman"))


@pytest.fixture
def note(officer: Person, alderman: Person) -> Note:
    """A note that is ready to be offered, on a meeting in four weeks."""
    meeting = make_meeting(days=28, officer=officer, alderman=alderman)
    return make_note(make_item(meeting), author=officer)


def step(note: Note, name: str, person: Person, words: str = "") -> None:
    """Take a step of the workflow."""
    db.session.expire_all()
    take_step(db.session.get_one(Note, note.id), name, person, note.current_number, words)
    db.session.commit()


def friday() -> None:
    """Send what is due on Friday."""
    clock.stop_at(FRIDAY)
    outbox.send_waiting_mail()
    jobs.run_pending()
    db.session.expire_all()


def states(person: Person) -> list[str]:
    """How every message to a person went by mail, in order."""
    rows = select(Message).where(Message.person_id == person.id).order_by(Message.id)
    return [row.mail_state for row in db.session.scalars(rows)]


def test_a_note_that_waits_is_mailed(note: Note, officer: Person, alderman: Person) -> None:
    step(note, "offer", officer)
    friday()
    assert states(alderman) == ["sent"]


def test_a_note_that_was_decided_on_is_not(note: Note, officer: Person, alderman: Person) -> None:
    step(note, "offer", officer)
    step(note, "agree", alderman)
    friday()
    assert states(alderman) == ["settled"]
    assert states(officer) == ["sent"], "that it was agreed is news"


def test_a_note_that_was_withdrawn_or_put_off_is_not(
    note: Note, officer: Person, alderman: Person
) -> None:
    step(note, "offer", officer)
    step(note, "withdraw", officer)
    friday()
    assert states(alderman) == ["settled"]


def test_a_note_that_is_to_be_discussed_waits_for_nobodys_mail(
    note: Note, officer: Person, alderman: Person
) -> None:
    step(note, "offer", officer)
    step(note, "discuss", alderman)
    friday()
    assert states(alderman) == ["settled"]
    assert states(officer) == ["sent"]


def test_a_question_that_was_answered_is_not(note: Note, officer: Person, alderman: Person) -> None:
    step(note, "offer", officer)
    step(note, "return", alderman, "Kan het korter?")
    step(note, "offer", officer)
    friday()
    assert states(officer) == ["settled"]
    assert states(alderman) == ["settled", "sent"], "of two offers the later one"


def test_of_a_cancelled_meeting_only_that_it_is_cancelled(
    note: Note, officer: Person, alderman: Person
) -> None:
    step(note, "offer", officer)
    meeting = db.session.get_one(Meeting, note.item.meeting_id)
    tell_all([moved(meeting, clock.now() + timedelta(days=3), {alderman.id})])
    meeting.status = "cancelled"
    meeting.sequence += 1
    tell_all([stepped(meeting, "cancel", {alderman.id})])
    db.session.commit()
    friday()
    assert states(alderman) == ["settled", "settled", "sent"]


def test_of_a_meeting_that_is_over_nothing(officer: Person, alderman: Person) -> None:
    meeting = make_meeting(days=2, officer=officer, alderman=alderman)
    note = make_note(make_item(meeting), author=officer)
    step(note, "offer", officer)
    tell_all([moved(db.session.get_one(Meeting, meeting.id), clock.now(), {alderman.id})])
    db.session.commit()
    friday()
    assert states(alderman) == ["settled", "settled"]


def test_that_a_meeting_moved_to_the_past_is_told_all_the_same(alderman: Person) -> None:
    meeting = make_meeting(days=-3, alderman=alderman)
    tell_all([moved(meeting, clock.now() + timedelta(days=3), {alderman.id})])
    db.session.commit()
    friday()
    assert states(alderman) == ["sent"]


def test_what_was_recorded_for_somebody_is_told_until_they_confirmed(
    note: Note, officer: Person, alderman: Person
) -> None:
    step(note, "offer", officer)
    take_step(
        db.session.get_one(Note, note.id),
        "record-agreement",
        officer,
        1,
        "Akkoord, zei de wethouder.",
        alderman.id,
        clock.now(),
    )
    db.session.commit()
    recorded = select(Message).where(Message.kind == "recorded")
    assert db.session.scalars(recorded).one().person_id == alderman.id
    step(note, "confirm", alderman)
    friday()
    assert db.session.scalars(recorded).one().mail_state == "settled"


def test_advice_that_was_given_is_not_asked_for(note: Note, officer: Person) -> None:
    adviser = weekly(make_person("adviser"))
    asked = Advice(
        note_id=note.id,
        adviser_id=adviser.id,
        asked_by_id=officer.id,
        asked_at=clock.now(),
        due_on=day("2026-12-01"),
    )
    other = make_note(make_item(note.item.meeting), author=officer)
    open_one = Advice(
        note_id=other.id,
        adviser_id=adviser.id,
        asked_by_id=officer.id,
        asked_at=clock.now(),
        due_on=day("2026-12-01"),
    )
    db.session.add_all((asked, open_one))
    db.session.commit()
    for one in (asked, open_one):
        about = f"advice-{one.id}"
        tell([adviser.id], about, "U wordt om advies gevraagd.", "/", kind="advice", about=about)
    asked.kind, asked.given_at = "positive", clock.now()
    db.session.commit()
    friday()
    assert states(adviser) == ["settled", "sent"]


def test_of_packs_the_newest(note: Note, officer: Person, alderman: Person) -> None:
    ids = []
    for number in (1, 2):
        pack = make_pack(note.item.meeting, alderman, officer, number=number)
        db.session.commit()
        ids.append(pack.id)
        about = f"pack-{pack.id}"
        tell([alderman.id], about, "Er is een map.", "/", kind="pack", about=about)
    friday()
    assert states(alderman) == ["sent", "sent"], "the second one is not ready"


@pytest.mark.parametrize(
    ("told", "state", "still"),
    [
        ("aligned", "locked", True),
        ("aligned", "concept", False),
        ("concept", "advice", True),
        ("concept", "team_lead", False),
        ("team_lead", "with_alderman", False),
        ("discuss", "discuss", True),
    ],
)
def test_what_was_told_of_a_state_holds_while_the_note_is_in_it(
    told: str, state: str, still: bool
) -> None:
    assert still_in(told, state) == still
