"""What a calendar said of deadlines is noted, or said again: a note may fail, or come twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from app.core import clock
from app.core.database import db
from app.feeds.address import serving
from app.feeds.address.keeping import Place
from app.feeds.content.deadlines import DeadlineKey, Revision
from app.feeds.content.noting import note_deadlines
from app.feeds.models import DeadlineRevision
from app.meetings.models import Meeting
from app.people.sessions import digest
from tests.client import CheckingClient
from tests.conftest import MakeApp
from tests.factories import make_item, make_meeting, make_person
from tests.feeds.calendars import events_in, fetch, make_feed


def only(client: CheckingClient, address: str) -> Any:
    """The one deadline in a calendar."""
    (event,) = events_in(fetch(client, address)).values()
    return event


def noted() -> int:
    """How many revisions are known."""
    return db.session.scalar(select(func.count()).select_from(DeadlineRevision)) or 0


def lost(_found: Mapping[DeadlineKey, Revision]) -> bool:
    """The database is away just after the answer."""
    raise OperationalError("", {}, Exception())


def test_a_note_that_was_lost_is_made_at_the_next_poll(
    app: Flask, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = make_person()
    meeting = make_meeting(officer=officer, days=40)
    make_item(meeting)
    address = make_feed(officer, "deadlines")
    with monkeypatch.context() as patched:
        patched.setattr(serving, "note_deadlines", lost)
        first = only(client, address)
    assert noted() == 0
    clock.stop_at(clock.now() + timedelta(hours=1))
    again = only(client, address)
    assert (again.to_ical(), noted()) == (first.to_ical(), 1)
    make_item(db.session.get_one(Meeting, meeting.id))
    more = only(client, address)
    assert more["SUMMARY"] != first["SUMMARY"]
    assert more["DTSTAMP"].dt > first["DTSTAMP"].dt


def test_what_was_noted_is_not_made_again(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    make_item(make_meeting(officer=officer))
    address = make_feed(officer, "deadlines")
    fetch(client, address)
    with client.get(address) as response:
        tag = response.headers["ETag"]
    place = Place.of(digest(address.split("/")[2]), "http://localhost")
    assert app.extensions["feeds_known"].find(place).digest == tag.strip('"')


def revision(number: int, seconds: int = 0) -> Revision:
    """What a calendar might say of a deadline."""
    return Revision(str(number), date(2026, 12, 4), clock.now() + timedelta(seconds=seconds), 0)


def test_two_first_notes_at_once_lose_nothing(make_app: MakeApp) -> None:
    app = make_app()
    with app.app_context():
        reader = make_person().id
        meetings = [make_meeting().id for _number in range(12)]
    keys = [DeadlineKey(reader, reader, meeting_id, "write") for meeting_id in meetings]
    start, faults = Barrier(2), list[Exception]()

    def note(found: Mapping[DeadlineKey, Revision]) -> None:
        with app.app_context():
            start.wait()
            try:
                note_deadlines(found)
                db.session.commit()
            except Exception as error:  # told in the thread that waits
                faults.append(error)

    halves = (dict.fromkeys(keys[:9], revision(1)), dict.fromkeys(keys[3:], revision(1)))
    threads = [Thread(target=partial(note, half)) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with app.app_context():
        assert noted() == len(keys)


def test_a_note_says_whether_it_is_what_stands(app: Flask) -> None:
    reader, meeting = make_person(), make_meeting()
    key = DeadlineKey(reader.id, reader.id, meeting.id, "write")
    assert note_deadlines({key: revision(1, 5)})
    assert not note_deadlines({key: revision(2)}), "another process said something later"
    assert note_deadlines({key: revision(3, 9)})


def test_a_meeting_that_went_meanwhile_takes_no_other_note_along(app: Flask) -> None:
    reader, meeting = make_person(), make_meeting()
    there, gone = meeting.id, meeting.id + 1000
    keys = [DeadlineKey(reader.id, reader.id, one, "write") for one in (there, gone)]
    assert not note_deadlines(dict.fromkeys(keys, revision(1)))
    db.session.commit()
    assert noted() == 1
