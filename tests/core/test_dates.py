"""Dates and times as people say them, on the Dutch wall clock, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from app.core import dates
from tests.factories import moment


def test_days_and_moments_in_dutch(app: Flask) -> None:
    start = datetime(2026, 12, 3, 8, 30, tzinfo=UTC)
    assert dates.short_day(date(2026, 12, 3)) == "do 3 december"
    assert dates.short_day(date(2027, 1, 7)) == "do 7 januari 2027"
    assert dates.full_day(date(2026, 12, 3)) == "donderdag 3 december 2026"
    assert dates.short_moment(start, start.replace(hour=10)) == "do 3 december, 09.30–11.30"
    assert dates.full_moment(start) == "donderdag 3 december 2026, 09.30 uur"


def test_a_meeting_over_midnight_names_both_days(app: Flask) -> None:
    start = datetime(2026, 12, 3, 21, 0, tzinfo=UTC)
    shown = dates.short_moment(start, datetime(2026, 12, 3, 23, 30, tzinfo=UTC))
    assert shown == "do 3 december, 22.00 – vr 4 december, 00.30"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 23), "vandaag"),
        (date(2026, 11, 24), "morgen"),
        (date(2026, 11, 22), "gisteren"),
        (date(2026, 11, 27), "over 4 dagen"),
        (date(2026, 11, 20), "3 dagen geleden"),
    ],
)
def test_days_from_now(app: Flask, day: date, words: str) -> None:
    assert dates.days_in_words(day) == words


def test_money_has_cents_only_where_there_are_any(app: Flask) -> None:
    assert dates.money(1_250_000).replace("\xa0", " ") == "€ 12.500"
    assert dates.money(1_250_050).replace("\xa0", " ") == "€ 12.500,50"


def test_english_has_its_own_clock(app: Flask) -> None:
    with force_locale("en"):
        assert dates.clock_time(datetime(2026, 12, 3, 8, 30, tzinfo=UTC)) == "09:30"


def test_the_clock_moves_in_spring_and_autumn() -> None:
    assert moment("2026-03-28T09:00").hour == 8
    assert moment("2026-03-29T09:00").hour == 7
    twice = moment("2026-10-25T02:30")  # the first of the two
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
