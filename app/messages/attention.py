"""Which messages need nobody's attention any more: asked just before their mail goes.

The rooms above know it (a note was decided on, a meeting is over), so they answer by a question
each, by the first word of what messages are about ("note" of "note-12"). Questions are registered
once in create_app(), as panels are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import cast

from flask import Flask, current_app
from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from app.core.database import db
from app.messages.models import Message

#: Gives the ids of those messages that need nobody any more; all are about one sort of thing.
Question = Callable[[Sequence[Message]], set[int]]


def init_app(app: Flask, questions: Mapping[str, Question]) -> None:
    """Register the questions, by the sort of thing that messages are about."""
    app.extensions["settled_questions"] = dict(questions)


def settled(messages: Sequence[Message]) -> set[int]:
    """The ids of those that are read, overtaken by a later one, or about what is settled.

    And of those to somebody whose account was switched off: they are not ours to tell any more.
    """
    found = {one.id for one in messages if one.read_at is not None or not one.person.active}
    found |= _overtaken(messages)
    questions = cast(Mapping[str, Question], current_app.extensions["settled_questions"])
    left = sorted((one for one in messages if one.id not in found), key=_sort_of_thing)
    for sort, group in groupby(left, key=_sort_of_thing):
        if sort in questions:
            found |= questions[sort](list(group))
    return found


def number_in(about: str) -> int:
    """The number of the thing in "note-12"."""
    return int(about.split("-")[1])


def _sort_of_thing(message: Message) -> str:
    return message.about.partition("-")[0]


def _overtaken(messages: Sequence[Message]) -> set[int]:
    """Those after which the person was told something newer of the same kind about the thing."""
    later = aliased(Message)
    newer = exists(
        select(later.id).where(
            later.person_id == Message.person_id,
            later.about == Message.about,
            later.kind == Message.kind,
            later.id > Message.id,
        )
    )
    wanted = [one.id for one in messages if one.about]
    if not wanted:
        return set()
    return set(db.session.scalars(select(Message.id).where(Message.id.in_(wanted), newer)))
