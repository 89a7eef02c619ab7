"""From messages to mails: what is due for a person goes into one mail, or each into its own.

A mail is a row before anything is sent, with its messages tied to it and its Message-ID: whatever
is tried again is the same mail.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.core import clock, jobs
from app.core.database import db
from app.messages.attention import settled
from app.messages.composing import message_id_of
from app.messages.kinds import Timing
from app.messages.models import TO_MAIL, Mail, MailState, Message
from app.messages.sending import ask_to_send

JOB = "gather-mail"
#: People and mails that one sweep asks for; the next one takes the rest.
SWEEP = 500


@jobs.job(JOB)
def gather_mail(person_id: int) -> None:
    """Put what is due for a person into mails: what is told at once alone, the rest together."""
    due = db.session.scalars(
        select(Message)
        .where(Message.person_id == person_id, TO_MAIL, Message.mail_at <= clock.now())
        .order_by(Message.id)
        .with_for_update()
    ).all()
    gone = settled(due)
    for message in due:
        if message.id in gone:
            message.settled_at = clock.now()
    left = [one for one in due if one.id not in gone]
    bundle = [one for one in left if one.timing != Timing.NOW]
    for messages in (*([one] for one in left if one.timing == Timing.NOW), bundle):
        if messages:
            _make_mail(person_id, messages)
    db.session.commit()


@jobs.schedule("*/15 * * * *", "send-waiting-mail")
def send_waiting_mail() -> None:
    """Ask for the bundles of this hour, and again for what waits since a job was given up."""
    due = select(Message.person_id).where(TO_MAIL, Message.mail_at <= clock.now()).distinct()
    for person_id in db.session.scalars(due.order_by(Message.person_id).limit(SWEEP)).all():
        ask_for(person_id)
    waiting = select(Mail.id).where(Mail.state == MailState.WAITING).order_by(Mail.id)
    for mail_id in db.session.scalars(waiting.limit(SWEEP)).all():
        ask_to_send(mail_id)
    db.session.commit()


def ask_for(person_id: int) -> None:
    """Ask for the mails of a person, in the present transaction."""
    jobs.enqueue(JOB, key=f"gather-mail-{person_id}", person_id=person_id)


def _make_mail(person_id: int, messages: Sequence[Message]) -> None:
    """One mail about these; its Message-ID comes from the first, which is in no other mail."""
    mail = Mail(person_id=person_id, message_id=message_id_of(messages[0].key), made_at=clock.now())
    mail.messages = list(messages)
    db.session.add(mail)
    db.session.flush()
    ask_to_send(mail.id)
