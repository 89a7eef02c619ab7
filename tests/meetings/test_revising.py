"""A meeting gets a new revision with anything that calendars show of it, whoever changes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.database import Base, db
from app.meetings.agenda_models import Paper
from app.meetings.details import MeetingDetails
from app.meetings.models import Attendance, Body, Meeting, MeetingCircle
from app.meetings.planning import plan_meeting
from app.people.models import Person
from app.register.models import Partnership
from tests.conftest import MakeApp
from tests.factories import make_body, make_item, make_meeting, make_person, moment
from tests.packs.meeting_files import add_paper


def send_somebody(meeting: Meeting) -> None:
    """One more of ours goes."""
    row = Attendance(person=make_person())
    meeting.attendances.append(row)


def take_in(meeting: Meeting) -> None:
    """One more person is in the circle."""
    person = make_person()
    meeting.circle.append(MeetingCircle(person=person))


def stand_in(meeting: Meeting) -> None:
    """Who goes does so for somebody else."""
    other = make_person()
    meeting.attendances[0].in_place_of = other


#: A change, whether calendars show it, and whether it is of time, place or status.
CHANGES: dict[str, tuple[Callable[[Meeting], Any], bool, bool]] = {
    "begin": (
        lambda one: setattr(one, "starts_at", clock.now()),
        True,
        True,
    ),
    "end": (lambda one: setattr(one, "ends_at", one.ends_at + timedelta(hours=1)), True, True),
    "place": (lambda one: setattr(one, "place", "Raadzaal"), True, True),
    "link": (lambda one: setattr(one, "online_url", "https://overleg.example/1"), True, True),
    "status": (lambda one: setattr(one, "status", "confirmed"), True, True),
    "title": (lambda one: setattr(one, "title", "Heisessie"), True, False),
    "closed": (lambda one: setattr(one, "closed", True), True, False),
    "body": (lambda one: setattr(one.body, "name", "Stuurgroep"), True, False),
    "level": (lambda one: setattr(one.body, "level", "administrative"), True, False),
    "partnership": (lambda one: setattr(one.body.partnership, "name", "Regio"), True, False),
    "short": (lambda one: setattr(one.body.partnership, "abbreviation", "RG"), True, False),
    "person": (lambda one: setattr(one.attendances[0].person, "name", "Iemand"), True, False),
    "at home": (lambda one: setattr(one.attendances[0], "going", False), True, False),
    "going": (send_somebody, True, False),
    "not going": (lambda one: one.attendances.pop(), True, False),
    "substitute": (
        lambda one: setattr(one.attendances[0], "in_place_of", make_person()),
        True,
        False,
    ),
    "paper": (lambda one: add_paper(make_item(one)), True, False),
    # who may see it: a reader who may not know more reads "Bezet" from then on, or no longer
    "restricted": (lambda one: setattr(one, "restricted", True), True, False),
    "circle": (take_in, True, False),
    "remarks": (lambda one: setattr(one, "remarks", "Graag op tijd"), False, False),
    "officer": (lambda one: setattr(one, "officer", make_person()), False, False),
    "attended": (lambda one: setattr(one.attendances[0], "attended", True), False, False),
    "email": (lambda one: setattr(one.attendances[0].person, "email", "a@b.example"), False, False),
    "item": (lambda one: setattr(make_item(one), "title", "Rondvraag"), False, False),
    "nothing": (lambda one: setattr(one, "place", one.place), False, False),
}


def meeting_with_people() -> Meeting:
    """A meeting to which one of ours goes, some time ago."""
    meeting = make_meeting(officer=make_person())
    clock.stop_at(clock.now() + timedelta(minutes=5))
    return meeting


@pytest.mark.parametrize("name", CHANGES)
def test_what_calendars_show_moves_the_revision(app: Flask, name: str) -> None:
    change, shown, numbered = CHANGES[name]
    meeting, other = meeting_with_people(), make_meeting()
    before, sequence, others = meeting.revised_at, meeting.sequence, other.revised_at
    change(meeting)
    db.session.commit()
    assert meeting.revised_at >= clock.now() if shown else meeting.revised_at == before
    assert meeting.sequence == sequence + numbered
    assert other.revised_at == others


def test_papers_that_change_or_go_move_it(app: Flask) -> None:
    meeting = meeting_with_people()
    paper = add_paper(make_item(meeting))
    for name, value in (
        ("restricted", True),
        ("received_on", clock.today()),
        ("withdrawn_at", clock.now()),
        ("withdrawn_at", None),
    ):
        before = meeting.revised_at
        setattr(paper, name, value)
        db.session.commit()
        assert meeting.revised_at > before, name
    before = meeting.revised_at
    paper.title = "Begroting 2027"
    db.session.commit()
    assert meeting.revised_at == before


def test_a_substitute_is_called_by_the_name_of_who_stays_at_home(app: Flask) -> None:
    meeting = make_meeting()
    absent = make_person("alderman")
    going = Attendance(person=make_person(), in_place_of=absent)
    meeting.attendances.append(going)
    db.session.commit()
    before = meeting.revised_at
    absent.name = "Een ander"
    db.session.commit()
    assert meeting.revised_at > before


def test_it_rises_with_each_change_within_one_second(app: Flask) -> None:
    meeting = make_meeting()
    seen = [meeting.revised_at]
    for number in range(4):
        meeting.title = f"Titel {number}"
        db.session.commit()
        seen.append(meeting.revised_at)
    assert [after - before for before, after in pairwise(seen)] == [timedelta(seconds=1)] * 4


def test_a_new_meeting_begins_on_a_whole_second(app: Flask) -> None:
    with clock.at(moment("2026-11-23T10:00:07.654321")):
        secretary, body = make_person("secretary"), make_body(level="official")
        start = clock.now() + timedelta(days=9)
        details = MeetingDetails(
            body.id, start, start + timedelta(hours=1), alderman_id=secretary.id
        )
        meeting = plan_meeting(details, secretary)
        db.session.commit()
    assert len(meeting.attendances) == 1
    assert meeting.revised_at == moment("2026-11-23T10:00:07")
    assert meeting.sequence == 0


STATEMENTS: dict[str, tuple[Callable[[Meeting], Any], bool, bool]] = {
    "place": (lambda _one: update(Meeting).values(place="Foyer"), True, True),
    "title": (
        lambda _one: update(Base.metadata.tables["meeting"]).values(title="Foyer"),
        True,
        False,
    ),
    "same": (lambda one: update(Meeting).values(place=one.place), False, False),
    "remarks": (lambda _one: update(Meeting).values(remarks="Foyer"), False, False),
    "names": (lambda _one: update(Person).values(name="Iemand"), True, False),
    "passwords": (lambda _one: update(Person).values(password_hash=None), False, False),
    "body": (lambda _one: update(Body).values(name="Stuurgroep"), True, False),
    "partnership": (lambda _one: update(Partnership).values(abbreviation="RG"), True, False),
    "going": (lambda _one: update(Attendance).values(going=False), True, False),
    "gone": (lambda _one: delete(Attendance), True, False),
    "papers": (lambda _one: update(Paper).values(withdrawn_at=clock.now()), True, False),
    "elsewhere": (
        lambda one: update(Meeting).where(Meeting.id > one.id).values(place=""),
        False,
        False,
    ),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_statements_on_many_rows_move_it_too(app: Flask, name: str) -> None:
    statement, shown, numbered = STATEMENTS[name]
    meeting = meeting_with_people()
    add_paper(make_item(meeting))
    clock.stop_at(clock.now() + timedelta(minutes=5))
    before, sequence = meeting.revised_at, meeting.sequence
    db.session.execute(statement(meeting))
    db.session.commit()
    assert meeting.revised_at == (clock.now() if shown else before)
    assert meeting.sequence == sequence + numbered


def test_rows_added_and_changed_by_the_list_move_it(app: Flask) -> None:
    meeting, person, other = make_meeting(), make_person(), make_meeting()
    before = meeting.revised_at
    row = {"meeting_id": meeting.id, "person_id": person.id}
    db.session.execute(insert(Attendance), [row])
    db.session.commit()
    assert meeting.revised_at > before
    before, others = meeting.revised_at, other.revised_at
    db.session.execute(update(Attendance), [{"id": meeting.attendances[0].id, "going": False}])
    db.session.commit()
    assert (meeting.revised_at > before, meeting.sequence) == (True, 0)
    assert (other.revised_at, other.sequence) == (others, 0)


def test_what_was_undone_moves_nothing(app: Flask) -> None:
    meeting, other = make_meeting(), make_meeting()
    before = meeting.revised_at
    meeting.title = "Heisessie"
    db.session.flush()
    db.session.rollback()
    other.title = "Werkbezoek"
    db.session.flush()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(insert(Attendance), [{"meeting_id": meeting.id, "person_id": 0}] * 2)
    db.session.commit()
    assert (meeting.revised_at, meeting.sequence) == (before, 0)
    assert other.revised_at > before


def test_two_at_once_each_move_it(make_app: MakeApp) -> None:
    app, rounds = make_app(), 8
    with app.app_context():
        meeting = make_meeting(title="0")
        people = [make_person() for _number in range(2)]
        meeting.attendances = [Attendance(person=one) for one in people]
        db.session.commit()
        meeting_id, first = meeting.id, meeting.revised_at
        ids = [row.id for row in meeting.attendances]
        db.session.remove()
    ready = Barrier(2)

    def write(attendance_id: int) -> None:
        with app.app_context():
            ready.wait()
            for _number in range(rounds):
                row = db.session.get_one(Attendance, attendance_id)
                row.going = not row.going
                db.session.commit()
            db.session.remove()

    threads = [Thread(target=write, args=(one,)) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        moved = db.session.get_one(Meeting, meeting_id).revised_at - first
        assert moved == timedelta(seconds=2 * rounds)
        db.session.remove()
