"""What a whole calendar costs beside the plain icalendar way and a writer by hand.

.venv/bin/python -m benchmarks.feeds [--engine sqlite|postgresql] [--repetitions 7] [--json]

A calendar of 1,000 and one of 5,000 meetings, from the database to the last byte, in turn in four
ways: as Indico does it (objects of the database with what they need loaded along, an icalendar
Event each, one to_ical), by hand (plain rows, f-strings, folding), and ours, with events that were
written before and with an empty memory. First it is checked that all give the same bytes.

On a row of its own what a program waits for: a whole GET through the door, with whose address it is
(twice), the digest, packing and keeping; after one meeting changed, as it is and packed, and for a
program that has nothing while nothing changed. The bars are of making the calendar alone.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import statistics
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from functools import partial
from time import perf_counter
from typing import Any

from flask import Flask
from sqlalchemy import insert

from app.core import clock
from app.core.database import db
from app.feeds.actions import subscribe
from app.feeds.content.calendars import calendar_of
from app.feeds.content.rendered import rendered_events
from app.feeds.models import Subscription
from app.feeds.parts import Options, Wanted
from app.meetings.agenda_models import Paper
from app.meetings.models import Attendance, Meeting
from app.people.models import Person
from benchmarks.feed_ways import by_hand, plainly
from drills.databases import ENGINES, Place, release
from tests.engines import Servers
from tests.factories import make_body, make_person
from tests.packs.meeting_files import add_paper

SIZES = (1000, 5000)
#: How many times as fast as the plain way, at least and as an aim; how many times as long at most.
WARM_BAR, WARM_AIM, FIRST_BAR = 20.0, 50.0, 1.2
WAYS = ("plain", "by hand", "first", "warm")
#: A whole GET: what changes before it, and how the calendar is asked for.
DOOR = {"changed": (True, "identity"), "packed": (True, "gzip"), "unchanged": (False, "identity")}
ROOT = "https://vooroverleg.example"
Ways = Mapping[str, Callable[[], bytes]]


def fill(size: int) -> Person:
    """A reader, and so many meetings around today, a third of them with papers."""
    reader = make_person("secretary")
    people = [make_person("alderman") for _number in range(12)]
    bodies = [make_body().id for _number in range(25)]
    meetings = [_meeting(number, size, bodies[number % 25]) for number in range(size)]
    db.session.execute(insert(Meeting), meetings)
    going = [
        {"meeting_id": one["id"], "person_id": people[(one["id"] + step) % 12].id}
        for one in meetings
        for step in (0, 5)
    ]
    going[0]["in_place_of_id"] = people[3].id
    for row in going:
        row.setdefault("in_place_of_id", None)
    db.session.execute(insert(Attendance), going)
    db.session.commit()
    first = add_paper(db.session.get_one(Meeting, 1))
    papers = [
        {
            "meeting_id": one["id"],
            "position": number,
            "title": f"Stuk {number}",
            "file_name": "stuk.pdf",
            "file_id": first.file_id,
            "pages": 1,
            "received_on": clock.today() - timedelta(days=number),
            "uploaded_by_id": reader.id,
            "uploaded_at": clock.now(),
        }
        for one in meetings[::3]
        for number in range(1, 4)
    ]
    db.session.execute(insert(Paper), papers)
    db.session.commit()
    return reader


def _meeting(number: int, size: int, body_id: int) -> dict[str, Any]:
    day = clock.today() + timedelta(days=number * 600 // size - 80)
    start = clock.from_local(datetime.combine(day, time(9, number % 4 * 15)))
    return {
        "id": number + 1,
        "uid": f"{uuid.uuid5(uuid.NAMESPACE_URL, str(number))}@vooroverleg",
        "body_id": body_id,
        "title": "" if number % 3 else f"Extra overleg over de begroting, deel {number}",
        "starts_at": start,
        "ends_at": start + timedelta(minutes=90),
        "place": "Provinciehuis, Statenzaal; ingang Martinikerkhof",
        "online_url": f"https://overleg.example/kamer/{number:08d}" if number % 2 else "",
        "status": ("planned", "confirmed")[number % 2],
        "closed": number % 5 == 0,
        "sequence": number % 4,
        "revised_at": clock.now().replace(microsecond=0) - timedelta(hours=number),
    }


def ways(app: Flask, subscription_id: int) -> Ways:
    """The four ways to the same bytes, each as a request of its own."""
    name = "Vooroverleg: Alle vergaderingen"

    def within(make: Callable[[Subscription], bytes]) -> bytes:
        with app.test_request_context(base_url=ROOT):
            subscription = db.session.get_one(Subscription, subscription_id)
            body = make(subscription)
            db.session.remove()
            return body

    def first(subscription: Subscription) -> bytes:
        rendered_events().clear()
        return calendar_of(subscription, clock.today())

    return {
        "plain": partial(within, lambda one: plainly(one.person, name)),
        "by hand": partial(within, lambda one: by_hand(one.person, name)),
        "first": partial(within, first),
        "warm": partial(within, lambda one: calendar_of(one, clock.today())),
    }


def ask(app: Flask, address: str, encoding: str) -> tuple[float, bytes]:
    """A whole GET of an address: how many milliseconds, and the calendar."""
    client = app.test_client()
    gc.collect()
    begun = perf_counter()
    answer = client.get(address, base_url=ROOT, headers={"Accept-Encoding": encoding})
    body = answer.data
    passed = 1000 * (perf_counter() - begun)
    answer.close()
    if answer.status_code != 200:
        raise SystemExit(f"the address answers {answer.status_code}")
    return passed, gzip.decompress(body) if encoding == "gzip" else body


def change(app: Flask, place: str) -> None:
    """Somebody moves one meeting to another room."""
    with app.app_context():
        db.session.get_one(Meeting, 7).place = place
        db.session.commit()
        db.session.remove()


def timed(
    app: Flask, found: Ways, address: str, repetitions: int
) -> tuple[dict[str, float], dict[str, bytes]]:
    """The median of each way and of each GET; and what they gave last."""
    times: dict[str, list[float]] = {name: [] for name in (*found, *DOOR)}
    bodies: dict[str, bytes] = {}
    for number in range(repetitions):
        for name, way in found.items():
            gc.collect()
            begun = perf_counter()
            way()
            times[name].append(1000 * (perf_counter() - begun))
        for name, (changes, encoding) in DOOR.items():
            if changes:
                change(app, f"Kamer {number}, {encoding}")
            passed, bodies[name] = ask(app, address, encoding)
            times[name].append(passed)
    return {name: statistics.median(one) for name, one in times.items()}, bodies


def measure(engine: str, size: int, repetitions: int) -> dict[str, Any]:
    """The median of each way, in milliseconds, after a round that does not count."""
    servers = Servers()
    app: Flask | None = None
    try:
        app = Place(servers.make_templates().clone(engine), servers.folder / "data").app()
        with app.test_request_context(method="POST"):
            reader = fill(size)
            made, token = subscribe(reader, [Wanted("all")], actor=reader, options=Options())
            db.session.commit()
            found = ways(app, made.id)
            db.session.remove()
        bodies = {name: way() for name, way in found.items()}
        events = bodies["plain"].count(b"BEGIN:VEVENT")
        if events != size or len(set(bodies.values())) != 1:
            raise SystemExit(f"the ways differ: {[(n, len(b)) for n, b in bodies.items()]}")
        ask(app, address := f"/feeds/{token}/agenda.ics", "identity")
        figures, given = timed(app, found, address, repetitions)
        if given["unchanged"] != found["plain"]():
            raise SystemExit("the address gives another calendar")
        return {"engine": engine, "events": size, "octets": len(bodies["plain"]), **figures}
    finally:
        if app is not None:
            release(app)
        servers.stop()


def met(one: Mapping[str, Any]) -> bool:
    """Whether the bars of the issue are met."""
    return bool(
        one["plain"] / one["warm"] >= WARM_BAR
        and one["warm"] <= one["by hand"]
        and one["first"] <= FIRST_BAR * one["plain"]
    )


def main() -> int:
    """Measure, print, and end with 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description="What a whole calendar costs.")
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = [
        measure(engine, size, asked.repetitions)
        for engine in asked.engine or ENGINES
        for size in SIZES
    ]
    if asked.json:
        print(json.dumps(found))
    for one in () if asked.json else found:
        print(
            f"{one['engine']}, {one['events']} events, {one['octets'] // 1000} kB: "
            + ", ".join(f"{name} {one[name]:.1f} ms" for name in WAYS)
            + f"; warm is {one['plain'] / one['warm']:.0f} times as fast as plain (bar "
            f"{WARM_BAR:.0f}, aim {WARM_AIM:.0f}) and {one['by hand'] / one['warm']:.1f} times as "
            f"fast as by hand; first takes {one['first'] / one['plain']:.2f} times plain (at most "
            f"{FIRST_BAR})"
        )
        print(
            f"  a whole GET: after a change {one['changed']:.1f} ms, packed {one['packed']:.1f} ms"
            f" (plain, without all that, takes {one['plain'] / one['packed']:.1f} times as long); "
            f"unchanged, for who has nothing, {one['unchanged']:.1f} ms"
        )
    return 0 if all(map(met, found)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
