"""What changes between the reading and the issuing of a pack has it made anew, of what stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core import clock, jobs
from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.messages.models import Message
from app.packs.issuing.building import key_of, making_of
from app.packs.issuing.issue import issue
from app.packs.models import Pack, PackState
from app.people.models import Person, PersonRole
from tests.factories import make_item, make_meeting
from tests.packs.issued import made_of
from tests.packs.meeting_files import add_paper, asked, text_of


@pytest.fixture
def item(alderman: Person) -> AgendaItem:
    return make_item(make_meeting(alderman=alderman, days=3), title="Ontwerpbegroting")


@pytest.fixture
def meeting(item: AgendaItem) -> Meeting:
    return item.meeting


def ready(pack: Pack) -> bool:
    db.session.expire_all()
    return pack.state == PackState.READY


def run(pack: Pack) -> Pack:
    jobs.run_pending(key_of(pack))
    db.session.expire_all()
    return pack


def told() -> list[str]:
    return [row.text for row in db.session.query(Message) if row.about.startswith("pack-")]


def test_who_asks_because_of_a_change_gets_what_stands_now(
    meeting: Meeting, alderman: Person
) -> None:
    pack = asked(meeting, alderman)
    before = made_of(pack.id)
    clock.stop_at(clock.now() + timedelta(minutes=5))
    make_item(meeting, number="9", title="Ingelast punt")
    again = asked(meeting, alderman)
    assert again.id == pack.id
    assert again.requested_at == clock.now(), "the moment that its cover bears"
    issue(pack.id, before)
    assert not ready(pack)
    assert told() == []
    assert "Ingelast punt" in text_of(run(pack))


def test_who_asks_twice_for_the_same_waits_for_one(meeting: Meeting, alderman: Person) -> None:
    pack = asked(meeting, alderman)
    made = made_of(pack.id)
    clock.stop_at(clock.now() + timedelta(minutes=5))
    assert asked(meeting, alderman).id == pack.id
    issue(pack.id, made)
    assert ready(pack)


def test_the_press_hears_that_it_prints_what_is_no_longer_wanted(
    meeting: Meeting, alderman: Person
) -> None:
    pack = asked(meeting, alderman)
    making = making_of(pack.id, Pack.content_hash == pack.content_hash)
    assert (making.follow(0), making.follow(1)) == (True, True)
    make_item(meeting, number="9", title="Ingelast punt")
    asked(meeting, alderman)
    assert not making.follow(2)


def test_a_paper_that_became_restricted_meanwhile_is_not_issued(
    item: AgendaItem, alderman: Person
) -> None:
    paper = add_paper(item, title="Kanariestuk")
    pack = asked(item.meeting, alderman)
    before = made_of(pack.id)
    paper.restricted = True
    db.session.commit()
    issue(pack.id, before)
    assert not ready(pack)
    assert (pack.file_id, pack.parts, told()) == (None, [], [])
    assert "Kanariestuk" not in text_of(run(pack))
    assert any("klaar" in text for text in told())


def test_a_meeting_that_became_restricted_meanwhile_is_not_issued(
    meeting: Meeting, alderman: Person
) -> None:
    pack = asked(meeting, alderman)
    before = made_of(pack.id)
    meeting.restricted = True
    db.session.commit()
    issue(pack.id, before)
    assert not ready(pack)
    assert run(pack).state == PackState.FAILED
    assert told() == []


def test_a_reader_who_no_longer_works_with_packs_gets_none(
    meeting: Meeting, alderman: Person, secretary: Person
) -> None:
    pack = asked(meeting, alderman, secretary)
    alderman.roles = [PersonRole(role="clerk")]
    db.session.commit()
    assert run(pack).state == PackState.FAILED
    assert "werkt niet meer met vergadermappen" in pack.failure


def test_of_two_askers_the_first_of_whom_fails_the_second_gets_version_one(
    meeting: Meeting, alderman: Person, secretary: Person
) -> None:
    first, second = asked(meeting, alderman), asked(meeting, alderman, secretary)
    assert (first.number, second.number) == (1, 2)
    printed = made_of(second.id)
    making_of(first.id).fail(lambda: "Niet gelukt.")
    issue(second.id, printed)
    assert not ready(second), "its cover says version 2"
    assert second.number == 1
    issue(second.id, made_of(second.id))
    assert ready(second)


def test_who_is_ready_first_has_the_first_number_and_the_other_is_compared_with_it(
    meeting: Meeting, alderman: Person, secretary: Person
) -> None:
    first, second = asked(meeting, alderman), asked(meeting, alderman, secretary)
    late = made_of(first.id)
    for _time in range(2):
        issue(second.id, made_of(second.id))
    assert ready(second)
    issue(first.id, late)
    assert not ready(first)
    assert (second.number, first.number) == (1, 2)
    assert run(first).state == PackState.READY
    assert (first.number, first.replaces_id) == (2, second.id)
