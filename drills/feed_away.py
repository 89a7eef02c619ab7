"""Calendar programs poll the real server while its database is stopped, frozen, locked, restarted.

Six programs of four kinds ask every tenth of a second: one that holds a tag, one that knows only a
moment, one that takes gzip and holds nothing, one that takes bytes as they are. Whatever happens to
the database, each answer must be 200 with the events that are true at that moment, or 304; printed
is how many of each there were, and the longest that one took. On PostgreSQL: frozen (SIGSTOP to all
its processes), going on, stopped, stopped while the server starts anew, started. On SQLite: while
somebody writes for long, held by another program while the server starts, let go.
"""

from __future__ import annotations

import gzip
import os
import re
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import psutil
from flask import Flask
from sqlalchemy.engine import Connection, make_url

from app.core.database import db, scratch_engine
from app.meetings.models import Meeting
from drills.databases import Place, chosen_engines, release
from drills.programs import CUT_OFF, Programs
from tests.engines import Servers
from tests.factories import make_body, make_meeting, make_person
from tests.feeds.calendars import make_feed

MEETINGS = 100
#: How long each phase lasts: more than the server waits for a database that gives no answer.
SECONDS = 12.0
KINDS = ("tag", "moment", "packed", "plain", "tag", "packed")


@dataclass
class Poller(threading.Thread):
    """A calendar program that asks again and again, and counts what it is told."""

    port: int
    address: str
    kind: str
    #: What the calendar must say now; shared with whoever changes it.
    truth: list[str]
    phase: list[str]
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    longest: dict[str, float] = field(default_factory=dict)
    paused: threading.Event = field(default_factory=threading.Event)
    idle: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.held: dict[str, str] = {}

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Poll until it is told to stop."""
        while not self.ended.is_set():
            if self.paused.is_set():
                self.idle.set()
                time.sleep(0.05)
                continue
            self.idle.clear()
            phase, truths, start = self.phase[0], {self.truth[0]}, time.monotonic()
            told = self.ask(truths)
            took = time.monotonic() - start
            self.counts[phase, told] += 1
            self.longest[phase] = max(took, self.longest.get(phase, 0))
            time.sleep(0.1)

    def ask(self, truths: set[str]) -> str:
        """What one answer is: 200, 304, another status, "false" events, or "none" at all."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        packed = {"Accept-Encoding": "gzip"} if self.kind == "packed" else {}
        try:
            connection.request("GET", self.address, headers={**self.held, **packed})
            answer = connection.getresponse()
            body = answer.read()
        except CUT_OFF:
            return "none"
        finally:
            connection.close()
        if answer.status != 200:
            return str(answer.status)
        if answer.getheader("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        truths.add(self.truth[0])  # it may have changed while the answer was under way
        places = {one.decode() for one in re.findall(rb"LOCATION:(.*)\r\n", body)}
        if len(places) != 1 or not places <= truths or body.count(b"END:VEVENT") != MEETINGS:
            return "false"
        if self.kind == "tag":
            self.held = {"If-None-Match": answer.getheader("ETag") or ""}
        elif self.kind == "moment":
            self.held = {"If-Modified-Since": answer.getheader("Last-Modified") or ""}
        return "200"


class Drill:
    """One server, its programs, and what happens to its database."""

    def __init__(self, place: Place, servers: Servers) -> None:
        self.place, self.servers = place, servers
        self.app: Flask = place.app()
        self.truth, self.phase = ["Kamer 0"], ["running"]
        with self.app.test_request_context(method="POST"):
            officer, body = make_person(), make_body()
            for number in range(MEETINGS):
                make_meeting(body=body, officer=officer, days=number, place=self.truth[0])
            address = make_feed(officer)
        release(self.app)
        self.programs = Programs(place, "--workers", "2")
        self.pollers = [
            Poller(self.programs.port, address, kind, self.truth, self.phase) for kind in KINDS
        ]

    def change(self) -> None:
        """Somebody moves every meeting to another room."""
        place = f"Kamer {int(self.truth[0].split()[1]) + 1}"
        with self.app.app_context():
            for meeting in db.session.query(Meeting):
                meeting.place = place
            self.truth.append(place)
            db.session.commit()
            self.truth.pop(0)
        release(self.app)

    def during(self, phase: str, seconds: float = SECONDS) -> None:
        """Let the programs ask for a while."""
        self.phase[0] = phase
        time.sleep(seconds)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nobody asks while the server starts anew: that it is away is another matter."""
        for poller in self.pollers:
            poller.paused.set()
        for poller in self.pollers:
            poller.idle.wait(40)
        yield
        for poller in self.pollers:
            poller.idle.clear()
            poller.paused.clear()

    def restart(self) -> None:
        """Another server, which knows nothing of the former."""
        with self.paused():
            self.programs.kill("server")
            self.programs.start("server")
            self.programs.wait_until_up()

    def run(self, happen: Callable[[Drill], None]) -> bool:
        """Do the whole drill; whether every answer was good."""
        self.programs.start("server")
        try:
            self.programs.wait_until_up()
            for poller in self.pollers:
                poller.start()
            self.during("running", 3)
            happen(self)
            self.change()
            self.during("running again", 5)
        finally:
            for poller in self.pollers:
                poller.ended.set()
            for poller in self.pollers:
                poller.join(40)
            self.programs.stop()
            release(self.app)
        return self.report()

    def report(self) -> bool:
        """Print what was told in each phase."""
        counts: Counter[tuple[str, str]] = sum((one.counts for one in self.pollers), Counter())
        good = True
        for phase in dict.fromkeys(phase for phase, _told in counts):
            told = {told: number for (one, told), number in counts.items() if one == phase}
            longest = max(poller.longest.get(phase, 0) for poller in self.pollers)
            bad = set(told) - {"200", "304"}
            good = good and not bad
            print(f"  {phase:<28} {dict(sorted(told.items()))}, longest {longest:.1f} s")
        if not good:
            print(self.programs.printed())
        return good


def happen_on_postgresql(drill: Drill) -> None:
    """What a server of its own can do."""
    server = drill.servers.server
    master = psutil.Process(server.get_pid())
    processes = [master, *master.children(recursive=True)]
    for one in processes:
        one.send_signal(signal.SIGSTOP)
    drill.during("frozen", 2 * SECONDS)
    for one in processes:
        one.send_signal(signal.SIGCONT)
    drill.change()
    drill.during("going on", 5)
    os.kill(master.pid, signal.SIGINT)  # fast: cuts everybody off
    drill.during("stopped")
    drill.restart()
    drill.during("stopped, new server")
    server.start()


def happen_on_sqlite(drill: Drill) -> None:
    """What other programs do with a file."""
    with _holder(drill.place) as other:
        other.exec_driver_sql("UPDATE change_mark SET number = number")
        drill.during("somebody writes")
        other.rollback()
    drill.change()
    with ExitStack() as stack:
        with drill.paused():
            drill.programs.kill("server")  # or the file cannot be had alone
            other = stack.enter_context(_holder(drill.place))
            other.exec_driver_sql("PRAGMA locking_mode=EXCLUSIVE")
            other.exec_driver_sql("UPDATE change_mark SET number = number")
            drill.programs.start("server")
            drill.programs.wait_until_up()
        drill.during("held, new server")
        other.rollback()
    drill.during("let go", 5)


@contextmanager
def _holder(place: Place) -> Iterator[Connection]:
    engine = scratch_engine(Path(make_url(place.url).database or ""))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def main() -> int:
    """Run the drill on the engines asked for."""
    failed = False
    happens = {"sqlite": happen_on_sqlite, "postgresql": happen_on_postgresql}
    for engine in chosen_engines(__doc__ or ""):
        print(engine)
        servers = Servers()
        try:
            place = Place(servers.make_templates().clone(engine), servers.folder / "drill")
            failed |= not Drill(place, servers).run(happens[engine])
        finally:
            servers.stop()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
