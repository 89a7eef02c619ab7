"""khal shows our feed as the database has it, brought by vdirsyncer from a running server."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from icalendar import Calendar
from werkzeug.serving import ThreadedWSGIServer, make_server

from app.core import clock
from app.core.database import db
from app.feeds import actions
from app.feeds.models import Subscription
from app.meetings.actions import cancel_meeting
from app.people.models import Person
from tests.factories import make_item, make_meeting, make_person
from tests.feeds.calendars import make_feed
from tests.feeds.sources import Seen, expected, make_year, move_meeting

PROGRAMS = Path(sys.executable).parent
SYNC = """
[general]
status_path = "{folder}/status"
[pair feed]
a = "shelf"
b = "server"
collections = null
conflict_resolution = "b wins"
[storage server]
type = "http"
url = "{url}"
[storage shelf]
type = "filesystem"
path = "{folder}/items"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[feed]]
path = {folder}/items
readonly = True
[locale]
local_timezone = Europe/Amsterdam
default_timezone = Europe/Amsterdam
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""
FIELDS = ("title", "start-long", "end-long", "location", "status", "all-day")


@dataclass(frozen=True)
class Shelf:
    """Where vdirsyncer keeps what it read, an item per file, for khal to show."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of whoever runs the tests: no settings of their own, and no proxy."""
        return {"HOME": str(self.folder), "LANG": "C.UTF-8"}

    @property
    def files(self) -> dict[str, tuple[int, int]]:
        """Each item, with what changes when its file is written anew."""
        found = ((path.name, path.stat()) for path in (self.folder / "items").iterdir())
        return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in found}

    def sync(self, *options: str) -> list[str]:
        """Sync once; gives the first word of each line that says what was copied or deleted."""
        done = self._vdirsyncer("sync", *options)
        assert done.returncode == 0, done.stderr
        return [line.split()[0] for line in done.stderr.splitlines() if " item " in line]

    def refusal(self) -> str:
        """What a sync says that does nothing."""
        done = self._vdirsyncer("sync")
        assert done.returncode == 1
        return done.stderr

    def subscribe(self, url: str) -> None:
        """Make vdirsyncer know the address."""
        (self.folder / "sync.ini").write_text(SYNC.format(folder=self.folder, url=url))
        (self.folder / "khal.ini").write_text(KHAL.format(folder=self.folder))
        (self.folder / "items").mkdir()
        assert self._vdirsyncer("discover").returncode == 0

    def instants(self) -> set[tuple[str, datetime, datetime]]:
        """Title, start and end of each item, in UTC."""
        texts = [path.read_bytes() for path in (self.folder / "items").iterdir()]
        events: list[Any] = [
            event for text in texts for event in Calendar.from_ical(text).walk("VEVENT")
        ]
        return {
            (str(event["SUMMARY"]), event.start.astimezone(UTC), event.end.astimezone(UTC))
            for event in events
        }

    def shown(self, first: datetime, last: datetime) -> list[dict[str, Any]]:
        """What khal lists."""
        wanted = [part for field in FIELDS for part in ("--json", field)]
        days = (clock.local(moment).date().isoformat() for moment in (first, last))
        printed = subprocess.run(
            [PROGRAMS / "khal", "-c", self.folder / "khal.ini", "list", "--once", *wanted, *days],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        events = [event for line in printed.splitlines() for event in json.loads(line)]
        return [{**event, "status": event["status"].strip()} for event in events]

    def _vdirsyncer(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PROGRAMS / "vdirsyncer", "-c", self.folder / "sync.ini", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """A server on a loopback port; gives where it is."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    # what is noted after a response belongs to this test, and not to the database of the next
    cast(ThreadedWSGIServer, server).daemon_threads = False
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def running(make_app: Callable[..., Flask], tmp_path: Path) -> Iterator[tuple[Shelf, str]]:
    """An application that answers, and an empty shelf."""
    app = make_app()
    with app.app_context(), serving(app) as url:
        yield Shelf(tmp_path), url


def as_shown(meeting: Seen) -> dict[str, Any]:
    """How khal must show a meeting: at its local time."""
    assert isinstance(meeting.start, datetime)
    assert isinstance(meeting.end, datetime)
    return {
        "title": meeting.title,
        "start-long": f"{clock.local(meeting.start):%Y-%m-%d %H:%M}",
        "end-long": f"{clock.local(meeting.end):%Y-%m-%d %H:%M}",
        "location": meeting.place,
        "status": meeting.status,
        "all-day": "False",
    }


def in_order(shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sorted by title: khal orders by day, and its day has 24 hours."""
    return sorted(shown, key=lambda event: str(event["title"]))


def test_the_same_meetings_at_their_local_times(running: tuple[Shelf, str]) -> None:
    shelf, url = running
    officer = make_person()
    meetings = make_year(officer)
    shelf.subscribe(url + make_feed(officer))
    wanted = list(expected(meetings).values())
    assert shelf.sync() == ["Copying"] * len(meetings)
    assert shelf.instants() == {(one.title, one.start, one.end) for one in wanted}
    first, last = clock.now() - timedelta(days=10), clock.now() + timedelta(days=365)
    assert in_order(shelf.shown(first, last)) == in_order([as_shown(one) for one in wanted])


def test_a_second_sync_copies_nothing_and_a_change_one(running: tuple[Shelf, str]) -> None:
    shelf, url = running
    officer = make_person()
    meetings = [make_meeting(officer=officer, days=days) for days in range(1, 31)]
    shelf.subscribe(url + make_feed(officer))
    assert len(shelf.sync()) == 30
    before = shelf.files
    assert shelf.sync() == []
    clock.stop_at(clock.now() + timedelta(hours=1))
    assert shelf.sync() == []
    assert shelf.files == before

    planner = make_person("secretary")
    move_meeting(meetings[7], planner, timedelta(hours=1))
    assert sorted(shelf.sync()) == ["Copying", "Deleting"]  # it names items after their content
    moved = shelf.files
    assert (len(moved), len(moved.items() - before.items())) == (30, 1)
    assert shelf.sync() == []

    cancel_meeting(meetings[7], planner)
    db.session.commit()
    assert sorted(shelf.sync()) == ["Copying", "Deleting"]
    assert any(title.startswith("GEANNULEERD: ") for title, _start, _end in shelf.instants())


def test_what_is_removed_or_ended_disappears(running: tuple[Shelf, str]) -> None:
    shelf, url = running
    officer = make_person()
    kept, given_away = make_meeting(officer=officer), make_meeting(officer=officer)
    shelf.subscribe(url + make_feed(officer))
    shelf.sync()
    before = shelf.files
    given_away.officer = None
    given_away.attendances.clear()
    db.session.commit()
    assert shelf.sync() == ["Deleting"]
    assert shelf.files.items() < before.items()
    assert {title for title, _start, _end in shelf.instants()} == {
        f"{kept.name} · {kept.body.partnership.name}"
    }
    end_subscription(officer)
    assert "was completely emptied" in shelf.refusal()  # it asks before it empties a calendar
    assert shelf.sync("--force-delete") == ["Deleting"]
    assert shelf.files == {}


def test_deadlines_are_whole_days(running: tuple[Shelf, str]) -> None:
    shelf, url = running
    officer = make_person()
    meeting = make_item(make_meeting(officer=officer)).meeting
    shelf.subscribe(url + make_feed(officer, "deadlines"))
    assert shelf.sync() == ["Copying"]
    (event,) = shelf.shown(clock.now(), meeting.starts_at)
    assert event["all-day"] == "True"
    assert event["title"].startswith("Annotatie aanbieden: ")
    assert shelf.sync() == []


def end_subscription(person: Person) -> None:
    """End the only subscription of a person."""
    subscription = db.session.query(Subscription).filter_by(person_id=person.id).one()
    actions.revoke(subscription, person)
    db.session.commit()
