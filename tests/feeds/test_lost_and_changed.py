"""A note of a deadline is lost, and the deadline changes before the next poll.

Whatever happens, who reads the address sees: another day has a higher SEQUENCE, anything else that
differs a later DTSTAMP, and what does not differ is the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.days.models import DayKind, Period
from app.feeds.address import serving
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.people.models import Person
from tests.client import CheckingClient
from tests.conftest import MakeApp
from tests.factories import make_item, make_meeting, make_person
from tests.feeds.calendars import events_in, fetch, make_feed
from tests.feeds.test_lost_notes import lost, only

#: What a calendar shows of a deadline, save its revision.
CONTENT = ("UID", "SUMMARY", "DTSTART", "DTEND", "DESCRIPTION", "CATEGORIES", "URL", "STATUS")


@pytest.fixture
def officer(app: Flask) -> Person:
    """Who has a note to write."""
    person = make_person()
    make_item(make_meeting(officer=person, days=40))
    return person


@pytest.fixture
def losing(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """Gives a time in which every note is lost."""

    @contextmanager
    def losing() -> Iterator[None]:
        with monkeypatch.context() as patched:
            patched.setattr(serving, "note_deadlines", lost)
            yield

    return losing


def close(day: date) -> Period:
    """Nobody works on this day: what is due by it is due before it; the meeting stays as it is."""
    period = Period(kind=DayKind.CLOSED, name="Dicht", first_day=day, last_day=day)
    db.session.add(period)
    db.session.commit()
    return period


def open_again(period: Period) -> None:
    """One works on this day after all."""
    db.session.delete(period)
    db.session.commit()


def one_more() -> None:
    """Another item, and so another note."""
    make_item(db.session.scalars(select(Meeting)).one())


def content(event: Any) -> list[bytes]:
    """What is shown, without the revision."""
    return [event[name].to_ical() for name in CONTENT]


def check(before: Any, after: Any) -> None:
    """What a program may count upon, of two polls that follow each other."""
    if content(before) == content(after):
        assert before.to_ical() == after.to_ical()
        return
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert after["DTSTAMP"].dt == after["LAST-MODIFIED"].dt
    moved = after["DTSTART"].dt != before["DTSTART"].dt
    assert after["SEQUENCE"] >= before["SEQUENCE"] + moved


def test_the_first_note_is_lost_and_the_day_moves(
    officer: Person, client: CheckingClient, losing: Callable[[], Any]
) -> None:
    address = make_feed(officer, "deadlines")
    with losing():
        first = only(client, address)
    clock.stop_at(clock.now() + timedelta(hours=1))
    close(first["DTSTART"].dt)
    moved = only(client, address)
    assert moved["DTSTART"].dt < first["DTSTART"].dt
    assert (first["SEQUENCE"], moved["SEQUENCE"]) == (0, 1)
    assert moved["DTSTAMP"].dt == clock.now()
    clock.stop_at(clock.now() + timedelta(hours=1))
    assert only(client, address).to_ical() == moved.to_ical()


def test_a_later_note_is_lost_and_the_day_moves_back(
    officer: Person, client: CheckingClient, losing: Callable[[], Any]
) -> None:
    address = make_feed(officer, "deadlines")
    first = only(client, address)
    period = close(first["DTSTART"].dt)
    with losing():
        moved = only(client, address)
        clock.stop_at(clock.now() + timedelta(hours=1))
        again = only(client, address)
    assert again.to_ical() == moved.to_ical()
    open_again(period)
    back = only(client, address)
    assert content(back) == content(first)
    assert [one["SEQUENCE"] for one in (first, moved, back)] == [0, 1, 2]
    assert back["DTSTAMP"].dt > moved["DTSTAMP"].dt > first["DTSTAMP"].dt


def test_another_calendar_of_the_reader_noted_something_meanwhile(
    officer: Person, client: CheckingClient, losing: Callable[[], Any]
) -> None:
    """Neither of the two goes back, nor says two things under one revision."""
    one, other = (make_feed(officer, "deadlines") for _number in range(2))
    first = only(client, one)
    assert only(client, other).to_ical() == first.to_ical()
    close(first["DTSTART"].dt)
    with losing():
        second = only(client, one)
    close(second["DTSTART"].dt)
    check(first, elsewhere := only(client, other))
    check(second, third := only(client, one))
    assert content(third) == content(elsewhere)
    assert third["SEQUENCE"] == 2
    one_more()
    for address, before in ((one, third), (other, elsewhere)):
        after = only(client, address)
        check(before, after)
        assert after["SEQUENCE"] == 2
        assert only(client, address).to_ical() == after.to_ical()


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_lost_no_program_goes_back(
    officer: Person, client: CheckingClient, losing: Callable[[], Any], seed: int
) -> None:
    chance, address, closed = Random(seed), make_feed(officer, "deadlines"), list[Period]()
    last = only(client, address)
    for _step in range(20):
        deed = chance.choice(("close", "open", "more", "nothing"))
        if deed == "close":
            closed.append(close(last["DTSTART"].dt))
        elif deed == "open" and closed:
            open_again(closed.pop(chance.randrange(len(closed))))
        elif deed == "more":
            one_more()
        clock.stop_at(clock.now() + timedelta(seconds=chance.choice((0, 0, 1, 3600))))
        if chance.random() < 0.6:
            with losing():
                now = only(client, address)
        else:
            now = only(client, address)
        check(last, now)
        last = now
    assert len(db.session.scalars(select(AgendaItem)).all()) > 1


def test_another_process_goes_on_from_what_the_first_said(
    make_app: MakeApp, losing: Callable[[], Any]
) -> None:
    first, second = make_app(), make_app()
    with first.app_context():
        person = make_person()
        make_item(make_meeting(officer=person, days=40))
        address = make_feed(person, "deadlines")
    with losing():
        (before,) = events_in(first.test_client().get(address).data).values()
    with first.app_context():
        close(before["DTSTART"].dt)
    (after,) = events_in(second.test_client().get(address).data).values()
    check(before, after)
    assert after["SEQUENCE"] == 1


def test_a_long_uid_is_found_again(
    officer: Person, client: CheckingClient, losing: Callable[[], Any]
) -> None:
    """Over several lines, with letters that calendars escape."""
    meeting = db.session.scalars(select(Meeting)).one()
    meeting.uid = f"{'a,b;c' * 30}@organisator.example"
    db.session.commit()
    address = make_feed(officer, "deadlines")
    with losing():
        first = only(client, address)
    close(first["DTSTART"].dt)
    assert only(client, address)["SEQUENCE"] == 1
    assert fetch(client, address)
