"""What the database layer promises: moments in UTC, validity, a safe journal mode."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from app.core.database import db, holds_on, sqlite_journal_mode
from app.register.models import OwnParticipation
from tests.factories import make_partnership, make_person


def test_a_moment_comes_back_in_utc(app: Flask) -> None:
    person = make_person()
    person.created_at = datetime(2026, 12, 3, 9, 30, tzinfo=timezone(timedelta(hours=1)))
    db.session.commit()
    db.session.expire_all()
    assert person.created_at == datetime(2026, 12, 3, 8, 30, tzinfo=UTC)
    assert person.created_at.utcoffset() == timedelta(0)


def test_a_moment_without_time_zone_is_refused(app: Flask) -> None:
    with pytest.raises(StatementError, match="without time zone"):
        make_person(created_at=datetime.fromisoformat("2026-12-03T09:30"))


@pytest.mark.parametrize(
    ("first", "last", "day", "holds"),
    [
        (None, None, date(2026, 1, 1), True),
        (date(2026, 1, 1), date(2026, 1, 31), date(2026, 1, 1), True),
        (date(2026, 1, 1), date(2026, 1, 31), date(2026, 1, 31), True),
        (date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1), False),
        (date(2026, 1, 1), None, date(2025, 12, 31), False),
        (None, date(2026, 1, 31), date(2026, 2, 1), False),
    ],
)
def test_validity_is_the_same_in_sql_and_in_python(
    app: Flask, first: date | None, last: date | None, day: date, holds: bool
) -> None:
    row = make_partnership().own_participations[0]
    row.valid_from, row.valid_to = first, last
    db.session.commit()
    found = db.session.scalar(
        select(OwnParticipation.id).where(
            OwnParticipation.id == row.id, holds_on(OwnParticipation, day)
        )
    )
    assert row.holds_on(day) is (found is not None) is holds


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "DELETE"),
        ((3, 44, 5), "DELETE"),
        ((3, 44, 6), "WAL"),
        ((3, 46, 1), "DELETE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 60, 0), "WAL"),
    ],
)
def test_the_log_is_only_used_where_it_is_safe(version: tuple[int, ...], mode: str) -> None:
    assert sqlite_journal_mode(version) == mode
