"""The text of a calendar: what comes out is what went in, in the form that every program reads."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from icalendar.prop import vText

from app.core import clock
from app.core.clock import AMSTERDAM
from app.feeds.content.ical import Entry, clean
from tests.feeds.calendars import calendar_text, events_in
from tests.feeds.linter import lint

REVISED = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
#: Both moments at which the clock changes in 2027.
CLOCK_AHEAD = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
CLOCK_BACK = datetime(2027, 10, 31, 1, 0, tzinfo=UTC)
#: Around both nights on which the clock changes, and far from them.
DAYS = (
    date(2027, 1, 12),
    date(2027, 3, 26),
    date(2027, 3, 28),
    date(2027, 3, 29),
    date(2027, 7, 6),
    date(2027, 10, 29),
    date(2027, 10, 31),
    date(2027, 11, 1),
)


def entry(day: date = DAYS[0], **fields: object) -> Entry:
    """A meeting at 09.30 local time."""
    start = datetime(day.year, day.month, day.day, 9, 30, tzinfo=AMSTERDAM)
    base = Entry("one@vooroverleg", "Overleg", start, start + timedelta(minutes=90), REVISED)
    return Entry(**{**vars(base), **fields})


def start_of(source: Entry) -> datetime:
    """The instant at which a meeting begins."""
    assert isinstance(source.start, datetime)
    return source.start.astimezone(UTC)


@given(
    name=st.text(min_size=1, max_size=120).filter(clean),
    title=st.text(min_size=1, max_size=200),
    place=st.text(max_size=120),
    category=st.text(max_size=80),
    lines=st.lists(st.text(max_size=200), max_size=4),
)
def test_any_text_comes_back_and_keeps_to_the_form(
    name: str, title: str, place: str, category: str, lines: list[str]
) -> None:
    source = entry(title=title, place=place, category=category, lines=tuple(lines))
    body = calendar_text(name, [source])
    assert lint(body) == []
    event = events_in(body)["one@vooroverleg"]
    assert str(Calendar.from_ical(body)["NAME"]) == vText(clean(name)).to_ical().decode()
    assert str(event["SUMMARY"]) == clean(title)
    assert str(event.get("LOCATION", "")) == clean(place)
    assert str(event.get("DESCRIPTION", "")) == clean("\n".join(lines))


def test_control_characters_are_gone() -> None:
    nasty = "a\x00b\x07c\x0bd\x1be\x7ff\x85g\u2028h"
    body = calendar_text(nasty, [entry(title=nasty, place=nasty, category=nasty, lines=(nasty,))])
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", body)
    assert "\u2028" not in body.decode()
    assert str(events_in(body)["one@vooroverleg"]["SUMMARY"]) == "a b c d e f g h"


def test_what_would_break_a_line_is_escaped() -> None:
    nasty = "x\r\nEND:VEVENT\r\nBEGIN:VALARM; komma, en \\n"
    body = calendar_text("A", [entry(title=nasty)])
    assert b"\r\nBEGIN:VALARM" not in body
    assert body.count(b"END:VEVENT") == 2  # once as text, once as the end
    assert str(events_in(body)["one@vooroverleg"]["SUMMARY"]) == nasty.replace("\r\n", "\n")


@given(
    st.lists(
        st.tuples(
            st.one_of(
                st.integers(0, 60 * 24 * 365 * 3).map(lambda m: REVISED + timedelta(minutes=m)),
                st.integers(-120, 180).map(lambda m: CLOCK_BACK + timedelta(minutes=m)),
                st.integers(-120, 180).map(lambda m: CLOCK_AHEAD + timedelta(minutes=m)),
            ),
            st.integers(1, 60 * 24 * 3),
            st.sampled_from(("TENTATIVE", "CONFIRMED", "CANCELLED")),
            st.integers(0, 300),
        ),
        max_size=6,
    )
)
def test_any_moments_come_back_as_the_same_instants(
    sources: list[tuple[datetime, int, str, int]],
) -> None:
    entries = [
        entry(
            uid=str(number),
            start=clock.local(start),
            end=clock.local(start + timedelta(minutes=minutes)),
            status=status,
            sequence=sequence,
        )
        for number, (start, minutes, status, sequence) in enumerate(sources)
    ]
    body = calendar_text("Agenda", entries)
    assert lint(body) == []
    events = events_in(body)
    for number, (start, minutes, status, sequence) in enumerate(sources):
        event = events[str(number)]
        assert event.start.astimezone(UTC) == start
        assert event.end.astimezone(UTC) == start + timedelta(minutes=minutes)
        assert (str(event["STATUS"]), int(event["SEQUENCE"])) == (status, sequence)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_local_time_is_kept_on_every_side_of_the_clock_change(day: date) -> None:
    source = entry(day)
    body = calendar_text("A", [source])
    event = events_in(body)["one@vooroverleg"]
    assert f"DTSTART;TZID=Europe/Amsterdam:{day:%Y%m%d}T093000".encode() in body
    assert event.start.astimezone(UTC) == start_of(source)
    assert (event.start.hour, event.start.minute) == (9, 30)


@pytest.mark.parametrize("change", [CLOCK_AHEAD, CLOCK_BACK], ids=str)
def test_around_a_change_of_the_clock_moments_are_in_utc(change: datetime) -> None:
    for minutes in (-60, -59, -30, -1, 0, 1, 30, 59, 60):
        start = clock.local(change + timedelta(minutes=minutes))
        body = calendar_text("A", [entry(start=start, end=start + timedelta(hours=9))])
        assert f"DTSTART:{start.astimezone(UTC):%Y%m%dT%H%M%SZ}".encode() in body
    for hours in (-4, 5):
        start = clock.local(change + timedelta(hours=hours))
        body = calendar_text("A", [entry(start=start, end=start + timedelta(hours=30))])
        assert f"DTSTART;TZID=Europe/Amsterdam:{start:%Y%m%dT%H%M%S}".encode() in body


def test_the_zone_stands_once_before_the_events_in_its_rule_form() -> None:
    body = calendar_text("A", [entry(day, uid=str(day)) for day in DAYS])
    assert body.count(b"BEGIN:VTIMEZONE") == 1
    assert body.index(b"END:VTIMEZONE") < body.index(b"BEGIN:VEVENT")
    assert b"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in body
    assert b"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in body
    assert b"RDATE" not in body


def test_programs_hear_how_the_calendar_is_called_and_when_to_look_again() -> None:
    calendar: Any = Calendar.from_ical(calendar_text("Mijn vergaderingen", []))
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "Mijn vergaderingen"
    assert calendar["X-WR-TIMEZONE"] == "Europe/Amsterdam"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert calendar["VERSION"] == "2.0"
    assert "METHOD" not in calendar


def test_a_deadline_is_a_whole_day_that_takes_no_time() -> None:
    day = date(2027, 1, 12)
    body = calendar_text("A", [entry(start=day, end=day + timedelta(days=1))])
    event = events_in(body)["one@vooroverleg"]
    assert event["DTSTART"].dt == day
    assert event["DTEND"].dt == day + timedelta(days=1)
    assert event["TRANSP"] == "TRANSPARENT"


def test_the_same_facts_give_the_same_bytes() -> None:
    entries = [entry(day, uid=str(day), status="CANCELLED", sequence=3) for day in DAYS]
    assert calendar_text("A", entries) == calendar_text("A", entries)
