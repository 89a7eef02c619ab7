"""Calendars of others, imported whole in random orders: each time they end in the same meetings.

Every file (nothing of which belongs to this project) is read once by the real child process, and
applied to a fresh database in one random order after another, for a partnership with one body.
What a file says must be the same each time, and so must the meetings of every UID about which
nothing is asked. A UID that two files use for different things asks, whoever came first.

    .venv/bin/python -m drills.imported_invitations FOLDER… [--orders N] [--engine ENGINE]
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.core.database import db
from app.core.errors import RuleBroken
from app.invitations import actions
from app.invitations.arriving import Arrived, read_file
from app.invitations.models import InvitationThread, InvitedMeeting
from app.invitations.outcomes import Outcome, Result
from app.meetings.models import Meeting
from app.people.models import Person, Role
from drills.databases import ENGINES, fresh_place, release
from tests.factories import make_body, make_person

SECONDS = 2.0
Facts = tuple[Any, ...]


@dataclass
class File:
    """One file, and what came of it each time."""

    path: Path
    arrived: Arrived | None = None
    refused: str = ""
    seconds: list[float] = field(default_factory=list)
    #: What was said of its occurrences, by order.
    told: list[tuple[Facts, ...]] = field(default_factory=list)


@dataclass
class Order:
    """What an order ended in: the meetings of each UID, and the UIDs that ask something."""

    meetings: dict[str, frozenset[Facts]]
    asking: set[str]
    results: Counter[str]


def main() -> int:
    """Import all, print the figures, and say what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--orders", type=int, default=10)
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    chosen = parser.parse_args()
    paths = sorted({path for folder in chosen.folders for path in folder.rglob("*.ics")})
    files = [File(path) for path in paths if path.is_file()]
    read_all(files, chosen.engine)
    orders = []
    for seed in range(chosen.orders):
        orders.append(in_order(files, seed, chosen.engine))
        print(f"order {seed + 1}: {dict(sorted(orders[-1].results.items()))}", flush=True)
    faults = judged(files, orders)
    for fault in faults:
        print("!!", fault)
    return 1 if faults else 0


def read_all(files: list[File], engine: str) -> None:
    """Read every file once, two at a time."""
    with fresh_place(engine) as place:
        app = place.app()
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda one: _read(app, one), files))
        release(app)


def _read(app: Flask, file: File) -> None:
    begun = time.monotonic()
    with app.test_request_context():
        try:
            file.arrived = read_file(file.path.read_bytes(), file.path.name, keep_bytes=False)
        except RuleBroken as refusal:
            file.refused = refusal.message
    file.seconds.append(time.monotonic() - begun)


def in_order(files: list[File], seed: int, engine: str) -> Order:
    """Apply all in a random order to a fresh database."""
    order = [one for one in files if one.arrived is not None]
    random.Random(seed).shuffle(order)
    results: Counter[str] = Counter()
    asking: set[str] = set()
    with fresh_place(engine) as place:
        app = place.app()
        with app.test_request_context():
            partnership_id = make_body(name="Overleg").partnership_id
            secretary_id = make_person(Role.SECRETARY).id
            for file in order:
                outcomes = _apply(file, secretary_id, partnership_id)
                results.update(one.result.value for one in outcomes)
                asking |= {one.uid for one in outcomes if one.result == Result.QUESTION}
            found = Order(_meetings(), asking, results)
        release(app)
    return found


def _apply(file: File, secretary_id: int, partnership_id: int) -> list[Outcome]:
    assert file.arrived is not None
    begun = time.monotonic()
    actor = db.session.get_one(Person, secretary_id)
    received = actions.keep(file.arrived, actor, partnership_id)
    outcomes = actions.apply(received, actor)
    db.session.commit()
    db.session.remove()
    file.seconds.append(time.monotonic() - begun)
    file.told.append(tuple(sorted(_said(one) for one in outcomes if one.key)))
    return outcomes


def _said(one: Outcome) -> tuple[str, ...]:
    return (one.uid, one.recurrence_id, one.title, str(one.starts_at), str(one.ends_at))


def _meetings() -> dict[str, frozenset[Facts]]:
    found: dict[str, set[Facts]] = {}
    rows = db.session.execute(
        select(
            *(InvitationThread.uid, InvitationThread.organiser, InvitedMeeting.recurrence_id),
            *(Meeting.starts_at, Meeting.ends_at, Meeting.title, Meeting.place, Meeting.status),
        )
        .join(InvitedMeeting, InvitedMeeting.thread_id == InvitationThread.id)
        .join(Meeting, Meeting.id == InvitedMeeting.meeting_id)
    )
    for uid, *facts in rows:
        found.setdefault(uid, set()).add(tuple(facts))
    return {uid: frozenset(facts) for uid, facts in found.items()}


def judged(files: list[File], orders: list[Order]) -> list[str]:
    """What is wrong; the figures are printed."""
    asking = set().union(*(one.asking for one in orders))
    uids = {uid for one in orders for uid in one.meetings} - asking
    faults = [
        f"{uid}: not the same meetings each time"
        for uid in sorted(uids)
        if len({one.meetings.get(uid) for one in orders}) > 1
    ]
    for file in files:
        if len(_of_certain(file, asking)) > 1:
            faults.append(f"{file.path}: does not say the same each time")
        took = file.seconds[0] + min(file.seconds[1:], default=0.0)
        if took > SECONDS:
            faults.append(f"{file.path}: takes {took:.1f} s")
    seconds = [second for one in files for second in one.seconds[1:]]
    print(
        f"{len(files)} files, {sum(bool(one.refused) for one in files)} refused whole; "
        f"{len(uids)} UIDs end in {sum(len(orders[0].meetings.get(uid, ())) for uid in uids)} "
        f"meetings in each of {len(orders)} orders; {len(asking)} UIDs ask something; applying "
        f"takes {statistics.median(seconds):.3f} s, at most {max(seconds):.2f} s"
    )
    return faults


def _of_certain(file: File, asking: set[str]) -> set[tuple[Facts, ...]]:
    return {tuple(row for row in told if row[0] not in asking) for told in file.told}


if __name__ == "__main__":
    sys.exit(main())
