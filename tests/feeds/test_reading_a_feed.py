"""What programs get at the address of a feed: a calendar, or a plain refusal, never a page."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.core.recorder import Reading
from app.feeds.models import Subscription
from tests.client import CheckingClient, Statements
from tests.factories import make_item, make_meeting, make_note, make_person
from tests.feeds.calendars import events_in, fetch, make_feed, titles_in


def subscription() -> Subscription:
    """The one subscription of the test."""
    return db.session.scalars(select(Subscription)).one()


def test_the_name_in_the_address_is_free(app: Flask, client: CheckingClient) -> None:
    officer = make_person()
    make_meeting(officer=officer)
    address = make_feed(officer)
    for name in ("x", "Mijn agenda", "map/naam.met.punten"):
        assert fetch(client, address.replace("agenda", name)) == fetch(client, address)


def test_reading_is_noted_afterwards(app: Flask, client: CheckingClient) -> None:
    person = make_person()
    client.get(make_feed(person)).close()
    reading = db.session.scalars(select(Reading).where(Reading.kind == "feed")).one()
    assert (reading.object_id, reading.person_id) == (subscription().id, person.id)


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
    assert max(few) <= 13  # two of them ask whether the address stands: before, and after it
