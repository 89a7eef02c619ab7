"""A partnership is renamed while a meeting is planned in it: no calendar keeps the old name.

On PostgreSQL, where two write at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from threading import Event, Thread, Timer

import pytest
from flask import Flask

from app.core.database import db
from app.meetings import revising
from app.meetings.models import Body, Meeting
from app.register.models import Partnership
from tests.conftest import MakeApp
from tests.factories import make_body, make_meeting, make_partnership, make_person
from tests.feeds.calendars import make_feed, meanwhile, titles_in

pytestmark = pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)


def with_a_meeting(app: Flask) -> tuple[int, int, str]:
    """A partnership and its body, with one meeting, and the address of a calendar of it."""
    with app.app_context():
        partnership = make_partnership(name="Oud", abbreviation="")
        body = make_body(partnership=partnership)
        make_meeting(body=body, title="Eerste")
        return partnership.id, body.id, make_feed(make_person(), "all")


def rename(app: Flask, partnership_id: int) -> None:
    """Give the partnership another name."""
    with app.app_context():
        db.session.get_one(Partnership, partnership_id).name = "Nieuw"
        db.session.commit()


def while_revising(monkeypatch: pytest.MonkeyPatch, *deeds: Callable[[], object]) -> None:
    """Do each of these after one round of revisions, before the commit goes on."""
    real, left = revising._revise, [*deeds]

    def revise(ids: Collection[int]) -> None:
        real(ids)
        if left:
            left.pop(0)()

    monkeypatch.setattr(revising, "_revise", revise)


def test_a_meeting_that_is_planned_meanwhile_gets_the_new_name(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    partnership_id, body_id, address = with_a_meeting(app)

    def plan() -> None:
        make_meeting(body=db.session.get_one(Body, body_id), title="Tweede", days=60)
        with app.test_client().get(address) as response:  # somebody reads it as it is now
            assert "Tweede · Oud" in titles_in(response.data)

    while_revising(monkeypatch, lambda: meanwhile(app, plan))
    rename(app, partnership_id)
    with app.test_client().get(address) as response:
        assert titles_in(response.data) == ["Eerste · Nieuw", "Tweede · Nieuw"]


def test_who_changes_that_meeting_at_the_same_time_waits_and_goes_on(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mark is held last, so nobody waits for somebody who waits for them."""
    app = make_app()
    partnership_id, body_id, address = with_a_meeting(app)
    held, go_on, faults = Event(), Event(), list[Exception]()

    def change(meeting_id: int) -> None:
        with app.app_context():
            try:
                db.session.get_one(Meeting, meeting_id).place = "Raadzaal"
                db.session.flush()
                held.set()
                go_on.wait(10)
                db.session.commit()
            except Exception as error:  # told in the thread that waits
                faults.append(error)

    changing: list[Thread] = []

    def plan() -> None:
        meeting = make_meeting(body=db.session.get_one(Body, body_id), title="Tweede", days=60)
        changing.append(Thread(target=change, args=(meeting.id,)))
        changing[0].start()
        assert held.wait(10)

    def plan_meanwhile() -> None:
        meanwhile(app, plan)
        Timer(0.5, go_on.set).start()  # by then the rename waits for the row

    while_revising(monkeypatch, plan_meanwhile)
    rename(app, partnership_id)
    changing[0].join()
    assert faults == []
    with app.test_client().get(address) as response:
        assert titles_in(response.data) == ["Eerste · Nieuw", "Tweede · Nieuw"]
        assert b"LOCATION:Raadzaal" in response.data
