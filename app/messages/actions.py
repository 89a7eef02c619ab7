"""What is done with messages: tell people something once, mark as read."""

from __future__ import annotations

from collections.abc import Iterable

from flask import current_app
from flask_babel import force_locale
from flask_babel.speaklater import LazyString
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.database import db
from app.messages import mail
from app.messages.models import Message
from app.people.models import Person


def tell(person_ids: Iterable[int], key: str, text: str | LazyString, url: str) -> None:
    """Tell these people in one sentence what happened and where to look; each of them once.

    The key names the event ("note-12-offer-3"): told again, nothing happens. Give the sentence
    as lazy text, so that each reads it in the own language. It never holds a word of a note, and
    the url is an address inside the application that checks by itself who may see the thing.
    """
    wanted = select(Person.id, Person.language).where(Person.id.in_(set(person_ids)), Person.active)
    rows = [
        {
            "person_id": person_id,
            "key": f"{key}-for-{person_id}",
            "text": _in_language(text, language),
            "url": url,
            "made_at": clock.now(),
            "mail_state": "waiting" if current_app.config["SMTP_URL"] else "none",
        }
        for person_id, language in db.session.execute(wanted.order_by(Person.id))
    ]
    if not rows:
        return
    dialect = db.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    made = db.session.scalars(
        insert(Message)
        .values(rows)
        .on_conflict_do_nothing(index_elements=[Message.key])
        .returning(Message.id)
    ).all()
    if current_app.config["SMTP_URL"]:
        for message_id in made:
            mail.ask_for(message_id)


def mark_read(person: Person, message_id: int | None = None) -> None:
    """Note that the person has read one message of theirs, or all of them."""
    unread = update(Message).where(Message.person_id == person.id, Message.read_at.is_(None))
    if message_id is not None:
        unread = unread.where(Message.id == message_id)
    db.session.execute(unread.values(read_at=clock.now()))


def _in_language(text: str | LazyString, language: str) -> str:
    with force_locale(language):
        return " ".join(str(text).split())[:400]
