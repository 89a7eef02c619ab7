"""Mail against a real server on loopback: once, refused, away, and when the answer gets lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from app.core import clock, jobs
from app.core.database import db
from app.core.jobs.models import Job, JobState
from app.messages import actions, mail, queries
from app.messages.models import Message
from tests.conftest import NOW
from tests.factories import make_person

SENTENCE = "De annotatie bij agendapunt 3 ligt bij jou."


class Postbox:
    """A mail server's behaviour: takes mail, or does what the test wants instead."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.recipient_answer = "250 OK"
        self.data_answer = "250 OK"
        self.drop: str = ""

    async def handle_RCPT(self, server: Any, _s: Any, envelope: Any, to: str, _o: Any) -> str:
        """Answer to RCPT TO."""
        if self.drop == "rcpt":
            server.transport.abort()
            await asyncio.sleep(0)
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(to)
        return self.recipient_answer

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        """Answer to the text itself."""
        if self.data_answer.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.drop == "data":
            server.transport.abort()
        return self.data_answer


class Loopback(Controller):
    """Listens on a port of the system's choice."""

    def _trigger_server(self) -> None:
        """Learn which port it became, before the first connection tries it."""
        self.port = cast(Any, self.server).sockets[0].getsockname()[1]
        cast(Any, super())._trigger_server()


@pytest.fixture
def postbox(app: Flask) -> Iterator[Postbox]:
    """A mail server, and the application told of it."""
    box = Postbox()
    server = Loopback(box, hostname="127.0.0.1", port=0)
    server.start()
    before = app.config["SMTP_URL"], app.config["PUBLIC_URL"], app.config["MAIL_FROM"]
    app.config.update(
        SMTP_URL=f"smtp://127.0.0.1:{server.port}",
        PUBLIC_URL="https://vooroverleg.haren.example",
        MAIL_FROM="",
    )
    try:
        yield box
    finally:
        server.stop()
        names = ("SMTP_URL", "PUBLIC_URL", "MAIL_FROM")
        app.config.update(dict(zip(names, before, strict=True)))


def told(language: str = "nl") -> Message:
    """A message to a new person."""
    person = make_person(language=language)
    actions.tell([person.id], "note-12-offered-3", SENTENCE, "/notes/12")
    db.session.commit()
    return db.session.scalars(select(Message)).one()


def state() -> str:
    """Where the mail of the one message stands."""
    db.session.expire_all()
    return db.session.scalars(select(Message.mail_state)).one()


def test_a_mail_holds_the_sentence_and_the_link_and_nothing_else(postbox: Postbox) -> None:
    message = told()
    assert jobs.run_pending() == 1
    assert state() == "sent"
    (sent,) = postbox.taken
    assert sent["To"].addresses[0].addr_spec == message.person.email
    assert sent["From"].addresses[0].addr_spec == "vooroverleg@vooroverleg.haren.example"
    assert sent["Subject"] == SENTENCE
    assert sent["Date"].datetime == NOW
    assert sent["Message-ID"] == mail.message_id_of(message.key)
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent.get_content().splitlines() == [
        SENTENCE,
        "",
        "https://vooroverleg.haren.example/notes/12",
        "",
        "Dit bericht is automatisch verstuurd. Antwoorden worden niet gelezen.",
    ]


def test_told_twice_mails_once(postbox: Postbox) -> None:
    told()
    told_again = db.session.scalars(select(Message)).one()
    actions.tell([told_again.person_id], "note-12-offered-3", SENTENCE, "/notes/12")
    assert jobs.run_pending() == 1
    mail.ask_for(told_again.id)
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
    assert jobs.run_pending() == 1
    assert state() == "refused"
    mail.send_waiting_mail()
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
    assert [sent["Message-ID"] for sent in postbox.taken] == [mail.message_id_of(message.key)]


def test_a_text_that_is_refused_is_not_tried_again(postbox: Postbox) -> None:
    postbox.data_answer = "554 looks like spam"
    told()
    assert jobs.run_pending() == 1
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
    assert jobs.run_pending() == 1
    assert state() == "uncertain"
    assert queries.uncertain_mail() == [message]
    postbox.drop = ""
    mail.send_waiting_mail()
    mail.ask_for(message.id)
    jobs.run_pending()
    assert len(postbox.taken) == 1, "the server had it; a second mail would have been a double"
    assert state() == "uncertain"


def test_a_server_that_is_away_is_waited_for_and_swept_up_after_giving_up(
    app: Flask, postbox: Postbox
) -> None:
    alive = app.config["SMTP_URL"]
    app.config["SMTP_URL"] = "smtp://127.0.0.1:9"
    told()
    with pytest.raises(jobs.TryLater):
        jobs.run_pending()
    assert state() == "waiting"
    job = db.session.scalars(select(Job)).one()
    job.state = JobState.FAILED
    db.session.commit()
    app.config["SMTP_URL"] = alive
    mail.send_waiting_mail()
    assert jobs.run_pending() == 1
    assert state() == "sent"


def test_a_name_cannot_smuggle_a_header_in(postbox: Postbox) -> None:
    person = make_person(name="Wethouder\r\nBcc: elders@example.org")
    actions.tell([person.id], "event", "Regel een\nregel twee", "/")
    jobs.run_pending()
    assert all(sent["Bcc"] is None for sent in postbox.taken)
    assert all(sent["Subject"] == "Regel een regel twee" for sent in postbox.taken)
