"""What the tests of feeds share: an address, and what a calendar library reads at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Thread
from typing import Any

from flask import Flask
from icalendar import Calendar

from app.core.database import db
from app.feeds.actions import subscribe
from app.feeds.content.ical import END, Entry, event_text, head_text
from app.feeds.models import Subscription
from app.feeds.parts import Options, Wanted
from app.people.models import Person
from tests.client import CheckingClient
from tests.feeds.linter import lint


def make_feed(person: Person, scope: str = "mine", **ids: int) -> str:
    """The address of a new subscription of this person to one thing."""
    return make_feed_of(person, Wanted(scope, **ids))


def make_subscription(person: Person, scope: str = "mine", **ids: int) -> Subscription:
    """A new subscription of this person to one thing, of which nobody knows the address."""
    made, _token = subscribe(person, [Wanted(scope, **ids)], actor=person)
    db.session.commit()
    return made


def make_feed_of(person: Person, *parts: Wanted, **options: Any) -> str:
    """The address of a new subscription of this person to all of these."""
    _made, token = subscribe(person, parts, actor=person, options=Options(**options))
    db.session.commit()
    return f"/feeds/{token}/agenda.ics"


def calendar_text(name: str, entries: Iterable[Entry], color: str | None = None) -> bytes:
    """A calendar of these events, in the order given."""
    return b"".join((head_text(name, color), *map(event_text, entries), END))


def fetch(client: CheckingClient, address: str, *, alarms: bool = False) -> bytes:
    """The calendar at an address, which must be one without a fault; `alarms`: it may have them."""
    response = client.get(address)
    assert response.status_code == 200
    assert response.content_type == "text/calendar; charset=utf-8"
    body: bytes = response.data
    response.close()
    assert lint(body, alarms=alarms) == []
    return body


def events_in(body: bytes) -> dict[str, Any]:
    """The events by their UID, as icalendar reads them back; a double UID is a mistake."""
    events = Calendar.from_ical(body).walk("VEVENT")
    found = {str(event["UID"]): event for event in events}
    assert len(found) == len(events)
    return found


def titles_in(body: bytes) -> list[str]:
    """The titles in the order of the file."""
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(body).walk("VEVENT")]


def meanwhile(app: Flask, deed: Callable[[], object]) -> None:
    """Do something in a transaction of its own, as another thread of the server, and wait."""
    faults: list[Exception] = []

    def do() -> None:
        with app.app_context():
            try:
                deed()
            except Exception as error:  # told in the thread that waits
                faults.append(error)

    other = Thread(target=do)
    other.start()
    other.join()
    assert faults == []
