"""Last-Modified: the same for every server process, and never twice for two calendars."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from werkzeug.http import parse_date
from werkzeug.test import TestResponse

from app.core import clock
from app.core.database import db
from app.meetings.models import Meeting, MeetingStatus
from app.people.models import Person
from tests.conftest import MakeApp
from tests.factories import make_meeting, make_person
from tests.feeds.calendars import make_feed


def moment_of(response: TestResponse) -> datetime:
    """The moment that an answer bears."""
    assert response.status_code == 200
    found = parse_date(response.headers["Last-Modified"])
    assert found is not None
    return found


def with_a_feed(app: Flask) -> tuple[str, int, int]:
    """The address of a calendar with one meeting, its reader and the meeting."""
    with app.app_context():
        officer = make_person()
        meeting = make_meeting(officer=officer)
        address = make_feed(officer, "all")
        return address, officer.id, meeting.id


def cancel(meeting: Meeting, _reader: Person) -> None:
    """The meeting does not go on."""
    meeting.status, meeting.cancelled_at = MeetingStatus.CANCELLED, clock.now()


def delete(meeting: Meeting, _reader: Person) -> None:
    """There is no such meeting any more."""
    db.session.delete(meeting)


def withdraw(meeting: Meeting, _reader: Person) -> None:
    """The meeting is for a circle to which the reader does not belong."""
    meeting.restricted, meeting.officer_id = True, None


def close(_meeting: Meeting, reader: Person) -> None:
    """The account of the reader is switched off."""
    reader.active = False


@pytest.mark.parametrize("change", [cancel, delete, withdraw, close])
def test_every_change_moves_it_in_every_process(
    make_app: MakeApp, change: Callable[[Meeting, Person], None]
) -> None:
    """Also within one second, with the clock standing still."""
    first, second = make_app(), make_app()
    address, reader_id, meeting_id = with_a_feed(first)
    before = [app.test_client().get(address) for app in (first, second)]
    assert before[0].data == before[1].data
    assert moment_of(before[0]) == moment_of(before[1])
    with first.app_context():
        change(db.session.get_one(Meeting, meeting_id), db.session.get_one(Person, reader_id))
        db.session.commit()
    held = {"If-Modified-Since": before[0].headers["Last-Modified"]}
    after = [app.test_client().get(address, headers=held) for app in (second, first)]
    assert after[0].data == after[1].data != before[0].data
    assert moment_of(after[0]) == moment_of(after[1])
    assert moment_of(after[0]) - moment_of(before[0]) >= timedelta(seconds=1)


def test_a_calendar_that_comes_back_has_a_new_moment(make_app: MakeApp) -> None:
    """Who holds what was between the two, by its moment only, must see that it went."""
    first, second = make_app(), make_app()
    address, _reader, meeting_id = with_a_feed(first)
    moments = []
    for place in ("Kamer 1", "Kamer 2", "Kamer 1"):
        with first.app_context():
            db.session.get_one(Meeting, meeting_id).place = place
            db.session.commit()
        moments += [moment_of(app.test_client().get(address)) for app in (second, first)]
    assert moments[0] == moments[1] < moments[2] == moments[3] < moments[4] == moments[5]


def test_a_change_of_something_else_moves_nothing(make_app: MakeApp) -> None:
    app = make_app()
    address, _reader, _meeting = with_a_feed(app)
    before = app.test_client().get(address)
    with app.app_context():
        make_person()
        db.session.commit()
    clock.stop_at(clock.now() + timedelta(hours=1))
    after = app.test_client().get(address)
    assert (after.data, after.headers["ETag"]) == (before.data, before.headers["ETag"])
    assert moment_of(after) == moment_of(before)


def test_a_new_process_knows_the_moments_of_the_others(make_app: MakeApp) -> None:
    address, _reader, _meeting = with_a_feed(old := make_app())
    before = old.test_client().get(address)
    clock.stop_at(clock.now() + timedelta(hours=1))
    after = make_app().test_client().get(address)
    assert moment_of(after) == moment_of(before)
