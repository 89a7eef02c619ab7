"""Calendars of others, imported whole in random orders: each time they end in the same meetings.

Every file (nothing of which belongs to this project) is read once by the real child process, and
applied to a fresh database in one random order after another, for a partnership with one body.
What a file says must be the same each time, and so must the meetings of every UID about which
nothing is asked. Whether it is the meeting that stands at the same moment is answered: another one.
A UID that two files use for different things asks, whoever came first.

No file may take more than two seconds of the processor, in whichever order: what reading it costs
here and in the child, and what weighing and taking it over costs until the commit. The processor,
as a clock would measure how busy the machine is. Two processes work side by side.

    .venv/bin/python -m drills.imported_invitations FOLDER… [--orders N] [--engine ENGINE]
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import select

from app.core.database import db
from app.core.errors import RuleBroken
from app.core.garbage import leave_what_is_loaded
from app.invitations import actions
from app.invitations.arriving import Arrived, read_file
from app.invitations.models import InvitationThread, InvitedMeeting
from app.invitations.outcomes import Answer, Answers, Outcome, Question, Result
from app.meetings.models import Meeting
from app.people.models import Person, Role
from drills.databases import ENGINES, Place, release
from tests.engines import Servers
from tests.factories import make_body, make_person

SECONDS = 2.0
PROCESSES = 2
#: So many files are read by a process before it is given others.
AT_ONCE = 5
#: What stands at the same moment of the one body that there is: each is a meeting of its own.
ANOTHER = Answer(meeting_id=0)
Facts = tuple[Any, ...]
T = TypeVar("T")


@dataclass
class File:
    """One file, as it was read."""

    path: Path
    arrived: Arrived | None = None
    refused: str = ""
    #: Of the processor, here and in the child.
    reading: float = 0.0
    #: Of the processor, by order.
    applying: list[float] = field(default_factory=list)
    #: What was said of its occurrences, by order.
    told: list[tuple[Facts, ...]] = field(default_factory=list)

    @property
    def most(self) -> float:
        """What it takes in the order in which it takes the most."""
        return self.reading + max(self.applying, default=0.0)


@dataclass
class Order:
    """What an order ended in: the meetings of each UID, and the UIDs that ask something."""

    meetings: dict[str, frozenset[Facts]]
    asking: set[str]
    results: Counter[str]
    #: Of each file that was applied: the processor, and what was said.
    applied: dict[Path, tuple[float, tuple[Facts, ...]]]


def main() -> int:
    """Import all, print the figures, and say what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--orders", type=int, default=10)
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    chosen = parser.parse_args()
    paths = sorted({path for folder in chosen.folders for path in folder.rglob("*.ics")})
    servers = Servers()
    try:
        files, orders = imported([one for one in paths if one.is_file()], chosen, servers)
    finally:
        servers.stop()
    faults = judged(files, orders)
    for fault in faults:
        print("!!", fault)
    return 1 if faults else 0


def imported(
    paths: list[Path], chosen: argparse.Namespace, servers: Servers
) -> tuple[list[File], list[Order]]:
    """Every file as it was read, and what each order ended in."""
    templates = servers.make_templates()
    orders = []

    def place() -> Place:
        return Place(templates.clone(chosen.engine), servers.folder / "drill")

    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        read = partial(read_one, place())
        files = list(pool.map(read, paths, chunksize=AT_ONCE))
        known = [one for one in files if one.arrived is not None]
        places = [place() for _seed in range(chosen.orders)]
        for order in pool.map(partial(in_order, known), range(chosen.orders), places):
            orders.append(order)
            print(f"order {len(orders)}: {dict(sorted(order.results.items()))}", flush=True)
            for file in known:
                seconds, told = order.applied[file.path]
                file.applying.append(seconds)
                file.told.append(told)
    return files, orders


def processor() -> float:
    """What this process, and the children that it saw end, used of the processor until now."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def measured(work: Callable[[], T]) -> tuple[float, T]:
    """What something takes of the processor, and what it gives."""
    begun = processor()
    found = work()
    return processor() - begun, found


def read_one(place: Place, path: Path) -> File:
    """Read one file, as an upload does."""
    file, content = File(path), path.read_bytes()

    def read() -> None:
        try:
            file.arrived = read_file(content, path.name, keep_bytes=False)
        except RuleBroken as refusal:
            file.refused = refusal.message

    with _reader(place).test_request_context():
        file.reading, _nothing = measured(read)
    return file


@cache
def _reader(place: Place) -> Flask:
    """The application in which a process reads."""
    return place.app()


def in_order(files: list[File], seed: int, place: Place) -> Order:
    """Apply all in a random order to a fresh database."""
    order = list(files)
    random.Random(seed).shuffle(order)
    results: Counter[str] = Counter()
    asking: set[str] = set()
    applied: dict[Path, tuple[float, tuple[Facts, ...]]] = {}
    app = place.app()
    leave_what_is_loaded()  # as each process of the server does
    with app.test_request_context():
        partnership_id = make_body(name="Overleg").partnership_id
        secretary_id = make_person(Role.SECRETARY).id
        for file in order:
            seconds, outcomes = _imported(partial(_apply, file, secretary_id, partnership_id))
            told = sorted(_said(one) for one in outcomes if one.key)
            applied[file.path] = seconds, tuple(told)
            results.update(one.result.value for one in outcomes)
            asking |= {one.uid for one in outcomes if one.result == Result.QUESTION}
            db.session.remove()
        found = Order(_meetings(), asking, results, applied)
    release(app)
    return found


def _imported(apply: Callable[..., list[Outcome]]) -> tuple[float, list[Outcome]]:
    """Import a file, and once more with answers where it asks; the longer of both, and its end."""
    seconds, outcomes = measured(apply)
    db.session.remove()
    apart = {one.key: ANOTHER for one in outcomes if one.question == Question.MATCH}
    if apart:
        again, answered = measured(partial(apply, answers=apart))
        seconds = max(seconds, again)
        outcomes = [one for one in outcomes if one.key not in apart]
        outcomes += [one for one in answered if one.key in apart]
    return seconds, outcomes


def _apply(
    file: File, secretary_id: int, partnership_id: int, answers: Answers | None = None
) -> list[Outcome]:
    assert file.arrived is not None
    actor = db.session.get_one(Person, secretary_id)
    received = actions.keep(file.arrived, actor, partnership_id)
    outcomes = actions.apply(received, actor, answers)
    db.session.commit()
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
        if file.refused and len(file.refused.split()) < 3:
            faults.append(f"{file.path}: is refused without a sentence")
        if file.most > SECONDS:
            faults.append(f"{file.path}: takes {file.most:.1f} s of the processor")
    for line in figures(files, orders, uids, asking):
        print(line)
    return faults


def figures(
    files: list[File], orders: list[Order], uids: set[str], asking: set[str]
) -> Iterator[str]:
    """What came of it, in numbers."""
    yield (
        f"{len(files)} files, {sum(bool(one.refused) for one in files)} refused whole; "
        f"{len(uids)} UIDs end in {sum(len(orders[0].meetings.get(uid, ())) for uid in uids)} "
        f"meetings in each of {len(orders)} orders; {len(asking)} UIDs ask something"
    )
    applying = [second for one in files for second in one.applying]
    worst = max(files, key=lambda one: one.most)
    yield (
        f"of the processor: reading {statistics.median(one.reading for one in files):.2f} s, "
        f"applying {statistics.median(applying):.3f} s; together at most {worst.most:.2f} s "
        f"({worst.path.name})"
    )


def _of_certain(file: File, asking: set[str]) -> set[tuple[Facts, ...]]:
    return {tuple(row for row in told if row[0] not in asking) for told in file.told}


if __name__ == "__main__":
    sys.exit(main())
