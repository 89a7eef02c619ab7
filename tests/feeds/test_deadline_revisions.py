"""Deadlines have revisions of their own: noted after the response, and never lower than before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.feeds.content.deadlines import DeadlineKey, DueDay, Revision, revision_of
from app.feeds.content.noting import note_deadlines
from app.feeds.models import DeadlineKind, DeadlineRevision
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.people.models import Person
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_note, make_person, moment
from tests.feeds.calendars import events_in, fetch, make_feed
from tests.marks import present_mark

NOW = moment("2026-11-23T10:00:07.5")


def due(meeting: Meeting, day: str = "2026-12-04", count: int = 1) -> DueDay:
    """A day by which somebody has to write notes."""
    return DueDay(7, 7, meeting, date.fromisoformat(day), DeadlineKind.WRITE, count)


def only(client: CheckingClient, address: str) -> Any:
    """The one deadline in a calendar."""
    (event,) = events_in(fetch(client, address)).values()
    return event


@pytest.fixture
def officer(app: Flask) -> Person:
    """Who has two notes to write for one meeting."""
    person = make_person()
    meeting = make_meeting(officer=person)
    for _number in range(2):
        make_item(meeting)
    return person


def test_a_revision_stands_until_what_is_shown_changes(app: Flask) -> None:
    meeting = make_meeting()
    first = revision_of(due(meeting), None, NOW)
    assert (first.revised_at, first.sequence) == (meeting.revised_at, 0)
    assert revision_of(due(meeting), first, NOW + timedelta(days=9)) == first
    fewer = revision_of(due(meeting, count=2), first, NOW)
    assert (fewer.revised_at, fewer.sequence) == (NOW.replace(microsecond=0), 0)
    moved = revision_of(due(meeting, "2026-12-07", 2), fewer, NOW)
    assert (moved.revised_at, moved.sequence) == (fewer.revised_at + timedelta(seconds=1), 1)
    meeting.body.partnership.name = "Een andere naam"
    renamed = revision_of(due(meeting, "2026-12-07", 2), moved, NOW)
    assert (renamed.revised_at, renamed.sequence) == (moved.revised_at + timedelta(seconds=1), 1)


def test_it_is_noted_after_the_response_and_stands(officer: Person, client: CheckingClient) -> None:
    address = make_feed(officer, "deadlines")
    mark = present_mark()
    body = fetch(client, address)
    row = db.session.scalars(select(DeadlineRevision)).one()
    assert (row.person_id, row.kind, row.sequence) == (officer.id, "write", 0)
    assert present_mark() == mark
    with clock.at(clock.now() + timedelta(hours=1)):
        assert fetch(client, address) == body


def test_fewer_notes_move_the_stamp_and_another_day_the_sequence(
    officer: Person, client: CheckingClient
) -> None:
    address = make_feed(officer, "deadlines")
    first = only(client, address)
    clock.stop_at(clock.now() + timedelta(minutes=10))
    meeting = db.session.scalars(select(Meeting)).one()
    make_item(meeting)
    more = only(client, address)
    assert str(more["SUMMARY"]).startswith("3 annotaties aanbieden")
    assert (more["UID"], more["SEQUENCE"]) == (first["UID"], first["SEQUENCE"])
    assert more["DTSTAMP"].dt == more["LAST-MODIFIED"].dt == clock.now()
    meeting.starts_at += timedelta(days=7)
    meeting.ends_at += timedelta(days=7)
    db.session.commit()
    moved = only(client, address)
    assert (moved["UID"], moved["SEQUENCE"]) == (first["UID"], first["SEQUENCE"] + 1)
    assert moved["DTSTART"].dt > more["DTSTART"].dt
    assert moved["DTSTAMP"].dt == clock.now() + timedelta(seconds=1)


def test_a_deadline_that_comes_back_goes_on_counting(
    officer: Person, client: CheckingClient
) -> None:
    address = make_feed(officer, "deadlines")
    meeting = db.session.scalars(select(Meeting)).one()
    fetch(client, address)
    meeting.starts_at += timedelta(days=7)
    meeting.ends_at += timedelta(days=7)
    db.session.commit()
    before = only(client, address)
    notes = [make_note(item, state="aligned") for item in items_of(meeting)]
    assert events_in(fetch(client, address)) == {}
    for note in notes:
        note.state = "concept"
    db.session.commit()
    after = only(client, address)
    assert after["SEQUENCE"] == before["SEQUENCE"] == 1
    assert after["DTSTAMP"].dt >= before["DTSTAMP"].dt


def items_of(meeting: Meeting) -> list[Any]:
    """The items of a meeting."""
    return list(db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)))


def test_of_two_processes_the_later_moment_stands(officer: Person) -> None:
    meeting = db.session.scalars(select(Meeting)).one()
    key = DeadlineKey(officer.id, officer.id, meeting.id, "write")
    early = Revision("a", date(2026, 12, 4), clock.now(), 0)
    late = early._replace(revised_at=clock.now() + timedelta(seconds=3))
    for one in (late, early):
        note_deadlines({key: one})
        db.session.commit()
        assert db.session.scalars(select(DeadlineRevision)).one().revised_at == late.revised_at
    moved = Revision("b", date(2026, 12, 7), late.revised_at + timedelta(seconds=1), 1)
    note_deadlines({key: moved})
    db.session.commit()
    row = db.session.scalars(select(DeadlineRevision)).one()
    assert Revision(row.digest, row.due_on, row.revised_at, row.sequence) == moved


def test_within_a_day_no_deadline_goes(officer: Person, client: CheckingClient) -> None:
    address = make_feed(officer, "deadlines")
    meeting = db.session.scalars(select(Meeting)).one()
    clock.stop_at(meeting.starts_at - timedelta(hours=2))
    body = fetch(client, address)
    assert len(events_in(body)) == 1
    clock.stop_at(meeting.ends_at + timedelta(hours=2))
    assert fetch(client, address) == body
    clock.stop_at(meeting.ends_at + timedelta(days=1))
    assert events_in(fetch(client, address)) == {}
