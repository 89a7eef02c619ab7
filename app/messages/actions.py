"""What is done with messages: tell people something once, mark as read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel.speaklater import LazyString
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.database import db
from app.messages import outbox
from app.messages.kinds import Timing, kind_of
from app.messages.kinds import kind as kind_named
from app.messages.models import Message
from app.messages.preferences import likings
from app.people.models import Person


def tell(
    person_ids: Iterable[int],
    key: str,
    text: str | LazyString,
    url: str,
    *,
    kind: str = "",
    about: str = "",
    as_of: datetime | None = None,
) -> None:
    """Tell these people in one sentence what happened and where to look; each of them once.

    The key names the event ("note-12-offer-3"): told again, nothing happens. Give the sentence
    as lazy text, so that each reads it in the own language. It never holds a word of a note, and
    the url is an address inside the application that checks by itself who may see the thing.
    `kind` is one of `kinds.KINDS`, by default as the key begins; `about` the thing ("note-12").
    With `as_of` (a moment before now) it goes with the bundle after that moment: what belongs to
    this morning is not a day late where the worker was.
    """
    told = kind_named(kind) if kind else kind_of(key)
    wanted = select(Person.id, Person.language).where(Person.id.in_(set(person_ids)), Person.active)
    people = db.session.execute(wanted.order_by(Person.id)).all()
    if not people:
        return
    liked, now = likings([row.id for row in people]), clock.now()
    rows = [
        {
            "person_id": person_id,
            "key": f"{key}-for-{person_id}",
            "kind": told.key,
            "about": about,
            "text": _in_language(text, language),
            "url": url,
            "made_at": now,
            "timing": timing,
            "mail_at": liked[person_id].moment(timing, as_of or now),
        }
        for person_id, language in people
        for timing in (liked[person_id].timing(told),)
    ]
    _write_once(rows)


def _write_once(rows: Sequence[Mapping[str, Any]]) -> None:
    """Write what nobody was told yet, and ask for the mails that go at once."""
    dialect = db.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    made = db.session.execute(
        insert(Message)
        .values(rows)
        .on_conflict_do_nothing(index_elements=[Message.key])
        .returning(Message.person_id, Message.timing)
    )
    for row in made.all():
        if row.timing == Timing.NOW:
            outbox.ask_for(row.person_id)


def mark_read(person: Person, message_id: int | None = None) -> None:
    """Note that the person has read one message of theirs, or all of them."""
    unread = update(Message).where(Message.person_id == person.id, Message.read_at.is_(None))
    if message_id is not None:
        unread = unread.where(Message.id == message_id)
    db.session.execute(unread.values(read_at=clock.now()))


def _in_language(text: str | LazyString, language: str) -> str:
    with force_locale(language):
        return " ".join(str(text).split())[:400]
