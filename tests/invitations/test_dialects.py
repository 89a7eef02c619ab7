"""One meeting, in the words of every program: the same facts, through the real child process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.invitations.reading.receiving import read_invitation
from tests.invitations.dialects import DIALECTS, MEET, TEAMS, Message, in_mail
from tests.invitations.small import TODAY

Dialect = Callable[[Message], bytes]
dialects = pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)


@dialects
def test_a_meeting(dialect: Dialect) -> None:
    message = Message(place="Provinciehuis; Statenzaal, 2e étage", sequence=3)
    reading = read_invitation(dialect(message), today=TODAY)
    (one,) = reading.occurrences
    assert one.starts_at == datetime(2026, 12, 3, 8, 30, tzinfo=UTC)
    assert one.ends_at == datetime(2026, 12, 3, 10, 0, tzinfo=UTC)
    assert (one.uid, one.recurrence_id, one.method) == (message.uid, "", "REQUEST")
    assert (one.sequence, one.dtstamp) == (3, message.dtstamp)
    assert (one.organiser, one.organiser_name) == (message.organiser, message.organiser_name)
    assert (one.title, one.place) == (message.title, message.place)
    assert (one.cancelled, one.all_day, one.end_assumed) == (False, False, False)
    assert (one.asks_zone, one.disputed_start) == (None, None)
    assert (reading.unknown_zones, reading.refusals, reading.method) == ((), (), "REQUEST")


@dialects
def test_a_cancellation(dialect: Dialect) -> None:
    (one,) = read_invitation(dialect(Message(method="CANCEL", sequence=1)), today=TODAY).occurrences
    assert (one.cancelled, one.method, one.recurrence_id) == (True, "CANCEL", "")
    assert one.title == "Portefeuillehoudersoverleg Economie"


@dialects
def test_a_series_keeps_to_the_clock(dialect: Dialect) -> None:
    series = Message(
        start=datetime(2027, 3, 22, 9, 30),  # noqa: DTZ001
        recurrence="FREQ=WEEKLY;COUNT=3",
        excluded=(datetime(2027, 4, 5, 9, 30),),  # noqa: DTZ001
    )
    reading = read_invitation(dialect(series), today=TODAY)
    assert [one.starts_at.hour for one in reading.occurrences] == [8, 7]
    names = [one.recurrence_id for one in reading.occurrences]
    assert names == ["20270322T083000Z", "20270329T073000Z"]
    assert reading.series[0].excluded == ("20270405T073000Z",)
    one_of_them = replace(series, recurrence="", recurrence_id=datetime(2027, 3, 29, 9, 30))  # noqa: DTZ001
    moved = replace(one_of_them, start=datetime(2027, 3, 30, 14, 0), sequence=1)  # noqa: DTZ001
    (one,) = read_invitation(dialect(moved), today=TODAY).occurrences
    assert (one.recurrence_id, one.starts_at.hour) == ("20270329T073000Z", 12)
    off = replace(one_of_them, method="CANCEL", sequence=2)
    (one,) = read_invitation(dialect(off), today=TODAY).occurrences
    assert (one.recurrence_id, one.cancelled) == ("20270329T073000Z", True)


@dialects
def test_a_whole_day_is_a_dutch_day(dialect: Dialect) -> None:
    (one,) = read_invitation(dialect(Message(start=date(2027, 3, 28))), today=TODAY).occurrences
    assert one.all_day
    assert one.starts_at == datetime(2027, 3, 27, 23, tzinfo=UTC)
    assert one.ends_at == datetime(2027, 3, 28, 22, tzinfo=UTC)


@dialects
def test_where_to_meet_online(dialect: Dialect) -> None:
    (one,) = read_invitation(dialect(Message(online=True)), today=TODAY).occurrences
    assert one.online_url in (TEAMS, MEET)
    assert "Teams" not in one.place


@dialects
def test_the_mail_that_carries_it(dialect: Dialect) -> None:
    reading = read_invitation(in_mail(dialect(Message())), today=TODAY)
    assert reading.occurrences == read_invitation(dialect(Message()), today=TODAY).occurrences
