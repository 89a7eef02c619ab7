"""Whatever happens, and in whatever order: UID, SEQUENCE, DTSTAMP and ETag keep their word.

`python -m drills.feed_histories` runs a thousand of these histories on each engine.
"""

from __future__ import annotations

from flask import Flask
from hypothesis import given, settings

from app.core import clock
from tests.conftest import NOW
from tests.feeds.deeds import Deed, histories, world
from tests.feeds.histories import live
from tests.isolation import forgetting


@settings(max_examples=20, deadline=None, derandomize=True, database=None)
@given(history=histories)
def test_calendars_keep_their_word(session_app: Flask, history: list[Deed]) -> None:
    clock.stop_at(NOW)
    try:
        with forgetting(session_app), world(session_app) as here:
            live(here, history)
    finally:
        clock.stop_at(None)
