"""The sample municipality loads on whatever day somebody tries the program."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.administration.sample.loading import load_sample
from app.core import clock
from app.core.database import db
from app.meetings.models import Meeting

#: A Wednesday on which two meetings of one body fell on one day, and the days around it.
FIRST = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize("days", range(7))
def test_it_loads_on_every_day_of_a_week(app: Flask, days: int) -> None:
    clock.stop_at(FIRST + timedelta(days=days))
    load_sample()
    db.session.flush()
    assert (db.session.scalar(select(func.count(Meeting.id))) or 0) > 100
