"""Unchanged calendars are not sent again, changed ones always are; packed only where asked for."""

from __future__ import annotations

import gzip
from datetime import timedelta

from flask import Flask

from app.core import clock
from app.core.database import db
from tests.client import CheckingClient, Statements
from tests.factories import make_meeting, make_person
from tests.feeds.calendars import make_feed


def test_an_unchanged_calendar_is_not_sent_again(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    meeting = make_meeting(officer=officer)
    address = make_feed(officer)
    first = client.get(address)
    tag = first.headers["ETag"]
    for held in (tag, f"W/{tag}", f'"other", {tag}', f'W/"other",W/{tag}', "*"):
        again = client.get(address, headers={"If-None-Match": held})
        assert (again.status_code, again.data) == (304, b""), held
        assert again.headers["ETag"] == tag
        assert "Content-Type" not in again.headers
    meeting.place = "Raadzaal"
    db.session.commit()
    changed = client.get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_a_program_that_wants_no_copy_of_others_gets_its_304(
    app: Flask, client: CheckingClient
) -> None:
    address = make_feed(make_person())
    tag = client.get(address).headers["ETag"]
    for wish in (
        {"Cache-Control": "no-cache"},
        {"Pragma": "no-cache"},
        {"Cache-Control": "max-age=0"},
    ):
        assert client.get(address, headers={"If-None-Match": tag, **wish}).status_code == 304


def test_an_unchanged_calendar_costs_one_statement(
    app: Flask, client: CheckingClient, statements: Statements
) -> None:
    officer = make_person()
    for days in range(1, 6):
        make_meeting(days=days, officer=officer)
    address = make_feed(officer)
    first = client.get(address)
    with statements.counted() as counted:
        assert (
            client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
        )
    assert counted.count == 1
    assert "meeting" not in counted.all[0]


def test_without_a_tag_the_moment_counts(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    meeting = make_meeting(officer=officer)
    address = make_feed(officer)
    moment = client.get(address).headers["Last-Modified"]
    assert client.get(address, headers={"If-Modified-Since": moment}).status_code == 304
    both = {"If-Modified-Since": moment, "If-None-Match": '"other"'}
    assert client.get(address, headers=both).status_code == 200, "a tag goes before a moment"
    meeting.place = "Raadzaal"
    db.session.commit()  # within the same second
    changed = client.get(address, headers={"If-Modified-Since": moment})
    assert changed.status_code == 200
    assert changed.headers["Last-Modified"] != moment


def test_packed_bytes_are_other_bytes_with_a_tag_of_their_own(
    app: Flask, client: CheckingClient
) -> None:
    officer = make_person()
    make_meeting(officer=officer)
    address = make_feed(officer)
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] == plain.headers["ETag"][:-1] + '-gzip"'
    assert packed.data[4:8] == b"\0\0\0\0", "no moment of packing"
    assert client.get(address, headers={"Accept-Encoding": "gzip"}).data == packed.data
    for response in (plain, packed):
        assert response.headers["Vary"] == "Accept-Encoding"
        assert int(response.headers["Content-Length"]) == len(response.data)
    own = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert client.get(address, headers=own).status_code == 304
    others = {"Accept-Encoding": "gzip", "If-None-Match": plain.headers["ETag"]}
    assert client.get(address, headers=others).status_code == 200


def test_headers_keep_the_address_and_its_contents_private(
    app: Flask, client: CheckingClient
) -> None:
    address = make_feed(make_person())
    whole = client.get(address)
    held = client.get(address, headers={"If-None-Match": whole.headers["ETag"]})
    assert whole.content_type == "text/calendar; charset=utf-8"
    for response in (whole, held, client.get("/feeds/unknown/agenda.ics"), client.put(address)):
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in response.headers
    for response in (whole, held):
        assert response.headers["Cache-Control"] == "private, no-cache"


def test_a_new_day_is_asked_anew(app: Flask, client: CheckingClient) -> None:
    """What leaves the window goes without any change in the database."""
    officer = make_person()
    make_meeting(days=-92, officer=officer)
    address = make_feed(officer)
    first = client.get(address)
    held = {
        "If-None-Match": first.headers["ETag"],
        "If-Modified-Since": first.headers["Last-Modified"],
    }
    clock.stop_at(clock.now() + timedelta(days=2))
    later = client.get(address, headers=held)
    assert later.status_code == 200
    assert b"BEGIN:VEVENT" in first.data
    assert b"BEGIN:VEVENT" not in later.data
    assert later.headers["Last-Modified"] != first.headers["Last-Modified"]
