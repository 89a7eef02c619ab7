"""What there is for somebody, in numbers and links only: "10 punten, 8 minuten lezen".

The rooms above count it; their counters are registered once in create_app(), as panels are. Each
gives one line or none, in the language of the reader. What was told in the morning is counted anew
just before its mail goes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, current_app
from flask_babel import force_locale

from app.core import clock
from app.messages.kinds import kind
from app.messages.models import Message
from app.people.models import Person

KIND = kind("week_ahead")


@dataclass(frozen=True)
class Line:
    """One line: a sentence with numbers only, and where to look."""

    text: str
    url: str


#: What there is of one sort for this person; None where there is nothing.
Counter = Callable[[Person, datetime], Line | None]


def init_app(app: Flask, counters: Mapping[str, Counter]) -> None:
    """Register the counters by name, in the order of the mail."""
    app.extensions["week_ahead"] = dict(counters)


def count_for(person: Person) -> dict[str, Line]:
    """What there is for a person now, by the name of its counter."""
    with force_locale(person.language):
        found = {name: count(person, clock.now()) for name, count in _counters().items()}
    return {name: line for name, line in found.items() if line is not None}


def about(name: str) -> str:
    """What a message with the line of this counter is about."""
    return f"{KIND.key}-{name}"


def settled_messages(messages: Sequence[Message]) -> set[int]:
    """Those of which nothing is left when counted anew."""
    return {one.id for one in messages if _count_anew(one) is None}


def texts_now(messages: Sequence[Message]) -> dict[int, str]:
    """What those of which the numbers changed since say now, by id."""
    counted = {one: _count_anew(one) for one in messages if one.kind == KIND.key}
    return {
        one.id: line.text
        for one, line in counted.items()
        if line is not None and line.text != one.text
    }


def _count_anew(message: Message) -> Line | None:
    count = _counters().get(message.about.removeprefix(about("")))
    if count is None:
        return None
    with force_locale(message.person.language):
        return count(message.person, clock.now())


def _counters() -> Mapping[str, Counter]:
    return cast(Mapping[str, Counter], current_app.extensions["week_ahead"])
