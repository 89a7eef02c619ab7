"""Bundles: one mail a person a moment, with what still needs them, in the folder or by SMTP."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import clock, jobs
from app.core.database import db
from app.messages import folder, outbox, preferences, sending
from app.messages.actions import mark_read, tell
from app.messages.models import Mail, MailState, Message
from app.people.models import Person
from tests.conftest import NOW
from tests.factories import make_person, moment
from tests.messages.postbox import Postbox

#: The first morning after "now", a Monday at nine.
TUESDAY = moment("2026-11-24T07:00")


def choose(person: Person, **timings: str) -> None:
    """Let a person choose when kinds come."""
    version = preferences.liking_of(person).version
    preferences.choose(person, timings, 3, version)
    db.session.commit()


def told(person: Person, number: int, kind: str = "meeting", about: str = "") -> None:
    """Tell a person something."""
    sentence, url = f"Bericht {number}.", f"/x/{number}"
    tell([person.id], f"test-{number}", sentence, url, kind=kind, about=about)
    db.session.commit()


def sweep(at: datetime) -> None:
    """Do what the worker does at a moment."""
    clock.stop_at(at)
    outbox.send_waiting_mail()
    jobs.run_pending()
    db.session.expire_all()


def landed(mails: Path) -> list[EmailMessage]:
    """Every mail in the folder."""
    return [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(mails.glob("*"))
    ]


def states() -> list[str]:
    """How every message went by mail, in order."""
    return [one.mail_state for one in db.session.scalars(select(Message).order_by(Message.id))]


@pytest.fixture
def settle(app: Flask) -> Iterator[set[int]]:
    """Messages about a "thing" whose number stands in this set need nobody any more."""
    done: set[int] = set()

    def question(messages: Sequence[Message]) -> set[int]:
        return {one.id for one in messages if int(one.about.split("-")[1]) in done}

    app.extensions["settled_questions"]["thing"] = question
    yield done
    del app.extensions["settled_questions"]["thing"]


def test_a_bundle_is_one_mail_with_a_line_and_a_link_each(app: Flask, mails: Path) -> None:
    person = make_person()
    choose(person, meeting="day", pack="day")
    told(person, 1)
    told(person, 2, "pack")
    told(person, 3)
    sweep(NOW)
    assert landed(mails) == []
    assert states() == ["waiting"] * 3
    sweep(TUESDAY)
    (mail,) = landed(mails)
    assert mail["Subject"] == "3 berichten"
    assert mail["To"].addresses[0].addr_spec == person.email
    root = "http://127.0.0.1:5000"
    assert mail.get_content().splitlines()[:9] == [
        "Vergaderingen",
        "- Bericht 1.",
        f"  {root}/x/1",
        "- Bericht 3.",
        f"  {root}/x/3",
        "",
        "Vergadermappen",
        "- Bericht 2.",
        f"  {root}/x/2",
    ]
    assert f"Kiezen wat u per mail krijgt: {root}/messages/preferences" in mail.get_content()
    assert mail["List-Unsubscribe"].startswith(f"<{root}/messages/unsubscribe/")
    assert mail["List-Unsubscribe-Post"] is None, "one click needs https (RFC 8058, 3.1)"
    assert states() == ["sent"] * 3
    sweep(TUESDAY + timedelta(minutes=15))
    assert len(landed(mails)) == 1


def test_each_person_gets_the_own_bundle_on_the_own_day(app: Flask, mails: Path) -> None:
    one, other = make_person(), make_person()
    choose(one, meeting="day")
    choose(other, meeting="week")
    tell([one.id, other.id], "test-1", "Bericht 1.", "/", kind="meeting")
    db.session.commit()
    sweep(TUESDAY)
    assert [mail["To"].addresses[0].addr_spec for mail in landed(mails)] == [one.email]
    sweep(moment("2026-11-26T07:00"))
    assert len(landed(mails)) == 2


def test_a_bundle_of_one_is_as_a_mail_about_it(app: Flask, mails: Path) -> None:
    person = make_person()
    choose(person, meeting="day")
    told(person, 1)
    sweep(TUESDAY)
    (mail,) = landed(mails)
    assert mail["Subject"] == "Bericht 1."


def test_only_in_the_application(app: Flask, mails: Path) -> None:
    person = make_person()
    choose(person, meeting="never")
    told(person, 1)
    sweep(TUESDAY + timedelta(days=14))
    assert states() == ["none"]
    assert not mails.exists()


def test_what_is_settled_meanwhile_is_left_out(app: Flask, mails: Path, settle: set[int]) -> None:
    person = make_person()
    choose(person, note="day")
    for number in (1, 2, 3):
        told(person, number, "note", f"thing-{number}")
    settle.add(2)
    sweep(TUESDAY)
    assert states() == ["sent", "settled", "sent"]
    (mail,) = landed(mails)
    assert mail["Subject"] == "2 berichten"
    assert "Bericht 2" not in mail.get_content()


def test_who_left_meanwhile_gets_no_mail(app: Flask, mails: Path) -> None:
    person = make_person()
    choose(person, meeting="day")
    told(person, 1)
    told(person, 2, "pack")
    person.active = False
    db.session.commit()
    sweep(TUESDAY)
    assert not mails.exists()
    assert states() == ["settled", "settled"]


def test_a_bundle_of_nothing_is_not_sent(app: Flask, mails: Path, settle: set[int]) -> None:
    person = make_person()
    choose(person, note="day", meeting="day")
    told(person, 1, "note", "thing-1")
    told(person, 2)
    mark_read(person)
    db.session.commit()
    settle.add(1)
    sweep(TUESDAY)
    assert states() == ["settled", "settled"]
    assert not mails.exists()
    assert db.session.scalar(select(func.count(Mail.id))) == 0


def test_of_two_about_one_thing_the_later_one_is_mailed(app: Flask, mails: Path) -> None:
    person, other = make_person(), make_person()
    choose(person, meeting="day")
    told(person, 1, "meeting", "thing-1")
    told(person, 2, "pack", "thing-1")
    told(other, 3, "meeting", "thing-1")
    told(person, 4, "meeting", "thing-1")
    sweep(TUESDAY)
    assert states() == ["settled", "sent", "sent", "sent"]


def test_what_is_settled_while_the_server_is_away_is_not_sent(
    app: Flask, postbox: Postbox, settle: set[int]
) -> None:
    person = make_person()
    choose(person, note="day")
    told(person, 1, "note", "thing-1")
    told(person, 2, "note", "thing-2")
    postbox.data_answer = "451 not now"
    with pytest.raises(jobs.TryLater):
        sweep(TUESDAY)
    db.session.rollback()
    settle.add(1)
    postbox.data_answer = "250 OK"
    sweep(TUESDAY + timedelta(minutes=15))
    (mail,) = postbox.taken
    assert mail["Subject"] == "Bericht 2."
    assert states() == ["settled", "sent"]
    assert db.session.scalars(select(Mail.message_id)).all() == [mail["Message-ID"]]


def test_a_mail_of_which_everything_is_settled_meanwhile_ends(
    app: Flask, postbox: Postbox, settle: set[int]
) -> None:
    person = make_person()
    told(person, 1, "note", "thing-1")
    postbox.data_answer = "451 not now"
    with pytest.raises(jobs.TryLater):
        jobs.run_pending()
    settle.add(1)
    postbox.data_answer = "250 OK"
    sweep(NOW + timedelta(minutes=15))
    assert postbox.taken == []
    assert db.session.scalars(select(Mail.state)).all() == [MailState.SETTLED]
    sweep(NOW + timedelta(hours=1))
    assert states() == ["settled"]


def test_what_is_in_a_mail_already_is_in_no_other(app: Flask, mails: Path) -> None:
    person = make_person()
    choose(person, meeting="day")
    told(person, 1)
    clock.stop_at(TUESDAY)
    outbox.gather_mail(person.id)
    outbox.gather_mail(person.id)
    told(person, 2)
    jobs.run_pending()
    assert [mail["Subject"] for mail in landed(mails)] == ["Bericht 1."]


def test_a_crash_between_file_and_commit_leaves_one_file(
    app: Flask, mails: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_person()
    told(person, 1)
    outbox.gather_mail(person.id)
    mail_id = db.session.scalars(select(Mail.id)).one()

    class Killed(BaseException):
        """As the worker is when it is killed."""

    def killed(*_arguments: object) -> bool:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(sending, "_move", killed)
        with pytest.raises(Killed):
            sending.post_mail(mail_id)
    db.session.rollback()
    assert db.session.scalars(select(Mail.state)).one() == MailState.WAITING
    before = landed(mails)
    sending.post_mail(mail_id)
    sending.post_mail(mail_id)
    db.session.expire_all()
    assert db.session.scalars(select(Mail.state)).one() == MailState.SENT
    assert len(landed(mails)) == len(before) == 1
    assert [path.name for path in mails.iterdir()] == [
        folder.path_of(db.session.scalars(select(Mail.message_id)).one()).name
    ]


def test_a_half_written_file_is_written_over(app: Flask, mails: Path) -> None:
    mails.mkdir()
    half = mails / f".abc.{app.config['WORKER_ID']}.part"
    half.write_bytes(b"half of a ma")
    folder.put("<abc@haren.example>", b"a mail")
    assert [path.name for path in mails.iterdir()] == ["abc.eml"]
    assert folder.find("<abc@haren.example>") == b"a mail"
    with pytest.raises(ValueError, match="no file"):
        folder.put("<../abc@haren.example>", b"a mail")
