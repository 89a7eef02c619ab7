"""Messages by mail: one plain mail each, sent by a job, and never knowingly twice."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select, update

from app.core import clock, jobs
from app.core.database import db, let_go, reading
from app.core.web import public_root
from app.messages import texts
from app.messages.models import Message
from app.messages.smtp import Outcome, deliver

JOB = "send-mail"
#: Mails that the sweep asks for again at once; the next one takes the rest.
SWEEP = 500


@jobs.job(JOB)
def send_mail(message_id: int) -> None:
    """Send the mail of one message, unless it was sent, or may have been."""
    with reading():
        message = db.session.get(Message, message_id)
        if message is None or message.mail_state != "waiting":
            return
        recipient, text = message.person.email, compose(message).as_bytes()
        let_go()
    outcome = deliver(
        current_app.config["SMTP_URL"],
        sender(),
        recipient,
        text,
        lambda: _move(message_id, "waiting", "uncertain"),
    )
    if outcome == Outcome.LATER:
        _move(message_id, "uncertain", "waiting")
        raise jobs.TryLater("the mail server does not take mail now")
    if outcome == Outcome.REFUSED:
        if not _move(message_id, "waiting", "refused"):
            _move(message_id, "uncertain", "refused")
    elif outcome == Outcome.SENT:
        _move(message_id, "uncertain", "sent")


@jobs.schedule("*/15 * * * *", "send-waiting-mail")
def send_waiting_mail() -> None:
    """Ask again for mails whose job was given up, for as long as they wait."""
    if not current_app.config["SMTP_URL"]:
        return
    waiting = select(Message.id).where(Message.mail_state == "waiting").order_by(Message.id)
    for message_id in db.session.scalars(waiting.limit(SWEEP)).all():
        ask_for(message_id)
    db.session.commit()


def ask_for(message_id: int) -> None:
    """Ask for the mail of a message, in the present transaction."""
    jobs.enqueue(JOB, key=f"mail-{message_id}", message_id=message_id)


def compose(message: Message) -> EmailMessage:
    """The mail of a message: its sentence and the link, in the language of the reader."""
    mail = EmailMessage(policy=SMTP)
    own = texts.texts_for(texts.kind_of(message.key), message.person.language)
    around = texts.filled(own, message.text, message.person.name)
    with force_locale(message.person.language):
        mail["Subject"] = around.subject
        mail["From"] = formataddr((_("Vooroverleg"), sender()))
        mail["To"] = formataddr((" ".join(message.person.name.split()), message.person.email))
        mail["Date"] = format_datetime(clock.now())
        mail["Message-ID"] = message_id_of(message.key)
        mail["Auto-Submitted"] = "auto-generated"
        mail["Content-Language"] = message.person.language
        mail.set_content(body(message.text, message.url, around))
    return mail


def body(sentence: str, url: str, around: texts.Texts) -> str:
    """The plain text of a mail: the sentence and the link, between the texts around them."""
    lines = (around.opening, sentence, public_root() + url, around.closing)
    return "\n\n".join(line for line in lines if line) + "\n"


def message_id_of(key: str) -> str:
    """The Message-ID: the same at every attempt, another per message and per installation."""
    digest = hashlib.sha256(f"{public_root()}|{key}".encode()).hexdigest()
    return f"<{digest[:32]}@{sender().rpartition('@')[2]}>"


def sender() -> str:
    """The address that mails come from: MAIL_FROM, or one of this installation's own name."""
    host = urlsplit(public_root()).hostname
    return current_app.config["MAIL_FROM"] or f"vooroverleg@{host}"


def _move(message_id: int, from_state: str, to_state: str) -> bool:
    """Bring the mail of a message from one state to the next; False when it was not there."""
    moved = db.session.scalar(
        update(Message)
        .where(Message.id == message_id, Message.mail_state == from_state)
        .values(mail_state=to_state, mailed_at=clock.now() if to_state == "sent" else None)
        .returning(Message.id)
    )
    db.session.commit()
    return moved is not None
