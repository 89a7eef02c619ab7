"""Who must be answered soon waits no longer than that for the database, and others as before."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.core.database import BUSY_SECONDS, db, reading
from app.core.patience import no_longer_than, seconds_or
from tests.conftest import MakeApp


@pytest.mark.postgresql
@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_an_answer_that_does_not_come_is_not_waited_for(make_app: MakeApp) -> None:
    with make_app().app_context():
        start = time.monotonic()
        with no_longer_than(0.4), pytest.raises(OperationalError, match="no answer in time"):
            db.session.execute(text("SELECT pg_sleep(5)"))
        assert time.monotonic() - start < 2
        db.session.rollback()
        with no_longer_than(0.4):
            assert db.session.scalar(text("SELECT 1")) == 1, "on another connection"
        db.session.rollback()
        assert db.session.scalar(text("SELECT pg_sleep(0.6) IS NULL")) is False


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_lock_is_waited_for_as_long_as_holds_now(make_app: MakeApp) -> None:
    with make_app().app_context(), reading():
        for seconds, milliseconds in ((0.4, 400), (None, BUSY_SECONDS * 1000)):
            if seconds is None:
                found = db.session.scalar(text("PRAGMA busy_timeout"))
            else:
                with no_longer_than(seconds):
                    found = db.session.scalar(text("PRAGMA busy_timeout"))
            assert found == milliseconds
            db.session.rollback()


def test_the_shorter_of_both_counts() -> None:
    assert seconds_or(15) == 15
    with no_longer_than(3):
        assert seconds_or(15) == 3
        assert seconds_or(1) == 1
    assert seconds_or(15) == 15
