"""What an event says of a meeting, and what it does not: words of papers, alarms, "Bezet"."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from flask import Flask
from icalendar import Calendar

from app.core import clock
from app.core.database import db
from app.feeds.parts import Wanted
from app.meetings.models import Attendance
from config import ROOT
from tests.client import CheckingClient
from tests.factories import (
    make_body,
    make_item,
    make_meeting,
    make_partnership,
    make_person,
    make_serving,
)
from tests.feeds.calendars import events_in, fetch, make_feed, make_feed_of
from tests.packs.meeting_files import add_paper

ALL = Wanted("all")


def test_an_event_says_where_who_and_of_which_partnership(
    app: Flask, client: CheckingClient
) -> None:
    partnership = make_partnership(name="Werkplein; Ability, Noord", abbreviation="WPA")
    meeting = make_meeting(
        body=make_body(partnership=partnership, name="Stuurgroep"),
        place="Raadhuis, kamer 2",
        online_url="https://overleg.example/9",
        closed=True,
    )
    absent = make_person("alderman", name="Lid van het college")
    meeting.attendances = [
        Attendance(person=absent, going=False),
        Attendance(person=make_person(name="Vervanger"), in_place_of=absent),
        Attendance(person=make_person(name="Adviseur")),
    ]
    db.session.commit()
    event = events_in(fetch(client, make_feed(make_person(), "all")))[meeting.uid]
    assert str(event["SUMMARY"]) == "Stuurgroep · WPA"
    assert str(event["LOCATION"]) == "Raadhuis, kamer 2 · https://overleg.example/9"
    assert event["CATEGORIES"].cats == ["Werkplein; Ability, Noord"]
    page = f"http://localhost/meetings/{meeting.id}"
    assert str(event["DESCRIPTION"]).split("\n") == [
        "Niveau: bestuurlijk",
        "Wie gaat: Adviseur, Vervanger (als plaatsvervanger van Lid van het college)",
        "Besloten",
        page,
    ]
    assert str(event["URL"]) == page
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == meeting.revised_at
    assert not {"METHOD", "ORGANIZER", "ATTENDEE", "CLASS"} & event.keys()
    assert event.subcomponents == []


def test_the_state_of_papers_counts_those_that_everybody_may_see(
    app: Flask, client: CheckingClient
) -> None:
    reader, meeting = make_person(), make_meeting()
    address = make_feed(reader, "all")

    def lines() -> list[str]:
        event = events_in(fetch(client, address))[meeting.uid]
        return [one for one in str(event["DESCRIPTION"]).split("\n") if "Stukken" in one]

    add_paper(make_item(meeting), circle=(reader,))
    assert lines() == []
    item = make_item(meeting)
    add_paper(item, received_on=date(2026, 11, 20))
    assert lines() == ["Stukken: 1 ontvangen, op 20 november 2026"]
    later = add_paper(meeting, received_on=date(2026, 12, 1))
    assert lines() == ["Stukken: 2 ontvangen, laatste op 1 december 2026"]
    later.withdrawn_at = clock.now()
    db.session.commit()
    assert lines() == ["Stukken: 1 ontvangen, op 20 november 2026"]
    item.withdrawn_at = clock.now()
    db.session.commit()
    assert lines() == []


def test_a_person_who_may_not_know_more_reads_that_somebody_is_taken(
    app: Flask, client: CheckingClient
) -> None:
    secretary, alderman = make_person("secretary"), make_person("alderman")
    make_serving(secretary, alderman)
    meeting = make_meeting(
        circle=(alderman,),
        alderman=alderman,
        title="Vertrouwelijk",
        place="Kluis",
        status="confirmed",
    )
    address = make_feed_of(secretary, Wanted("person", of_person_id=alderman.id), alarm_minutes=15)
    body = fetch(client, address)
    event = events_in(body)[meeting.uid]
    assert {name: str(event[name]) for name in ("SUMMARY", "STATUS", "TRANSP", "CLASS")} == {
        "SUMMARY": "Bezet",
        "STATUS": "CONFIRMED",
        "TRANSP": "OPAQUE",
        "CLASS": "PRIVATE",
    }
    stamps = {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND"}
    assert set(event) == stamps | {"SUMMARY", "STATUS", "TRANSP", "CLASS"}
    assert event.subcomponents == []
    assert b"Vertrouwelijk" not in body
    assert b"Kluis" not in body
    secretary.language = "en"
    db.session.commit()
    assert str(events_in(fetch(client, address))[meeting.uid]["SUMMARY"]) == "Busy"
    assert events_in(fetch(client, make_feed(alderman)))[meeting.uid]["LOCATION"] == "Kluis"


def test_an_alarm_rings_only_where_it_was_asked_for(app: Flask, client: CheckingClient) -> None:
    person, meeting = make_person(), make_meeting(title="Overleg; met, tekens")
    cancelled = make_meeting(status="cancelled", cancelled_at=clock.now())
    assert b"VALARM" not in fetch(client, make_feed(person, "all"))
    events = events_in(fetch(client, make_feed_of(person, ALL, alarm_minutes=60), alarms=True))
    (alarm,) = events[meeting.uid].subcomponents
    assert alarm["TRIGGER"].dt == timedelta(minutes=-60)
    assert str(alarm["ACTION"]) == "DISPLAY"
    assert "Overleg; met, tekens" in str(alarm["DESCRIPTION"])
    assert events[cancelled.uid].subcomponents == []


def test_the_colour_of_a_calendar_is_that_of_the_calendar(
    app: Flask, client: CheckingClient
) -> None:
    person = make_person()
    make_meeting()
    plain = Calendar.from_ical(fetch(client, make_feed(person, "all")))
    coloured = Calendar.from_ical(fetch(client, make_feed_of(person, ALL, color="teal")))
    assert "COLOR" not in plain
    assert str(coloured["COLOR"]) == "teal"
    assert all("COLOR" not in event for event in coloured.walk("VEVENT"))


HOSTILE = """
from datetime import UTC, datetime, timedelta
from app.feeds.content.ical import Entry
from tests.feeds.calendars import calendar_text
from tests.feeds.linter import lint

nasty = "a\\x00b\\r\\nEND:VEVENT\\r\\nBEGIN:VALARM\\x85\\u2028" + "é;,\\\\" * 40
start = datetime(2027, 1, 12, 9, tzinfo=UTC)
entry = Entry(
    nasty, nasty, start, start + timedelta(hours=1), start, place=nasty, online_url=nasty,
    page_url="https://a.example/\\r\\nATTENDEE:x", category=nasty, lines=(nasty, nasty),
)
body = calendar_text(nasty, [entry], color="teal")
print([(one.rule, one.words) for one in lint(body)], body.hex())
"""


def test_nothing_breaks_out_of_its_line_without_assertions_either() -> None:
    """`python -O` switches off the assertions with which the library guards its lines."""
    written = [
        subprocess.run(
            [sys.executable, *flags, "-c", HOSTILE],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for flags in ((), ("-O",))
    ]
    assert written[0] == written[1]
    assert written[0].startswith("[] ")
    body = bytes.fromhex(written[0].split()[-1])
    names = {line.split(b":")[0].split(b";")[0] for line in body.split(b"\r\n")}
    assert not names & {b"METHOD", b"ATTENDEE", b"VALARM"}
    assert body.count(b"\r\nBEGIN:VALARM") == 0
    assert body.count(b"\r\nEND:VEVENT\r\n") == 1


@pytest.mark.parametrize("language", ["nl", "en"])
def test_words_are_in_the_language_of_the_reader(
    app: Flask, client: CheckingClient, language: str
) -> None:
    meeting = make_meeting(status="cancelled", cancelled_at=clock.now())
    event = events_in(fetch(client, make_feed(make_person(language=language), "all")))[meeting.uid]
    word = {"nl": "GEANNULEERD: ", "en": "CANCELLED: "}[language]
    assert str(event["SUMMARY"]).startswith(word)
