"""Thunderbird, without a window, subscribes to a feed of the running server and lives with it.

It sees what is moved, new, cancelled, and removed; it keeps its events when the database or the
whole server is away, and nothing of it is switched off; a subscription that ended empties it.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask

from app.core import clock
from app.core.database import db
from app.feeds import actions, queries
from app.feeds.models import Subscription
from app.feeds.tokens import Renewal
from app.meetings.actions import cancel_meeting
from app.meetings.models import Attendance, Meeting
from app.people.models import Person
from drills.calendar_program import HOW_TO_INSTALL, State, Thunderbird, find_binary
from drills.databases import ENGINES, Place, fresh_place, release
from drills.programs import Browser, Programs
from tests.factories import make_meeting, make_person
from tests.feeds.sources import Seen, expected, make_year, move_meeting

#: The meetings of the drill lie around fixed days.
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
EMAIL = "agenda@haren.example"
LOG_FORMAT = "%(U)s|%(m)s|%(s)s|%({if-none-match}i)s"


@dataclass
class Drill:
    """One Thunderbird against one server, and what came of each step."""

    place: Place
    programs: Programs
    app: Flask
    thunderbird: Thunderbird
    log: Path
    officer_id: int = 0
    planner_id: int = 0
    address: str = ""
    faults: list[str] = field(default_factory=list)

    def meetings(self) -> list[Meeting]:
        """The meetings that the officer carries now, in order of time, as the database has them."""
        mine = db.select(Meeting).where(Meeting.officer_id == self.officer_id)
        return list(db.session.scalars(mine.order_by(Meeting.starts_at, Meeting.id)))

    def wanted(self) -> dict[str, Seen]:
        """What Thunderbird must show."""
        with self.app.app_context():
            return expected(self.meetings())

    def change(self, deed: Callable[[list[Meeting], Person], None]) -> None:
        """Do something with meetings that go on, as a planner does."""
        with self.app.app_context():
            coming = [one for one in self.meetings() if one.status in ("planned", "confirmed")]
            deed(coming, db.session.get_one(Person, self.planner_id))
            db.session.commit()

    def step(self, name: str, wanted: dict[str, Seen], well: bool | None = True) -> State:
        """Let it look again; it must show these events and (where that is known) stand well."""
        before, begun = len(self.requests()), time.monotonic()
        self.thunderbird.refresh()
        wrong = self.thunderbird.sees(wanted)
        state = self.thunderbird.state()
        if well is not None and state.well != well:
            wrong += f" {state}"
        if state.disabled and well is not False:
            wrong += " it was switched off"
        time.sleep(0.1)  # the server writes its log after its answer
        sent = ", ".join(self.requests()[before:]) or "no answer"
        outcome = f"WRONG: {wrong}" if wrong else "right"
        print(
            f"  {name}: {len(wanted)} events, {time.monotonic() - begun:.1f} s, {sent}; {outcome}",
            flush=True,
        )
        if wrong:
            self.faults.append(f"{name}: {wrong}")
        return state

    def restart(self) -> None:
        """Stop and start Thunderbird."""
        self.thunderbird.stop()
        self.thunderbird.start()

    def requests(self) -> list[str]:
        """What was asked and answered, in order: method, status, and whether a tag was sent."""
        rows = [line.split("|") for line in self.log.read_text().splitlines()]
        return [
            f"{method} {status}"
            + (" with If-None-Match" if tag != "-" else "")
            + ("" if path.startswith("/feeds/") else f" at {path}")
            for path, method, status, tag in rows
            if path != "/healthz"
        ]


def prepare(drill: Drill) -> None:
    """An officer with a year of odd meetings, and the address that the page shows them."""
    with drill.app.app_context():
        officer, planner = make_person(email=EMAIL), make_person("secretary")
        make_year(officer)
        db.session.commit()
        drill.officer_id, drill.planner_id = officer.id, planner.id
    made = drill.programs.flask("feeds", "create", "--person", EMAIL, "--scope", "mine")
    assert made.returncode == 0, made.stderr


def renew_on_the_page(drill: Drill) -> str:
    """Ask for a new address as the person; gives the one on the page."""
    browser = Browser(drill.app, drill.programs.port, drill.officer_id)
    with drill.app.app_context():
        (subscription,) = queries.subscriptions_of(db.session.get_one(Person, drill.officer_id))
        number, wish = subscription.id, Renewal.of(subscription)
    status, _location, page = browser.send(f"/feeds/{number}/renew", wish._asdict())
    found = re.search(r'"(http://127\.0\.0\.1:\d+/feeds/[^"]+\.ics)"', page)
    assert found, f"{status}: no address on the page"
    return found[1]


def changes(drill: Drill) -> None:
    """A moved meeting, a new one, a cancelled one, one that went to somebody else."""
    drill.change(lambda found, planner: move_meeting(found[0], planner, timedelta(hours=2)))
    drill.step("a meeting moved by two hours", drill.wanted())
    drill.step("looked again, nothing changed", drill.wanted())
    with drill.app.app_context():
        make_meeting(officer=db.session.get_one(Person, drill.officer_id), title="Nieuw overleg")
    drill.step("a new meeting", drill.wanted())
    drill.change(lambda found, planner: cancel_meeting(found[1], planner))
    seen = drill.wanted()
    assert any(one.status == "CANCELLED" for one in seen.values())
    drill.step("a cancelled meeting", seen)
    drill.change(lambda found, _planner: give_away(found[3]))
    drill.step("a meeting that went to somebody else", drill.wanted())


def give_away(meeting: Meeting) -> None:
    """Nobody of ours carries it or goes there any more."""
    meeting.officer = None
    db.session.execute(db.delete(Attendance).where(Attendance.meeting_id == meeting.id))


@contextmanager
def database_away(drill: Drill) -> Iterator[None]:
    """PostgreSQL is stopped under the server; of SQLite the file is not there when it starts."""
    release(drill.app)
    if drill.place.url.startswith("postgresql"):
        assert drill.place.servers is not None
        drill.place.servers.server.stop()
        yield
        drill.place.servers.server.ensure_postgres_running()
        return
    path = Path(drill.place.url.removeprefix("sqlite:///"))
    drill.programs.stop()
    files = list(path.parent.glob(f"{path.name}*"))
    for file in files:
        file.rename(file.with_name(f"away-{file.name}"))
    drill.programs.start("server")
    drill.programs.wait_until_up()
    yield
    drill.programs.stop()
    for file in files:
        file.with_name(f"away-{file.name}").replace(file)
    drill.programs.start("server")
    drill.programs.wait_until_up()


def outages(drill: Drill) -> None:
    """The database away, and the whole server; each comes back."""
    wanted = drill.wanted()
    with database_away(drill):
        drill.step("the database away", wanted)
        drill.restart()
        drill.step("still away, Thunderbird restarted", wanted)
    drill.step("the database back", wanted)
    drill.programs.stop()
    drill.step("the whole server away", wanted, well=None)
    drill.programs.start("server")
    drill.programs.wait_until_up()
    drill.step("the server back", wanted)
    drill.change(lambda found, planner: move_meeting(found[2], planner, timedelta(hours=1)))
    drill.step("a meeting moved after that", drill.wanted())
    drill.restart()
    drill.step("Thunderbird itself restarted", drill.wanted())
    drill.programs.stop()
    drill.restart()
    kept = len(drill.thunderbird.events())
    print(f"  restarted while the server is away: {kept} events (its own doing)", flush=True)
    drill.programs.start("server")
    drill.programs.wait_until_up()
    drill.step("the server back again", drill.wanted())


def endings(drill: Drill, cached: bool) -> None:
    """An old address says nothing; a subscription that ended is an empty calendar, then gone."""
    address = renew_on_the_page(drill)
    drill.step("the address renewed", drill.wanted())
    drill.thunderbird.unsubscribe()
    drill.thunderbird.subscribe(address, cached=cached)
    drill.step("subscribed anew", drill.wanted())
    with drill.app.app_context():
        officer = db.session.get_one(Person, drill.officer_id)
        (subscription,) = queries.subscriptions_of(officer)
        actions.revoke(subscription, officer)
        db.session.commit()
    drill.step("the subscription ended", {})
    drill.step("looked again", {})
    with drill.app.app_context():
        ended = db.session.scalars(db.select(Subscription)).one()
        ended.revoked_at = clock.now() - timedelta(days=31)
        db.session.commit()
    state = drill.step("ended 31 days ago", {}, well=False)
    if state.until_restart:
        drill.faults.append("an ended calendar comes back at the next start")


def scenario(drill: Drill, cached: bool) -> None:
    """Everything, from subscribing to the end."""
    drill.address = renew_on_the_page(drill)
    drill.log.write_text("")
    name = drill.thunderbird.subscribe(drill.address, cached=cached)
    readable = drill.address.rsplit("/", 1)[1].removesuffix(".ics")
    print(f"  found by its address, called “{name}”: {', '.join(drill.requests())}", flush=True)
    if name != readable:
        drill.faults.append(f"called {name}")
    drill.step("the first look", drill.wanted())
    changes(drill)
    outages(drill)
    endings(drill, cached)


def run(engine: str, binary: str, cached: bool) -> list[str]:
    """The drill on one engine; gives what went wrong."""
    home = Path(tempfile.mkdtemp(prefix="vooroverleg-thunderbird-"))
    log = home / "requests.log"
    thunderbird = Thunderbird(binary, home)
    with fresh_place(engine) as place:
        place.data_dir.mkdir(exist_ok=True)
        programs = Programs(
            place,
            FIXED_NOW=NOW.isoformat(),
            GUNICORN_CMD_ARGS=f"--access-logfile {log} --access-logformat {LOG_FORMAT}",
        )
        app = place.app()
        clock.stop_at(NOW)
        drill = Drill(place, programs, app, thunderbird, log)
        try:
            prepare(drill)
            programs.start("server")
            programs.wait_until_up()
            thunderbird.start()
            copy = "with" if cached else "without"
            print(f"Thunderbird {thunderbird.version} {copy} offline copy, {engine}", flush=True)
            scenario(drill, cached)
            counts = Counter(drill.requests())
            print("  " + ", ".join(f"{count} × {what}" for what, count in counts.items()))
            return drill.faults
        finally:
            thunderbird.stop()
            programs.stop()
            release(app)
            clock.stop_at(None)
            shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    """Run the drill on the engines asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=ENGINES)
    parser.add_argument(
        "--no-offline-copy", action="store_true", help="as with “Offline support” unticked"
    )
    asked = parser.parse_args()
    binary = find_binary()
    if binary is None:
        print(HOW_TO_INSTALL)
        return 1
    faults = []
    for engine in (asked.engine,) if asked.engine else ENGINES:
        faults += run(engine, binary, not asked.no_offline_copy)
    print(f"{len(faults)} faults" if faults else "everything as it should be", flush=True)
    return min(len(faults), 1)


if __name__ == "__main__":
    sys.exit(main())
