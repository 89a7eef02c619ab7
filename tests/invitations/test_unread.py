"""A change to one of a series that cannot be read: it neither takes that one off nor moves it."""

from __future__ import annotations

from itertools import permutations

import pytest
from flask import Flask

from app.invitations.updating import standing_of
from app.meetings.models import Body
from app.people.models import Person, Role
from tests.factories import make_body, make_person
from tests.invitations.bringing import bring, meetings
from tests.invitations.small import event, file_of, read
from tests.invitations.test_updating import FIRST, HOUR, WEEK, called, own, says, series

START = "DTSTART;TZID=Europe/Amsterdam:20261203T093000"
SENDER = "ORGANIZER:mailto:secretariaat@ggd.example"
FOURTH = "RECURRENCE-ID;TZID=Europe/Amsterdam:20261224T093000"


def mail(sequence: int, *changes: str, rule: str = "RRULE:FREQ=WEEKLY;COUNT=4") -> bytes:
    """A version of a series, with what differs of one of them."""
    said = (f"SEQUENCE:{sequence}", f"DTSTAMP:202611{20 + sequence}T090000Z", SENDER)
    parts = [event(*said, START, rule, "SUMMARY:Overleg")]
    if changes:
        parts.append(event(*said, *changes))
    return file_of("METHOD:REQUEST", *parts)


MOVED = (FOURTH, "DTSTART;TZID=Europe/Amsterdam:20261223T140000")
UNREADABLE = (FOURTH, "DTSTART;TZID=Europe/Amsterdam:20261223T140000", "DURATION:-PT1H")


@pytest.fixture
def secretary(app: Flask) -> Person:
    return make_person(Role.SECRETARY)


@pytest.fixture
def body(app: Flask) -> Body:
    return make_body(name="Algemeen bestuur", kind="general_board")


def test_it_stays_where_it_was_moved_to(secretary: Person, body: Body) -> None:
    bring(secretary, mail(0, *MOVED), body=body)
    before = [(one.id, one.starts_at, one.status) for one in meetings()]
    outcomes = bring(secretary, mail(1, *UNREADABLE), body=body)
    assert [(one.id, one.starts_at, one.status) for one in meetings()] == before
    assert [one.reason for one in outcomes if one.result == "refused"]


@pytest.mark.parametrize("which", ["RECURRENCE-ID:ooit", FOURTH.replace("24T", "25T")])
def test_it_is_not_taken_off_by_a_version_that_no_longer_has_it(
    secretary: Person, body: Body, which: str
) -> None:
    """The version names what nobody can read, and is silent on the one that it had."""
    bring(secretary, mail(0), body=body)
    rule = "RRULE:FREQ=WEEKLY;COUNT=3"
    changes = (which, START.replace("03T", "25T"), "DURATION:-PT1H")
    bring(secretary, mail(1, *changes, rule=rule), body=body)
    assert {one.status for one in meetings()} == {"planned"}
    bring(secretary, mail(2, rule=rule), body=body)
    assert [one.status for one in meetings()] == ["planned"] * 3 + ["cancelled"]


def test_what_it_speaks_of_is_named_by_the_clock_of_the_series() -> None:
    """Also where it stands in no zone, or is a moment on a whole day."""
    for start, which, name in (
        ("DTSTART;TZID=Europe/London:20270107T093000", "20270114T093000", "20270114T093000Z"),
        ("DTSTART;VALUE=DATE:20270107", "20270114T093000", "20270114"),
    ):
        broken = event(f"RECURRENCE-ID:{which}", "DTSTART:morgen")
        reading = read(file_of(event(start, "RRULE:FREQ=WEEKLY;COUNT=3"), broken))
        assert [one.recurrence_id for one in reading.refusals] == [name]


def test_in_every_order_it_is_left_alone() -> None:
    """By the pure rules: what was known of it holds, whatever came first."""
    third = called(FIRST + 2 * WEEK)
    first, moved = series(1), own(2, 2)
    unread = series(3, 2, unread=(third,))
    gone = series(
        3, 2, statements=tuple(one for one in unread.statements if one.recurrence_id != third)
    )
    for later in (unread, series(3, 2, statements=gone.statements, unread=(third,))):
        for order in permutations((first, moved, later)):
            by_name = {one.recurrence_ids[0]: one for one in standing_of(order)}
            assert by_name[third].statement == says(FIRST + 2 * WEEK + HOUR, third)
            assert not by_name[third].cancelled
    by_name = {one.recurrence_ids[0]: one for one in standing_of((first, gone))}
    assert by_name[third].cancelled


def test_one_that_was_taken_off_comes_back_where_it_is_spoken_of() -> None:
    third = called(FIRST + 2 * WEEK)
    off = series(2, 1, excluded=(third,))
    off = series(
        2, 1, excluded=(third,),
        statements=tuple(one for one in off.statements if one.recurrence_id != third),
    )  # fmt: skip
    standing = standing_of((series(1), off, series(3, 2, unread=(third,))))
    assert not any(one.cancelled for one in standing)
