"""Meetings that repeat: each by itself, what differs, and what is never written out."""

from __future__ import annotations

import time
from datetime import date

import pytest

from app.invitations.reading.problems import CannotRead
from app.invitations.reading.series import MOST_OF_SERIES
from tests.invitations.small import event, file_of, occurrences, read, starts

ZONE = ";TZID=Europe/Amsterdam:"
START = f"DTSTART{ZONE}20270107T093000"
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"


def days(*lines: str) -> list[str]:
    """The days of a series that begins on 7 January 2027."""
    return [one[5:10] for one in starts(event(START, *lines))]


def reasons(*parts: str) -> list[str]:
    """Why events are refused."""
    return [one.reason for one in read(file_of(*parts)).refusals]


def test_rules() -> None:
    assert days(WEEKLY) == ["01-07", "01-14", "01-21", "01-28"]
    assert days("RRULE:FREQ=MONTHLY;BYDAY=1TH;COUNT=3") == ["01-07", "02-04", "03-04"]
    assert days("RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;UNTIL=20270331") == [
        "01-07",
        "01-29",
        "02-26",
        "03-31",
    ]
    assert days("RRULE:FREQ=DAILY;INTERVAL=10;UNTIL=20270127T083000Z") == [
        "01-07",
        "01-17",
        "01-27",
    ]
    assert days("RRULE:FREQ=DAILY;INTERVAL=10;UNTIL=20270127T082959Z") == ["01-07", "01-17"]
    assert days("RRULE:FREQ=YEARLY;COUNT=2") == ["01-07", "01-07"]
    assert days("RRULE: FREQ=weekly;COUNT=2;X-EVOLUTION=ja;") == ["01-07", "01-14"]


def test_the_first_belongs_to_it_always() -> None:
    assert days("RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3") == ["01-07", "01-11", "01-18"]
    assert days("RRULE:FREQ=WEEKLY;UNTIL=20260101") == ["01-07"]


def test_it_keeps_to_the_clock_there() -> None:
    assert starts(event(f"DTSTART{ZONE}20270326T093000", "RRULE:FREQ=DAILY;COUNT=4")) == [
        "2027-03-26 08:30",
        "2027-03-27 08:30",
        "2027-03-28 07:30",
        "2027-03-29 07:30",
    ]


def test_whole_days_repeat_as_days() -> None:
    found = occurrences(event("DTSTART;VALUE=DATE:20270327", "RRULE:FREQ=DAILY;COUNT=3"))
    assert [one.recurrence_id for one in found] == ["20270327", "20270328", "20270329"]
    assert [one.ends_at.hour for one in found] == [23, 22, 22]
    until = "RRULE:FREQ=DAILY;UNTIL=20270328T220000Z"  # midnight here, as Outlook writes it
    assert len(occurrences(event("DTSTART;VALUE=DATE:20270327", until))) == 3


def test_dates_that_are_added_and_taken_out() -> None:
    assert days(f"RDATE{ZONE}20270108T093000,20270203T093000") == ["01-07", "01-08", "02-03"]
    assert days(WEEKLY, f"EXDATE{ZONE}20270114T093000", "EXDATE:20270128T083000Z") == [
        "01-07",
        "01-21",
    ]
    assert days(WEEKLY, "EXDATE;VALUE=DATE:20270114") == ["01-07", "01-21", "01-28"]
    assert days(WEEKLY, "RDATE;VALUE=DATE:20270203", "EXRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2") == [
        "01-14",
        "01-28",
        "02-03",
    ]
    assert read(file_of(event(START, WEEKLY, f"EXDATE{ZONE}20270114T093000"))).series[
        0
    ].excluded == ("20270114T083000Z",)


def test_a_period_has_a_length_of_its_own() -> None:
    period = f"RDATE;VALUE=PERIOD{ZONE}20270203T093000/PT3H,20270204T093000/20270204T100000"
    found = occurrences(event(START, "DURATION:PT1H", period))
    assert [(one.ends_at - one.starts_at).seconds // 60 for one in found] == [60, 180, 30]


def test_one_of_them_differs() -> None:
    moved = event(
        f"RECURRENCE-ID{ZONE}20270114T093000",
        f"DTSTART{ZONE}20270115T140000",
        "SUMMARY:Verplaatst",
        "SEQUENCE:1",
    )
    off = event("RECURRENCE-ID:20270121T083000Z", START, "STATUS:CANCELLED")
    found = occurrences(off, event(START, WEEKLY, "SUMMARY:Overleg"), moved)
    told = {one.recurrence_id: (one.title, one.cancelled, one.starts_at.day) for one in found}
    assert told == {
        "20270107T083000Z": ("Overleg", False, 7),
        "20270114T083000Z": ("Verplaatst", False, 15),
        "20270121T083000Z": ("", True, 7),
        "20270128T083000Z": ("Overleg", False, 28),
    }


def test_one_that_is_named_by_its_day_or_by_a_moment() -> None:
    by_day = event("RECURRENCE-ID;VALUE=DATE:20270114", f"DTSTART{ZONE}20270115T140000")
    assert len({one.recurrence_id for one in occurrences(event(START, WEEKLY), by_day)}) == 4
    whole = event("DTSTART;VALUE=DATE:20270107", WEEKLY)
    by_moment = event(f"RECURRENCE-ID{ZONE}20270114T000000", "DTSTART;VALUE=DATE:20270116")
    found = occurrences(whole, by_moment)
    assert [one.recurrence_id for one in found if one.starts_at.day == 15] == ["20270114"]
    (alone,) = occurrences(by_moment)
    assert alone.recurrence_id == "20270114"


def test_from_one_on_it_is_otherwise() -> None:
    later = event(
        f"RECURRENCE-ID;RANGE=THISANDFUTURE{ZONE}20270121T093000",
        f"DTSTART{ZONE}20270122T140000",
        "DURATION:PT2H",
        "SUMMARY:Nieuw",
    )
    found = occurrences(event(START, WEEKLY, "DURATION:PT1H"), later)
    assert [f"{one.starts_at:%d %H}" for one in found] == ["07 08", "14 08", "22 13", "29 13"]
    assert [one.title for one in found] == ["", "", "Nieuw", "Nieuw"]
    assert found[3].recurrence_id == "20270128T083000Z"
    assert reasons(later) == ["and_later"]


def test_what_was_changed_and_then_taken_out_is_out() -> None:
    moved = event(f"RECURRENCE-ID{ZONE}20270114T093000", f"DTSTART{ZONE}20270115T140000")
    found = occurrences(event(START, WEEKLY, f"EXDATE{ZONE}20270114T093000"), moved)
    assert [one.starts_at.day for one in found] == [7, 21, 28]


def test_one_that_is_said_to_differ_unreadably_stays_as_the_series_says_and_is_named() -> None:
    broken = event(f"RECURRENCE-ID{ZONE}20270114T093000", START, "DURATION:-PT1H")
    two = [event(f"RECURRENCE-ID{ZONE}20270114T093000", START, f"SUMMARY:{n}") for n in "ab"]
    for parts in ([broken], two):
        reading = read(file_of(event(START, WEEKLY), *parts))
        assert [one.starts_at.day for one in reading.occurrences] == [7, 14, 21, 28]
        assert [one.recurrence_id for one in reading.refusals] == ["20270114T083000Z"]


def test_a_series_that_is_off_is_one_fact() -> None:
    for parts in (
        ("METHOD:CANCEL", event(START, WEEKLY)),
        (event(START, WEEKLY, "STATUS:CANCELLED"),),
        (event(START, WEEKLY, "SUMMARY:Geannuleerd: Overleg"),),
    ):
        (one,) = occurrences(*parts)
        assert (one.recurrence_id, one.cancelled) == ("", True)


def test_an_addition_is_one_of_a_series() -> None:
    (one,) = occurrences("METHOD:ADD", event(START))
    assert (one.method, one.recurrence_id) == ("ADD", "20270107T083000Z")


def test_the_newest_of_the_same_counts_in_whatever_order() -> None:
    old, new = event(START, "SEQUENCE:1"), event(START, "SEQUENCE:2", "SUMMARY:Nieuw")
    for parts in ((old, new), (new, old), (old, new, new)):
        (one,) = occurrences(*parts)
        assert one.title == "Nieuw"
    assert reasons(event(START, "SUMMARY:Een"), event(START, "SUMMARY:Twee")) == ["twice"]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", "often"),
        ("FREQ=MINUTELY;COUNT=2", "often"),
        ("FREQ=HOURLY;INTERVAL=24", "often"),
        ("FREQ=DAILY;BYHOUR=1,2,3,4,5,6;BYMINUTE=0,10,20,30,40", "often"),
        ("FREQ=WEEKLY;INTERVAL=0", "interval"),
        ("FREQ=WEEKLY;INTERVAL=-1", "interval"),
        ("FREQ=WEEKLY;COUNT=0", "rule"),
        ("FREQ=WEEKLY;COUNT=veel", "rule"),
        ("FREQ=WEEKLY;FREQ=DAILY", "rule"),
        ("FREQ=SOMS", "rule"),
        ("COUNT=3", "rule"),
        ("FREQ=YEARLY;BYDAY=XX", "rule"),
        ("FREQ=YEARLY;BYEASTER=0", "rule"),
        ("RSCALE=HEBREW;FREQ=YEARLY;COUNT=4", "rule"),
        ("W1 MO #10", "rule"),
        ("FREQ=WEEKLY;UNTIL=ooit", "rule"),
        ("FREQ=YEARLY;BYYEARDAY=" + ",".join("1" * 500), "rule"),
        ("FREQ=WEEKLY;COUNT=4;EXRULE", "rule"),
    ],
)
def test_rules_that_no_meeting_has(rule: str, reason: str) -> None:
    assert reasons(event(START, f"RRULE:{rule}")) == [reason]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4",
        "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30;COUNT=999999999",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;BYMONTH=6;UNTIL=99991231T235959Z",
        "FREQ=YEARLY;INTERVAL=999999999999",
        "FREQ=DAILY;BYSETPOS=366;BYHOUR=1,2,3,4;BYMINUTE=1,2,3;BYSECOND=1,2",
        "FREQ=YEARLY;BYDAY=-54MO",
    ],
)
def test_rules_that_never_come_true_end_at_once(rule: str) -> None:
    begun = time.monotonic()
    assert len(occurrences(event(START, f"RRULE:{rule}"))) == 1
    assert time.monotonic() - begun < 1.0


def test_a_series_without_end_is_read_as_far_as_two_years() -> None:
    reading = read(file_of(event(START, "RRULE:FREQ=WEEKLY;COUNT=999999999")))
    (series,) = reading.series
    assert (series.shortened, series.last) == (True, date(2028, 11, 26))
    assert len(reading.occurrences) == 99
    reading = read(file_of(event(START, "RRULE:FREQ=DAILY;UNTIL=99991231T000000Z")))
    assert len(reading.occurrences) == MOST_OF_SERIES
    assert reading.series[0].last == date(2027, 9, 13)
    assert read(file_of(event(START, WEEKLY))).series[0].shortened is False


def test_of_an_old_series_is_read_what_is_near() -> None:
    reading = read(file_of(event(f"DTSTART{ZONE}19990107T093000", "RRULE:FREQ=WEEKLY")))
    assert f"{reading.occurrences[0].starts_at:%Y-%m-%d}" == "2026-08-27"
    assert reasons(event(f"DTSTART{ZONE}19990107T093000", WEEKLY)) == ["over"]
    assert reasons(event(START, "RRULE:FREQ=DAILY;COUNT=1", "EXDATE:20270107T083000Z")) == ["never"]


def test_too_much_is_refused_as_a_whole() -> None:
    daily = [event(START, "RRULE:FREQ=DAILY", uid=f"{number}") for number in range(12)]
    with pytest.raises(CannotRead, match="many"):
        occurrences(*daily)
    dates = ",".join(["20270203T093000"] * 2_001)
    with pytest.raises(CannotRead, match="heavy"):
        occurrences(event(START, f"RDATE{ZONE}{dates}"))
