"""What is in a calendar of several parts: each meeting once, within the reader's rights, by day."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from app.core import clock
from app.core.database import db
from app.feeds import queries
from app.feeds.models import Subscription, SubscriptionPart
from app.feeds.parts import Wanted
from app.feeds.queries import InFeed, rows_in
from app.meetings.models import Attendance, Meeting
from app.people.models import Person
from tests.factories import (
    make_body,
    make_meeting,
    make_person,
    make_serving,
    make_substitution,
)

MINE, ALL = Wanted("mine"), Wanted("all")


def held(reader: Person, *parts: Wanted, with_cancelled: bool = True) -> Subscription:
    """A calendar of these parts, also of those that the reader might not choose today."""
    subscription = Subscription(
        person=reader,
        name="Agenda",
        token_hash=secrets.token_hex(),
        made_at=clock.now(),
        with_cancelled=with_cancelled,
        parts=[SubscriptionPart(**asdict(part)) for part in parts],
    )
    db.session.add(subscription)
    db.session.commit()
    return subscription


def rows(
    reader: Person, *parts: Wanted, on: date | None = None, with_cancelled: bool = True
) -> list[InFeed]:
    """What a calendar of these parts holds on a day."""
    calendar = held(reader, *parts, with_cancelled=with_cancelled)
    return rows_in(calendar, on or clock.today())


def shown(
    reader: Person, *parts: Wanted, on: date | None = None, with_cancelled: bool = True
) -> set[int]:
    """The ids of the meetings of which it shows what they are."""
    found = rows(reader, *parts, on=on, with_cancelled=with_cancelled)
    return {row.meeting_id for row in found if not row.busy}


def taken(reader: Person, *parts: Wanted, on: date | None = None) -> set[int]:
    """The ids of the meetings of which it shows no more than that somebody is taken."""
    return {row.meeting_id for row in rows(reader, *parts, on=on) if row.busy}


def of(person: Person) -> Wanted:
    """A part: the meetings of a person."""
    return Wanted("person", of_person_id=person.id)


def test_parts_together_hold_each_meeting_once_in_order_of_time(app: Flask) -> None:
    officer, body = make_person(), make_body()
    later = make_meeting(body=body, officer=officer, days=9)
    sooner = make_meeting(officer=officer, days=3)
    twin = make_meeting(body=body, starts_at=later.starts_at)
    found = rows(officer, MINE, Wanted("partnership", body.partnership_id), ALL)
    assert found == [InFeed(one.id, one.revised_at, False) for one in (sooner, later, twin)]


def test_deadlines_alone_hold_no_meetings(app: Flask) -> None:
    officer = make_person()
    make_meeting(officer=officer)
    assert rows(officer, Wanted("deadlines")) == []


@pytest.mark.parametrize("relation", ["stands in", "works for"])
def test_the_meetings_of_a_person_as_long_as_the_relation_holds(app: Flask, relation: str) -> None:
    reader, alderman = make_person("secretary"), make_person("alderman")
    today = clock.today()
    last = today + timedelta(days=7)
    if relation == "stands in":
        make_substitution(alderman, reader, last_day=last)
    else:
        make_serving(reader, alderman, valid_from=today, valid_to=last)
    meeting = make_meeting(alderman=alderman)
    assert shown(reader, of(alderman)) == {meeting.id}
    assert shown(reader, of(alderman), on=last) == {meeting.id}
    for day in (today - timedelta(days=1), last + timedelta(days=1)):
        assert rows(reader, of(alderman), on=day) == []


@pytest.mark.parametrize("whose", ["mine", "person"])
def test_who_stands_in_has_the_meetings_of_those_days_only(app: Flask, whose: str) -> None:
    """Whether one follows one's own calendar or that of an alderman."""
    alderman, mayor = make_person("alderman"), make_person("alderman")
    reader = alderman if whose == "mine" else make_person("secretary")
    part = MINE if whose == "mine" else of(alderman)
    if whose == "person":
        make_serving(reader, alderman)
    first, last = clock.today() + timedelta(days=10), clock.today() + timedelta(days=12)
    make_substitution(mayor, alderman, first_day=first, last_day=last)
    body = make_body()
    meetings = [make_meeting(days=day, alderman=mayor, body=body) for day in (9, 10, 12, 13)]
    own = make_meeting(days=40, alderman=alderman)
    assert shown(reader, part) == {meetings[1].id, meetings[2].id, own.id}
    assert shown(reader, part, on=first) == {meetings[1].id, meetings[2].id, own.id}


def test_who_is_no_secretary_any_more_works_for_nobody(app: Flask) -> None:
    reader, alderman = make_person("officer"), make_person("alderman")
    make_serving(reader, alderman)
    make_meeting(alderman=alderman)
    assert rows(reader, of(alderman)) == []


def test_a_restricted_meeting_of_that_person_says_no_more_than_taken(app: Flask) -> None:
    reader, alderman = make_person("secretary"), make_person("alderman")
    make_serving(reader, alderman)
    secret = make_meeting(alderman=alderman, circle=(alderman,))
    known = make_meeting(alderman=alderman, circle=(alderman, reader))
    cancelled = make_meeting(
        alderman=alderman, circle=(alderman,), status="cancelled", cancelled_at=clock.now()
    )
    declined = make_meeting(circle=(alderman,))
    declined.attendances.append(Attendance(person=alderman, going=False))
    prepared_only = make_meeting(circle=(alderman,))
    prepared_only.alderman = alderman
    db.session.commit()
    assert taken(reader, of(alderman)) == {secret.id}
    assert shown(reader, of(alderman)) == {known.id}
    assert cancelled.id not in shown(reader, of(alderman))
    other = Wanted("partnership", secret.body.partnership_id)
    for parts in ([MINE], [ALL], [other], [Wanted("deadlines")]):
        assert taken(reader, *parts) == set()
    assert taken(reader, MINE, of(alderman), ALL) == {secret.id}


def test_nobody_is_taken_for_a_stranger(app: Flask) -> None:
    reader, alderman = make_person("secretary"), make_person("alderman")
    make_meeting(alderman=alderman, circle=(alderman,))
    assert rows(reader, of(alderman)) == []


def test_a_cancelled_meeting_stays_for_sixty_whole_days(app: Flask) -> None:
    officer = make_person()
    meeting = make_meeting(officer=officer, days=100, status="cancelled", cancelled_at=clock.now())
    today = clock.today()
    assert shown(officer, MINE, on=today + timedelta(days=60)) == {meeting.id}
    assert shown(officer, MINE, on=today + timedelta(days=61)) == set()
    assert shown(officer, MINE, with_cancelled=False) == set()


def test_the_window_moves_by_whole_days(app: Flask) -> None:
    officer, today = make_person(), clock.today()

    def at(days: int, clock_time: time) -> Meeting:
        start = clock.from_local(datetime.combine(today + timedelta(days=days), clock_time))
        return make_meeting(officer=officer, starts_at=start)

    at(-93, time(23, 59))
    first, last = at(-92, time.min), at(549, time(23, 59))
    at(550, time.min)
    assert [row.meeting_id for row in rows(officer, MINE)] == [first.id, last.id]


def test_it_is_one_statement(app: Flask) -> None:
    reader, alderman = make_person("secretary"), make_person("alderman")
    make_serving(reader, alderman)
    parts = [MINE, of(alderman), ALL, Wanted("partnership", make_body().partnership_id)]
    asked: list[str] = []
    engine = db.session.get_bind().engine
    calendar = queries.subscriptions_of(held(reader, *parts).person)[0]

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        rows_in(calendar, clock.today())
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(asked) == 1
