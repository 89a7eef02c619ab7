"""The database says when a day begins as the clock does, on both engines."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from app.core.database import db
from app.core.local_days import day_end, day_start
from app.meetings.queries import start_of
from app.people.models import Substitution
from tests.factories import make_person, make_substitution


def test_every_day_of_years_begins_when_it_does_here(app: Flask) -> None:
    """With both days on which the clock changes, and every weekday on which those can fall."""
    person, other = make_person(), make_person()
    row = make_substitution(person, other)
    asked = select(
        Substitution.first_day, day_start(Substitution.first_day), day_end(Substitution.first_day)
    ).where(Substitution.id != row.id)
    first = date(2025, 1, 1)
    days = [first + timedelta(days=number) for number in range(366 * 8)]
    db.session.add_all(
        Substitution(person_id=person.id, substitute_id=other.id, first_day=day) for day in days
    )
    db.session.commit()
    found = {day: (start, end) for day, start, end in db.session.execute(asked)}
    assert found == {day: (start_of(day), start_of(day + timedelta(days=1))) for day in days}
