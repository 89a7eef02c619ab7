"""How long pages take: beside a bare Flask page with the same bytes, and in a far larger field.

.venv/bin/python -m benchmarks.pages [--engine sqlite|postgresql] [--repetitions 15] [--json]

Three applications stand in one process: ours with about 2,000 meetings, ours with about 100,000 in
as many partnerships (so that a page shows as much, and only what lies behind it grows), and a bare
Flask application with one view per page that returns what ours returned. An officer with meetings
and notes of their own asks each page of the three in turn; first it is checked that ours and the
bare one give the same bytes, but for the tokens of forms, which differ each time.
What is measured is the whole request within the process: from the call of the application to the
last byte of its answer.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.administration.sample.loading import load_large
from app.administration.sample.synthetic import Size
from app.briefings.models import Note
from app.core import clock
from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.people.models import Person
from app.people.sessions import start_session
from drills.databases import ENGINES, Place, release
from tests.engines import Servers

SMALL, LARGE = Size(290, 1, 1, 1), Size(290, 50, 1, 1)
AIM_RATIO, AIM_GROWTH = 10.0, 1.3
WARMING = 3
TOKEN = re.compile(rb'name="(?:[a-z]+-)?(?:csrf_token|key)"[^>]*value="[^"]*"')


@dataclass(frozen=True)
class Side:
    """One application, with somebody signed in, and where each page is."""

    client: FlaskClient
    addresses: dict[str, str]
    meetings: int = 0

    def fetch(self, page: str) -> bytes:
        """The bytes of a page."""
        answer = self.client.get(self.addresses[page])
        body = answer.get_data()
        if answer.status_code != 200:
            raise SystemExit(f"{self.addresses[page]} answers {answer.status_code}")
        return body


@dataclass(frozen=True)
class Figure:
    """What was measured of one page, in milliseconds."""

    engine: str
    page: str
    bytes: int
    bare: float
    small: float
    large: float

    @property
    def ratio(self) -> float:
        """How many times as long as the bare page."""
        return self.small / self.bare

    @property
    def growth(self) -> float:
        """How many times as long with 50 times as many meetings."""
        return self.large / self.small


@contextmanager
def both_sizes(engine: str) -> Iterator[tuple[Side, Side]]:
    """Our application on two databases of this engine: a small field and a large one."""
    servers = Servers()
    apps: list[Flask] = []
    try:
        templates = servers.make_templates()
        sides = []
        for name, size in (("small", SMALL), ("large", LARGE)):
            place = Place(templates.clone(engine), servers.folder / name)
            apps.append(place.app())
            sides.append(ours(apps[-1], size))
        yield sides[0], sides[1]
    finally:
        for app in apps:
            release(app)
        servers.stop()


def ours(app: Flask, size: Size) -> Side:
    """Our application with a field of this size, and one of its officers signed in."""
    with app.test_request_context(method="POST"):
        load_large(size)
        db.session.commit()
        person = _busy_officer()
        addresses = _addresses(app, person)
        meetings = db.session.scalar(select(func.count(Meeting.id))) or 0
        token = start_session(person)
        db.session.commit()
        db.session.remove()
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return Side(client, addresses, meetings)


def _busy_officer() -> Person:
    """The officer with the most meetings: the same one in a field of either size."""
    found = db.session.scalars(
        select(Person)
        .join(Meeting, Meeting.officer_id == Person.id)
        .group_by(Person.id)
        .order_by(func.count().desc(), Person.id)
    ).first()
    if found is None:
        raise SystemExit("nobody has meetings here")
    return found


def _addresses(app: Flask, person: Person) -> dict[str, str]:
    """Where the pages are: the officer's next meeting, and the note on an item of it."""
    meeting_id, note_id = db.session.execute(
        select(Meeting.id, Note.id)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .join(Note, Note.item_id == AgendaItem.id)
        .where(Meeting.officer_id == person.id, Meeting.starts_at > clock.now())
        .order_by(Meeting.starts_at, Meeting.id, Note.id)
    ).first() or (0, 0)
    found = {
        "start": "/",
        "list": "/meetings/",
        "month": "/meetings/?view=month",
        "meeting": f"/meetings/{meeting_id}",
        "note": f"/notes/{note_id}",
    }
    if any(rule.rule == "/search" for rule in app.url_map.iter_rules()):
        found["search"] = "/search?q=begroting"
    return found


def bare_side(side: Side) -> Side:
    """A bare Flask application that sends the same bytes, checked page by page."""
    app = Flask("bare")
    bodies = {page: side.fetch(page) for page in side.addresses}

    @app.get("/<page>")
    def send(page: str) -> Response:
        return Response(bodies[page], mimetype="text/html")

    bare = Side(app.test_client(), {page: f"/{page}" for page in bodies})
    for page in bodies:
        if TOKEN.sub(b"", bare.fetch(page)) != TOKEN.sub(b"", side.fetch(page)):
            raise SystemExit(f"{page}: the bare page does not send the same bytes")
    return bare


def measure(engine: str, repetitions: int) -> Iterator[Figure]:
    """Every page of the three applications in turn, so that a busy moment meets all three."""
    with both_sizes(engine) as (small, large):
        sides = {"bare": bare_side(small), "small": small, "large": large}
        pages = list(small.addresses)
        sizes = {page: len(small.fetch(page)) for page in pages}
        times: dict[tuple[str, str], list[float]] = {}
        for number in range(WARMING + repetitions):
            for page in pages:
                for name, side in sides.items():
                    start = time.perf_counter()
                    side.fetch(page)
                    passed = 1000 * (time.perf_counter() - start)
                    if number >= WARMING:
                        times.setdefault((page, name), []).append(passed)
        for page in pages:
            medians = {name: statistics.median(times[page, name]) for name in sides}
            yield Figure(engine, page, sizes[page], **medians)


def main() -> None:
    """Measure on the engines asked for, and print what came out."""
    parser = argparse.ArgumentParser(description="How long pages take.")
    parser.add_argument("--engine", choices=ENGINES)
    parser.add_argument("--repetitions", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.repetitions < 5:
        parser.error("at least 5 repetitions")
    for engine in (asked.engine,) if asked.engine else ENGINES:
        figures = list(measure(engine, asked.repetitions))
        for line in _as_json(figures) if asked.json else _as_table(figures):
            print(line)


def _as_json(figures: list[Figure]) -> Iterator[str]:
    for one in figures:
        found: dict[str, Any] = {**vars(one), "ratio": one.ratio, "growth": one.growth}
        yield json.dumps(
            {
                key: round(value, 3) if isinstance(value, float) else value
                for key, value in found.items()
            }
        )


def _as_table(figures: list[Figure]) -> Iterator[str]:
    yield f"{figures[0].engine}: medians in milliseconds"
    yield f"{'page':<9}{'bytes':>8}{'bare':>8}{'ours':>8}{'ratio':>8}{'large':>8}{'growth':>8}"
    for one in figures:
        yield (
            f"{one.page:<9}{one.bytes:>8}{one.bare:>8.2f}{one.small:>8.2f}{one.ratio:>8.1f}"
            f"{one.large:>8.2f}{one.growth:>8.2f}"
        )
    for name, aim in (("ratio", AIM_RATIO), ("growth", AIM_GROWTH)):
        yield f"highest {name} {max(getattr(one, name) for one in figures):.2f} (aim {aim:g})"


if __name__ == "__main__":
    main()
