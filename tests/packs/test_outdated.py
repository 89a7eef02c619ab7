"""Whether an issued pack is the one that would be made now, and whether it is worth another."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

import pytest

from app.core import clock, journal
from app.core.database import db
from app.days.models import DayKind, Period
from app.meetings.models import Meeting
from app.packs.content.meeting_parts import Attendee
from app.packs.issuing.assembling import compose_pack, fingerprint_of, gather_pack
from app.packs.issuing.comparing import compared
from app.packs.issuing.keeping import digest_of
from app.packs.issuing.outdated import has_changed, is_out_of_date
from app.packs.models import Pack
from app.papers import preparing
from app.papers.models import ReadingCopy
from app.people.models import Person
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.packs.issued import issued
from tests.packs.meeting_files import add_paper, asked


@pytest.fixture
def meeting(alderman: Person) -> Meeting:
    meeting = make_meeting(alderman=alderman, officer=make_person("officer"), days=3)
    make_note(make_item(meeting), state="aligned")
    return meeting


def fingerprint(pack: Pack) -> str:
    return fingerprint_of(pack, gather_pack(pack, [place.meeting_id for place in pack.places]))


def refused(meeting: Meeting) -> ReadingCopy:
    """The copy of a paper that could not be made for want of a program."""
    paper = add_paper(meeting)
    copy = ReadingCopy(
        original_id=paper.file_id, state="refused", failure="no_office", prepared_at=clock.now()
    )
    db.session.add(copy)
    db.session.commit()
    return copy


def heal(copy: ReadingCopy) -> None:
    """A copy is made after all."""
    clock.stop_at(clock.now() + timedelta(hours=1))
    copy.state, copy.failure = "waiting", ""
    db.session.commit()
    preparing.prepare(copy.original)
    db.session.expire_all()


def test_what_became_of_a_paper_is_in_the_fingerprint(meeting: Meeting, alderman: Person) -> None:
    copy = refused(meeting)
    first = issued(meeting, alderman)
    assert asked(meeting, alderman).id == first.id
    heal(copy)
    again = asked(meeting, alderman)
    assert again.id != first.id
    assert again.number == 2


def test_a_better_copy_of_the_same_paper_gives_another_fingerprint(
    meeting: Meeting, alderman: Person
) -> None:
    paper = add_paper(meeting)
    copy = preparing.prepare(paper.file)
    pack = issued(meeting, alderman)
    before = fingerprint(pack)
    copy.accessible, copy.archivable = not copy.accessible, False
    db.session.commit()
    assert fingerprint(pack) != before


def test_a_paper_that_can_be_printed_after_all_is_a_change_that_is_named(
    meeting: Meeting, alderman: Person
) -> None:
    copy = refused(meeting)
    first = issued(meeting, alderman)
    part = next(part for part in first.parts if part.paper_id)
    part.left_out = "no_office"
    db.session.commit()
    assert not has_changed(first)
    heal(copy)
    assert has_changed(first)
    second = asked(meeting, alderman)
    document = compose_pack(second, gather_pack(second, [meeting.id]))
    found = compared(second, document)
    assert found is not None
    assert found.changes is not None
    assert [(row.key, row.what) for row in found.changes.rows] == [
        (part.key, "zat niet in de map, en nu wel")
    ]


def test_what_a_newer_program_adds_without_saying_more_changes_no_fingerprint() -> None:
    known = {field.name for field in fields(Attendee)}
    assert known > {"name", "role"}
    assert digest_of(Attendee("Gemeente", "lid")) == digest_of(
        Attendee("Gemeente", "lid", votes="", last_contact="")
    )
    assert digest_of(Attendee("Gemeente", "lid")) != digest_of(Attendee("Gemeente", "lid", "3"))


def test_what_no_list_of_changes_would_name_does_not_make_a_pack_out_of_date(
    meeting: Meeting, alderman: Person
) -> None:
    paper = add_paper(meeting)
    pack = issued(meeting, alderman)
    before = fingerprint(pack)
    paper.pages = 12
    db.session.commit()
    assert fingerprint(pack) != before
    assert not has_changed(pack)


def test_a_day_of_the_council_makes_a_pack_out_of_date_and_is_named(
    meeting: Meeting, alderman: Person
) -> None:
    pack = issued(meeting, alderman)
    assert not is_out_of_date(pack)
    day = clock.local(meeting.starts_at).date() + timedelta(days=7)
    period = Period(kind=DayKind.COUNCIL, first_day=day, last_day=day, name="Raad")
    db.session.add(period)
    db.session.flush()
    journal.record("period.add", "period", period.id, actor_id=alderman.id)
    db.session.commit()
    assert has_changed(pack)
    assert is_out_of_date(pack)
    again = asked(meeting, alderman)
    found = compared(again, compose_pack(again, gather_pack(again, [meeting.id])))
    assert found is not None
    assert found.changes is not None
    assert [row.key for row in found.changes.rows] == ["council-calendar"]


def test_a_pack_of_a_meeting_that_ended_asks_for_no_other_version(
    meeting: Meeting, alderman: Person
) -> None:
    pack = issued(meeting, alderman)
    make_item(meeting, number="9", title="Ingelast punt")
    assert has_changed(pack)
    clock.stop_at(meeting.ends_at)
    assert not has_changed(pack)
