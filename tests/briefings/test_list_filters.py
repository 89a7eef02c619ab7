"""Filters on how far notes are, and the day from which a note is late: the same as on screen."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import ColumnElement, select

from app.briefings.chain.reading import forget_days, offering_of
from app.briefings.list_filters import (
    QUESTIONS,
    all_aligned,
    notes_late,
    with_alderman,
    with_concept,
    without_note,
)
from app.briefings.state_lines import state_lines
from app.core import clock
from app.core.database import db
from app.meetings.models import Meeting
from app.people.models import Person
from tests.factories import (
    make_body,
    make_item,
    make_meeting,
    make_note,
    make_partnership,
    make_period,
    make_person,
)


def found(person: Person, condition: ColumnElement[bool]) -> set[str]:
    """The titles of the meetings that a condition finds."""
    return set(db.session.scalars(select(Meeting.title).where(condition)))


def test_a_meeting_is_found_by_each_part_of_its_preparation(app: Flask) -> None:
    person = make_person("coordinator")
    mixed = make_meeting(title="Gemengd")
    make_note(make_item(mixed), state="aligned")
    make_note(make_item(mixed), state="advice")
    make_item(mixed)
    done = make_meeting(title="Klaar")
    make_note(make_item(done), state="locked")
    make_item(done, handling="consent")
    waiting = make_meeting(title="Wacht")
    make_note(make_item(waiting), state="with_alderman")
    make_meeting(title="Zonder agenda")
    make_item(make_meeting(title="Hamerstuk"), handling="consent")
    withdrawn = make_meeting(title="Ingetrokken")
    make_item(withdrawn, withdrawn_at=clock.now())
    assert found(person, without_note(person)) == {"Gemengd"}
    assert found(person, with_concept(person)) == {"Gemengd"}
    assert found(person, with_alderman(person)) == {"Wacht"}
    assert found(person, all_aligned(person)) == {"Klaar"}
    meetings = list(db.session.scalars(select(Meeting)))
    lines = state_lines(meetings, person)
    aligned = {
        one.title
        for one in meetings
        if (line := lines.get(one.id)) and line.items and line.aligned == line.items
    }
    assert aligned == found(person, all_aligned(person)), "the line of a list says the same"


def test_late_are_coming_meetings_by_the_lead_of_their_partnership(app: Flask) -> None:
    person = make_person("secretary")
    slow = make_body(partnership=make_partnership(note_lead_days=20))
    for days in (-3, 2, 8, 9, 25, 30):
        make_item(make_meeting(title=f"gewoon {days}", days=days))
        make_item(make_meeting(title=f"ruim {days}", days=days, body=slow))
    make_item(make_meeting(title="geannuleerd", days=2, status="cancelled"))
    make_note(make_item(make_meeting(title="klaar", days=2)), state="aligned")
    late = found(person, notes_late(person))
    coming = db.session.scalars(select(Meeting).where(Meeting.ends_at > clock.now()))
    assert late == {
        one.title
        for one in coming
        if offering_of(one).late and one.title not in ("geannuleerd", "klaar")
    }
    assert {"gewoon 2", "ruim 2", "ruim 25"} <= late
    assert not {"gewoon 30", "gewoon -3"} & late


def test_a_closed_day_makes_late_what_was_on_time(app: Flask) -> None:
    person = make_person("secretary")
    meeting = make_meeting(title="Net op tijd", days=8)
    make_item(meeting)
    assert found(person, notes_late(person)) == set()
    make_period("closed", "2026-11-27")
    forget_days()
    assert offering_of(meeting).late
    assert found(person, notes_late(person)) == {"Net op tijd"}


def test_a_restricted_note_is_known_to_its_circle_only(app: Flask) -> None:
    insider, other = make_person(), make_person("secretary")
    item = make_item(make_meeting(title="Met beperkte annotatie"))
    make_note(item, state="with_alderman", author=insider, circle=(insider,))
    assert found(insider, with_alderman(insider)) == {"Met beperkte annotatie"}
    assert found(other, with_alderman(other)) == set()
    assert found(other, without_note(other)) == {"Met beperkte annotatie"}


def test_who_never_reads_notes_is_asked_nothing(app: Flask) -> None:
    for role in ("clerk", "administrator"):
        person = make_person(role)
        assert not any(question.open_to(person) for question in QUESTIONS)
        assert found(person, with_concept(person)) == set()
