"""Two people keep the days at the same moment: what can be there once is there once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import time
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.database import db
from app.days.models import Period, StaffSeries
from app.people.sessions import start_session
from tests.conftest import MakeApp
from tests.factories import make_person


@pytest.fixture
def app_of_two(make_app: MakeApp) -> tuple[Flask, list[str]]:
    """An application, and the sessions of two secretaries."""
    app = make_app()
    with app.app_context():
        tokens = [start_session(make_person("secretary")) for _person in range(2)]
        db.session.commit()
    return app, tokens


def at_once(
    where: tuple[Flask, list[str]], forms: Sequence[tuple[str, dict[str, object]]]
) -> list[int]:
    """Both send a form at the same moment; gives the answers."""
    app, tokens = where
    start = Barrier(len(forms))

    def send(token: str, form: tuple[str, dict[str, object]]) -> int:
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = token
        start.wait()
        return client.post(form[0], data=form[1]).status_code

    with ThreadPoolExecutor(len(forms)) as pool:
        return sorted(pool.map(send, tokens, forms))


def count(app: Flask, table: type[Period | StaffSeries]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_the_same_closed_day_stands_once(app_of_two: tuple[Flask, list[str]]) -> None:
    for number in range(1, 6):
        form: dict[str, object] = {"kind": "closed", "first_day": f"2027-05-0{number}"}
        form["region"] = ""
        assert at_once(app_of_two, [("/days/new", form)] * 2) == [302, 422]
        assert count(app_of_two[0], Period) == number


def test_the_same_list_of_days_stands_once(app_of_two: tuple[Flask, list[str]]) -> None:
    days = ["2027-05-03", "2027-05-04"]
    form: dict[str, object] = {
        "kind": "closed",
        "way": "list",
        "weekday": "1",
        "every": "1",
        "save": "1",
        "days": "\n".join(days),
        "taken": [f"{day}/{day}" for day in days],
    }
    assert at_once(app_of_two, [("/days/several?year=2027", form)] * 2) == [302, 302]
    assert count(app_of_two[0], Period) == 2


def test_a_year_is_filled_once(app_of_two: tuple[Flask, list[str]]) -> None:
    assert at_once(app_of_two, [("/days/fill?year=2027", {})] * 2) == [302, 302]
    app, _tokens = app_of_two
    with app.app_context():
        columns = (Period.kind, Period.name, Period.region, Period.first_day)
        rows = db.session.execute(select(*columns)).all()
        assert len(rows) == len(set(rows)) > 0


def test_an_alderman_has_one_series_on_a_day(app_of_two: tuple[Flask, list[str]]) -> None:
    app, _tokens = app_of_two
    with app.app_context():
        alderman_id = make_person("alderman").id
    form: dict[str, object] = {"person_id": alderman_id, "weekday": "1"}
    form |= {"starts": "09:00", "minutes": "60"}
    assert at_once(app_of_two, [("/staff-meetings/new", form)] * 2) == [302, 422]
    assert count(app, StaffSeries) == 1


def test_a_staff_meeting_that_both_move_goes_to_the_last(
    app_of_two: tuple[Flask, list[str]],
) -> None:
    app, _tokens = app_of_two
    with app.app_context():
        series = StaffSeries(weekday=1, starts=time(13), minutes=60)
        series.person_id = make_person("alderman").id
        db.session.add(series)
        db.session.commit()
        address = f"/staff-meetings/{series.id}/2026-12-01/move"
    forms: list[tuple[str, dict[str, object]]] = [
        (address, {"day": day, "starts": "10:00"}) for day in ("2026-12-02", "2026-12-03")
    ]
    assert at_once(app_of_two, forms) == [302, 302]
