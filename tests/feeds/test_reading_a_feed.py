"""What programs get at the address of a feed: a calendar, or a plain refusal, never a page."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.core import clock
from app.core.database import db
from app.core.journal import JournalEntry
from app.core.recorder import Reading
from app.feeds.models import Subscription
from tests.client import CheckingClient, Statements
from tests.engines import configuration
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.feeds.calendars import events_in, fetch, make_feed, titles_in


def subscription() -> Subscription:
    """The one subscription of the test."""
    return db.session.scalars(select(Subscription)).one()


def test_an_unchanged_calendar_is_not_sent_again(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    meeting = make_meeting(officer=officer)
    address = make_feed(officer)
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    meeting.place = "Raadzaal"
    db.session.commit()
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_head_tells_the_same_without_the_calendar(app: Flask, client: CheckingClient) -> None:
    address = make_feed(make_person())
    whole, head = client.get(address), client.head(address)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_headers_keep_the_address_and_its_contents_private(
    app: Flask, client: CheckingClient
) -> None:
    response = client.get(make_feed(make_person()))
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in response.headers


def test_the_name_in_the_address_is_free(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    make_meeting(officer=officer)
    address = make_feed(officer)
    for name in ("x", "Mijn agenda", "map/naam.met.punten"):
        assert fetch(client, address.replace("agenda", name)) == fetch(client, address)


@pytest.mark.parametrize("method", ["PUT", "PROPFIND", "POST", "DELETE", "REPORT"])
def test_a_feed_can_only_be_read(app: Flask, client: CheckingClient, method: str) -> None:
    response = client.open(make_feed(make_person()), method=method)
    assert response.status_code == 405
    assert response.mimetype == "text/plain"
    assert "GET" in response.headers["Allow"]


def test_an_unknown_address_is_a_plain_404(app: Flask, client: CheckingClient) -> None:
    response = client.get("/feeds/geen-bestaand-adres/agenda.ics")
    assert (response.status_code, response.mimetype) == (404, "text/plain")


def test_a_closed_account_is_a_404_at_once(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    address = make_feed(person)
    assert client.get(address).status_code == 200
    person.active = False
    db.session.commit()
    response = client.get(address)
    assert (response.status_code, response.mimetype) == (404, "text/plain")


def test_a_revoked_feed_is_an_empty_calendar(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    make_meeting(officer=officer)
    address = make_feed(officer)
    assert len(events_in(fetch(client, address))) == 1
    subscription().revoked_at = clock.now()
    db.session.commit()
    assert events_in(fetch(client, address)) == {}


def test_a_database_that_is_not_in_order_never_gives_a_page(tmp_path: Path) -> None:
    bare = create_app(configuration(f"sqlite:///{tmp_path / 'empty.sqlite3'}", tmp_path))
    response = bare.test_client().get("/feeds/een-adres/agenda.ics")
    assert (response.status_code, response.mimetype) == (503, "text/plain")
    with bare.app_context():
        db.engine.dispose()


def test_reading_is_noted_afterwards(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    client.get(make_feed(person)).close()
    reading = db.session.scalars(select(Reading).where(Reading.kind == "feed")).one()
    assert (reading.object_id, reading.person_id) == (subscription().id, person.id)


def test_the_token_is_in_no_log_and_no_journal(
    app: Flask, client: CheckingClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    person = make_person()
    make_meeting(officer=person)
    address = make_feed(person)
    token = address.split("/")[2]
    client.get(address).close()
    client.get(address + "x").close()
    client.put(address)
    assert token not in caplog.text
    written = [
        f"{row.action} {row.object_kind} {row.fields}"
        for row in db.session.scalars(select(JournalEntry))
    ]
    assert any("feed.subscribe" in row for row in written)
    assert token not in "".join(written)
    assert subscription().token_hash not in caplog.text


def test_a_cancelled_meeting_stays_a_while_and_says_so(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    meeting = make_meeting(officer=officer, sequence=1)
    address = make_feed(officer)
    before = events_in(fetch(client, address))[meeting.uid]
    meeting.status, meeting.cancelled_at, meeting.sequence = "cancelled", clock.now(), 2
    db.session.commit()
    after = events_in(fetch(client, address))[meeting.uid]
    assert str(after["SUMMARY"]) == f"GEANNULEERD: {before['SUMMARY']}"
    assert (str(after["STATUS"]), str(after["TRANSP"])) == ("CANCELLED", "TRANSPARENT")
    assert after["SEQUENCE"] > before["SEQUENCE"]
    meeting.cancelled_at = clock.now().replace(year=clock.now().year - 1)
    db.session.commit()
    assert titles_in(fetch(client, address)) == []


def test_never_a_word_of_a_note(app: Flask, client: CheckingClient) -> None:
    officer, alderman = make_person(), make_person("alderman")
    meeting = make_meeting(officer=officer, alderman=alderman)
    item = make_item(meeting)
    word = "kanariepiet"
    make_note(
        item,
        state="with_alderman",
        author=officer,
        parts={"ask": word, "core": word, "undisclosed": word},
        mandate=word,
        marking=word,
    )
    for person in (officer, alderman):
        for scope in ("mine", "all", "deadlines"):
            assert word not in fetch(client, make_feed(person, scope)).decode()


def test_statements_do_not_grow_with_meetings(
    app: Flask, client: CheckingClient, statements: Statements
) -> None:
    officer = make_person()
    address = make_feed(officer)
    deadlines = make_feed(officer, "deadlines")

    def counts() -> list[int]:
        found = []
        for one in (address, deadlines):
            with statements.counted() as counted:
                client.get(one)
            found.append(counted.count)
        return found

    for days in range(1, 4):
        make_item(make_meeting(days=days, officer=officer, alderman=make_person("alderman")))
    few = counts()
    for days in range(4, 24):
        make_item(make_meeting(days=days, officer=officer, alderman=make_person("alderman")))
    assert counts() == few
    assert max(few) <= 12
