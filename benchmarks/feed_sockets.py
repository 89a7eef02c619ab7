"""What an unchanged calendar costs over a socket, beside a file that does not change either.

.venv/bin/python -m benchmarks.feed_sockets [--engine sqlite|postgresql] [--repetitions 7] [--json]

One server as ./run starts it. On connections that stay open, in turn: the calendar of 100 events
and that of 5,000, each by a program that has it (304), and one of our own stylesheets, by a browser
that has it (304) and by one that has not (200). What is measured is from the first byte that is
sent to the last that came; per repetition the median of many requests, of those again the median.
"""

from __future__ import annotations

import argparse
import json
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import insert

from app.core import clock
from app.core.database import db
from app.feeds.actions import subscribe
from app.feeds.models import Scope
from app.feeds.parts import Wanted
from app.meetings.models import Meeting
from app.people.models import Person
from drills.databases import ENGINES, Place, release
from drills.programs import Programs
from tests.engines import Servers
from tests.factories import make_body, make_person

SIZES = (100, 5_000)
STATIC = "/static/css/tokens.css"
AIM_RATIO, AIM_GROWTH = 2.0, 1.2
#: Requests of each kind in one repetition, after as many to warm up in the first one.
REQUESTS = 200


@dataclass(frozen=True)
class Figure:
    """What was measured with one engine, in milliseconds."""

    engine: str
    static_200: float
    static_304: float
    feed_100: float
    feed_5000: float

    @property
    def ratio(self) -> float:
        """How many times as long as the file: the dearer of both calendars."""
        return max(self.feed_100, self.feed_5000) / self.static_304

    @property
    def growth(self) -> float:
        """How many times as long with fifty times as many events."""
        return self.feed_5000 / self.feed_100


class Asker:
    """A connection that stays open, and one request that is sent on it again and again."""

    def __init__(self, port: int, path: str, status: int, tag: str = "") -> None:
        self.port = port
        self.status = f" {status} ".encode()
        held = f"If-None-Match: {tag}\r\n" if tag else ""
        self.request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{held}\r\n".encode()
        self.connection = self._connect()

    def ask(self) -> float:
        """Milliseconds from the first byte sent to the last one received."""
        start = time.perf_counter()
        self.connection.sendall(self.request)
        answer = self.connection.recv(65536)
        head, _end, body = answer.partition(b"\r\n\r\n")
        length = _length(head)
        while len(body) < length:
            body += self.connection.recv(65536)
        passed = 1000 * (time.perf_counter() - start)
        if self.status not in head.split(b"\r\n", 1)[0]:
            raise SystemExit(f"not{self.status.decode()}but {head[:60]!r}")
        return passed

    def median(self, requests: int) -> float:
        """The median of so many requests, on a new connection: an idle one is closed."""
        self.connection.close()
        self.connection = self._connect()
        return statistics.median(self.ask() for _request in range(requests))

    def _connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


@contextmanager
def served(engine: str) -> Iterator[tuple[int, dict[int, str]]]:
    """A server with a calendar of each size; gives its port and their addresses."""
    servers = Servers()
    app: Flask | None = None
    try:
        place = Place(servers.make_templates().clone(engine), servers.folder / "served")
        app = place.app()
        with app.test_request_context(method="POST"):
            addresses = {size: _calendar(size) for size in SIZES}
        programs = Programs(place)  # one process of eight threads, as ./run
        programs.start("server")
        try:
            programs.wait_until_up()
            yield programs.port, addresses
        finally:
            programs.stop()
    finally:
        if app is not None:
            release(app)
        servers.stop()


def _calendar(size: int) -> str:
    """The address of a calendar with so many meetings, within the time that calendars show."""
    reader: Person = make_person()
    body = make_body()
    first = clock.from_local(
        datetime.combine(clock.today() - timedelta(days=80), datetime.min.time())
    )
    rows = []
    for number in range(size):
        start = first + timedelta(days=number % 600, hours=8 + number // 600 % 9)
        rows.append(
            {
                "uid": f"meeting-{size}-{number}@vooroverleg",
                "body_id": body.id,
                "title": f"Overleg {number}",
                "place": "Raadzaal",
                "starts_at": start,
                "ends_at": start + timedelta(hours=1),
                "revised_at": clock.now(),
            }
        )
    db.session.execute(insert(Meeting), rows)
    wanted = [Wanted(Scope.PARTNERSHIP, partnership_id=body.partnership_id)]
    _subscription, token = subscribe(reader, wanted, actor=reader)
    db.session.commit()
    return f"/feeds/{token}/agenda.ics"


def fetch(port: int, path: str) -> tuple[str, bytes]:
    """The tag and the bytes at an address, on a connection of its own."""
    with socket.create_connection(("127.0.0.1", port)) as one:
        one.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while piece := one.recv(65536):
            answer += piece
    head, _end, body = answer.partition(b"\r\n\r\n")
    (tag,) = (line[5:].strip() for line in head.split(b"\r\n") if line.lower().startswith(b"etag:"))
    return tag.decode(), body


def measure(engine: str, repetitions: int) -> Figure:
    """All four in turn, so that a busy moment meets all of them."""
    with served(engine) as (port, addresses):
        askers = {"static_200": Asker(port, STATIC, 200)}
        askers["static_304"] = Asker(port, STATIC, 304, fetch(port, STATIC)[0])
        for size, address in addresses.items():
            tag, body = fetch(port, address)
            if body.count(b"BEGIN:VEVENT") != size:
                raise SystemExit(f"the calendar of {size} events holds another number")
            askers[f"feed_{size}"] = Asker(port, address, 304, tag)
        times: dict[str, list[float]] = {name: [] for name in askers}
        for asker in askers.values():
            asker.median(REQUESTS)
        for number in range(repetitions):
            for name, asker in sorted(askers.items(), reverse=number % 2 == 1):
                times[name].append(asker.median(REQUESTS))
        return Figure(engine, **{name: statistics.median(one) for name, one in times.items()})


def main() -> int:
    """Measure on the engines asked for, and print what came out; 1 where an aim is missed."""
    parser = argparse.ArgumentParser(description="What an unchanged calendar costs.")
    parser.add_argument("--engine", choices=ENGINES)
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.repetitions < 5:
        parser.error("at least 5 repetitions")
    missed = False
    for engine in (asked.engine,) if asked.engine else ENGINES:
        figure = measure(engine, asked.repetitions)
        missed |= figure.ratio > AIM_RATIO or figure.growth > AIM_GROWTH
        for line in _as_json(figure) if asked.json else _as_table(figure):
            print(line)
    return int(missed)


def _as_json(figure: Figure) -> Iterator[str]:
    found = {**vars(figure), "ratio": figure.ratio, "growth": figure.growth}
    yield json.dumps(
        {key: round(one, 3) if isinstance(one, float) else one for key, one in found.items()}
    )


def _as_table(figure: Figure) -> Iterator[str]:
    yield f"{figure.engine}: medians in milliseconds"
    yield f"{'file 200':>10}{'file 304':>10}{'100 events':>12}{'5,000 events':>14}"
    yield (
        f"{figure.static_200:>10.2f}{figure.static_304:>10.2f}"
        f"{figure.feed_100:>12.2f}{figure.feed_5000:>14.2f}"
    )
    for name, aim in (("ratio", AIM_RATIO), ("growth", AIM_GROWTH)):
        yield f"{name} {getattr(figure, name):.2f} (aim {aim:g})"


if __name__ == "__main__":
    raise SystemExit(main())
