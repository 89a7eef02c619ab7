"""Random histories of everything that calendars show, and what must hold after each deed.

What a deed may do is asked of the same actions that pages call; one that is refused changes
nothing, and that is looked at too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from flask import Flask
from hypothesis import strategies as st
from sqlalchemy import select, update

from app.briefings.models import Note
from app.core import clock
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.feeds.calendars import calendar_of
from app.feeds.models import Subscription
from app.feeds.parts import Wanted
from app.feeds.rendered import RenderedEvents
from app.meetings import actions, attendance_actions, paper_actions
from app.meetings.actions import COLUMNS, MeetingDetails
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.models import Meeting
from app.people.models import Absence, Person, Serving, Substitution
from app.people.sessions import digest
from tests.client import CheckingClient
from tests.factories import (
    make_body,
    make_item,
    make_meeting,
    make_note,
    make_person,
    make_serving,
    make_substitution,
)
from tests.feeds.calendars import events_in, fetch, make_feed, make_feed_of
from tests.packs.meeting_files import add_paper

#: The name of a deed, which meeting, who, and how much.
Deed = tuple[str, int, int, int]


@dataclass
class World:
    """A small field, the calendars that are read of it, and what each said before."""

    app: Flask
    client: CheckingClient
    secretary: Person
    alderman: Person
    officer: Person
    serving: Serving
    addresses: dict[str, str]
    said: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    #: Per calendar the body by its tag: neither comes with another one.
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    #: The highest sequence and stamp of an event in any calendar, by its UID.
    highest: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    #: An event by calendar, UID and stamp.
    events: dict[tuple[str, str, datetime], bytes] = field(default_factory=dict)
    uids: dict[int, str] = field(default_factory=dict)

    @property
    def people(self) -> tuple[Person, ...]:
        """Everyone who is about."""
        return self.secretary, self.alderman, self.officer

    def meeting(self, number: int) -> Meeting:
        """One of the meetings."""
        found = db.session.scalars(select(Meeting).order_by(Meeting.id)).all()
        return found[number % len(found)]


@contextmanager
def world(app: Flask) -> Iterator[World]:
    """Two meetings, three people and three calendars."""
    secretary, officer = make_person("secretary", "coordinator"), make_person()
    alderman = make_person("alderman")
    serving = make_serving(secretary, alderman)
    for days, level in ((10, "official"), (24, "administrative")):
        meeting = make_meeting(
            days=days, body=make_body(level=level), officer=officer, alderman=alderman
        )
        make_item(meeting)
    addresses = {
        "all": make_feed(secretary, "all"),
        "person": make_feed_of(secretary, Wanted("person", of_person_id=alderman.id)),
        "mine": make_feed_of(officer, Wanted("mine"), Wanted("deadlines")),
    }
    client = cast(CheckingClient, app.test_client())
    yield World(app, client, secretary, alderman, officer, serving, addresses)


def _changed(world: World, meeting: Meeting, **changes: Any) -> None:
    circle = frozenset(row.person_id for row in meeting.circle)
    values = {name: getattr(meeting, name) for name in COLUMNS} | {"circle_ids": circle} | changes
    details = MeetingDetails(**values)
    actions.change_meeting(meeting, details, world.secretary, meeting.version)


def _move(world: World, meeting: Meeting, _who: Person, much: int) -> None:
    by = timedelta(hours=much * 7 - 20)
    _changed(world, meeting, starts_at=meeting.starts_at + by, ends_at=meeting.ends_at + by)


def _plan(world: World, meeting: Meeting, who: Person, much: int) -> None:
    start = clock.now() + timedelta(days=much * 9 + 1)
    details = MeetingDetails(
        meeting.body_id,
        start,
        start + timedelta(hours=1),
        officer_id=who.id if who.has_role("officer") else None,
    )
    actions.plan_meeting(details, world.secretary)


def _restrict(world: World, meeting: Meeting, who: Person, much: int) -> None:
    _changed(world, meeting, restricted=much % 3 > 0, circle_ids=frozenset({who.id}))


def _leave_circle(_world: World, meeting: Meeting, who: Person, _much: int) -> None:
    meeting.circle = [row for row in meeting.circle if row.person_id != who.id]


def _stand_in(world: World, meeting: Meeting, who: Person, much: int) -> None:
    other = world.people[much % 3]
    attendance_actions.send_person(meeting, who.id, world.secretary, in_place_of_id=other.id)


def _withdraw(world: World, meeting: Meeting, _who: Person, much: int) -> None:
    papers = db.session.scalars(select(Paper).where(Paper.meeting_id == meeting.id)).all()
    if papers:
        paper = papers[much % len(papers)]
        gone = paper.withdrawn_at is not None
        verb = paper_actions.restore_paper if gone else paper_actions.withdraw_paper
        verb(paper, world.officer)


def _write(world: World, meeting: Meeting, _who: Person, much: int) -> None:
    """A note is begun, agreed upon, or taken up again: deadlines come and go."""
    of_meeting = Note.item.has(AgendaItem.meeting_id == meeting.id)
    note = db.session.scalar(select(Note).where(of_meeting))
    if note is None:
        make_note(make_item(meeting), author=world.officer)
    elif much % 3:
        note.state = "aligned" if note.state == "concept" else "concept"
    else:
        make_item(meeting)


def _away(_world: World, _meeting: Meeting, who: Person, much: int) -> None:
    today = clock.today()
    last = today + timedelta(days=much)
    db.session.add(Absence(person=who, first_day=today, last_day=last))


def _instead(world: World, _meeting: Meeting, who: Person, much: int) -> None:
    other = world.people[much % 3]
    if other.id == who.id:
        for row in db.session.scalars(select(Substitution)):
            db.session.delete(row)
    else:
        make_substitution(who, other)


def _serve(world: World, _meeting: Meeting, _who: Person, _much: int) -> None:
    ended = world.serving.valid_to is not None
    world.serving.valid_to = None if ended else clock.today() - timedelta(days=1)


def _later(world: World, _meeting: Meeting, _who: Person, much: int) -> None:
    clock.stop_at(clock.now() + timedelta(days=much * much))


DEEDS: dict[str, Callable[[World, Meeting, Person, int], object]] = {
    "plan": _plan,
    "move": _move,
    "rename": lambda world, one, _who, much: _changed(world, one, title=f"Overleg; {much}, é"),
    "place": lambda world, one, _who, much: _changed(world, one, place=f"Kamer {much}"),
    "link": lambda world, one, _who, much: _changed(
        world, one, online_url=f"https://overleg.example/{much}"
    ),
    "close": lambda world, one, _who, much: _changed(world, one, closed=much % 2 == 0),
    "assign": lambda world, one, who, _much: _changed(world, one, officer_id=who.id),
    "confirm": lambda world, one, _who, _much: actions.take_step(one, "confirm", world.secretary),
    "cancel": lambda world, one, _who, _much: actions.take_step(one, "cancel", world.secretary),
    "revive": lambda world, one, _who, _much: actions.take_step(one, "reopen", world.secretary),
    "hold": lambda world, one, _who, _much: actions.take_step(one, "hold", world.secretary),
    "go": lambda world, one, who, _much: attendance_actions.send_person(
        one, who.id, world.secretary
    ),
    "stay": lambda world, one, who, _much: attendance_actions.keep_home(
        one, who.id, world.secretary
    ),
    "stand in": _stand_in,
    "drop": lambda _world, one, _who, _much: one.attendances.clear(),
    "paper": lambda _world, one, who, much: add_paper(one, circle=(who,) if much % 3 == 0 else ()),
    "withdraw": _withdraw,
    "item and note": _write,
    "restrict": _restrict,
    "leave circle": _leave_circle,
    "absence": _away,
    "substitution": _instead,
    "serving": _serve,
    "partnership": lambda _world, one, _who, much: setattr(
        one.body.partnership, "abbreviation", "R" * (much % 3)
    ),
    "body": lambda _world, one, _who, much: setattr(one.body, "name", f"Stuurgroep {much}"),
    "person": lambda _world, _one, who, much: setattr(who, "name", f"Naam {much} {who.id}"),
    "many": lambda _world, _one, _who, much: db.session.execute(
        update(Meeting).where(Meeting.title == "").values(place=f"Zaal {much}")
    ),
    "language": lambda _world, _one, who, much: setattr(who, "language", ("nl", "en")[much % 2]),
    "days go by": _later,
    "nothing": lambda _world, _one, _who, _much: None,
}

histories = st.lists(
    st.tuples(
        st.sampled_from(sorted(DEEDS)), st.integers(0, 3), st.integers(0, 2), st.integers(0, 8)
    ),
    min_size=1,
    max_size=8,
)


def live(here: World, history: list[Deed]) -> int:
    """Do one deed after the other, and look after each; gives how many were not refused."""
    look(here)
    done = 0
    for name, number, who, much in history:
        try:
            DEEDS[name](here, here.meeting(number), here.people[who], much)
            db.session.commit()
            done += 1
        except (RuleBroken, NotAllowed, Conflict):
            db.session.rollback()
        look(here)
    an_hour_later(here)
    return done


def look(here: World) -> None:
    """Read every calendar, and hold it against what it said before and against the database."""
    meetings = db.session.scalars(select(Meeting)).all()
    for meeting in meetings:
        assert here.uids.setdefault(meeting.id, meeting.uid) == meeting.uid
    highest: dict[str, tuple[int, datetime]] = {}
    for name, address in here.addresses.items():
        body, tag = _read(here, name, address)
        assert body == _afresh(here, address), f"{name} is not what the database says"
        for uid, event in events_in(body).items():
            stamp = event["DTSTAMP"].dt
            assert event["LAST-MODIFIED"].dt == stamp
            found = (int(event["SEQUENCE"]), stamp)
            assert highest.setdefault(uid, found) == found, "calendars differ in a revision"
            key = (f"{name} {_language(here, name)}", uid, stamp)
            assert here.events.setdefault(key, event.to_ical()) == event.to_ical()
        here.said[name] = body, tag
    for uid, (sequence, stamp) in highest.items():
        before = here.highest.get(uid, (0, stamp))
        assert sequence >= before[0], "a sequence went down"
        assert stamp >= before[1], "a stamp went down"
    here.highest |= highest


def _read(here: World, name: str, address: str) -> tuple[bytes, str]:
    """The body and its tag, which changes exactly when the body does."""
    held = here.said.get(name)
    headers = {"If-None-Match": held[1]} if held is not None else {}
    with here.client.get(address, headers=headers) as response:
        if response.status_code == 304:
            assert held is not None
            assert response.headers["ETag"] == held[1]
            return held
        body, tag = response.data, response.headers["ETag"]
    assert held is None or (tag != held[1] and body != held[0])
    value = hashlib.sha256(body).hexdigest()
    known = here.tags.setdefault(name, {})
    assert known.setdefault(tag, value) == value
    assert list(known.values()).count(value) == 1
    return body, tag


def _afresh(here: World, address: str) -> bytes:
    """The same from the database alone, with nothing remembered; what is remembered stays."""
    remembered = here.app.extensions["rendered_events"]
    here.app.extensions["rendered_events"] = RenderedEvents()
    try:
        return Context().run(_made, here.app, digest(address.split("/")[2]))
    finally:
        here.app.extensions["rendered_events"] = remembered


def _made(app: Flask, token_hash: str) -> bytes:
    """As a request of its own: what the context of the test keeps (days, absences) is not seen."""
    with app.test_request_context():
        mine = Subscription.token_hash == token_hash
        subscription = db.session.scalars(select(Subscription).where(mine)).one()
        return calendar_of(subscription, clock.today())


def _language(here: World, name: str) -> str:
    return here.officer.language if name == "mine" else here.secretary.language


def an_hour_later(here: World) -> None:
    """Every byte is the same an hour later on the same day."""
    moment = clock.now() + timedelta(hours=1)
    if clock.local(moment).date() != clock.today():
        return
    with clock.at(moment):
        for name, address in here.addresses.items():
            assert fetch(here.client, address) == here.said[name][0]
