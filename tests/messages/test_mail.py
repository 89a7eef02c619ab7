"""Mail against a real server on loopback: once, refused, away, and when the answer gets lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock, jobs
from app.core.database import db
from app.core.jobs.models import Job, JobState
from app.messages import actions, outbox, queries, sending, smtp
from app.messages.composing import message_id_of
from app.messages.models import Message
from app.messages.unsubscribing import token_for
from tests.conftest import NOW
from tests.factories import make_person
from tests.messages.postbox import Postbox

ROOT = "https://vooroverleg.haren.example"
SENTENCE = "De annotatie bij agendapunt 3 ligt bij jou."


def told(language: str = "nl") -> Message:
    """A message to a new person."""
    person = make_person(language=language)
    actions.tell([person.id], "note-12-offered-3", SENTENCE, "/notes/12")
    db.session.commit()
    return db.session.scalars(select(Message)).one()


def state() -> str:
    """Where the mail of the one message stands."""
    db.session.expire_all()
    return db.session.scalars(select(Message)).one().mail_state


def test_a_mail_holds_the_sentence_and_the_link_and_nothing_else(postbox: Postbox) -> None:
    message = told()
    assert jobs.run_pending() == 2, "gathered, then sent"
    assert state() == "sent"
    (sent,) = postbox.taken
    stop = f"{ROOT}/messages/unsubscribe/{token_for(message.person_id, ['note'])}"
    assert sent["To"].addresses[0].addr_spec == message.person.email
    assert sent["From"].addresses[0].addr_spec == "vooroverleg@vooroverleg.haren.example"
    assert sent["Subject"] == SENTENCE
    assert sent["Date"].datetime == NOW
    assert sent["Message-ID"] == message_id_of(message.key)
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent.get_content().splitlines() == [
        SENTENCE,
        "",
        f"{ROOT}/notes/12",
        "",
        "Dit bericht is automatisch verstuurd. Antwoorden worden niet gelezen.",
        "",
        f"Kiezen wat u per mail krijgt: {ROOT}/messages/preferences",
        f"Geen mails meer over “Annotaties”: {stop}",
    ]
    assert sent["List-Unsubscribe"] == f"<{stop}>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_told_twice_mails_once(postbox: Postbox) -> None:
    told()
    told_again = db.session.scalars(select(Message)).one()
    actions.tell([told_again.person_id], "note-12-offered-3", SENTENCE, "/notes/12")
    assert jobs.run_pending() == 2, "gathered, then sent"
    sending.ask_to_send(told_again.mail_id or 0)
    assert jobs.run_pending() == 1, "a job asked again looks first at what was sent"
    assert len(postbox.taken) == 1


def test_what_is_rolled_back_is_not_mailed(postbox: Postbox) -> None:
    person = make_person()
    actions.tell([person.id], "note-12-offered-3", SENTENCE, "/notes/12")
    db.session.rollback()
    assert jobs.run_pending() == 0
    assert postbox.taken == []


def test_an_address_that_does_not_exist_is_not_tried_again(postbox: Postbox) -> None:
    postbox.recipient_answer = "550 no such mailbox"
    told()
    assert jobs.run_pending() == 2, "gathered, then sent"
    assert state() == "refused"
    outbox.send_waiting_mail()
    assert jobs.run_pending() == 0


@pytest.mark.parametrize(
    ("where", "answer"),
    [("recipient_answer", "451 greylisted"), ("data_answer", "452 disk full")],
)
def test_not_now_is_tried_again_with_the_same_message_id(
    postbox: Postbox, where: str, answer: str
) -> None:
    setattr(postbox, where, answer)
    message = told()
    with pytest.raises(jobs.TryLater):
        jobs.run_pending()
    assert state() == "waiting"
    setattr(postbox, where, "250 OK")
    clock.stop_at(NOW + timedelta(minutes=1))
    assert jobs.run_pending() == 1
    assert state() == "sent"
    assert [sent["Message-ID"] for sent in postbox.taken] == [message_id_of(message.key)]


def test_a_text_that_is_refused_is_not_tried_again(postbox: Postbox) -> None:
    postbox.data_answer = "554 looks like spam"
    told()
    assert jobs.run_pending() == 2, "gathered, then sent"
    assert state() == "refused"


def test_a_connection_lost_before_the_text_is_surely_not_sent(postbox: Postbox) -> None:
    postbox.drop = "rcpt"
    told()
    with pytest.raises(jobs.TryLater):
        jobs.run_pending()
    assert state() == "waiting"


def test_an_answer_lost_after_the_text_leaves_it_uncertain_and_is_never_sent_again(
    postbox: Postbox,
) -> None:
    postbox.drop = "data"
    message = told()
    assert jobs.run_pending() == 2, "gathered, then sent"
    assert state() == "uncertain"
    assert queries.uncertain_mails() == [message.mail]
    postbox.drop = ""
    outbox.send_waiting_mail()
    sending.ask_to_send(message.mail_id or 0)
    jobs.run_pending()
    assert len(postbox.taken) == 1, "the server had it; a second mail would have been a double"
    assert state() == "uncertain"


def test_a_server_that_hangs_holds_nobody_up(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT", 0.3)
    postbox.hang = "rcpt"
    message = told()
    with pytest.raises(jobs.TryLater):
        jobs.run_pending()
    assert state() == "waiting", "the text was not given, so it is surely not sent"
    postbox.hang = "data"
    clock.stop_at(NOW + timedelta(minutes=1))
    jobs.run_pending()
    assert state() == "uncertain"
    clock.stop_at(NOW + timedelta(hours=5))
    outbox.send_waiting_mail()
    jobs.run_pending()
    assert [sent["Message-ID"] for sent in postbox.taken] == [message_id_of(message.key)]


def test_a_server_that_is_away_is_waited_for_and_swept_up_after_giving_up(
    app: Flask, postbox: Postbox
) -> None:
    alive = app.config["SMTP_URL"]
    app.config["SMTP_URL"] = "smtp://127.0.0.1:9"
    told()
    with pytest.raises(jobs.TryLater):
        jobs.run_pending()
    assert state() == "waiting"
    job = db.session.scalars(select(Job).where(Job.name == sending.JOB)).one()
    job.state = JobState.FAILED
    db.session.commit()
    app.config["SMTP_URL"] = alive
    outbox.send_waiting_mail()
    assert jobs.run_pending() == 1
    assert state() == "sent"


def test_a_name_cannot_smuggle_a_header_in(postbox: Postbox) -> None:
    person = make_person(name="Wethouder\r\nBcc: elders@example.org")
    actions.tell([person.id], "event", "Regel een\nregel twee", "/")
    jobs.run_pending()
    assert all(sent["Bcc"] is None for sent in postbox.taken)
    assert all(sent["Subject"] == "Regel een regel twee" for sent in postbox.taken)
