"""The chase list: who owes what, as far as the asker may know, and one nudge at a time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.briefings.models import Advice
from app.core import clock
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.core.journal import JournalEntry
from app.days.working_days import is_working_day
from app.insight.actions import nudge
from app.insight.chase import chase_list, owed_on_own_notes
from app.insight.debts import NUDGE_DAYS, DebtKey, DebtKind, by_person, may_nudge_on
from app.insight.models import Nudge
from app.messages.models import Message
from app.people.models import Absence, Person
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_note, make_person, make_substitution


def asks(note: Any, adviser: Person, due_on: date) -> Advice:
    """Advice asked on a note."""
    advice = Advice(
        note_id=note.id,
        adviser_id=adviser.id,
        asked_by_id=note.created_by_id,
        asked_at=clock.now(),
        due_on=due_on,
    )
    db.session.add(advice)
    db.session.commit()
    return advice


def owed(person: Person) -> list[tuple[str, str]]:
    """Kind and name of who owes, in order."""
    return [(debt.kind.value, debt.person.name) for debt in chase_list(person, clock.now())]


def test_it_names_what_is_late_or_near_of_everybody(app: Flask) -> None:
    officer, alderman, adviser = make_person(), make_person("alderman"), make_person("adviser")
    secretary = make_person("secretary")
    soon = make_meeting(days=4, officer=officer, alderman=alderman)
    make_item(soon)
    offered = make_note(make_item(soon), state="with_alderman", author=officer)
    advice = asks(make_note(make_item(soon), author=officer), adviser, clock.today())
    past = make_meeting(days=-7, officer=officer, alderman=alderman, status="held")
    make_item(past)
    far = make_meeting(days=60, officer=officer, alderman=alderman)
    make_item(far)
    found = chase_list(secretary, clock.now())
    assert {(debt.kind, debt.person.id, debt.object_id) for debt in found} == {
        (DebtKind.NOTES, officer.id, soon.id),
        (DebtKind.DECISION, alderman.id, offered.id),
        (DebtKind.ADVICE, adviser.id, advice.id),
        (DebtKind.OUTCOME, officer.id, past.id),
    }
    notes = next(debt for debt in found if debt.kind == DebtKind.NOTES)
    assert notes.late
    assert notes.count == 2
    assert notes.what == "Annotatie aanbieden, 2 punten"
    assert next(one.person for one in by_person(found)) == officer


def test_an_item_with_an_officer_of_its_own_is_owed_by_that_officer(app: Flask) -> None:
    one, other = make_person(), make_person()
    meeting = make_meeting(days=4, officer=one)
    make_item(meeting)
    make_item(meeting, officer=other)
    found = owed(make_person("coordinator"))
    assert found == [("notes", one.name), ("notes", other.name)]


def test_a_consent_item_without_note_and_an_aligned_note_are_owed_by_nobody(app: Flask) -> None:
    meeting = make_meeting(days=4, officer=make_person(), alderman=make_person("alderman"))
    make_item(meeting, handling="consent")
    make_note(make_item(meeting), state="aligned")
    make_item(make_meeting(days=4, officer=make_person(), status="cancelled"))
    assert owed(make_person("coordinator")) == []


def test_what_is_restricted_is_owed_before_its_circle_only(app: Flask) -> None:
    officer, alderman = make_person(), make_person("alderman")
    inside, outside = make_person("coordinator"), make_person("secretary")
    meeting = make_meeting(
        days=4, officer=officer, alderman=alderman, circle=(officer, alderman, inside)
    )
    make_note(make_item(meeting), state="with_alderman", author=officer)
    make_item(meeting)
    assert owed(outside) == []
    assert len(owed(inside)) == 2
    hidden = make_note(
        make_item(make_meeting(days=4, officer=officer, alderman=alderman)),
        state="with_alderman",
        author=officer,
        circle=(officer, alderman),
    )
    keys = {debt.key for debt in chase_list(inside, clock.now())}
    assert DebtKey("decision", hidden.id, alderman.id) not in keys


@pytest.mark.parametrize("role", ["officer", "alderman", "adviser", "clerk", "administrator"])
def test_others_see_no_list(app: Flask, client: CheckingClient, role: str) -> None:
    make_item(make_meeting(days=4, officer=make_person()))
    person = make_person(role)
    assert chase_list(person, clock.now()) == []
    assert client.sign_in(person).get("/overview/chase-list").status_code == 403


def test_a_nudge_tells_once_and_stands_in_the_list(app: Flask, client: CheckingClient) -> None:
    officer, secretary = make_person(), make_person("secretary")
    meeting = make_meeting(days=4, officer=officer)
    make_item(meeting, title="Kaderbrief")
    client.sign_in(secretary)
    form = {"kind": "notes", "object_id": meeting.id, "person_id": officer.id}
    answer = client.post("/overview/nudges", data={**form, "next": "/overview/chase-list"})
    assert answer.status_code == 302
    assert answer.location == "/overview/chase-list"
    (message,) = db.session.scalars(select(Message).where(Message.person_id == officer.id))
    assert secretary.name in message.text
    assert "Kaderbrief" not in message.text
    assert message.url == f"/meetings/{meeting.id}"
    page = client.get("/overview/chase-list").text
    assert f"{officer.name} is herinnerd." in page
    assert "net herinnerd" in page
    again = client.post("/overview/nudges", data=form)
    assert again.status_code == 409
    assert "net aan herinnerd" in again.text
    assert db.session.scalar(select(func.count(Nudge.id))) == 1
    assert db.session.scalar(
        select(func.count(JournalEntry.id)).where(JournalEntry.action == "person.nudge")
    )


def test_after_two_working_days_one_may_ask_again(app: Flask) -> None:
    officer, secretary = make_person(), make_person("secretary")
    meeting = make_meeting(days=4, officer=officer)
    make_item(meeting)
    key = DebtKey("notes", meeting.id, officer.id)
    nudge(key, secretary, clock.now())
    db.session.commit()
    with clock.at(clock.now() + timedelta(days=1)), pytest.raises(RuleBroken):
        nudge(key, secretary, clock.now())
    with clock.at(clock.now() + timedelta(days=2)):
        nudge(key, secretary, clock.now())
    db.session.commit()
    assert db.session.scalar(select(func.count(Message.id))) == 2


def test_what_is_done_or_made_up_cannot_be_chased(app: Flask, client: CheckingClient) -> None:
    officer, secretary = make_person(), make_person("secretary")
    meeting = make_meeting(days=4, officer=officer)
    make_note(make_item(meeting), state="aligned")
    client.sign_in(secretary)
    for form in (
        {"kind": "notes", "object_id": meeting.id, "person_id": officer.id},
        {"kind": "money", "object_id": meeting.id, "person_id": officer.id},
        {"kind": "notes", "object_id": "x", "person_id": officer.id},
        {"kind": "notes", "object_id": 10**12, "person_id": officer.id},
        {},
    ):
        assert client.post("/overview/nudges", data=form).status_code == 409
    assert db.session.scalar(select(func.count(Message.id))) == 0


def test_who_is_away_is_reminded_together_with_who_stands_in(app: Flask) -> None:
    officer, substitute = make_person(), make_person()
    make_substitution(officer, substitute)
    meeting = make_meeting(days=4, officer=officer)
    make_item(meeting)
    today = clock.today()
    db.session.add(Absence(person_id=officer.id, first_day=today, last_day=today))
    db.session.commit()
    nudge(DebtKey("notes", meeting.id, officer.id), make_person("secretary"), clock.now())
    told = set(db.session.scalars(select(Message.person_id)))
    assert told == {officer.id, substitute.id}


def test_who_stands_in_outside_the_circle_is_not_reminded(app: Flask) -> None:
    officer, secretary = make_person(), make_person("secretary")
    make_substitution(officer, make_person())
    meeting = make_meeting(days=4, officer=officer, circle=(officer, secretary))
    make_item(meeting)
    today = clock.today()
    db.session.add(Absence(person_id=officer.id, first_day=today, last_day=today))
    db.session.commit()
    nudge(DebtKey("notes", meeting.id, officer.id), secretary, clock.now())
    assert list(db.session.scalars(select(Message.person_id))) == [officer.id]


def test_an_officer_reminds_of_what_the_own_notes_wait_for(
    app: Flask, client: CheckingClient
) -> None:
    officer, other, alderman = make_person(), make_person(), make_person("alderman")
    mine = make_note(
        make_item(make_meeting(days=21, officer=officer, alderman=alderman)),
        state="with_alderman",
        author=officer,
    )
    foreign = make_note(
        make_item(make_meeting(days=21, officer=other, alderman=alderman)),
        state="with_alderman",
        author=other,
    )
    assert [debt.object_id for debt in owed_on_own_notes(officer, clock.now())] == [mine.id]
    client.sign_in(officer)
    assert "Herinneren" in client.get("/").text
    form = {"kind": "decision", "person_id": alderman.id}
    assert client.post("/overview/nudges", data={**form, "object_id": mine.id}).location == "/"
    assert (
        client.post("/overview/nudges", data={**form, "object_id": foreign.id}).status_code == 409
    )
    assert "net herinnerd" in client.get("/").text
    with pytest.raises(NotAllowed):
        nudge(DebtKey("decision", mine.id, alderman.id), make_person("clerk"), clock.now())


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(0, 12))
def test_two_working_days_lie_between_two_nudges(last: date, distance: int) -> None:
    day = last + timedelta(days=distance)
    between = sum(is_working_day(last + timedelta(days=one)) for one in range(1, distance + 1))
    assert may_nudge_on(day, last) == (distance > 0 and between >= NUDGE_DAYS)
    assert may_nudge_on(day, None)


def test_a_moment_of_the_night_counts_for_the_dutch_day(app: Flask) -> None:
    officer = make_person()
    meeting = make_meeting(days=4, officer=officer)
    make_item(meeting)
    late = datetime(2026, 11, 23, 23, 30, tzinfo=clock.now().tzinfo)  # 0.30 on the 24th
    with clock.at(late):
        nudge(DebtKey("notes", meeting.id, officer.id), make_person("secretary"), clock.now())
    assert db.session.scalars(select(Nudge.on_day)).one() == date(2026, 11, 24)
