"""On which days staff meetings are: the rule, what it skips, moved and cancelled ones."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.database import db
from app.core.errors import NotAllowed, NotFound, RuleBroken
from app.days import staff_actions
from app.days.models import StaffSeries
from app.days.queries import STAFF_MEETING, facts_between, staff_meetings_between
from app.days.staff_actions import SeriesDetails
from app.days.staff_days import occurrences, rule_days
from app.staff_meetings.queries import get_staff_meeting
from tests.client import CheckingClient, Statements
from tests.days.calendar import holidays
from tests.factories import make_period, make_person
from tests.staff_meetings.stage import NEXT, TUESDAY, make_stage

DAYS = st.dates(date(2020, 1, 1), date(2034, 1, 1))


@given(DAYS, st.integers(0, 400), st.integers(0, 6), st.frozensets(DAYS, max_size=20))
def test_the_rule_gives_each_such_weekday_that_is_not_free(
    first: date, length: int, weekday: int, free: frozenset[date]
) -> None:
    series = StaffSeries(weekday=weekday, starts=time(9), minutes=60)
    last = first + timedelta(days=length)
    every = [first + timedelta(days=number) for number in range(length + 1)]
    expected = [day for day in every if day.weekday() == weekday and day not in free]
    assert rule_days(series, first, last, free) == expected


def test_holidays_recess_and_closed_days_are_skipped(app: Flask) -> None:
    stage = make_stage()
    make_period("recess", "2026-12-19", "2027-01-03")
    make_period("closed", "2026-12-15")
    make_period("school_holiday", "2026-12-01", "2026-12-31")
    make_period("council", "2027-01-05")
    found = staff_meetings_between(date(2026, 12, 1), date(2027, 5, 31))
    days = [one.day for one in found]
    assert days[:3] == [date(2026, 12, 1), date(2026, 12, 8), date(2027, 1, 5)]
    assert not set(days) & holidays(2027)
    assert date(2027, 4, 27) not in days
    facts = facts_between(date(2026, 12, 1), date(2026, 12, 1))
    (fact,) = [one for one in facts if one.kind == STAFF_MEETING]
    assert (fact.person_id, fact.starts, fact.ends) == (
        stage.alderman.id,
        time(13, 30),
        time(14, 30),
    )


def test_validity_bounds_the_rule(app: Flask) -> None:
    stage = make_stage()
    stage.series.valid_from, stage.series.valid_to = date(2026, 12, 2), date(2026, 12, 10)
    db.session.commit()
    found = staff_meetings_between(date(2026, 11, 1), date(2027, 1, 31))
    assert [one.day for one in found] == [date(2026, 12, 8)]


def test_one_is_moved_cancelled_and_restored(app: Flask) -> None:
    stage, today = make_stage(), clock.today()
    meeting = get_staff_meeting(stage.series.id, NEXT)
    wednesday = NEXT + timedelta(days=1)
    staff_actions.move_staff_meeting(meeting, wednesday, time(16), today, stage.secretary)
    (moved,) = staff_meetings_between(NEXT, NEXT + timedelta(days=6))
    assert (moved.rule_day, moved.day, moved.starts, moved.moved) == (
        NEXT,
        wednesday,
        time(16),
        True,
    )
    again = get_staff_meeting(stage.series.id, NEXT)
    staff_actions.cancel_staff_meeting(again, today, stage.secretary)
    assert not staff_meetings_between(NEXT, NEXT + timedelta(days=6))
    with pytest.raises(NotFound):
        get_staff_meeting(stage.series.id, NEXT)
    staff_actions.restore_staff_meeting(stage.series, NEXT, stage.secretary)
    (back,) = staff_meetings_between(NEXT, NEXT + timedelta(days=6))
    assert (back.day, back.moved) == (NEXT, False)


def test_what_cannot_be_is_refused(app: Flask) -> None:
    stage, today = make_stage(), clock.today()
    meeting = stage.meeting(NEXT)
    with pytest.raises(RuleBroken):
        staff_actions.move_staff_meeting(meeting, date(2026, 11, 1), None, today, stage.secretary)
    with pytest.raises(RuleBroken):
        staff_actions.move_staff_meeting(meeting, NEXT, time(23, 30), today, stage.secretary)
    with pytest.raises(RuleBroken):
        staff_actions.cancel_staff_meeting(
            stage.meeting(date(2026, 11, 17)), today, stage.secretary
        )
    with pytest.raises(NotAllowed):
        staff_actions.cancel_staff_meeting(meeting, today, stage.officer)
    with pytest.raises(NotFound):
        get_staff_meeting(stage.series.id, date(2026, 12, 2))
    tuesday = SeriesDetails(1, time(9), 60)
    with pytest.raises(RuleBroken):
        staff_actions.add_series(stage.alderman, tuesday, stage.secretary)
    with pytest.raises(RuleBroken):
        staff_actions.add_series(stage.officer, SeriesDetails(2, time(9), 60), stage.secretary)
    with pytest.raises(RuleBroken):
        staff_actions.add_series(
            make_person("alderman"), SeriesDetails(2, time(23, 30), 60), stage.secretary
        )
    with pytest.raises(NotAllowed):
        staff_actions.add_series(make_person("alderman"), tuesday, stage.alderman)


def test_a_moved_one_counts_on_its_new_day_only() -> None:
    series = StaffSeries(weekday=1, starts=time(9), minutes=60, exceptions=[])
    assert [one.day for one in occurrences(series, TUESDAY, NEXT, ())] == [TUESDAY, NEXT]


def test_series_are_kept_from_their_pages(client: CheckingClient) -> None:
    alderman = make_person("alderman")
    client.sign_in(make_person("secretary"))
    assert "Er is nog geen stafoverleg vastgelegd" in client.get("/staff-meetings/").text
    form = {"key": "7d5d3c0e-5f7e-4d0f-9f2a-0d6a7f6f0003", "person_id": alderman.id, "weekday": "1"}
    form |= {"starts": "13.30", "minutes": "60"}
    wrong = client.post("/staff-meetings/new", data={**form, "minutes": "2"})
    assert wrong.status_code == 422
    for _click in range(2):
        assert client.post("/staff-meetings/new", data=form).status_code == 302
    (series,) = db.session.scalars(db.select(StaffSeries)).all()
    page = client.get("/staff-meetings/").text
    assert "Elke dinsdag om 13.30 uur, 60 minuten" in page
    assert "di 24 november" in page
    url, version = f"/staff-meetings/{series.id}/edit", series.version
    change = {**form, "version": version, "weekday": "3"}
    assert client.post(url, data=change).status_code == 302
    assert "Elke donderdag" in client.get("/staff-meetings/").text
    stale = client.post(url, data={**change, "weekday": "4"})
    assert stale.status_code == 409
    assert "vrijdag" in stale.text
    thursday = f"/staff-meetings/{series.id}/2026-11-26"
    moved = client.post(f"{thursday}/move", data={"day": "2026-11-27", "starts": "10:00"})
    assert moved.status_code == 302
    assert "verplaatst van do 26 november" in client.get(thursday).text
    assert client.post(f"{thursday}/cancel").status_code == 302
    assert client.get(thursday).status_code == 404
    assert "Vervalt: do 26 november" in client.get("/staff-meetings/").text
    assert client.post(f"{thursday}/restore").status_code == 302
    assert client.get(thursday).status_code == 200
    assert client.get(f"/staff-meetings/{series.id}/2026-02-30").status_code == 404


def test_all_series_cost_as_many_statements_as_one(app: Flask, statements: Statements) -> None:
    counts = []
    for _round in range(2):
        for _alderman in range(3):
            make_stage()
        db.session.expire_all()
        with statements.counted() as found:
            staff_meetings_between(TUESDAY, NEXT)
        counts.append(found.count)
    assert counts[0] == counts[1] == 3
