"""libical finds no error in our feed, and reads in it what the database holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.feeds.parts import Wanted
from tests.client import CheckingClient
from tests.factories import make_item, make_meeting, make_person
from tests.feeds.calendars import events_in, fetch, make_feed, make_feed_of
from tests.feeds.libical import Libical
from tests.feeds.sources import expected, make_year


@pytest.fixture(scope="module")
def libical() -> Libical:
    """The library of the system."""
    try:
        return Libical()
    except OSError:
        pytest.skip("libical ontbreekt (Debian: libical3): of zij onze feed leest, is NIET getest")


def test_the_same_meetings_instants_titles_places_and_statuses(
    app: Flask, client: CheckingClient, libical: Libical
) -> None:
    officer = make_person()
    meetings = make_year(officer)
    errors, correct, found = libical.read(fetch(client, make_feed(officer)))
    assert (errors, correct) == (0, True)
    assert found == expected(meetings)


def test_a_calendar_with_a_colour_and_alarms_has_no_errors_either(
    app: Flask, client: CheckingClient, libical: Libical
) -> None:
    officer = make_person()
    meetings = make_year(officer)
    address = make_feed_of(officer, Wanted("mine"), color="teal", alarm_minutes=15)
    body = fetch(client, address, alarms=True)
    errors, correct, found = libical.read(body)
    assert (errors, correct) == (0, True)
    assert found == expected(meetings)
    assert (b"COLOR:teal" in body, b"BEGIN:VALARM" in body) == (True, True)


def test_deadlines_are_whole_days(app: Flask, client: CheckingClient, libical: Libical) -> None:
    officer = make_person()
    for days in (21, 42, 130, 340):
        make_item(make_meeting(days=days, officer=officer))
    body = fetch(client, make_feed(officer, "deadlines"))
    errors, correct, found = libical.read(body)
    assert (errors, correct) == (0, True)
    wanted = {uid: event["DTSTART"].dt for uid, event in events_in(body).items()}
    assert {uid: one.start for uid, one in found.items()} == wanted
    assert {uid: one.end - timedelta(days=1) for uid, one in found.items()} == wanted


def test_it_does_find_what_is_wrong(app: Flask, client: CheckingClient, libical: Libical) -> None:
    officer = make_person()
    make_meeting(officer=officer)
    body = fetch(client, make_feed(officer))
    assert libical.read(body.replace(b"DTSTART;TZID=", b"DTSTART;VALUE=DURATION;TZID="))[0] > 0
    assert libical.read(body.replace(b"LAST-MODIFIED:", b"LAST-MODIFIED:x"))[0] > 0
    assert not libical.read(body.replace(b"SEQUENCE:0", b"SEQUENCE:0\r\nSEQUENCE:1"))[1]
