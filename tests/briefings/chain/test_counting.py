"""The days of a chain, against a counting of our own, day by day, over 2020-2035."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.briefings.chain.counting import (
    NONE,
    Around,
    Days,
    agreeing_days,
    due_days,
    still_by,
)
from app.days.working_days import is_working_day
from app.register.chain import DEFAULTS, ChainStep, Leads, defaults_around
from tests.days.calendar import holidays
from tests.factories import day

ONE = timedelta(days=1)
PREPARING = (
    *(ChainStep.PAPERS, ChainStep.ADVICE, ChainStep.TEAM_LEAD, ChainStep.ALDERMAN),
    *(ChainStep.STAFF_MEETING, ChainStep.PACK),
)


def due(meeting: str, **around: Any) -> dict[ChainStep, date]:
    """The default chain of a meeting on a day."""
    return due_days(day(meeting), DEFAULTS, Around(**around))


def days(first: str, last: str) -> Days:
    """Every day of a period."""
    count = (day(last) - day(first)).days + 1
    return frozenset(day(first) + timedelta(days=number) for number in range(count))


def test_the_default_chain_of_an_ordinary_meeting() -> None:
    assert due("2026-12-03") == {  # a Thursday
        ChainStep.PAPERS: day("2026-11-19"),
        ChainStep.ADVICE: day("2026-11-23"),
        ChainStep.TEAM_LEAD: day("2026-11-24"),
        ChainStep.ALDERMAN: day("2026-11-25"),
        ChainStep.STAFF_MEETING: day("2026-11-27"),
        ChainStep.SUBMISSION: day("2026-11-17"),
        ChainStep.EXECUTIVE: day("2026-11-27"),
        ChainStep.PACK: day("2026-12-01"),
        ChainStep.DEBRIEF: day("2026-12-07"),
        ChainStep.COUNCIL_LETTER: day("2026-12-17"),
    }


@pytest.mark.parametrize(
    ("meeting", "lead", "expected"),
    [
        ("2026-12-03", 6, "2026-11-25"),
        ("2026-12-03", 0, "2026-12-03"),
        ("2026-12-30", 6, "2026-12-21"),  # Christmas, both days, and a weekend between
        ("2026-05-07", 2, "2026-05-04"),  # 5 May counts as a holiday
        ("2026-04-08", 2, "2026-04-02"),  # Easter Monday and Good Friday
        ("2026-12-05", 1, "2026-12-04"),  # a Saturday
    ],
)
def test_when_notes_are_due(meeting: str, lead: int, expected: str) -> None:
    found = due_days(day(meeting), defaults_around(lead), Around())
    assert found[ChainStep.ALDERMAN] == day(expected)


def test_a_closed_fortnight_holds_no_deadline() -> None:
    closed = days("2026-12-19", "2027-01-03")
    found = due("2027-01-05", closed=closed)
    assert found[ChainStep.PACK] == day("2026-12-18")
    assert found[ChainStep.STAFF_MEETING] == day("2026-12-16")
    assert not closed & set(found.values())


def test_an_alderman_away_from_t6_to_t4_gets_the_note_before_leaving() -> None:
    away = days("2026-11-25", "2026-11-27")  # Wednesday to Friday: T-6, T-5, T-4
    found = due("2026-12-03", away={ChainStep.STAFF_MEETING: away})
    assert found[ChainStep.STAFF_MEETING] == day("2026-11-24"), "the last day on which they decide"
    assert found[ChainStep.ALDERMAN] == day("2026-11-20"), "two of their own days before it"
    assert found[ChainStep.TEAM_LEAD] == day("2026-11-19"), "and what goes before moves along"
    assert found[ChainStep.PACK] == day("2026-12-01"), "what follows does not"


def test_an_alderman_away_after_the_decision_changes_nothing() -> None:
    away = days("2026-11-28", "2026-12-02")
    assert due("2026-12-03", away={ChainStep.STAFF_MEETING: away}) == due("2026-12-03")


def test_an_adviser_away_on_the_day_gives_advice_before_it() -> None:
    away = days("2026-11-20", "2026-11-24")
    found = due("2026-12-03", away={ChainStep.ADVICE: away})
    assert found[ChainStep.ADVICE] == day("2026-11-19")
    assert found[ChainStep.TEAM_LEAD] == day("2026-11-24")


def test_an_officer_away_after_the_meeting_reports_when_back() -> None:
    found = due("2026-12-03", away={ChainStep.DEBRIEF: days("2026-12-07", "2026-12-11")})
    assert found[ChainStep.DEBRIEF] == day("2026-12-14")


def test_the_staff_meeting_is_the_last_one_in_time_with_the_note_there() -> None:
    weekly = [day("2026-11-17"), day("2026-11-26"), day("2026-12-01")]
    assert due("2026-12-03", staff_meetings=weekly)[ChainStep.STAFF_MEETING] == day("2026-11-26")


def test_a_staff_meeting_after_the_day_is_still_before_the_meeting() -> None:
    weekly = [day("2026-11-17"), day("2026-12-01"), day("2026-12-02"), day("2026-12-08")]
    assert due("2026-12-03", staff_meetings=weekly)[ChainStep.STAFF_MEETING] == day("2026-12-01")


def test_without_a_staff_meeting_the_position_is_agreed_by_the_day_itself() -> None:
    weekly = [day("2026-11-17"), day("2026-12-03"), day("2026-12-08")]
    assert due("2026-12-03", staff_meetings=weekly)[ChainStep.STAFF_MEETING] == day("2026-11-27")


def test_the_executive_decides_on_a_day_on_which_it_meets() -> None:
    tuesdays = [day("2026-11-17"), day("2026-11-24"), day("2026-12-01")]
    found = due("2026-12-03", executive_days=tuesdays)
    assert found[ChainStep.EXECUTIVE] == day("2026-11-24")
    assert found[ChainStep.SUBMISSION] == day("2026-11-12"), "eight working days before that"


def test_in_recess_the_executive_decided_before_it() -> None:
    recess = days("2026-12-19", "2027-01-10")
    found = due("2027-01-12", recess=recess)
    assert found[ChainStep.EXECUTIVE] == day("2026-12-18")
    assert found[ChainStep.STAFF_MEETING] == day("2027-01-06"), "others work on"


def test_an_executive_that_met_long_ago_is_no_help() -> None:
    found = due("2026-12-03", executive_days=[day("2026-01-06")])
    assert found[ChainStep.EXECUTIVE] == day("2026-11-27")


@pytest.mark.parametrize(
    ("papers", "offered", "decided"),
    [
        (None, "2026-11-25", "2026-11-27"),
        ("2026-11-25", "2026-11-25", "2026-11-27"),
        ("2026-11-26", "2026-11-27", "2026-11-27"),
        ("2026-11-30", "2026-12-01", "2026-12-01"),
        ("2026-12-02", "2026-12-03", "2026-12-03"),
        ("2026-12-09", "2026-12-03", "2026-12-03"),
    ],
)
def test_late_papers_leave_the_next_day_of_the_chain(
    papers: str | None, offered: str, decided: str
) -> None:
    found, meeting = due("2026-12-03"), day("2026-12-03")
    came = day(papers) if papers else None
    assert still_by(ChainStep.ALDERMAN, meeting, found, came) == day(offered)
    assert still_by(ChainStep.STAFF_MEETING, meeting, found, came) == day(decided)


def works(one: date, closed: Days, away: Days) -> bool:
    """Our own answer to whether somebody works on a day."""
    free = one.weekday() in (5, 6) or one in closed or one in holidays(one.year)
    return not free and one not in away


def counted_back(start: date, number: int, closed: Days = NONE, away: Days = NONE) -> date:
    """Our own counting: one day at a time."""
    one = start
    while number > 0:
        one = one - ONE
        if works(one, closed, away):
            number = number - 1
    return one


def expected(meeting: date, leads: Leads, closed: Days, away: dict[ChainStep, Days]) -> list[date]:
    """The days from papers to pack, counted one at a time."""
    found = []
    start, done = meeting, 0
    follower: ChainStep | None = None
    for step in reversed(PREPARING):
        missing = away.get(follower, NONE) if follower else NONE
        start = counted_back(start, leads[step] - done, closed, missing)
        while start in away.get(step, NONE):
            start = counted_back(start, 1, closed)
        found.append(start)
        done, follower = leads[step], step
    return found[::-1]


meetings = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@st.composite
def spans(draw: st.DrawFn, around: date, most: int = 20) -> Days:
    """Some days in a row before a day, or none."""
    first = around - timedelta(days=draw(st.integers(0, 60)))
    return frozenset(first + timedelta(days=one) for one in range(draw(st.integers(0, most))))


@st.composite
def cases(draw: st.DrawFn) -> tuple[date, Leads, Days, dict[ChainStep, Days]]:
    """A meeting with its leads in order, closed days, and who is away."""
    meeting = draw(meetings)
    leads = dict(DEFAULTS)
    numbers = draw(st.lists(st.integers(0, 25), min_size=6, max_size=6))
    leads |= dict(zip(PREPARING, sorted(numbers, reverse=True), strict=True))
    closed = draw(spans(meeting)) | draw(spans(meeting, 3))
    away = {step: draw(spans(meeting)) for step in PREPARING[1:5]}
    return meeting, leads, closed, away


@settings(deadline=None, max_examples=300)
@given(cases())
def test_the_days_are_those_of_a_plain_counting(
    case: tuple[date, Leads, Days, dict[ChainStep, Days]],
) -> None:
    meeting, leads, closed, away = case
    found = agreeing_days(meeting, leads, Around(closed, away))
    in_order = [found[step] for step in PREPARING]
    assert in_order == expected(meeting, leads, closed, away)
    assert in_order == sorted(in_order), "no step is due after the one that follows it"
    assert in_order[-1] <= meeting


@settings(deadline=None, max_examples=200)
@given(meetings, st.integers(0, 60))
def test_between_deadline_and_meeting_lie_that_many_working_days(meeting: date, lead: int) -> None:
    found = due_days(meeting, defaults_around(lead), Around())[ChainStep.ALDERMAN]
    between = (found + timedelta(days=number) for number in range((meeting - found).days))
    assert sum(works(one, NONE, NONE) for one in between) == lead
    assert lead == 0 or is_working_day(found)


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_the_executive_meets_on_the_day_and_its_papers_went_in_before(data: st.DataObject) -> None:
    meeting = data.draw(meetings)
    known = [meeting - timedelta(days=one) for one in data.draw(st.sets(st.integers(0, 40)))]
    recess = data.draw(spans(meeting))
    found = due_days(meeting, DEFAULTS, Around(executive_days=known, recess=recess))
    latest = counted_back(meeting, 4)
    in_time = [one for one in known if one <= latest]
    decided = found[ChainStep.EXECUTIVE]
    if in_time:
        assert decided == max(in_time)
    else:
        later = [decided + timedelta(days=one) for one in range(1, (latest - decided).days + 1)]
        assert decided not in recess
        assert all(one in recess or not works(one, NONE, NONE) for one in later)
    assert found[ChainStep.SUBMISSION] == counted_back(decided, 8)
