"""Events are written once per revision, and given byte for byte again; memory is bounded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.feeds.content.calendars import calendar_of
from app.feeds.content.rendered import KeptEvent, RenderedEvents, Variant, rendered_events
from app.feeds.models import Subscription
from app.people.models import Person
from tests.client import CheckingClient, Statements
from tests.conftest import MakeApp
from tests.factories import make_body, make_meeting, make_partnership, make_person
from tests.feeds.calendars import events_in, fetch, make_feed

NL = Variant("nl", "http://localhost")


@contextmanager
def of(app: Flask, person: Person) -> Iterator[Subscription]:
    """The subscription of a person, within a request."""
    with app.test_request_context():
        yield db.session.scalars(select(Subscription).filter_by(person_id=person.id)).one()


def test_the_second_time_nothing_is_read_but_which_revisions_there_are(
    app: Flask, statements: Statements
) -> None:
    person = make_person()
    make_feed(person, "all")
    for days in range(1, 8):
        make_meeting(days=days)
    with of(app, person) as subscription:
        cold = calendar_of(subscription, clock.today())
        with statements.counted() as counted:
            warm = calendar_of(subscription, clock.today())
    assert warm == cold
    assert len([one for one in counted.all if "FROM meeting" in one]) == 1


def test_only_what_changed_is_written_again(app: Flask) -> None:
    person = make_person()
    make_feed(person, "all")
    meetings = [make_meeting(days=days) for days in range(1, 6)]
    with of(app, person) as subscription:
        calendar_of(subscription, clock.today())
        before = dict(rendered_events().shelf(NL))
        meetings[2].title = "Heisessie"
        db.session.commit()
        calendar_of(subscription, clock.today())
        after = rendered_events().shelf(NL)
    changed = {number for number, event in after.items() if before[number] is not event}
    assert changed == {meetings[2].id}


def test_an_hour_later_every_byte_is_the_same(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    address = make_feed(person, "all")
    for days in (-90, -2, 0, 1, 540):
        make_meeting(days=days, officer=person)
    body = fetch(client, address)
    assert len(events_in(body)) == 5
    for minutes in (60, 120, 14 * 60):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            assert fetch(client, address) == body
    rendered_events().clear()
    with clock.at(clock.now() + timedelta(hours=1)):
        assert fetch(client, address) == body


def test_another_name_reaches_every_event_of_a_partnership(
    app: Flask, client: CheckingClient
) -> None:
    partnership = make_partnership(name="Regio", abbreviation="")
    here = [make_meeting(body=make_body(partnership=partnership)) for _number in range(3)]
    elsewhere = make_meeting()
    address = make_feed(make_person(), "all")
    before = events_in(fetch(client, address))
    partnership.name = "Gewest"
    db.session.commit()
    after = events_in(fetch(client, address))
    for meeting in here:
        assert str(after[meeting.uid]["SUMMARY"]).endswith("· Gewest")
        assert after[meeting.uid]["DTSTAMP"].dt > before[meeting.uid]["DTSTAMP"].dt
        assert after[meeting.uid]["SEQUENCE"] == before[meeting.uid]["SEQUENCE"]
    assert after[elsewhere.uid].to_ical() == before[elsewhere.uid].to_ical()


def test_memory_holds_no_more_than_its_bound(app: Flask) -> None:
    memory = RenderedEvents(limit=100_000)
    event: KeptEvent = (clock.now(), b"x" * 750)
    for number in range(30):
        variant = NL._replace(alarm_minutes=number)
        memory.keep(variant, dict.fromkeys(range(20), event))
        assert memory.size <= 100_000
        assert len(memory.shelf(variant)) == 20
    assert memory.shelf(NL._replace(alarm_minutes=3)) == {}
    memory.keep(NL, dict.fromkeys(range(1000), event))
    assert memory.size <= 100_000
    memory.keep(NL, {1: event})
    memory.keep(NL, {1: (clock.now(), b"y")})
    assert memory.size == 251
    memory.clear()
    assert memory.size == 0


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_readers_at_once_read_the_same(make_app: MakeApp) -> None:
    app = make_app()
    with app.app_context():
        person = make_person()
        make_feed(person, "all")
        for days in range(1, 30):
            make_meeting(days=days)
        db.session.remove()
    bodies: list[bytes] = []

    def read() -> None:
        with app.test_request_context():
            subscription = db.session.scalars(select(Subscription)).one()
            bodies.extend(calendar_of(subscription, clock.today()) for _number in range(5))
            db.session.remove()

    threads = [Thread(target=read) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(bodies) == 30
    assert len(set(bodies)) == 1
