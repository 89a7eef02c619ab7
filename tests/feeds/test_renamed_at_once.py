"""Two people get another name at once, and meanwhile each is sent to a meeting of the other.

On PostgreSQL, where two write at once: neither may wait for what the other holds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from threading import Barrier, Thread, current_thread
from typing import Any

import pytest

from app.core.database import db
from app.meetings import revising
from app.meetings.models import Attendance
from app.people.models import Person
from tests.conftest import MakeApp
from tests.factories import make_meeting, make_person
from tests.feeds.calendars import events_in, make_feed

pytestmark = pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)

NAMES = ("Nieuwe naam een", "Nieuwe naam twee")


def go(person_id: int, meeting_id: int) -> None:
    """This person goes to this meeting."""
    db.session.add(Attendance(person_id=person_id, meeting_id=meeting_id, going=True))
    db.session.commit()


def first_of_each(real: Callable[..., Any], then: Callable[[], object]) -> Callable[..., Any]:
    """The same function; after its first call in each thread but the main one, something more."""
    seen = {"MainThread"}

    def around(*words: Any) -> Any:
        found = real(*words)
        if current_thread().name not in seen:
            seen.add(current_thread().name)
            then()
        return found

    return around


def test_two_names_at_once_wait_for_each_other_in_order(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, found, planned, held = make_app(), Barrier(3), Barrier(3), Barrier(2)
    with app.app_context():
        people = [make_person().id for _name in NAMES]
        meetings = [make_meeting().id for _name in NAMES]
        for person_id, meeting_id in zip(people, meetings, strict=True):
            go(person_id, meeting_id)
        address = make_feed(make_person(), "all")
    app.test_client().get(address).close()

    def wait_for_plans() -> None:
        found.wait(20)
        planned.wait(20)

    monkeypatch.setattr(revising, "_followed", first_of_each(revising._followed, wait_for_plans))
    hold = first_of_each(revising._revise, lambda: held.wait(20))
    monkeypatch.setattr(revising, "_revise", hold)
    faults: list[Exception] = []

    def rename(person_id: int, name: str) -> None:
        with app.app_context():
            try:
                db.session.get_one(Person, person_id).name = name
                db.session.commit()
            except Exception as error:  # told in the thread that waits
                faults.append(error)

    pairs = zip(people, NAMES, strict=True)
    threads = [Thread(target=rename, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    found.wait(20)  # each knows the meetings of its person, and holds none of them
    with app.app_context():
        for person_id, meeting_id in zip(people, reversed(meetings), strict=True):
            go(person_id, meeting_id)
    app.test_client().get(address).close()  # with the names of before
    planned.wait(20)
    for thread in threads:
        thread.join()
    assert faults == []
    assert_names(app.test_client().get(address).data, meetings)


def assert_names(body: bytes, meetings: Collection[int]) -> None:
    """Both names, in the event of every meeting."""
    events = events_in(body).values()
    assert len(events) == len(meetings)
    for event in events:
        assert all(name in event["DESCRIPTION"] for name in NAMES)
