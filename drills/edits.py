"""Eight processes edit the same notes at once: every edit is saved or answered with the conflict.

Each process reads a note, thinks for a moment, and saves it with one line added, by the
application's own actions. What was saved may never disappear again: each version must hold the
lines of all versions before it.
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from app.administration.checks import check_everything
from app.briefings import actions
from app.briefings.content import Content, of_version
from app.briefings.models import Note, NoteVersion
from app.briefings.queries import get_note
from app.core import clock, journal
from app.core.database import db, let_go, reading
from app.core.errors import Conflict
from app.people.models import Person
from drills.databases import Place, chosen_engines, fresh_place, release
from tests.factories import make_item, make_meeting, make_person

PROCESSES, EDITS, NOTES = 8, 150, 12


@dataclass(frozen=True)
class Edit:
    """One edit as its writer knows it: the version that it became, 0 for a conflict."""

    note_id: int
    number: int
    line: str
    seconds: float


def prepare(place: Place) -> tuple[list[int], list[int]]:
    """A meeting with notes that all eight officers write; gives persons and notes."""
    app = place.app()
    with app.app_context():
        people = [make_person("officer") for _number in range(PROCESSES)]
        meeting = make_meeting(officer=people[0], alderman=make_person("alderman"))
        journal.record("meeting.plan", "meeting", meeting.id, actor_id=people[0].id)
        notes = []
        for _number in range(NOTES):
            item = make_item(meeting)
            note = actions.start_note(item, Content(parts={"core": "Begin."}), people[0])
            actions.set_people(
                note,
                people[0],
                note.version,
                writer_ids=[person.id for person in people[1:]],
                restricted=False,
                circle_ids=[],
            )
            db.session.commit()
            notes.append(note.id)
        person_ids = [person.id for person in people]
    release(app)
    return person_ids, notes


def write(place: Place, person_id: int, notes: list[int], start: Any, results: Any) -> None:
    """One process: its edits, one after another."""
    app = place.app()
    chance = random.Random(person_id)
    start.wait()
    done = []
    try:
        for number in range(EDITS):
            with app.app_context():
                line = f"p{person_id}e{number}"
                done.append(edit(person_id, chance.choice(notes), line, chance))
    finally:
        results.put(done)
    release(app)


def edit(person_id: int, note_id: int, line: str, chance: random.Random) -> Edit:
    """Read, think, save; as two requests of a person do."""
    with reading():
        note = get_note(note_id, db.session.get_one(Person, person_id))
        seen, content = note.current_number, of_version(note.current)
        let_go()
    time.sleep(chance.uniform(0, 0.02))
    begun = time.monotonic()
    added = Content(parts={**content.parts, "core": f"{content.parts['core']}\n{line}"})
    saved = 0
    try:
        person = db.session.get_one(Person, person_id)
        note = get_note(note_id, person)
        actions.save_note(note, added, person, seen)
        saved = note.current_number
        db.session.commit()
    except (Conflict, StaleDataError):
        db.session.rollback()
        saved = 0
    return Edit(note_id, saved, line, time.monotonic() - begun)


def drill(place: Place) -> list[Edit]:
    """Run all processes; gives every edit."""
    people, notes = prepare(place)
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(PROCESSES), context.Queue()
    processes = [
        context.Process(target=write, args=(place, person_id, notes, start, results))
        for person_id in people
    ]
    for process in processes:
        process.start()
    edits = [one for _process in processes for one in results.get(timeout=600)]
    for process in processes:
        process.join(30)
    return edits


def lost(place: Place, edits: list[Edit]) -> list[str]:
    """What is not as the writers were told, in words."""
    app = place.app()
    saved = {(one.note_id, one.number): one.line for one in edits if one.number}
    found = []
    with app.app_context(), reading():
        versions = db.session.scalars(select(NoteVersion).order_by(NoteVersion.number)).all()
        lines = {(one.note_id, one.number): one.parts["core"].split("\n") for one in versions}
        notes = db.session.execute(select(Note.id, Note.current_number)).all()
        for (note_id, number), line in saved.items():
            held = lines.get((note_id, number))
            if held is None or held[-1] != line:
                found.append(f"version {number} of note {note_id} is not the one that was saved")
            elif held[:-1] != lines[note_id, number - 1]:
                found.append(f"version {number} of note {note_id} lost lines of the one before")
        counts = Counter(note_id for note_id, _number in saved)
        for note_id, number in notes:
            if number != counts[note_id] + 1:
                found.append(f"note {note_id} has {number} versions, not {counts[note_id] + 1}")
        found += [one.text for one in check_everything() if one.error]
    release(app)
    return found


def main() -> int:
    """Run the drill on the engines asked for, and print its figures."""
    failed = 0
    for engine in chosen_engines(__doc__ or ""):
        with fresh_place(engine) as place:
            begun = clock.now()
            edits = drill(place)
            seconds = (clock.now() - begun).total_seconds()
            wrong = lost(place, edits)
        saved = sum(one.number > 0 for one in edits)
        slowest = max(one.seconds for one in edits)
        print(
            f"edits {engine}: {PROCESSES} processes x {EDITS} = {len(edits)} edits of {NOTES} "
            f"notes in {seconds:.1f} s; {saved} saved, {len(edits) - saved} conflicts, "
            f"{len(wrong)} lost; slowest save {slowest * 1000:.0f} ms",
            flush=True,
        )
        for sentence in wrong[:20]:
            print(f"  {sentence}")
        failed += bool(wrong) or len(edits) != PROCESSES * EDITS
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
