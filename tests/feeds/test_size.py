"""How large a calendar is, is noted after it was fetched, where that says something new."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.database import db
from app.feeds.content.noting import note_size
from app.feeds.models import FeedSize
from app.feeds.queries import TOO_LARGE
from tests.client import CheckingClient
from tests.factories import make_meeting, make_person
from tests.feeds.calendars import fetch, make_feed, make_subscription
from tests.marks import present_mark


def noted() -> int | None:
    """The size that stands noted."""
    return db.session.scalar(select(FeedSize.octets))


def test_fetching_a_calendar_notes_its_size_and_changes_nothing_else(
    app: Flask, client: CheckingClient
) -> None:
    officer = make_person()
    make_meeting(officer=officer)
    address = make_feed(officer)
    mark = present_mark()
    body = fetch(client, address)
    assert noted() == len(body)
    assert present_mark() == mark


@pytest.mark.parametrize(
    ("first", "then", "kept"),
    [
        (10_000, 10_900, 10_000),
        (10_000, 11_100, 11_100),
        (10_000, 8_000, 8_000),
        (TOO_LARGE, TOO_LARGE + 1, TOO_LARGE + 1),
        (TOO_LARGE + 1, TOO_LARGE, TOO_LARGE),
    ],
)
def test_a_little_more_or_less_is_not_written(app: Flask, first: int, then: int, kept: int) -> None:
    subscription_id = make_subscription(make_person()).id
    for octets in (first, then):
        note_size(subscription_id, octets)
        db.session.commit()
    assert noted() == kept


def test_of_a_subscription_that_is_gone_nothing_is_noted(app: Flask) -> None:
    note_size(999_999, 10)
    db.session.commit()
    assert noted() is None
