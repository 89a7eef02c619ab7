"""A backup while eight writers write, put back on new machines of both engines, and signed in to.

A large sample, a server with gunicorn, seven officers who save notes over HTTP, and somebody who
adds files; in the middle of it `flask backup create`. Then for each engine: an empty database and
data folder, `flask backup restore`, and a comparison with what the backup says of itself: rows of
every table, the hash of every file, `flask check`, every version that was acknowledged before the
backup began, and a sign-in with a password over HTTP.
"""

from __future__ import annotations

import io
import json
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from flask import Flask
from sqlalchemy import func, select

from app.administration.backup.creating import kept_tables
from app.administration.sample.loading import load_large
from app.administration.sample.synthetic import Size
from app.briefings import actions
from app.briefings.content import Content
from app.briefings.models import NoteVersion
from app.core import files, journal
from app.core.database import db, reading
from app.core.jobs.models import Job
from drills.databases import ENGINES, Place, chosen_engines, release
from drills.programs import Browser, Programs
from drills.traffic import Traffic, Writer
from tests.engines import Servers
from tests.factories import make_item, make_meeting, make_person
from tests.people.accounts import PASSWORD, make_member

NOTES, EMAIL = 7, "drill@haren.example"
SIZE = Size(40, 6, 2, 1)
#: Seconds that people write before the backup begins.
BEFORE = 5


class Keeper(Traffic):
    """Somebody who adds files of some size, one after another."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self.app = app

    def once(self, number: int) -> None:
        """Keep one file."""
        with self.app.app_context():
            files.keep(io.BytesIO(f"{number} ".encode() * 50_000), "text/plain")
            db.session.commit()
        self.acknowledged += 1
        self.stopped.wait(0.02)


@dataclass(frozen=True)
class Made:
    """The backup, what it says of itself, and what was acknowledged before it began."""

    path: Path
    rows: dict[str, int]
    files: int
    #: (note, version) → the line that its writer was told is saved.
    saved: dict[tuple[int, int], str]
    seconds: float
    acknowledged: int


@contextmanager
def machines() -> Iterator[tuple[Servers, Path]]:
    """Both database servers, and a folder; all gone at the end."""
    servers = Servers()
    try:
        servers.make_templates()
        yield servers, servers.folder
    finally:
        servers.stop()


def furnish(app: Flask) -> tuple[list[int], list[int]]:
    """A large sample, one account with a password, and a note for every writer."""
    with app.app_context(), app.test_request_context(method="POST"):
        load_large(SIZE)
        make_member("administrator", email=EMAIL)
        officers = [make_person() for _number in range(NOTES)]
        meeting = make_meeting(officer=officers[0], alderman=make_person("alderman"))
        journal.record("meeting.plan", "meeting", meeting.id, actor_id=officers[0].id)
        notes = [
            actions.start_note(
                make_item(meeting, officer=officer), Content(parts={"core": "Begin."}), officer
            )
            for officer in officers
        ]
        db.session.commit()
        return [officer.id for officer in officers], [note.id for note in notes]


def back_up(place: Place, folder: Path) -> Made:
    """Make a backup in the middle of the writing."""
    app, programs = place.app(), Programs(place)
    people, notes = furnish(app)
    programs.start("server")
    try:
        programs.wait_until_up()
        writers = [
            Writer(app, Browser(app, programs.port, person), note)
            for person, note in zip(people, notes, strict=True)
        ]
        everybody: list[Traffic] = [*writers, Keeper(app)]
        for one in everybody:
            one.start()
        time.sleep(BEFORE)
        saved = {
            (one.note_id, number): line
            for one in writers
            for number, line in dict(one.saved).items()
        }
        path, begun = folder / "backup.tar", time.monotonic()
        done = programs.flask("backup", "create", str(path), "--json")
        seconds = time.monotonic() - begun
        for one in everybody:
            one.stopped.set()
        for one in everybody:
            one.join(30)
        faults = [fault for one in everybody for fault in one.faults]
        if done.returncode or faults:
            raise AssertionError(f"{done.stderr}{faults}")
    finally:
        programs.stop()
        release(app)
    told = json.loads(done.stdout)
    acknowledged = sum(one.acknowledged for one in everybody)
    return Made(path, told["tables"], told["files"], saved, seconds, acknowledged)


def put_back(made: Made, place: Place) -> tuple[list[str], float]:
    """Put the backup back on a new machine; gives what is not as it should be, and the seconds."""
    programs, begun = Programs(place), time.monotonic()
    done = programs.flask("backup", "restore", str(made.path))
    seconds = time.monotonic() - begun
    if done.returncode:
        return [done.stderr], seconds
    wrong = compare(made, place)
    checked = programs.flask("check")
    if checked.returncode:
        wrong.append(checked.stderr)
    programs.start("server")
    try:
        programs.wait_until_up()
        wrong += sign_in(f"http://127.0.0.1:{programs.port}")
    finally:
        programs.stop()
    return wrong, seconds


def compare(made: Made, place: Place) -> list[str]:
    """Rows, files and acknowledged versions against what the backup says."""
    app = place.app()
    wrong: list[str] = []
    with app.app_context(), reading():
        for table in kept_tables():  # of jobs there is one more: it makes the search index anew
            found = db.session.scalar(select(func.count()).select_from(table)) or 0
            if found != made.rows[table.name] and table is not Job.__table__:
                wrong.append(f"{found} rows of {table.name}, not {made.rows[table.name]}")
        if len(files.stored_digests()) != made.files:
            wrong.append(f"{len(files.stored_digests())} files, not {made.files}")
        versions = {
            (one.note_id, one.number): str(one.parts.get("core", ""))
            for one in db.session.scalars(select(NoteVersion))
        }
    for key, line in made.saved.items():
        if not versions.get(key, "").endswith(line):
            wrong.append(f"version {key[1]} of note {key[0]} is not there")
    release(app)
    return wrong


def sign_in(root: str) -> list[str]:
    """Sign in with a password, as a person with a browser does."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{root}/sign-in", timeout=20).read().decode()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    if token is None:
        return ["the sign-in page has no token"]
    fields: dict[str, Any] = {"email": EMAIL, "password": PASSWORD, "csrf_token": token[1]}
    answer = browser.open(f"{root}/sign-in", urlencode(fields).encode(), timeout=20)
    start = answer.read().decode()
    return [] if answer.url == f"{root}/" and "Afmelden" in start else ["signing in failed"]


def main() -> int:
    """Run the drill from the engines asked for to both, and print its figures."""
    failed = 0
    for source in chosen_engines(__doc__ or ""):
        with machines() as (servers, folder):
            made = back_up(Place(servers.templates.clone(source), folder / "source"), folder)
            rows, size = sum(made.rows.values()), made.path.stat().st_size / 1e6
            print(
                f"backup {source}: {rows} rows, {made.files} files, {size:.1f} MB in "
                f"{made.seconds:.1f} s, while {made.acknowledged} deeds were acknowledged",
                flush=True,
            )
            for target in ENGINES:
                place = Place(servers.templates.empty(target), folder / f"new-{target}")
                wrong, seconds = put_back(made, place)
                print(
                    f"  restored on {target} in {seconds:.1f} s ({rows / seconds:.0f} rows/s): "
                    f"rows, files, {len(made.saved)} acknowledged versions, check and sign-in: "
                    f"{len(wrong)} wrong",
                    flush=True,
                )
                for sentence in wrong[:20]:
                    print(f"    {sentence}")
                failed += bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
