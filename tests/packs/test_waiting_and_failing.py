"""A pack that cannot be made: what only has to wait is tried again, and says nothing false."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core import clock, jobs
from app.core.database import db
from app.meetings.models import Meeting
from app.messages.models import Message
from app.packs.actions import stop_pack
from app.packs.issuing.building import build_pack, key_of, making_of
from app.packs.making import PATIENCE
from app.packs.models import Pack, PackState
from app.papers import office, preparing
from app.papers.kinds import KINDS
from app.people.models import Person
from tests.factories import make_meeting, make_person
from tests.packs.meeting_files import add_paper, asked


@pytest.fixture
def meeting(alderman: Person) -> Meeting:
    """A meeting with a paper that a program for office files must convert."""
    meeting = make_meeting(alderman=alderman, days=3)
    paper = add_paper(meeting)
    paper.file.media_type = KINDS["docx"].media_type
    db.session.commit()
    return meeting


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another conversion runs, and does not end."""

    def convert(*_args: object) -> Path:
        raise office.Busy

    monkeypatch.setattr(office, "convert", convert)


def run(pack: Pack) -> None:
    with pytest.raises(jobs.TryLater):
        jobs.run_pending(key_of(pack))
    db.session.expire_all()


@pytest.mark.usefixtures("busy")
def test_while_another_paper_is_converted_a_pack_stays_under_way_and_is_tried_again(
    meeting: Meeting, alderman: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = asked(meeting, alderman)
    run(pack)
    assert (pack.state in (PackState.WAITING, PackState.BUILDING), pack.failure) == (True, "")
    monkeypatch.setattr(office, "convert", lambda source, *_more: source)
    clock.stop_at(clock.now() + PATIENCE / 2)
    assert jobs.run_pending(key_of(pack)) == 1
    db.session.expire_all()
    assert pack.state == PackState.READY


@pytest.mark.usefixtures("busy")
def test_a_pack_that_waited_too_long_says_to_try_again_and_not_that_the_disk_is_full(
    meeting: Meeting, alderman: Person
) -> None:
    pack = asked(meeting, alderman)
    clock.stop_at(clock.now() + PATIENCE)
    build_pack(pack.id)
    db.session.expire_all()
    assert pack.state == PackState.FAILED
    assert pack.failure.startswith("Het maken is niet gelukt. Probeer het opnieuw")


def test_a_full_disk_is_said_in_so_many_words(
    meeting: Meeting, alderman: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting_paper = add_paper(meeting, content=b"no pdf", position=2)
    assert meeting_paper.file.media_type == "application/pdf"
    monkeypatch.setattr(preparing, "ROOM", 2**80)
    pack = asked(meeting, alderman)
    build_pack(pack.id)
    db.session.expire_all()
    assert pack.state == PackState.FAILED
    assert pack.failure.startswith("De schijf van de server is vol.")


def test_who_asked_is_told_once_that_it_could_not_be_made(
    meeting: Meeting, alderman: Person
) -> None:
    secretary = make_person("secretary")
    pack = asked(meeting, alderman, secretary)
    for _time in range(2):
        making_of(pack.id).fail(lambda: "Niet gelukt.")
    (told,) = db.session.query(Message).filter_by(url=f"/packs/{pack.id}").all()
    assert told.person_id == secretary.id
    assert told.text.startswith(f"Vergadermap {meeting.name}, ")
    assert told.text.endswith(": het maken is niet gelukt. Bekijk waarom.")


def test_of_a_pack_that_was_stopped_or_is_hidden_nobody_hears(
    meeting: Meeting, alderman: Person
) -> None:
    stopped, hidden = asked(meeting, alderman), asked(meeting, alderman, variant="card")
    stop_pack(stopped, alderman)
    meeting.restricted = True
    db.session.commit()
    for pack in (stopped, hidden):
        making_of(pack.id).fail(lambda: "Niet gelukt.")
    assert db.session.query(Message).count() == 0
