"""When a meeting begins and ends, however a file says so."""

from __future__ import annotations

import pytest

from app.invitations.reading.events import LONGEST_UID
from app.invitations.reading.sentences import why
from tests.invitations.small import event, file_of, occurrences, read

ZONE = ";TZID=Europe/Amsterdam:"
START = f"DTSTART{ZONE}20270115T093000"


def span(*lines: str) -> tuple[str, str, bool]:
    """Start and end in UTC, and whether they are whole days."""
    (one,) = occurrences(event(*lines))
    return f"{one.starts_at:%m-%d %H:%M}", f"{one.ends_at:%m-%d %H:%M}", one.all_day


def refused(*lines: str) -> str:
    """Why an event is refused; the good one beside it is read."""
    reading = read(file_of(event(START, uid="goed"), event(*lines)))
    assert [one.uid for one in reading.occurrences] == ["goed"]
    (refusal,) = reading.refusals
    return refusal.reason


def test_an_end() -> None:
    expected = ("01-15 08:30", "01-15 10:00", False)
    assert span(START, f"DTEND{ZONE}20270115T110000") == expected
    assert span(START, "DTEND:20270115T100000Z") == expected
    assert span(START, "DTEND;TZID=Europe/London:20270115T100000") == expected
    assert span(START, "DURATION:PT1H30M") == expected
    assert span(START, "DURATION:PT5400S", "SUMMARY:x") == expected
    assert span(START, f"DTEND{ZONE}20270115T240000")[1] == "01-15 23:00"


def test_without_an_end_an_hour_is_taken() -> None:
    for lines in ((), (f"DTEND{ZONE}20270115T093000",), ("DURATION:PT0S",)):
        (one,) = occurrences(event(START, *lines))
        assert one.end_assumed
        assert (one.ends_at - one.starts_at).seconds == 3600


def test_whole_days_are_dutch_days() -> None:
    one_day = ("01-14 23:00", "01-15 23:00", True)
    assert span("DTSTART;VALUE=DATE:20270115") == one_day
    assert span("DTSTART:20270115") == one_day
    assert span("DTSTART;VALUE=DATE:20270115T000000") == one_day
    assert span("DTSTART;VALUE=DATE:20270115", "DTEND;VALUE=DATE:20270115") == one_day
    assert span("DTSTART;VALUE=DATE:20270115", "DURATION:P1D") == one_day
    three_days = ("01-14 23:00", "01-17 23:00", True)
    assert span("DTSTART;VALUE=DATE:20270115", "DTEND;VALUE=DATE:20270118") == three_days
    assert span("DTSTART;VALUE=DATE:20270115", "DTEND:20270117T120000") == three_days
    summer = ("03-27 23:00", "03-28 22:00", True)
    assert span("DTSTART;VALUE=DATE:20270328") == summer


def test_midnights_are_whole_days_where_exchange_says_so() -> None:
    flag = "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"
    midnights = (f"DTSTART{ZONE}20270328T000000", f"DTEND{ZONE}20270329T000000")
    assert span(*midnights, flag) == ("03-27 23:00", "03-28 22:00", True)
    assert span(*midnights) == ("03-27 23:00", "03-28 22:00", False)
    assert span(START, flag)[2] is False
    elsewhere = ("DTSTART;TZID=America/New_York:20270115T000000", "DURATION:P1D")
    assert span(*elsewhere, flag) == ("01-14 23:00", "01-15 23:00", True)


def test_nights_in_which_the_clock_changes() -> None:
    assert span(f"DTSTART{ZONE}20271031T023000", "DURATION:PT1H")[:2] == (
        "10-31 00:30",
        "10-31 01:30",
    )
    assert span(f"DTSTART{ZONE}20270328T023000", "DURATION:PT1H")[:2] == (
        "03-28 01:30",
        "03-28 02:30",
    )


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("SUMMARY:x",), "no_start"),
        (("DTSTART:",), "no_start"),
        (("DTSTART:morgen",), "moment"),
        (("DTSTART:20270231T093000Z",), "moment"),
        (("DTSTART:20270115T253000Z",), "moment"),
        (("DTSTART:00010101T000000Z",), "year"),
        (("DTSTART:99991231T235959Z",), "year"),
        ((START, f"DTEND{ZONE}20270115T083000"), "order"),
        ((START, "DURATION:-PT1H"), "order"),
        (("DTSTART;VALUE=DATE:20270115", "DTEND;VALUE=DATE:20270110"), "order"),
        ((START, "DURATION:lang"), "length"),
        ((START, "DURATION:PT1W"), "length"),
        ((START, "DURATION:P999999999999W"), "length"),
        ((START, "DURATION:P9999W"), "long"),
        ((START, "DURATION:P7DT1M"), "long"),
        (("DTSTART;VALUE=DATE:20270115", "DTEND;VALUE=DATE:20270123"), "long"),
        ((START, "RECURRENCE-ID:gisteren"), "moment"),
    ],
)
def test_what_cannot_be_is_refused(lines: tuple[str, ...], reason: str) -> None:
    assert refused(*lines) == reason


def test_a_week_is_not_too_long_nor_is_what_is_cancelled() -> None:
    assert span(START, "DURATION:P7D")[1] == "01-22 08:30"
    (one,) = occurrences("METHOD:CANCEL", event(START, "DURATION:P90D"))
    assert (one.cancelled, (one.ends_at - one.starts_at).days) == (True, 7)


def test_without_a_uid_it_is_refused() -> None:
    reading = read(file_of("BEGIN:VEVENT", START, "SUMMARY:Overleg", "END:VEVENT"))
    (refusal,) = reading.refusals
    assert (refusal.reason, refusal.title, refusal.position) == ("no_uid", "Overleg", 1)


def test_a_uid_that_is_too_long_is_refused_as_that() -> None:
    """It is there, so nobody is told that it is missing."""
    long, longest = "x" * (LONGEST_UID + 1), "y" * LONGEST_UID
    found = read(file_of(event(START, "SUMMARY:Overleg", uid=long), event(START, uid=longest)))
    [refusal] = found.refusals
    assert (refusal.reason, refusal.title) == ("long_uid", "Overleg")
    assert "langer dan 2.000 tekens" in why(refusal.reason)
    assert [one.uid for one in found.occurrences] == [longest]


def test_numbers_and_stamps_that_are_odd() -> None:
    (one,) = occurrences(event(START, "SEQUENCE:-3", "DTSTAMP:nu"))
    assert (one.sequence, one.dtstamp.year) == (0, 1970)
    (one,) = occurrences(event(START, "SEQUENCE:99999999999", "LAST-MODIFIED:20261101T080000Z"))
    assert (one.sequence, one.dtstamp.year) == (2**31 - 1, 2026)
    (one,) = occurrences(event(START, "SEQUENCE:4294967295", "DTSTAMP:20261101T080000"))
    assert one.sequence == 2**31 - 1


def test_a_cancellation_may_leave_out_when_it_was() -> None:
    (one,) = occurrences("METHOD:CANCEL", event("SEQUENCE:1"))
    assert (one.cancelled, one.starts_at.year, one.asks_zone) == (True, 1970, None)
    (one,) = occurrences("METHOD:CANCEL", event("RECURRENCE-ID:20270115T083000Z"))
    assert (one.recurrence_id, one.starts_at.year) == ("20270115T083000Z", 2027)
    (one,) = occurrences("METHOD:CANCEL", event("DTSTART;TZID=Nergens:20270115T093000"))
    assert one.asks_zone is None
