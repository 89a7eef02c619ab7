"""kill -9 of the server and of `invitations import` while they apply invitations.

Each round one process applies a series of many meetings and is killed at a random moment; then it
is done again. After every kill all of a file is applied or nothing, and what was not goes on
waiting; in the end each series stands once, and `flask check` is quiet.

    .venv/bin/python -m drills.killed_invitations [--engine sqlite|postgresql]
"""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection

from flask import Flask
from sqlalchemy import func, select

from app.core import clock
from app.core.database import db, reading
from app.invitations import actions
from app.invitations.arriving import read_file
from app.invitations.models import InvitationChange, InvitationThread, InvitedMeeting
from app.people.models import Person, Role
from config import ROOT
from drills.databases import Place, chosen_engines, fresh_place, release
from drills.programs import CUT_OFF, Browser, Programs
from tests.factories import make_body, make_person
from tests.invitations.files import invitation
from tests.invitations.pages.using import form_of

ROUNDS, MEETINGS = 10, 120


@dataclass
class Drill:
    """Who applies, where, and what was found."""

    place: Place
    app: Flask
    programs: Programs
    partnership_id: int
    secretary_id: int
    chance: random.Random
    #: By way: how many kills left all, nothing, or came too late.
    found: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def applied(self, uid: str) -> tuple[int, int]:
        """How many meetings follow a series, and what was noted of that."""
        with self.app.app_context(), reading():
            thread = select(InvitationThread.id).where(InvitationThread.uid == uid)
            counts = [
                select(func.count()).select_from(table).where(table.thread_id.in_(thread))
                for table in (InvitedMeeting, InvitationChange)
            ]
            links, changes = (db.session.scalar(one) or 0 for one in counts)
        return links, changes

    def judge(self, way: str, uid: str) -> None:
        """After a kill: all or nothing."""
        links, changes = self.applied(uid)
        outcome = {0: "nothing", MEETINGS: "all"}.get(links, "a part")
        self.found[f"{way}: {outcome}"] += 1
        if outcome == "a part" or links != changes:
            self.wrong.append(f"{uid}: {links} meetings and {changes} changes after a kill")

    def finish(self, uid: str) -> None:
        """Done again after a kill: each meeting stands once."""
        if self.applied(uid) != (MEETINGS, MEETINGS):
            self.wrong.append(f"{uid}: {self.applied(uid)} after it was done again")


def main() -> int:
    """Run the drill on the engines asked for."""
    failed = False
    for number, engine in enumerate(chosen_engines(__doc__ or "")):
        with fresh_place(engine) as place:
            failed |= not run(place, engine, number)
    return int(failed)


def run(place: Place, engine: str, seed: int) -> bool:
    """Both ways in one place; prints the figures, and says whether nothing was wrong."""
    app = place.app()
    with app.app_context():
        partnership_id = make_body(name="Algemeen bestuur").partnership_id
        secretary_id = make_person(Role.SECRETARY).id
    programs, begun = Programs(place), time.monotonic()
    chance = random.Random(seed)
    drill = Drill(place, app, programs, partnership_id, secretary_id, chance)
    try:
        clicks(drill)
        commands(drill)
    finally:
        programs.stop()
    check = programs.flask("check")
    drill.wrong += [f"flask check: {line}" for line in check.stderr.splitlines()]
    took = time.monotonic() - begun
    print(f"killed invitations {engine}: {2 * ROUNDS} kills in {took:.0f} s", flush=True)
    for what, number in sorted(drill.found.items()):
        print(f"  {what}: {number}")
    for sentence in drill.wrong:
        print(f"  !! {sentence}")
    release(app)
    return not drill.wrong and check.returncode == 0


def series(number: int) -> tuple[str, bytes]:
    """A series at an hour of its own: the UID, and the file."""
    uid = f"reeks-{number}@regio.example"
    day = f"{clock.today() + timedelta(days=14):%Y%m%d}"
    rule = f"RRULE:FREQ=DAILY;COUNT={MEETINGS}"
    return uid, invitation(uid=uid, day=day, hour=number, minutes=30, extra=rule)


def clicks(drill: Drill) -> None:
    """Take over on the page, and kill the server; the first one is only timed."""
    programs, usual = drill.programs, 0.0
    programs.start("server")
    programs.wait_until_up()
    for number in range(ROUNDS + 1):
        uid, content = series(number)
        browser = Browser(drill.app, programs.port, drill.secretary_id)
        where = _received(drill, content)
        form = {**form_of(_page(browser, where)), "take-over": "1"}
        begun = time.monotonic()
        click = threading.Thread(target=_click, args=(browser, where, form))
        click.start()
        if usual:
            time.sleep(drill.chance.uniform(0.0, usual))
            programs.kill("server")
        click.join()
        if usual:
            drill.judge("click", uid)
            programs.start("server")
            programs.wait_until_up()
            _click(browser, where, form)
        usual = usual or time.monotonic() - begun
        drill.finish(uid)


def _received(drill: Drill, content: bytes) -> str:
    """A file that waits; gives its page."""
    with drill.app.app_context():
        file = read_file(content, "reeks.ics")
        actor = db.session.get_one(Person, drill.secretary_id)
        received = actions.keep(file, actor, drill.partnership_id)
        where = f"/invitations/{received.id}"
        db.session.commit()
    return where


def _page(browser: Browser, where: str) -> str:
    connection = HTTPConnection("127.0.0.1", browser.port, timeout=60)
    try:
        connection.request("GET", where, headers={"Cookie": browser.cookie})
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def _click(browser: Browser, where: str, form: dict[str, str]) -> None:
    with suppress(*CUT_OFF):
        browser.post(where, form)


def commands(drill: Drill) -> None:
    """Import, and kill the command; the first one is only timed."""
    usual = 0.0
    for number in range(ROUNDS + 1, 2 * ROUNDS + 2):
        uid, content = series(number)
        path = drill.place.data_dir / f"reeks-{number}.ics"
        path.write_bytes(content)
        words = ("invitations", "import", "--partnership", str(drill.partnership_id), str(path))
        if usual:
            command = _started(drill, words)
            time.sleep(drill.chance.uniform(usual / 3, usual))
            command.kill()
            command.wait()
            drill.judge("command", uid)
        begun = time.monotonic()
        done = drill.programs.flask(*words)
        usual = usual or time.monotonic() - begun
        drill.wrong += [f"{uid}: {done.stderr}"] if done.returncode else []
        drill.finish(uid)


def _started(drill: Drill, words: tuple[str, ...]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "flask", *words],
        cwd=ROOT,
        env=drill.programs.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    sys.exit(main())
