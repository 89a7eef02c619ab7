"""When mails go: at once, on the morning of a working day, on one day of the week, or never."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import local
from app.days.working_days import is_working_day
from app.messages.kinds import KINDS, Timing, kind, kind_of
from app.messages.moments import MORNING, THURSDAY, WEEKDAYS, moment
from app.people.models import Role
from tests.factories import moment as at

MOMENTS = st.integers(0, 8 * 366 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def test_at_once_and_never() -> None:
    now = at("2026-11-25T22:10")
    assert moment(Timing.NOW, THURSDAY, now) == now
    assert moment(Timing.NEVER, THURSDAY, now) is None


@pytest.mark.parametrize(
    ("told", "goes"),
    [
        ("2026-11-25T22:10", "2026-11-26T07:00"),
        ("2026-11-26T06:59", "2026-11-26T07:00"),
        ("2026-11-26T07:00", "2026-11-27T07:00"),
        ("2026-11-27T16:00", "2026-11-30T07:00"),  # on Friday: Monday
        ("2026-12-24T16:00", "2026-12-28T07:00"),  # Christmas on Friday
        ("2026-03-28T12:00", "2026-03-30T07:00"),  # the clock goes forward that Sunday
    ],
)
def test_the_daily_mail_goes_on_the_next_working_morning(told: str, goes: str) -> None:
    assert moment(Timing.DAY, THURSDAY, at(told)) == at(goes)


@pytest.mark.parametrize(
    ("told", "weekday", "goes"),
    [
        ("2026-11-25T22:10", THURSDAY, "2026-11-26T07:00"),
        ("2026-11-26T07:00", THURSDAY, "2026-12-03T07:00"),
        ("2026-11-26T08:00", 0, "2026-11-30T07:00"),
        ("2026-05-11T08:00", THURSDAY, "2026-05-13T07:00"),  # Ascension Day: the day before
        ("2026-05-13T08:00", THURSDAY, "2026-05-21T07:00"),
        ("2026-12-23T08:00", 4, "2026-12-24T07:00"),  # Christmas on Friday
    ],
)
def test_the_weekly_mail_goes_on_its_day_or_the_working_day_before(
    told: str, weekday: int, goes: str
) -> None:
    assert moment(Timing.WEEK, weekday, at(told)) == at(goes)


def test_a_week_without_working_days_is_passed_over() -> None:
    closed = {date(2026, 12, 28) + timedelta(days=one) for one in range(5)}
    told = at("2026-12-24T08:00")
    assert moment(Timing.WEEK, THURSDAY, told, closed) == at("2027-01-07T07:00")
    assert moment(Timing.DAY, THURSDAY, told, closed) == at("2027-01-04T07:00")


@given(MOMENTS, st.sampled_from(WEEKDAYS), st.sampled_from([Timing.DAY, Timing.WEEK]))
def test_a_bundle_goes_later_on_a_working_morning(
    now: datetime, weekday: int, timing: Timing
) -> None:
    found = moment(timing, weekday, now)
    assert found is not None
    assert found > now
    assert local(found).time() == MORNING
    assert is_working_day(local(found).date())
    assert found - now < timedelta(days=24)


def test_the_promptest_of_ones_roles_counts() -> None:
    assert kind("word").usual_for([Role.ALDERMAN]) == Timing.DAY
    assert kind("word").usual_for([Role.ALDERMAN, Role.OFFICER]) == Timing.NOW
    assert kind("week_ahead").usual_for([Role.ALDERMAN]) == Timing.WEEK
    assert kind("week_ahead").usual_for([Role.OFFICER]) == Timing.NEVER
    assert kind("word").usual_for([]) == Timing.NOW


def test_every_kind_can_be_kept_and_comes_in_one_of_its_ways() -> None:
    for one in KINDS:
        assert len(one.key) <= 20
        assert {one.usual, *one.by_role.values()} <= set(one.choices) | {Timing.NEVER}
        assert one.fixed or Timing.NEVER in one.choices, "every other kind can be stopped"
    assert kind_of("meeting-3-move-1").key == "meeting"
    assert kind_of("drill-3").key == kind("such-a-kind").key == "other"
