"""Chains of messages as calendar programs write them: every order ends in the same state.

The longer ones by the rules alone, the shorter ones through the real import, on both engines.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import permutations
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock, files
from app.core.database import db
from app.invitations import actions
from app.invitations.arriving import Arrived, messages_of
from app.invitations.models import InvitedMeeting
from app.invitations.outcomes import Result
from app.invitations.reading.facts import Reading
from app.invitations.reading.receiving import read_invitation
from app.invitations.stating import Message
from app.invitations.updating import standing_of
from app.meetings.models import Body, Meeting
from app.people.models import Person, Role
from tests.conftest import NOW
from tests.factories import make_body, make_person
from tests.invitations import dialects
from tests.invitations.dialects import Message as Mail

PROGRAMS = ("outlook", "google", "apple", "exchange")
FIRST = datetime(2026, 12, 3, 9, 30)  # noqa: DTZ001
WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)
UID = "overleg-1@regio.example"

REQUEST = Mail(uid=UID, start=FIRST)
SERIES = replace(REQUEST, recurrence="FREQ=WEEKLY;COUNT=4")


def later(mail: Mail, sequence: int, hours: int, **changes: Any) -> Mail:
    """What is sent some hours afterwards."""
    return replace(mail, sequence=sequence, dtstamp=mail.dtstamp + hours * HOUR, **changes)


def one_of(place: int, sequence: int, hours: int, **changes: Any) -> Mail:
    """A message on one occurrence of the series."""
    start = FIRST + place * WEEK
    return later(REQUEST, sequence, hours, recurrence_id=start, **{"start": start, **changes})


MOVED = one_of(1, 1, 1, start=FIRST + WEEK + 5 * HOUR)
ONE_OFF = one_of(2, 1, 2, method="CANCEL")
SINGLE = [
    REQUEST,
    later(REQUEST, 1, 1, start=FIRST + DAY, place="Zaal 2"),
    later(REQUEST, 2, 2, start=FIRST + DAY, method="CANCEL"),
]
SHORT = {
    "single": SINGLE,
    "place at the same number": [REQUEST, later(REQUEST, 0, 1, place="Zaal 2")],
    "on again": [REQUEST, later(REQUEST, 1, 1, method="CANCEL"), later(REQUEST, 2, 2)],
    "one moved, one cancelled": [SERIES, MOVED, ONE_OFF],
    "series moved": [SERIES, MOVED, later(SERIES, 2, 3, start=FIRST + DAY)],
    "series cancelled": [SERIES, MOVED, later(SERIES, 2, 3, method="CANCEL")],
}
LONG = {
    "all of it": [SERIES, MOVED, ONE_OFF, later(SERIES, 2, 3, start=FIRST + DAY)],
    "moved, then cancelled": [
        *(SERIES, MOVED, ONE_OFF, later(SERIES, 2, 3, start=FIRST + HOUR)),
        later(SERIES, 3, 4, method="CANCEL"),
    ],
    "moved twice, one left out": [
        *(SERIES, later(SERIES, 1, 1, start=FIRST + DAY), MOVED),
        later(SERIES, 2, 3, start=FIRST + 2 * DAY, excluded=(FIRST + 2 * DAY + WEEK,)),
    ],
}


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    """Series are read around today."""
    with clock.at(NOW):
        yield


@lru_cache
def read(content: bytes) -> Reading:
    """The same bytes are read once: it takes a process of its own."""
    return read_invitation(content, today=NOW.date())


def content_of(mail: Mail, program: str) -> bytes:
    """A message as a program writes it."""
    return dialects.DIALECTS[program](mail)


def as_messages(mails: Sequence[Mail], program: str) -> list[Message]:
    """What they come to for the rules."""
    return [
        replace(said.message, number=number)
        for number, mail in enumerate(mails)
        for said in messages_of(read(content_of(mail, program)))
    ]


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("chain", [*SHORT.values(), *LONG.values()], ids=[*SHORT, *LONG])
def test_every_order_by_the_rules(chain: list[Mail], program: str) -> None:
    """And each with a message repeated."""
    messages = as_messages(chain, program)
    wanted = standing_of(messages)
    assert not any(one.undecided for one in wanted)
    for order in permutations(messages):
        assert standing_of(order) == wanted
        for again in order:
            assert standing_of([*order, again]) == wanted


@pytest.mark.parametrize("chain", [*SHORT.values(), *LONG.values()], ids=[*SHORT, *LONG])
def test_every_program_means_the_same(chain: list[Mail]) -> None:
    """What holds in the end does not hang on who wrote it."""
    found = []
    for program in PROGRAMS:
        standing = standing_of(as_messages(chain, program))
        found.append(
            [(one.cancelled, one.statement and one.statement.starts_at) for one in standing]
        )
    assert all(one == found[0] for one in found)


def test_the_long_chain_ends_as_a_person_would_expect() -> None:
    """The series moved a day: so did the one that had been moved, and the cancelled one is on."""
    standing = standing_of(as_messages(LONG["all of it"], "outlook"))
    starts = [
        clock.local(one.statement.starts_at).replace(tzinfo=None)
        for one in standing
        if one.statement
    ]
    assert starts == [FIRST + DAY + n * WEEK for n in range(4)]
    assert not any(one.cancelled for one in standing)


def bring(mail: Mail, program: str, uid: str, actor: Person, body: Body) -> list[Result]:
    """Import a message by the code of page and command, under a UID of its own."""
    content = content_of(mail, program)
    reading = read(content)
    under = replace(
        reading,
        occurrences=tuple(replace(one, uid=uid) for one in reading.occurrences),
        series=tuple(replace(one, uid=uid) for one in reading.series),
    )
    stored = files.store(io.BytesIO(content.replace(UID.encode(), uid.encode())))
    received = actions.keep(Arrived("uitnodiging.ics", stored, under), actor, body.partnership_id)
    outcomes = actions.apply(received, actor)
    db.session.commit()
    return [one.result for one in outcomes]


def state_of(body: Body) -> list[tuple[Any, ...]]:
    """The meetings of a body, and by which name the organiser knows each."""
    rows = db.session.execute(
        select(
            *(Meeting.starts_at, Meeting.ends_at, Meeting.title, Meeting.place, Meeting.status),
            InvitedMeeting.recurrence_id,
        )
        .join(InvitedMeeting, InvitedMeeting.meeting_id == Meeting.id)
        .where(Meeting.body_id == body.id)
        .order_by(Meeting.starts_at)
    )
    return [tuple(row) for row in rows]


#: All of them as Outlook writes them; two of them by the others.
IMPORTED = [
    *(pytest.param(chain, "outlook", id=f"{name}-outlook") for name, chain in SHORT.items()),
    *(
        pytest.param(SHORT[name], program, id=f"{name}-{program}")
        for name in ("single", "one moved, one cancelled")
        for program in ("google", "apple")
    ),
]


@pytest.mark.parametrize(("chain", "program"), IMPORTED)
def test_every_order_through_the_import(app: Flask, chain: list[Mail], program: str) -> None:
    """With a repetition of each at the end, which changes nothing."""
    secretary = make_person(Role.SECRETARY)
    found = []
    for number, order in enumerate(permutations(chain)):
        body = make_body()
        uid = f"reeks-{number}@regio.example"
        for mail in order:
            assert Result.QUESTION not in bring(mail, program, uid, secretary, body)
        found.append(state_of(body))
        for mail in order:
            assert {Result.UNCHANGED, Result.CANCELLED} >= set(
                bring(mail, program, uid, secretary, body)
            )
        assert state_of(body) == found[-1]
    assert found[0]
    assert all(one == found[0] for one in found)
