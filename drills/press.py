"""kill -9 of the worker at thirty random moments while it makes a pack, on both engines.

.venv/bin/python -m drills.press [--engine sqlite|postgresql]

First one pack is made undisturbed, to know how long that takes. Then thirty times the meeting
changes, a new version of its pack is asked for, and at a random moment the worker is killed: now
alone, now with everything that it started. At once and after a new worker took over it is asked:
is the pack whole or cleanly absent, was it issued once, is nothing left of what was begun?
"""

from __future__ import annotations

import io
import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import psutil
from flask import Flask
from sqlalchemy import select

from app.briefings.actions import start_note
from app.briefings.content import Content
from app.core import files, journal
from app.core.database import db, reading
from app.core.journal import JournalEntry
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.packs.actions import request_pack
from app.packs.models import Pack, PackState, Variant
from app.people.models import Person
from drills.databases import Place, chosen_engines, fresh_place, release
from drills.programs import Programs
from tests.factories import make_item, make_meeting, make_person
from tests.packs import pdf_files
from tests.packs.meeting_files import add_paper

ROUNDS, ITEMS, PAPERS = 30, 12, 4
DONE_SECONDS = 120
PARTS = {
    key: "\n\n".join([f"Een zin over {key} in deze annotatie."] * 12)
    for key in ("ask", "core", "speaking_points", "if_raised", "fallback", "money", "risk")
}


@dataclass
class Drill:
    """The meeting, its reader, and what was found wrong."""

    app: Flask
    meeting_id: int
    item_id: int
    reader_id: int
    wrong: list[str] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)

    def ask(self, number: int) -> int:
        """Change something, and ask for a pack; gives its number."""
        with self.app.app_context():
            db.session.get_one(AgendaItem, self.item_id).title = f"Begroting, keer {number}"
            db.session.commit()
            meeting = db.session.get_one(Meeting, self.meeting_id)
            reader = db.session.get_one(Person, self.reader_id)
            pack = request_pack(meeting, reader, Variant.FULL, reader)
            db.session.commit()
            return pack.id

    def look(self, pack_id: int, *, at_the_end: bool) -> str:
        """Is the pack whole or cleanly absent? Gives its state."""
        with self.app.app_context(), reading():
            pack = db.session.get_one(Pack, pack_id)
            issued = list(
                db.session.scalars(
                    select(JournalEntry.id).where(
                        JournalEntry.action == "pack.issue", JournalEntry.object_id == pack_id
                    )
                )
            )
            ready = pack.state == PackState.READY
            if len(issued) != int(ready):
                self.wrong.append(f"pack {pack_id} is {pack.state}, issued {len(issued)} times")
            if ready != (pack.file is not None):
                self.wrong.append(f"pack {pack_id} is {pack.state}, half of it is there")
            if pack.file is not None:
                with pikepdf.open(io.BytesIO(files.read(pack.file))) as pdf:
                    if len(pdf.pages) != pack.pages:
                        self.wrong.append(f"pack {pack_id} has {len(pdf.pages)} pages")
            if at_the_end and not ready:
                self.wrong.append(f"pack {pack_id} ended as {pack.state}: {pack.failure}")
            return str(pack.state)

    def wait(self, pack_id: int) -> float:
        """Wait until it is no longer under way; gives how long that took."""
        begun = time.monotonic()
        while time.monotonic() - begun < DONE_SECONDS:
            with self.app.app_context(), reading():
                state = db.session.scalar(select(Pack.state).where(Pack.id == pack_id))
            if state not in (PackState.WAITING, PackState.BUILDING):
                break
            time.sleep(0.05)
        return time.monotonic() - begun


def prepare(app: Flask) -> Drill:
    """A meeting with notes, and papers behind the first of them."""
    with app.app_context():
        officer, alderman = make_person("officer"), make_person("alderman")
        meeting = make_meeting(officer=officer, alderman=alderman)
        journal.record("meeting.plan", "meeting", meeting.id, actor_id=officer.id)
        items = [make_item(meeting, officer=officer) for _number in range(ITEMS)]
        for item in items:
            start_note(item, Content(parts=PARTS), officer)
        for number, item in enumerate(items[:PAPERS]):
            paper = add_paper(item, content=pdf_files.paper(5, text=f"Stuk {number}"))
            journal.record("paper.add", "paper", paper.id, actor_id=officer.id)
        db.session.commit()
        return Drill(app, meeting.id, items[0].id, officer.id)


def kill(programs: Programs, *, alone: bool) -> list[int]:
    """kill -9 of the worker, alone or with all that it started; gives what it left behind."""
    worker = psutil.Process(programs.running["worker"].pid)
    children = [child.pid for child in worker.children(recursive=True)]
    if not alone:
        programs.kill("worker")
        return children
    process = programs.running.pop("worker")
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    process.wait()
    return children


def left_over(children: list[int]) -> list[int]:
    """Processes of a killed worker that are still there after a while."""
    end = time.monotonic() + 15
    while time.monotonic() < end:
        children = [pid for pid in children if _alive(pid)]
        if not children:
            break
        time.sleep(0.05)
    return children


def _alive(pid: int) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    return False


def rounds(programs: Programs, drill: Drill, seconds: float, chance: random.Random) -> None:
    """Kill at a random moment of the making, look, start again, and look at the end."""
    for number in range(1, ROUNDS + 1):
        pack_id = drill.ask(number)
        time.sleep(chance.uniform(0, 1.1 * seconds))
        children = kill(programs, alone=number % 2 == 0)
        drill.found[f"{drill.look(pack_id, at_the_end=False)} when killed"] += 1
        orphans = left_over(children)
        if orphans:
            drill.wrong.append(f"round {number}: {len(orphans)} processes outlived the worker")
        programs.start("worker")
        drill.wait(pack_id)
        drill.look(pack_id, at_the_end=True)


def run(place: Place, engine: str, seed: int) -> bool:
    """The drill in one place; True when nothing was wrong."""
    app, programs, begun = place.app(), Programs(place), time.monotonic()
    drill = prepare(app)
    try:
        programs.start("worker")
        first = drill.ask(0)
        drill.wait(first)
        second = drill.ask(-1)
        seconds = max(drill.wait(second), 0.5)
        rounds(programs, drill, seconds, random.Random(seed))
        last = drill.ask(ROUNDS + 1)
        drill.wait(last)
        drill.look(last, at_the_end=True)
    finally:
        programs.stop()
    _whole(place, drill)
    print(
        f"press {engine}: {ROUNDS} times kill -9 of the worker within {seconds:.1f} s of asking, "
        f"in {time.monotonic() - begun:.0f} s\n  {dict(drill.found)}\n"
        f"  half, twice, absent or left behind: {len(drill.wrong)}",
        flush=True,
    )
    for sentence in drill.wrong[:20]:
        print(f"  {sentence}", flush=True)
    if drill.wrong:
        print(programs.printed(), file=sys.stderr)
    release(app)
    return not drill.wrong


def _whole(place: Place, drill: Drill) -> None:
    """After all of it: versions without gaps, nothing of ours left on the disk, a quiet check."""
    with drill.app.app_context(), reading():
        numbers = sorted(db.session.scalars(select(Pack.number)))
    if numbers != list(range(1, ROUNDS + 4)):
        drill.wrong.append(f"the versions are {numbers}")
    work = (Path(place.data_dir) / "press" / "work").glob("*/")
    old = [path.name for path in work if not _is_fresh(path)]
    if old:
        drill.wrong.append(f"left behind: {old}")
    check = Programs(place).flask("check")
    drill.wrong += [f"flask check: {line}" for line in check.stderr.splitlines()]


def _is_fresh(path: Path) -> bool:
    """A folder that the next pack clears once a minute has passed."""
    return path.stat().st_mtime > path.parent.stat().st_mtime - 120


def main() -> int:
    """Run the drill on the engines asked for."""
    failed = False
    for number, engine in enumerate(chosen_engines(__doc__ or "")):
        with fresh_place(engine) as place:
            failed |= not run(place, engine, seed=number)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
