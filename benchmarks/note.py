"""What a note with a long past costs beside a new one: opening, writing, autosaving, stepping.

.venv/bin/python -m benchmarks.note [--engine sqlite|postgresql] [--repetitions 15] [--json]

Two notes stand on the agenda of one meeting and say the same: one has a single version, the other
200, with 100 remarks, the steps of its way back and forth, and readers of every version. Their
officer does the same things with both in turn, in one process: open its page, open its form, keep
what is typed, offer it and take it back. First it is checked that both pages show the same sheet,
and that both do the same with what is sent.
What is measured is the whole request within the process, from the call of the application to the
last byte of its answer.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from app.briefings.models import Note, NoteStep, NoteVersion, Remark
from app.core import clock
from app.core.database import db
from app.core.recorder import Reading
from app.people.models import Person
from app.people.sessions import start_session
from drills.databases import ENGINES, Place, release
from tests.engines import Servers
from tests.factories import make_item, make_meeting, make_note, make_person

VERSIONS, REMARKS = 200, 100
AIM = 1.3
WARMING = 3
#: What differs between two notes that say the same: their own numbers.
OWN = re.compile(r'(?:id|href|aria-labelledby)="[^"]*"|Agendapunt \d+')
PARTS = {
    key: " ".join([f"Een zin over {key}."] * 12)
    for key in ("ask", "core", "speaking_points", "if_raised", "fallback", "money", "risk")
}


@dataclass
class Side:
    """One of the two notes, with the browser of its officer."""

    note_id: int
    item_id: int
    number: int
    officer: FlaskClient
    window: str = field(default_factory=lambda: str(uuid.uuid4()))
    sequence: int = 0

    def open(self) -> str:
        """Its page."""
        return _page(self.officer.get(f"/notes/{self.note_id}"))

    def write(self) -> str:
        """Its form."""
        return _page(self.officer.get(f"/notes/{self.note_id}/edit"))

    def autosave(self) -> str:
        """Keep what is typed."""
        self.sequence += 1
        values = {key: [text] for key, text in PARTS.items()}
        values["core"] = [f"Half getypt {self.sequence % 10}"]
        body = {"window": self.window, "sequence": self.sequence, "base": self.number}
        answer = self.officer.post(f"/items/{self.item_id}/draft", json={**body, "values": values})
        return _page(answer)

    def step(self) -> str:
        """Offer it, and take it back."""
        return self._take(self.officer, "offer") + self._take(self.officer, "withdraw")

    def _take(self, client: FlaskClient, name: str) -> str:
        answer = client.post(
            f"/notes/{self.note_id}/steps/{name}", data={"step-version": str(self.number)}
        )
        if answer.status_code != 302:
            raise SystemExit(f"{name}: {answer.status_code}")
        return str(answer.location).replace(f"/{self.note_id}", "")


def _page(answer: Any) -> str:
    body: str = answer.get_data(as_text=True)
    if answer.status_code != 200:
        raise SystemExit(f"{answer.request.path} answers {answer.status_code}")
    return body


#: What is measured, by name.
DEEDS: dict[str, Callable[[Side], str]] = {
    "open": Side.open,
    "write": Side.write,
    "autosave": Side.autosave,
    "step": Side.step,
}


@dataclass(frozen=True)
class Figure:
    """What one deed took, in milliseconds (medians)."""

    engine: str
    deed: str
    new: float
    old: float

    @property
    def ratio(self) -> float:
        """How many times as long with a long past."""
        return self.old / self.new


@contextmanager
def both_notes(engine: str) -> Iterator[dict[str, Side]]:
    """The new note and the old one, in one application on this engine."""
    servers = Servers()
    app: Flask | None = None
    try:
        app = Place(servers.make_templates().clone(engine), servers.folder / "note").app()
        app.config["WTF_CSRF_ENABLED"] = False
        yield _sides(app)
    finally:
        if app is not None:
            release(app)
        servers.stop()


def _sides(app: Flask) -> dict[str, Side]:
    with app.test_request_context(method="POST"):
        officer, holder = make_person("officer"), make_person("alderman")
        meeting = make_meeting(officer=officer, alderman=holder)
        notes = {
            name: make_note(make_item(meeting, title="Begroting"), author=officer, parts=PARTS)
            for name in ("new", "old")
        }
        _age(notes["old"], officer, holder)
        browser = _browser(app, officer)
        found = {
            name: Side(note.id, note.item_id, note.current_number, browser)
            for name, note in notes.items()
        }
        db.session.commit()
        db.session.remove()
    return found


def _browser(app: Flask, person: Person) -> FlaskClient:
    token = start_session(person)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return client


def _age(note: Note, officer: Person, holder: Person) -> None:
    """Give a note its past: what it says now is what it said at first."""
    start = clock.now() - timedelta(days=200)
    rows: dict[Any, list[dict[str, Any]]] = {NoteVersion: [], NoteStep: [], Remark: [], Reading: []}
    numbers = range(2, VERSIONS + 1)
    for number in numbers:
        at = start + timedelta(hours=number)
        core = PARTS["core"] if number == VERSIONS else f"{PARTS['core']} {number}"
        version = {"number": number, "parts": {**PARTS, "core": core}, "stance": "agree"}
        rows[NoteVersion].append({**version, "author_id": officer.id, "saved_at": at})
        for step, source, target in (
            ("offer", "concept", "with_alderman"),
            ("withdraw", "with_alderman", "concept"),
        ):
            taken = {"step": step, "from_state": source, "to_state": target, "taken_at": at}
            rows[NoteStep].append({**taken, "version_number": number, "person_id": officer.id})
        for person in (officer, holder):
            seen = {"kind": "note", "object_id": note.id, "object_version": number}
            rows[Reading].append(
                {**seen, "person_id": person.id, "first_at": at, "last_at": at, "times": 1}
            )
    for number in range(REMARKS):
        about = {"part": "core" if number % 2 else "", "version_number": 1 + number}
        remark = {**about, "text": f"Opmerking {number}", "person_id": holder.id, "made_at": start}
        rows[Remark].append({**remark, "settled_at": start if number % 2 else None})
    for table, found in rows.items():
        of_note = {} if table is Reading else {"note_id": note.id}
        db.session.execute(insert(table), [{**row, **of_note} for row in found])
    note.current_number = VERSIONS
    db.session.commit()


def check(sides: dict[str, Side]) -> None:
    """Both say the same and do the same, or there is nothing to compare."""
    for name, pattern in (("open", "article"), ("write", "textarea")):
        shown = {key: _marked(DEEDS[name](side), pattern) for key, side in sides.items()}
        if shown["new"] != shown["old"] or not shown["new"]:
            raise SystemExit(f"{name}: the two notes do not say the same")
    for name in ("autosave", "step"):
        answers = {key: DEEDS[name](side) for key, side in sides.items()}
        if len({re.sub(r'"(?:clock|saved_at)":"[^"]*"', "", one) for one in answers.values()}) > 1:
            raise SystemExit(f"{name}: the two notes do not answer the same: {answers}")


def _marked(page: str, tag: str) -> list[str]:
    """The elements of one kind on a page, without the numbers that each note has of its own; of
    the sheet without the remarks, which only one of the two has.
    """
    found = re.findall(rf"<{tag}\b.*?</{tag}>", page, re.DOTALL)
    bare = (re.sub(r'<ol class="remarks.*?</ol>', "", one, flags=re.DOTALL) for one in found)
    return [re.sub(r"\s+", " ", OWN.sub("", one)) for one in bare]


def measure(engine: str, repetitions: int) -> list[Figure]:
    """Every deed with both notes in turn, so that a busy moment meets both."""
    with both_notes(engine) as sides:
        check(sides)
        times: dict[tuple[str, str], list[float]] = {}
        for number in range(WARMING + repetitions):
            for deed, act in DEEDS.items():
                for name, side in sorted(sides.items(), reverse=number % 2 == 1):
                    start = time.perf_counter()
                    act(side)
                    passed = 1000 * (time.perf_counter() - start)
                    if number >= WARMING:
                        times.setdefault((deed, name), []).append(passed)
        check(sides)
        return [
            Figure(engine, deed, *(statistics.median(times[deed, one]) for one in ("new", "old")))
            for deed in DEEDS
        ]


def main() -> int:
    """Measure on the engines asked for, and print what came out; 1 where the aim is missed."""
    parser = argparse.ArgumentParser(description="What a note with a long past costs.")
    parser.add_argument("--engine", choices=ENGINES)
    parser.add_argument("--repetitions", type=int, default=25)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.repetitions < 5:
        parser.error("at least 5 repetitions")
    highest = 0.0
    for engine in (asked.engine,) if asked.engine else ENGINES:
        figures = measure(engine, asked.repetitions)
        highest = max(highest, *(one.ratio for one in figures))
        for line in _as_json(figures) if asked.json else _as_table(figures):
            print(line)
    return int(highest > AIM)


def _as_json(figures: list[Figure]) -> Iterator[str]:
    for one in figures:
        rounded = {"new": round(one.new, 3), "old": round(one.old, 3)}
        yield json.dumps({**vars(one), **rounded, "ratio": round(one.ratio, 3)})


def _as_table(figures: list[Figure]) -> Iterator[str]:
    yield f"{figures[0].engine}: medians in milliseconds; {VERSIONS} versions, {REMARKS} remarks"
    yield f"{'deed':<10}{'new':>8}{'old':>8}{'ratio':>8}"
    for one in figures:
        yield f"{one.deed:<10}{one.new:>8.2f}{one.old:>8.2f}{one.ratio:>8.2f}"
    yield f"highest ratio {max(one.ratio for one in figures):.2f} (aim {AIM:g})"


if __name__ == "__main__":
    raise SystemExit(main())
