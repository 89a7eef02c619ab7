"""A small field, its calendars, and what may be done to it: what random histories are made of.

What a deed may do is asked of the same actions that pages call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from flask import Flask
from hypothesis import strategies as st
from sqlalchemy import select, update

from app.briefings.models import Note
from app.core import clock
from app.core.database import db
from app.feeds.parts import Wanted
from app.meetings import actions, attendance_actions, paper_actions, planning
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.details import COLUMNS, MeetingDetails
from app.meetings.models import Meeting
from app.people.models import Absence, Person, Serving, Substitution
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
from tests.feeds.calendars import make_feed, make_feed_of
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
    #: For whom the alderman stands in, so that their own deadlines count more than the secretary's.
    colleague: Person
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
    """Two meetings, three people, a colleague and five calendars."""
    secretary, officer = make_person("secretary", "coordinator"), make_person()
    alderman, colleague = make_person("alderman"), make_person("alderman")
    make_substitution(colleague, alderman)
    serving = make_serving(secretary, alderman)
    for days, level in ((10, "official"), (24, "administrative")):
        meeting = make_meeting(
            days=days, body=make_body(level=level), officer=officer, alderman=alderman
        )
        make_item(meeting)
        for holder in (alderman, colleague):
            make_note(make_item(meeting, alderman=holder), author=officer, state="with_alderman")
    addresses = {
        "all": make_feed(secretary, "all"),
        "person": make_feed_of(secretary, Wanted("person", of_person_id=alderman.id)),
        "mine": make_feed_of(officer, Wanted("mine"), Wanted("deadlines")),
        "to decide": make_feed(alderman, "deadlines"),
        "to record": make_feed(secretary, "deadlines", of_person_id=alderman.id),
    }
    client = cast(CheckingClient, app.test_client())
    yield World(app, client, secretary, alderman, officer, colleague, serving, addresses)


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
    planning.plan_meeting(details, world.secretary)


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


def _decide(_world: World, meeting: Meeting, _who: Person, much: int) -> None:
    """A note goes to its portfolio holder, or comes back agreed: of the alderman or a colleague."""
    notes = db.session.scalars(
        select(Note).where(Note.item.has(AgendaItem.meeting_id == meeting.id)).order_by(Note.id)
    ).all()
    if notes:
        note = notes[much % len(notes)]
        note.state = "aligned" if note.state == "with_alderman" else "with_alderman"


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
    "decide": _decide,
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
