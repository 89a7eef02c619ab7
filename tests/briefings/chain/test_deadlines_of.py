"""The deadlines of meetings and items: with absence, staff meetings, late papers; few questions."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from flask import Flask

from app.briefings.chain.reading import (
    deadlines_of,
    deciding_of,
    due_on,
    forget_days,
    offering_of,
    papers_on_items,
    papers_on_meetings,
)
from app.briefings.deadlines import Timing
from app.core import clock
from app.core.database import db
from app.days.models import StaffSeries
from app.meetings.agenda_models import PaperCircle
from app.meetings.models import Meeting
from app.people.models import Absence, Person
from app.register.chain import ChainStep
from tests.briefings.chain.papers import make_paper
from tests.client import Statements
from tests.factories import (
    day,
    make_item,
    make_meeting,
    make_period,
    make_person,
    make_substitution,
    moment,
)

#: A Thursday: advice by 30 November, the note by 2 December, agreed by 4 December.
MEETING = "2026-12-10"


@pytest.fixture
def officer(app: Flask) -> Person:
    """Who writes."""
    return make_person(name="Ofra")


@pytest.fixture
def alderman(app: Flask) -> Person:
    """Who decides."""
    return make_person("alderman", name="Alie")


@pytest.fixture
def meeting(officer: Person, alderman: Person) -> Meeting:
    """A meeting in more than two weeks."""
    return make_meeting(starts_at=moment(f"{MEETING}T09:30"), officer=officer, alderman=alderman)


def away(person: Person, first: str, last: str) -> None:
    """That somebody is away."""
    db.session.add(Absence(person=person, first_day=day(first), last_day=day(last)))
    db.session.commit()
    forget_days()


def test_the_default_chain(meeting: Meeting) -> None:
    found = deadlines_of(meeting)
    assert found.due[ChainStep.ALDERMAN] == day("2026-12-02")
    assert found.offering.due_on == day("2026-12-02")
    assert found.deciding.due_on == day("2026-12-04")
    assert found.offering == offering_of(meeting)
    assert found.deciding == deciding_of(meeting)
    assert due_on(ChainStep.DEBRIEF, meeting) == day("2026-12-14")
    assert found.of(ChainStep.ALDERMAN).words == "over 7 werkdagen"


def test_the_leads_of_the_partnership_count(meeting: Meeting) -> None:
    meeting.body.partnership.note_lead_days = 8
    meeting.body.partnership.chain = {"pack": 3}
    found = deadlines_of(meeting)
    assert found.offering.due_on == day("2026-11-30")
    assert found.due[ChainStep.ADVICE] == day("2026-11-26")
    assert found.due[ChainStep.PACK] == day("2026-12-07")


def test_an_alderman_away_moves_the_notes_unless_somebody_stands_in(
    meeting: Meeting, alderman: Person
) -> None:
    away(alderman, "2026-12-02", "2026-12-04")
    assert offering_of(meeting).due_on == day("2026-11-27")
    assert deciding_of(meeting).due_on == day("2026-12-01")
    substitute = make_person("alderman")
    make_substitution(alderman, substitute)
    forget_days()
    assert offering_of(meeting).due_on == day("2026-12-02")
    away(substitute, "2026-12-01", "2026-12-31")
    assert offering_of(meeting).due_on == day("2026-11-27"), "who is away covers nobody"


def test_a_substitute_for_part_of_the_absence_covers_that_part(
    meeting: Meeting, alderman: Person
) -> None:
    away(alderman, "2026-12-02", "2026-12-04")
    make_substitution(
        alderman, make_person("alderman"), first_day=day("2026-12-04"), last_day=day("2026-12-20")
    )
    forget_days()
    assert deciding_of(meeting).due_on == day("2026-12-04")
    assert offering_of(meeting).due_on == day("2026-11-30"), "two days on which they are there"


def test_a_substitute_without_account_covers_nothing(meeting: Meeting, alderman: Person) -> None:
    make_substitution(alderman, make_person("alderman", active=False))
    away(alderman, "2026-12-02", "2026-12-04")
    assert offering_of(meeting).due_on == day("2026-11-27")


def test_an_item_with_an_alderman_of_its_own_follows_that_one(
    meeting: Meeting, alderman: Person
) -> None:
    other = make_person("alderman")
    item = make_item(meeting, alderman=other)
    away(other, "2026-12-02", "2026-12-04")
    assert offering_of(meeting).due_on == day("2026-12-02")
    assert offering_of(meeting, item).due_on == day("2026-11-27")
    meeting.alderman_id = other.id  # replaced halfway
    assert offering_of(meeting).due_on == day("2026-11-27")


def test_an_adviser_away_is_asked_for_an_earlier_day(meeting: Meeting) -> None:
    adviser = make_person("adviser")
    away(adviser, "2026-11-27", "2026-12-01")
    assert deadlines_of(meeting).due[ChainStep.ADVICE] == day("2026-11-30")
    found = deadlines_of(meeting, adviser_id=adviser.id)
    assert found.due[ChainStep.ADVICE] == day("2026-11-26")


def test_of_several_team_leaders_one_is_enough(meeting: Meeting) -> None:
    first, second = make_person(), make_person()
    away(first, "2026-12-01", "2026-12-01")
    both = [first.id, second.id]
    assert deadlines_of(meeting, leader_ids=both).due[ChainStep.TEAM_LEAD] == day("2026-12-01")
    found = deadlines_of(meeting, leader_ids=[first.id])
    assert found.due[ChainStep.TEAM_LEAD] == day("2026-11-30")


def test_the_staff_meeting_of_that_alderman_is_the_day_of_deciding(
    meeting: Meeting, alderman: Person
) -> None:
    for person, weekday in ((alderman, 3), (make_person("alderman"), 2)):
        db.session.add(StaffSeries(person=person, weekday=weekday, starts=time(9), minutes=60))
    db.session.commit()
    forget_days()
    assert deciding_of(meeting).due_on == day("2026-12-03")
    assert offering_of(meeting).due_on == day("2026-12-02"), "offered as ever"


def test_the_executive_decides_on_its_own_days(meeting: Meeting) -> None:
    for one in ("2026-11-24", "2026-12-01", "2026-12-08"):
        make_period("executive", one, starts=time(9), ends=time(12))
    forget_days()
    assert due_on(ChainStep.EXECUTIVE, meeting) == day("2026-12-01")


def test_recess_stops_the_executive_and_nobody_else(app: Flask) -> None:
    later = make_meeting(starts_at=moment("2027-01-12T09:30"))
    make_period("recess", "2026-12-19", "2027-01-10")
    forget_days()
    found = deadlines_of(later)
    assert found.due[ChainStep.EXECUTIVE] == day("2026-12-18")
    assert found.due[ChainStep.ALDERMAN] == day("2027-01-04")


def test_papers_that_came_late_leave_a_later_day(meeting: Meeting) -> None:
    item = make_item(meeting)
    make_paper(item, "2026-12-03")
    came = papers_on_items([item.id])[item.id]
    found = deadlines_of(meeting, item, papers_on=came)
    assert found.papers_too_late_for(ChainStep.ADVICE)
    assert found.papers_too_late_for(ChainStep.ALDERMAN)
    assert not found.papers_too_late_for(ChainStep.STAFF_MEETING)
    assert not found.papers_too_late_for(ChainStep.PAPERS)
    assert not found.papers_too_late_for(ChainStep.DEBRIEF)
    assert found.offering.due_on == day("2026-12-04")
    for step in (ChainStep.ADVICE, ChainStep.TEAM_LEAD, ChainStep.STAFF_MEETING):
        assert due_on(step, meeting, item, papers_on=came) == day("2026-12-04")
    assert due_on(ChainStep.DEBRIEF, meeting, item, papers_on=came) == day("2026-12-14")


def test_the_first_paper_counts_also_when_another_took_its_place(meeting: Meeting) -> None:
    item, bare = make_item(meeting), make_item(meeting)
    first = make_paper(item, "2026-11-20")
    make_paper(item, "2026-12-07", replaces_id=first.id)
    first.withdrawn_at = clock.now()
    mistaken = make_paper(bare, "2026-11-20")
    mistaken.withdrawn_at = clock.now()
    db.session.commit()
    assert papers_on_items([item.id, bare.id]) == {item.id: day("2026-11-20")}
    assert papers_on_meetings([meeting.id]) == {meeting.id: day("2026-11-20")}
    assert papers_on_items([]) == {}


def test_a_restricted_paper_moves_nothing_for_others(meeting: Meeting, officer: Person) -> None:
    item, outsider = make_item(meeting), make_person()
    make_paper(item, "2026-12-03", restricted=True, circle=[PaperCircle(person=officer)])
    assert papers_on_items([item.id], officer) == {item.id: day("2026-12-03")}
    assert papers_on_items([item.id], outsider) == {}


@pytest.mark.parametrize(
    ("moved_to", "timing"),
    [
        ("2026-11-24", Timing.LATE),  # tomorrow
        ("2026-11-23", Timing.LATE),  # today
        ("2026-11-02", Timing.IMPOSSIBLE),  # the past
        ("1800-01-01", Timing.IMPOSSIBLE),
        ("2199-12-31", Timing.IN_TIME),
    ],
)
def test_a_meeting_moved_anywhere_has_an_answer(
    meeting: Meeting, moved_to: str, timing: Timing
) -> None:
    found = deadlines_of(meeting, day=day(moved_to))
    assert found.offering.timing == timing
    assert {found.of(step).due_on for step in ChainStep} == set(found.due.values())


def test_who_is_away_for_centuries_is_no_endless_search(meeting: Meeting, alderman: Person) -> None:
    away(alderman, "1800-01-01", "2199-12-31")
    found = offering_of(meeting).due_on
    assert found < clock.today() - timedelta(weeks=13)
    assert offering_of(meeting).late


def test_a_closed_fortnight_at_christmas(app: Flask) -> None:
    make_period("closed", "2026-12-21", "2027-01-03")
    forget_days()
    later = make_meeting(starts_at=moment("2027-01-05T09:30"))
    assert offering_of(later).due_on == date(2026, 12, 14)


def test_days_and_absences_are_asked_once_for_everybody(
    meeting: Meeting, alderman: Person, statements: Statements
) -> None:
    away(alderman, "2026-12-02", "2026-12-04")
    others = [
        make_meeting(days=number, officer=make_person(), alderman=make_person("alderman"))
        for number in range(3, 20)
    ]
    assert all(one.body.partnership.chain == {} for one in others)
    forget_days()
    with statements.counted() as found:
        for one in [meeting, *others]:
            deadlines_of(one)
    assert found.count <= 7
