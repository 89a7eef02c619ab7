"""The change mark rises with every transaction that changed something, and with no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from app.core import clock, journal
from app.core.database import Base, db, reading
from app.core.jobs import enqueue
from app.core.recorder import Reading
from app.meetings.models import Attendance, Meeting, MeetingCircle
from app.people.models import PersonRole
from tests.client import CheckingClient, Statements
from tests.conftest import MakeApp
from tests.factories import make_meeting, make_person
from tests.marks import present_mark


def rises(change: Callable[[], object]) -> bool:
    """Whether the mark rises with what is changed and committed here."""
    before = present_mark()
    change()
    db.session.commit()
    after = present_mark()
    assert after >= before
    return after > before


def test_it_rises_with_what_is_added_changed_and_deleted(app: Flask) -> None:
    meeting, person = make_meeting(), make_person()
    row = Attendance(person=person)
    assert rises(lambda: meeting.attendances.append(row))
    assert rises(lambda: setattr(meeting, "place", "Raadzaal"))
    assert rises(lambda: setattr(row, "going", False))
    assert rises(lambda: meeting.attendances.remove(row))


def test_it_rises_with_statements_on_many_rows(app: Flask) -> None:
    meeting, person = make_meeting(), make_person()
    pair = {"meeting_id": meeting.id, "person_id": person.id}
    assert rises(lambda: db.session.execute(insert(MeetingCircle), [pair]))
    assert rises(lambda: db.session.execute(delete(MeetingCircle)))
    assert rises(lambda: db.session.execute(update(Meeting).values(place="Raadzaal")))
    table = Base.metadata.tables["meeting"]
    assert rises(lambda: db.session.execute(update(table).values(place="Foyer")))
    added = [{"person_id": person.id, "role": "clerk"}]
    assert rises(lambda: db.session.execute(insert(PersonRole), added))


def test_it_stands_when_nothing_that_calendars_show_was_written(
    app: Flask, client: CheckingClient
) -> None:
    meeting, person = make_meeting(), make_person()
    assert not rises(lambda: None)
    assert not rises(lambda: setattr(meeting, "place", meeting.place))
    assert not rises(lambda: client.sign_in(person))
    assert not rises(lambda: journal.record("note.agree", "note", 1, actor_id=person.id))
    assert not rises(lambda: enqueue("search.rebuild", key="search.rebuild"))
    assert not rises(lambda: db.session.execute(update(Reading).values(times=2)))
    assert not rises(lambda: client.get("/meetings/"))


def test_what_was_undone_does_not_raise_it(app: Flask) -> None:
    meeting = make_meeting()
    before = present_mark()
    meeting.place = "Raadzaal"
    db.session.flush()
    db.session.rollback()
    db.session.commit()
    assert present_mark() == before


def test_a_savepoint_raises_it_once_and_at_the_end(app: Flask, statements: Statements) -> None:
    meeting = make_meeting()
    with statements.counted() as counted:
        with db.session.begin_nested():
            meeting.place = "Raadzaal"
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(insert(MeetingCircle), [{"meeting_id": 0, "person_id": 0}] * 2)
        db.session.commit()
    raised = [one for one in counted.writes if "change_mark" in one]
    assert raised == counted.writes[-1:]


def test_it_never_comes_by_again_after_a_database_was_put_back(app: Flask) -> None:
    """An older mark (of a backup) goes on from the present moment, not from where it was."""
    meeting = make_meeting()
    first = present_mark()
    with clock.at(clock.now() + timedelta(days=1)):
        meeting.place = "Raadzaal"
        db.session.commit()
        later = present_mark()
        assert later - first > 86_000_000
    meeting.place = "Foyer"
    db.session.commit()
    assert present_mark() == later + 1


def test_writers_at_once_each_raise_it(make_app: MakeApp) -> None:
    """Whoever reads a mark sees all that was committed up to it, also between two writers."""
    app = make_app()
    writers, rounds = 2, 10
    with app.app_context():
        ids = [make_meeting(title="0").id for _number in range(writers)]
        first = present_mark()
        db.session.remove()
    ready, seen = Barrier(writers + 1), list[tuple[int, int]]()

    def write(meeting_id: int) -> None:
        with app.app_context():
            ready.wait()
            for number in range(1, rounds + 1):
                db.session.get_one(Meeting, meeting_id).title = str(number)
                db.session.commit()
            db.session.remove()

    threads = [Thread(target=write, args=(one,)) for one in ids]
    for thread in threads:
        thread.start()
    with app.app_context():
        ready.wait()
        while any(thread.is_alive() for thread in threads):
            with reading():
                mark = present_mark()
                total = sum(int(one.title) for one in db.session.query(Meeting))
                db.session.rollback()
            seen.append((mark - first, total))
        for thread in threads:
            thread.join()
        assert present_mark() == first + writers * rounds
        db.session.remove()
    assert all(total >= mark for mark, total in seen)
