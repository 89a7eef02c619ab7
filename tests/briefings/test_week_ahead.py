"""The alderman's mail of Thursday: numbers and links only, and only where there is something."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.briefings.models import Note
from app.briefings.week_ahead import waiting_notes
from app.core import clock, jobs
from app.core.database import db
from app.messages import folder, outbox, preferences
from app.messages.actions import tell
from app.messages.models import Message
from app.messages.week_ahead import tell_week_ahead
from app.people.models import Person
from tests.factories import make_item, make_meeting, make_note, make_period, make_person, moment

THURSDAY = moment("2026-11-26T06:40")


@pytest.fixture(autouse=True)
def mails(app: Flask) -> Iterator[Path]:
    """The folder in which mails land; empty before and after."""
    shutil.rmtree(folder.folder(), ignore_errors=True)
    yield folder.folder()
    shutil.rmtree(folder.folder(), ignore_errors=True)


@pytest.fixture
def alderman(app: Flask) -> Person:
    """For whom the mail is."""
    return make_person("alderman")


def waiting(alderman: Person, count: int, words: int = 160, **fields: Any) -> None:
    """So many notes that wait for the word of the alderman, each of so many words."""
    meeting = make_meeting(days=28, officer=make_person(), alderman=alderman, **fields)
    for _number in range(count):
        parts = {"ask": "Instemmen.", "core": "woord " * (words - 1)}
        make_note(make_item(meeting), state="with_alderman", parts=parts)


def morning(at: datetime = THURSDAY) -> None:
    """What the worker does from twenty to seven to seven."""
    clock.stop_at(at)
    tell_week_ahead()
    jobs.run_pending()
    clock.stop_at(clock.now() + timedelta(minutes=20))
    outbox.send_waiting_mail()
    jobs.run_pending()
    db.session.expire_all()


def landed(mails: Path) -> list[EmailMessage]:
    """Every mail in the folder."""
    found = sorted(mails.glob("*.eml")) if mails.exists() else []
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]


def test_ten_points_and_eight_minutes(alderman: Person, mails: Path) -> None:
    waiting(alderman, 10)
    morning()
    (mail,) = landed(mails)
    assert mail["Subject"] == "10 punten, 8 minuten lezen"
    assert mail["To"].addresses[0].addr_spec == alderman.email
    text = mail.get_content()
    told, _blank, link, *_rest = text.splitlines()
    assert told == "10 punten, 8 minuten lezen"
    assert link == f"http://127.0.0.1:5000{url_of(alderman)}"
    assert "Instemmen" not in text
    assert "Overleg" not in text
    assert "List-Unsubscribe" in mail
    morning(THURSDAY + timedelta(minutes=1))
    assert len(landed(mails)) == 1


def test_it_heads_what_else_comes_with_the_weekly_mail(alderman: Person, mails: Path) -> None:
    waiting(alderman, 1, 10)
    preferences.choose(alderman, {"pack": "week"}, 3, 0)
    tell([alderman.id], "pack-1-ready", "Er is een vergadermap voor u klaar.", "/packs/1")
    db.session.commit()
    morning()
    (mail,) = landed(mails)
    assert mail["Subject"] == "1 punt, 1 minuut lezen"
    assert mail.get_content().splitlines()[:6] == [
        "Vooruitblik",
        "- 1 punt, 1 minuut lezen",
        f"  http://127.0.0.1:5000{url_of(alderman)}",
        "",
        "Vergadermappen",
        "- Er is een vergadermap voor u klaar.",
    ]


def url_of(alderman: Person) -> str:
    """Where what waits can be read."""
    line = waiting_notes(alderman, clock.now())
    assert line is not None
    return line.url


def test_where_nothing_waits_there_is_no_mail(alderman: Person, mails: Path) -> None:
    morning()
    assert landed(mails) == []
    assert db.session.scalar(select(Message)) is None


def test_what_was_decided_before_seven_is_not_mailed(alderman: Person, mails: Path) -> None:
    waiting(alderman, 1)
    clock.stop_at(THURSDAY)
    tell_week_ahead()
    jobs.run_pending()
    message = db.session.scalars(select(Message)).one()
    for note in db.session.scalars(select(Note)):
        note.state = "aligned"
    db.session.commit()
    clock.stop_at(THURSDAY + timedelta(minutes=20))
    outbox.send_waiting_mail()
    jobs.run_pending()
    db.session.expire_all()
    assert message.mail_state == "settled"
    assert landed(mails) == []


def test_what_was_decided_before_seven_is_not_counted(alderman: Person, mails: Path) -> None:
    waiting(alderman, 3)
    clock.stop_at(THURSDAY)
    tell_week_ahead()
    jobs.run_pending()
    message = db.session.scalars(select(Message)).one()
    assert message.text == "3 punten, 3 minuten lezen"
    note = db.session.scalars(select(Note)).first()
    assert note is not None
    note.state = "aligned"
    db.session.commit()
    clock.stop_at(THURSDAY + timedelta(minutes=20))
    outbox.send_waiting_mail()
    jobs.run_pending()
    (mail,) = landed(mails)
    assert mail["Subject"] == "2 punten, 2 minuten lezen"
    assert "3 punten" not in mail.get_content()
    db.session.refresh(message)
    assert message.text == mail["Subject"], "the application says the same"


@pytest.mark.parametrize("at", ["2026-11-24T06:40", "2026-11-25T06:40", "2026-11-27T06:40"])
def test_on_other_days_there_is_none(alderman: Person, mails: Path, at: str) -> None:
    waiting(alderman, 1)
    morning(moment(at))
    assert landed(mails) == []


def test_on_a_closed_thursday_it_comes_the_day_before(alderman: Person, mails: Path) -> None:
    make_period("closed", "2026-11-26")
    waiting(alderman, 1)
    morning(moment("2026-11-25T06:40"))
    assert len(landed(mails)) == 1
    morning()
    assert len(landed(mails)) == 1


def test_everybody_chooses_the_day_or_goes_without(alderman: Person, mails: Path) -> None:
    other = make_person("alderman")
    preferences.choose(alderman, {}, 0, 0)
    preferences.choose(other, {"week_ahead": "never"}, 3, 0)
    db.session.commit()
    waiting(alderman, 1)
    waiting(other, 1)
    morning()
    assert landed(mails) == []
    morning(moment("2026-11-30T06:40"))
    assert [mail["To"].addresses[0].addr_spec for mail in landed(mails)] == [alderman.email]


def test_a_worker_that_was_late_still_sends_it_that_day(alderman: Person, mails: Path) -> None:
    waiting(alderman, 1)
    morning(moment("2026-11-26T10:05"))
    assert len(landed(mails)) == 1


def test_who_is_no_alderman_gets_none(app: Flask, mails: Path) -> None:
    make_person()
    morning()
    assert landed(mails) == []
