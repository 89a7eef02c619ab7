"""Reminders at the deadline, then the substitute, then a report: each once, and never a yes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.briefings.models import Advice, Note
from app.core import clock, jobs, settings
from app.core.database import db
from app.core.settings import SettingValue
from app.insight import reminding
from app.insight.chase import owed_by
from app.meetings.models import Meeting
from app.messages import folder, outbox, preferences
from app.messages.actions import tell
from app.messages.models import Message
from app.people.models import Absence, Person
from tests.client import CheckingClient
from tests.conftest import NOW
from tests.factories import (
    day,
    make_item,
    make_meeting,
    make_note,
    make_period,
    make_person,
    make_substitution,
    make_team_lead,
    moment,
)


@pytest.fixture(autouse=True)
def mails(app: Flask) -> Iterator[Path]:
    """The folder in which mails land; empty before and after."""
    shutil.rmtree(folder.folder(), ignore_errors=True)
    yield folder.folder()
    shutil.rmtree(folder.folder(), ignore_errors=True)


def morning(on: date) -> None:
    """Do what the worker does on a morning: remind, then send the mail of seven."""
    clock.stop_at(clock.from_local(datetime.combine(on, datetime.min.time()).replace(hour=6)))
    reminding.remind()
    jobs.run_pending()
    clock.stop_at(clock.now() + timedelta(hours=1))
    outbox.send_waiting_mail()
    jobs.run_pending()
    db.session.expire_all()


def told(person: Person, kind: str = "") -> list[str]:
    """What a person was told, in order."""
    rows = db.session.scalars(
        select(Message).where(Message.person_id == person.id).order_by(Message.id)
    )
    return [row.text for row in rows if not kind or row.kind == kind]


def due_of(person: Person) -> date:
    """The deadline of the one thing that this person owes."""
    (debt,) = owed_by(person, clock.now())
    return debt.due_on


def choose(setting: settings.Setting, value: int) -> None:
    """As an administrator does on the page of limits and terms."""
    db.session.add(SettingValue(key=setting.key, value=value))
    db.session.commit()


@pytest.fixture
def officer(app: Flask) -> Person:
    """Who writes."""
    return make_person(name="Beleidsambtenaar Wonen")


@pytest.fixture
def alderman(app: Flask) -> Person:
    """Whose word is waited for."""
    return make_person("alderman", name="Wethouder Wonen")


def waiting_note(officer: Person, alderman: Person, **fields: Any) -> Note:
    """A note that waits for the word of the alderman."""
    meeting = make_meeting(days=28, officer=officer, alderman=alderman, **fields)
    return make_note(make_item(meeting), state="with_alderman", author=officer)


def test_on_the_deadline_then_the_substitute_then_coordinator_and_team_leader(
    officer: Person, alderman: Person
) -> None:
    note = waiting_note(officer, alderman)
    substitute, leader = make_person("alderman"), make_person()
    coordinator, secretary = make_person("coordinator"), make_person("secretary")
    make_substitution(alderman, substitute)
    make_team_lead(leader, alderman)
    due = due_of(alderman)
    assert due == day("2026-12-15")
    morning(day("2026-12-14"))
    assert told(alderman) == []
    morning(due)
    (reminder,) = told(alderman)
    assert reminder.startswith("Uiterlijk di 15 december: akkoord geven of een vraag stellen, voor")
    assert told(substitute) == told(coordinator) == []
    morning(day("2026-12-16"))
    (asked,) = told(substitute, "reminder")
    assert asked.startswith("U vervangt Wethouder Wonen. Dit wacht nog: akkoord geven")
    assert told(coordinator) == told(leader) == []
    morning(day("2026-12-17"))
    (report,) = told(coordinator, "overdue")
    assert report.startswith("Nog niet gedaan door Wethouder Wonen: akkoord geven")
    assert told(leader) == [report]
    for number in range(4):
        morning(day("2026-12-18") + timedelta(days=number))
    assert [len(told(one)) for one in (alderman, substitute, coordinator)] == [1, 1, 1]
    assert told(secretary) == []
    assert note.state == "with_alderman", "silence never agrees"
    links = select(Message.person_id, Message.url)
    found: dict[int, str] = {row.person_id: row.url for row in db.session.execute(links)}
    assert found[alderman.id] == found[substitute.id] == f"/notes/{note.id}"
    assert found[coordinator.id] == f"/meetings/{note.item.meeting_id}"


def test_the_reminder_is_in_the_mail_of_that_morning(
    officer: Person, alderman: Person, mails: Path
) -> None:
    waiting_note(officer, alderman)
    morning(due_of(alderman))
    (file,) = mails.iterdir()
    assert alderman.email in file.read_text()


def test_a_worker_that_was_late_still_mails_this_morning(
    officer: Person, alderman: Person, mails: Path
) -> None:
    waiting_note(officer, alderman)
    due = due_of(alderman)
    clock.stop_at(moment(f"{due}T10:00"))
    reminding.remind()
    jobs.run_pending()
    outbox.send_waiting_mail()
    jobs.run_pending()
    assert len(list(mails.iterdir())) == 1


def test_done_again_it_tells_nothing_twice(officer: Person, alderman: Person) -> None:
    waiting_note(officer, alderman)
    due = due_of(alderman)
    morning(due)
    reminding.remind_person(alderman.id)
    morning(due)
    assert len(told(alderman)) == 1


def test_a_moved_meeting_gives_a_new_reminder_and_settles_the_old_one(
    officer: Person, alderman: Person, mails: Path
) -> None:
    note = waiting_note(officer, alderman)
    preferences.choose(alderman, {"reminder": "week"}, 4, 0)  # Friday
    db.session.commit()
    due = due_of(alderman)
    morning(due)
    meeting = db.session.get_one(Meeting, note.item.meeting_id)
    meeting.starts_at, meeting.ends_at = (
        meeting.starts_at + timedelta(days=2),
        meeting.ends_at + timedelta(days=2),
    )
    db.session.commit()
    later = due_of(alderman)
    assert later == due + timedelta(days=2)
    morning(later)
    assert len(told(alderman)) == 2
    morning(day("2026-12-18"))
    rows = db.session.scalars(
        select(Message).where(Message.person_id == alderman.id).order_by(Message.id)
    )
    assert [row.mail_state for row in rows] == ["settled", "sent"]
    assert len(list(mails.iterdir())) == 1


def test_what_was_done_before_the_mail_is_in_no_mail(
    officer: Person, alderman: Person, mails: Path
) -> None:
    note = waiting_note(officer, alderman)
    clock.stop_at(moment(f"{due_of(alderman)}T06:30"))
    reminding.remind()
    jobs.run_pending()
    note.state = "aligned"
    db.session.commit()
    clock.stop_at(moment("2026-12-15T07:00"))
    outbox.send_waiting_mail()
    jobs.run_pending()
    assert not mails.exists()
    assert len(told(alderman)) == 1, "in the application it stays"


def test_what_is_late_from_the_start_is_reminded_of_first(officer: Person) -> None:
    coordinator = make_person("coordinator")
    meeting = make_meeting(days=4, officer=officer)
    make_item(meeting)
    assert due_of(officer) < clock.today()
    morning(clock.today())
    (reminder,) = told(officer)
    assert reminder.startswith("De termijn was do 19 november: annotatie aanbieden, voor")
    assert told(coordinator) == []
    morning(day("2026-11-24"))
    morning(day("2026-11-25"))
    assert len(told(coordinator)) == 1


def test_of_what_is_restricted_only_its_circle_hears_and_never_its_name(
    officer: Person, alderman: Person, mails: Path
) -> None:
    inside, outside = make_person("coordinator"), make_person("coordinator")
    stand_in, other = make_person("alderman"), make_person("alderman")
    circle = (officer, alderman, inside, stand_in)
    make_substitution(alderman, stand_in)
    make_substitution(alderman, other)
    waiting_note(officer, alderman, circle=circle, title="IJsvogelnest")
    due = due_of(alderman)
    for days in range(4):
        morning(due + timedelta(days=days))
    assert told(alderman) == ["Dit wacht op u: akkoord geven of een vraag stellen."]
    assert len(told(inside)) == len(told(stand_in)) == 1
    assert told(outside) == told(other) == []
    sent = "\n".join(path.read_text() for path in mails.iterdir())
    assert "ijsvogelnest" not in sent.lower()
    assert "22 december" not in sent


def test_a_restricted_note_of_an_open_meeting_is_withheld_too(
    officer: Person, alderman: Person
) -> None:
    coordinator = make_person("coordinator")
    meeting = make_meeting(days=28, officer=officer, alderman=alderman)
    make_note(make_item(meeting), state="with_alderman", author=officer, circle=(officer, alderman))
    due = due_of(alderman)
    for days in range(4):
        morning(due + timedelta(days=days))
    assert told(alderman) == ["Dit wacht op u: akkoord geven of een vraag stellen."]
    assert told(coordinator) == []


def test_who_is_away_is_reminded_together_with_who_stands_in(
    officer: Person, alderman: Person
) -> None:
    waiting_note(officer, alderman)
    substitute = make_person("alderman")
    make_substitution(alderman, substitute)
    due = due_of(alderman)
    db.session.add(Absence(person=alderman, first_day=due, last_day=due))
    db.session.commit()
    morning(due_of(alderman))
    assert len(told(alderman)) == len(told(substitute)) == 1
    morning(due_of(alderman) + timedelta(days=1))
    assert len(told(substitute)) == 1


def test_what_somebody_left_behind_is_told_to_others(officer: Person) -> None:
    coordinator = make_person("coordinator")
    meeting = make_meeting(days=28, officer=officer)
    make_item(meeting)
    due = due_of(officer)
    officer.active = False
    db.session.commit()
    for days in range(5):
        morning(due + timedelta(days=days))
    assert told(officer) == []
    assert len(told(coordinator)) == 1


def test_advice_the_team_leader_and_the_outcome(officer: Person, alderman: Person) -> None:
    adviser, leader = make_person("adviser"), make_person()
    make_team_lead(leader, officer)
    note = waiting_note(officer, alderman)
    note.state = "team_lead"
    asked = Advice(
        note_id=note.id,
        adviser_id=adviser.id,
        asked_by_id=officer.id,
        asked_at=clock.now(),
        due_on=day("2026-12-08"),
    )
    past = make_meeting(days=-1, officer=officer, alderman=alderman, status="held")
    make_item(past)
    db.session.add(asked)
    db.session.commit()
    for number in range(4):
        morning(day("2026-11-23") + timedelta(days=number))
    (outcome,) = told(officer, "reminder")
    assert "de afloop vastleggen" in outcome
    morning(day("2026-12-08"))
    (advice,) = told(adviser)
    assert advice.startswith("Uiterlijk di 8 december: advies geven")
    morning(day("2026-12-10"))
    (passing,) = told(leader, "reminder")
    assert "annotatie doorgeven of teruggeven" in passing
    assert told(leader, "overdue"), "the team leader hears of the outcome that was not recorded"
    assert len(told(officer, "reminder")) == 1, "what is with the team leader is not the officer's"


def test_the_chase_list_says_who_was_reminded_by_itself(
    officer: Person, alderman: Person, client: CheckingClient
) -> None:
    waiting_note(officer, alderman)
    morning(due_of(alderman))
    client.sign_in(make_person("coordinator"))
    page = client.get("/overview/chase-list").text
    assert "Vanzelf herinnerd op" in page
    assert "15 december" in page


def test_a_crash_between_telling_and_commit_tells_once(
    officer: Person, alderman: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting_note(officer, alderman)
    clock.stop_at(moment(f"{due_of(alderman)}T06:30"))

    class Killed(BaseException):
        """As the worker is when it is killed."""

    def killed(*_arguments: Any, **named: Any) -> None:
        tell(*_arguments, **named)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(reminding, "tell", killed)
        with pytest.raises(Killed):
            reminding.remind_person(alderman.id)
    db.session.rollback()
    assert told(alderman) == []
    reminding.remind_person(alderman.id)
    reminding.remind_person(alderman.id)
    assert len(told(alderman)) == 1


def test_an_administrator_switches_kinds_off_and_chooses_the_days(
    officer: Person, alderman: Person
) -> None:
    waiting_note(officer, alderman)
    due = due_of(alderman)
    choose(settings.REMIND_DECISION, 0)
    morning(due)
    assert told(alderman) == []
    db.session.delete(db.session.get_one(SettingValue, settings.REMIND_DECISION.key))
    choose(settings.REMIND_DAYS, 2)
    choose(settings.REPORT_DAYS, 0)
    coordinator = make_person("coordinator")
    morning(due - timedelta(days=4))  # two working days, and a weekend
    assert len(told(alderman)) == 1
    morning(due + timedelta(days=7))
    assert told(coordinator) == []


def test_nobody_is_reminded_on_a_day_without_work(officer: Person, alderman: Person) -> None:
    make_period("closed", "2026-12-10")
    waiting_note(officer, alderman)
    choose(settings.REMIND_DAYS, 5)
    assert due_of(alderman) == day("2026-12-15")
    for off in ("2026-12-10", "2026-12-12", "2026-12-13"):
        morning(day(off))
        assert told(alderman) == []
    morning(day("2026-12-11"))
    assert len(told(alderman)) == 1


def test_what_cannot_be_done_any_more_is_not_asked(officer: Person, alderman: Person) -> None:
    note = waiting_note(officer, alderman)
    due = due_of(alderman)
    note.item.meeting.status = "cancelled"
    db.session.commit()
    morning(due)
    assert told(alderman) == []
    note.item.meeting.status = "planned"
    note.item.withdrawn_at = NOW
    db.session.commit()
    morning(due)
    assert told(alderman) == []
