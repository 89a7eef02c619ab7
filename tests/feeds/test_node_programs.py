"""node-ical and ical.js read in our feed what the database holds."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.core import clock
from app.feeds.parts import Wanted
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_person
from tests.feeds.calendars import events_in, fetch, make_feed, make_feed_of
from tests.feeds.sources import Seen, expected, make_year, read_with_node

SCRIPTS = ("node-ical.mjs", "ical-js.mjs")


def read(script: str, path: Path) -> dict[str, dict[str, Any]]:
    """The events by UID as a program reads them."""
    events = json.loads(read_with_node(script, path))
    found = {event["uid"]: event for event in events}
    assert len(found) == len(events)
    return found


def as_seen(event: dict[str, Any]) -> Seen:
    """One event in the terms of the database."""
    if event["allDay"]:
        start, end = (clock.local(_instant(event[key])).date() for key in ("start", "end"))
        return Seen(event["title"], start, end, event["place"], event["status"])
    start, end = _instant(event["start"]), _instant(event["end"])
    return Seen(event["title"], start, end, event["place"], event["status"])


def misread(one: Seen) -> Seen:
    """A known fault of node-ical: it takes an escaped backslash before an n for a line end.

    It replaces one escape after the other over the whole text; nothing that we could write
    instead would come out right.
    """
    return replace(one, title=one.title.replace("\\n", "\\\n"))


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_same_meetings_instants_titles_places_and_statuses(
    app: Flask, client: CheckingClient, tmp_path: Path, script: str
) -> None:
    officer = make_person()
    meetings = make_year(officer)
    path = tmp_path / "feed.ics"
    path.write_bytes(fetch(client, make_feed(officer)))
    found = {uid: as_seen(event) for uid, event in read(script, path).items()}
    wanted = expected(meetings)
    if script == "node-ical.mjs":
        wanted = {uid: misread(one) for uid, one in wanted.items()}
    assert found == wanted


@pytest.mark.parametrize("script", SCRIPTS)
def test_deadlines_are_whole_days(
    app: Flask, client: CheckingClient, tmp_path: Path, script: str
) -> None:
    officer = make_person()
    for days in (21, 42, 130, 340):
        make_item(make_meeting(days=days, officer=officer))
    path = tmp_path / "feed.ics"
    path.write_bytes(fetch(client, make_feed(officer, "deadlines")))
    found = {uid: as_seen(event) for uid, event in read(script, path).items()}
    wanted = {
        uid: (str(event["SUMMARY"]), event["DTSTART"].dt, event["DTSTART"].dt + timedelta(days=1))
        for uid, event in events_in(path.read_bytes()).items()
    }
    assert {uid: (one.title, one.start, one.end) for uid, one in found.items()} == wanted
    assert len(wanted) == 4


def test_ical_js_uses_the_zone_that_the_feed_brings(
    app: Flask, client: CheckingClient, tmp_path: Path
) -> None:
    officer = make_person()
    meeting = make_meeting(officer=officer, sequence=7)
    path = tmp_path / "feed.ics"
    path.write_bytes(fetch(client, make_feed(officer)))
    event = read("ical-js.mjs", path)[meeting.uid]
    assert (event["zone"], event["hasOwnZone"]) == ("Europe/Amsterdam", True)
    assert event["sequence"] == 7


def test_ical_js_rings_where_somebody_asked_for_it_only(
    app: Flask, client: CheckingClient, tmp_path: Path
) -> None:
    officer = make_person()
    meetings = make_year(officer)
    path = tmp_path / "feed.ics"
    address = make_feed_of(officer, Wanted("mine"), color="teal", alarm_minutes=15)
    path.write_bytes(fetch(client, address, alarms=True))
    found = read("ical-js.mjs", path)
    rung = {meeting.uid: meeting.status != "cancelled" for meeting in meetings}
    assert {uid: event["alarms"] for uid, event in found.items()} == {
        uid: ["-PT15M"] * rings for uid, rings in rung.items()
    }
    path.write_bytes(fetch(client, make_feed(officer)))
    assert not any(event["alarms"] for event in read("ical-js.mjs", path).values())


def _instant(text: str) -> datetime:
    """A moment; a bare date is the midnight of our own clock, as node-ical says it."""
    if len(text) == len("2027-01-12"):
        return clock.from_local(datetime.combine(date.fromisoformat(text), datetime.min.time()))
    return datetime.fromisoformat(text).astimezone(UTC)
