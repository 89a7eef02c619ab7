"""Sending a mail: to the mail server, or into the folder where none is set; once, as far as known.

Just before, what was settled meanwhile is left out and numbers are counted anew; a mail of which
nothing is left is not sent. A mail server cannot promise "once": where its answer gets lost the
mail is uncertain, and an administrator decides.
"""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload, selectinload

from app.core import clock, jobs, journal
from app.core.database import db, let_go, reading
from app.core.errors import NotFound, RuleBroken
from app.messages import folder
from app.messages.attention import settled
from app.messages.composing import compose, sender
from app.messages.counting import texts_now
from app.messages.enclosing import enclose
from app.messages.models import Mail, MailState, Message
from app.messages.smtp import Outcome, deliver
from app.people.models import Person
from app.people.permissions import require_administrator

JOB = "post-mail"
#: What an administrator decides on.
UNDECIDED = (MailState.UNCERTAIN, MailState.REFUSED)


@jobs.job(JOB)
def post_mail(mail_id: int) -> None:
    """Send a mail that waits, without what was settled meanwhile."""
    _bring_up_to_date(mail_id)
    with reading():
        mail = db.session.scalar(
            select(Mail)
            .where(Mail.id == mail_id, Mail.state == MailState.WAITING)
            .options(joinedload(Mail.person), selectinload(Mail.messages))
        )
        if mail is None:
            return
        recipient, message_id = mail.person.email, mail.message_id
        by_server, made = bool(current_app.config["SMTP_URL"]), compose(mail)
        content = bytes(enclose(made, mail) if by_server else made)
        let_go()
    if not by_server:
        folder.put(message_id, content)
        _move(mail_id, MailState.WAITING, MailState.SENT)
    else:
        _deliver(mail_id, recipient, content)


def _deliver(mail_id: int, recipient: str, content: bytes) -> None:
    outcome = deliver(
        current_app.config["SMTP_URL"],
        sender(),
        recipient,
        content,
        lambda: _move(mail_id, MailState.WAITING, MailState.UNCERTAIN),
    )
    if outcome == Outcome.LATER:
        _move(mail_id, MailState.UNCERTAIN, MailState.WAITING)
        raise jobs.TryLater("the mail server does not take mail now")
    if outcome == Outcome.REFUSED:
        if not _move(mail_id, MailState.WAITING, MailState.REFUSED):
            _move(mail_id, MailState.UNCERTAIN, MailState.REFUSED)
    elif outcome == Outcome.SENT:
        _move(mail_id, MailState.UNCERTAIN, MailState.SENT)


def ask_to_send(mail_id: int) -> None:
    """Ask for the sending of a mail, in the present transaction."""
    jobs.enqueue(JOB, key=f"post-mail-{mail_id}", mail_id=mail_id)


def send_again(mail_id: int, actor: Person) -> None:
    """Send a mail of which it is not known that it arrived; the caller commits."""
    _decide(mail_id, MailState.WAITING, "mail.send-again", actor)
    ask_to_send(mail_id)


def count_as_sent(mail_id: int, actor: Person) -> None:
    """Let a mail be, as it arrived after all or need not any more; the caller commits."""
    _decide(mail_id, MailState.SENT, "mail.count-as-sent", actor)


def _decide(mail_id: int, to_state: MailState, action: str, actor: Person) -> None:
    require_administrator(actor)
    if db.session.get(Mail, mail_id) is None:
        raise NotFound
    decided = db.session.scalar(
        update(Mail)
        .where(Mail.id == mail_id, Mail.state.in_(UNDECIDED))
        .values(state=to_state, sent_at=clock.now() if to_state == MailState.SENT else None)
        .returning(Mail.id)
    )
    if decided is None:
        raise RuleBroken(_("Over deze mail is intussen al beslist. Bekijk de lijst."))
    journal.record(action, "mail", mail_id, actor_id=actor.id)


def _bring_up_to_date(mail_id: int) -> None:
    """Mark what needs nobody any more, and let numbers be those of now.

    A mail of which nothing is left ends here.
    """
    with reading():
        rows = db.session.scalars(
            select(Message)
            .join(Message.mail)
            .where(
                Message.mail_id == mail_id,
                Message.settled_at.is_(None),
                Mail.state == MailState.WAITING,
            )
        ).all()
        gone, everything = settled(rows), len(rows)
        texts = texts_now([one for one in rows if one.id not in gone])
        let_go()
    if everything and not gone and not texts:
        return
    waits = db.session.scalar(
        select(Mail.id).where(Mail.id == mail_id, Mail.state == MailState.WAITING).with_for_update()
    )
    if waits is None:
        return
    db.session.execute(update(Message).where(Message.id.in_(gone)).values(settled_at=clock.now()))
    for message_id, text in texts.items():
        db.session.execute(update(Message).where(Message.id == message_id).values(text=text))
    if len(gone) == everything:
        db.session.execute(update(Mail).where(Mail.id == mail_id).values(state=MailState.SETTLED))
    db.session.commit()


def _move(mail_id: int, from_state: MailState, to_state: MailState) -> bool:
    """Bring a mail from one state to the next; False when it was not there."""
    moved = db.session.scalar(
        update(Mail)
        .where(Mail.id == mail_id, Mail.state == from_state)
        .values(state=to_state, sent_at=clock.now() if to_state == MailState.SENT else None)
        .returning(Mail.id)
    )
    db.session.commit()
    return moved is not None
