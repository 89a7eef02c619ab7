"""What a week holds for somebody, in numbers and links only: "10 punten, 8 minuten lezen".

The rooms above count it; their counters are registered once in create_app(), as panels are. Each
gives one line or none, in the language of the reader. The lines are told on the morning of the
mail, so that they are in it; by default that is the alderman's mail of Thursday.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, current_app
from flask_babel import force_locale

from app.core import clock, jobs
from app.core.database import db, let_go, reading
from app.messages.actions import tell
from app.messages.kinds import kind
from app.messages.models import Message
from app.messages.preferences import likings
from app.people.models import Person
from app.people.queries import people_with_role

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


@jobs.schedule("40 6 * * 1-5", "tell-week-ahead")
def tell_week_ahead() -> None:
    """Ask for the lines of everybody whose mail goes this morning."""
    with reading():
        ids = [one.id for one in people_with_role(*sorted(KIND.roles))]
        mine = _this_morning(ids)
        let_go()
    for person_id in mine:
        jobs.enqueue(JOB, key=f"{JOB}-{person_id}", person_id=person_id)
    db.session.commit()


JOB = "tell-week-ahead-of"


@jobs.job(JOB)
def tell_week_ahead_of(person_id: int) -> None:
    """Tell one person what there is; once a day, however often it is asked."""
    with reading():
        person = db.session.get(Person, person_id)
        if person is None or not _this_morning([person_id]):
            return
        lines = list(_lines(person))
        let_go()
    today = clock.today().isoformat()
    for name, line in lines:
        about = f"week_ahead-{name}"
        tell(
            [person_id],
            f"{about}-{today}",
            line.text,
            line.url,
            kind=KIND.key,
            about=about,
            as_of=clock.start_of_today(),
        )
    db.session.commit()


def settled_messages(messages: Sequence[Message]) -> set[int]:
    """Those of which nothing is left when counted anew."""
    found = set()
    for message in messages:
        counter = _counters().get(message.about.partition("-")[2])
        if counter is None or counter(message.person, clock.now()) is None:
            found.add(message.id)
    return found


def _lines(person: Person) -> Iterable[tuple[str, Line]]:
    with force_locale(person.language):
        for name, counter in _counters().items():
            line = counter(person, clock.now())
            if line is not None:
                yield name, line


def _this_morning(person_ids: Sequence[int]) -> list[int]:
    """Those of these people whose bundle with this in it goes today."""
    begin = clock.start_of_today()
    return [
        person_id
        for person_id, liking in likings(person_ids).items()
        for at in (liking.moment(liking.timing(KIND), begin),)
        if at is not None and clock.local(at).date() == clock.today()
    ]


def _counters() -> Mapping[str, Counter]:
    return cast(Mapping[str, Counter], current_app.extensions["week_ahead"])
