"""What is done with messages: tell people something once, mark as read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from app.messages.preferences import Liking, likings
from app.people.models import Person

_MESSAGES: Any = Message.__table__


@dataclass(frozen=True)
class Telling:
    """One sentence for some people: what happened and where to look; each of them gets it once.

    The key names the event ("note-12-offer-3"): told again, nothing happens. Give the sentence
    as lazy text, so that each reads it in the own language. It never holds a word of a note, and
    the url is an address inside the application that checks by itself who may see the thing.
    `kind` is one of `kinds.KINDS`, by default as the key begins; `about` the thing ("note-12").
    With `as_of` (a moment before now) it goes with the bundle after that moment: what belongs to
    this morning is not a day late where the worker was.
    """

    person_ids: Iterable[int]
    key: str
    text: str | LazyString
    url: str
    kind: str = ""
    about: str = ""
    as_of: datetime | None = None


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
    """Tell these people one thing, as `Telling` says."""
    tell_all([Telling(person_ids, key, text, url, kind, about, as_of)])


def tell_all(tellings: Iterable[Telling]) -> None:
    """Tell many things at once; who is told, and how they like it, is asked once."""
    wanted = [(one, set(one.person_ids)) for one in tellings]
    ids = set[int]().union(*(people for _telling, people in wanted))
    found = select(Person.id, Person.language).where(Person.id.in_(ids), Person.active)
    languages = {row.id: row.language for row in db.session.execute(found)}
    if not languages:
        return
    liked, now = likings(sorted(languages)), clock.now()
    rows: list[Mapping[str, Any]] = []
    for one, people in wanted:
        present = {number: languages[number] for number in sorted(people & languages.keys())}
        rows += _rows_of(one, present, liked, now)
    if rows:
        _write_once(rows)


def _rows_of(
    telling: Telling, languages: Mapping[int, str], liked: Mapping[int, Liking], now: datetime
) -> Iterator[Mapping[str, Any]]:
    """The messages of one telling, for these people with their languages."""
    told = kind_named(telling.kind) if telling.kind else kind_of(telling.key)
    texts = {one: _in_language(telling.text, one) for one in sorted(set(languages.values()))}
    for person_id, language in languages.items():
        timing = liked[person_id].timing(told)
        yield {
            "person_id": person_id,
            "key": f"{telling.key}-for-{person_id}",
            "kind": told.key,
            "about": telling.about,
            "text": texts[language],
            "url": telling.url,
            "made_at": now,
            "timing": timing,
            "mail_at": liked[person_id].moment(timing, telling.as_of or now),
        }


def _write_once(rows: Sequence[Mapping[str, Any]]) -> None:
    """Write what nobody was told yet, and ask for the mails that go at once."""
    dialect = db.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    made = db.session.execute(
        insert(_MESSAGES)
        .on_conflict_do_nothing(index_elements=[Message.key])
        .returning(Message.person_id, Message.timing),
        rows,
    )
    for person_id in {row.person_id: None for row in made.all() if row.timing == Timing.NOW}:
        outbox.ask_for(person_id)


def mark_read(person: Person, message_id: int | None = None) -> None:
    """Note that the person has read one message of theirs, or all of them."""
    unread = update(Message).where(Message.person_id == person.id, Message.read_at.is_(None))
    if message_id is not None:
        unread = unread.where(Message.id == message_id)
    db.session.execute(unread.values(read_at=clock.now()))


def _in_language(text: str | LazyString, language: str) -> str:
    with force_locale(language):
        return " ".join(str(text).split())[:400]
