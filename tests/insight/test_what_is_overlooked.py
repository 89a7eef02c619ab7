"""What is overlooked: incomplete meetings, levels where nobody went; and who carries too much."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.core import clock
from app.core.database import db
from app.insight.field import field
from app.insight.gaps import absent_levels, incomplete_meetings
from app.insight.load import loads
from app.meetings.models import Attendance, Body, Meeting
from app.people.models import Absence, Person
from tests.client import CheckingClient
from tests.factories import make_body, make_item, make_meeting, make_note, make_person
from tests.packs.meeting_files import add_paper


def lacking(person: Person) -> dict[int, list[str]]:
    """Per incomplete meeting what it lacks."""
    return {gap.meeting.id: gap.lacking for gap in incomplete_meetings(person, clock.now())}


def test_meetings_within_three_weeks_that_lack_something(app: Flask) -> None:
    officer, alderman = make_person(), make_person("alderman")
    bare = make_meeting(days=5)
    whole = make_meeting(days=6, officer=officer, alderman=alderman)
    item = make_item(whole)
    make_note(item, author=officer)
    add_paper(item)
    civil = make_meeting(days=7, level="administrative", officer=officer)
    add_paper(make_item(civil))
    make_meeting(days=22)
    make_meeting(days=5, status="cancelled")
    assert lacking(make_person("secretary")) == {
        bare.id: ["beleidsambtenaar", "portefeuillehouder", "agenda", "stukken"],
        civil.id: ["annotatie"],
    }


def test_a_restricted_meeting_is_incomplete_for_its_circle_only(app: Flask) -> None:
    inside = make_person("coordinator")
    meeting = make_meeting(days=5, circle=(inside,))
    assert list(lacking(inside)) == [meeting.id]
    assert lacking(make_person("secretary")) == {}


def held(body: Body, days: int, *present: bool | None, **fields: Any) -> Meeting:
    """A past meeting with people of whom each was there, was not, or is unknown."""
    meeting = make_meeting(body=body, days=days, status="held", **fields)
    people = [make_person() for _one in present]
    for person, attended in zip(people, present, strict=True):
        db.session.add(Attendance(meeting_id=meeting.id, person_id=person.id, attended=attended))
    db.session.commit()
    return meeting


@pytest.mark.parametrize(
    ("attendance", "times"),
    [
        # the last meeting first; an empty tuple: nobody was sent
        ([(False,), (False,), (True,)], 2),
        ([(False,), (True,), (False,)], None),
        ([(True,), (False,), (False,)], None),
        ([(), (), ()], 3),
        ([(False, True), (False,), (False,)], None),
        ([(None,), (False,), (False,), (True,)], 2),  # not recorded: says nothing
        ([(None,), (None,)], None),
        ([(False,)], None),
    ],
)
def test_nobody_of_ours_twice_running(
    app: Flask, attendance: list[tuple[bool | None, ...]], times: int | None
) -> None:
    body = make_body(level="administrative")
    for number, present in enumerate(attendance):
        held(body, -7 * (number + 1), *present)
    found = absent_levels(make_person("coordinator"), clock.now())
    assert [one.times for one in found] == ([] if times is None else [times])
    if times is not None:
        assert found[0].partnership == body.partnership
        assert found[0].level == "administrative"
        assert (found[0].last_present is not None) == any(True in one for one in attendance)


def test_each_level_counts_for_itself_and_cancelled_or_hidden_meetings_do_not(app: Flask) -> None:
    official = make_body()
    civil = make_body(partnership=official.partnership, level="administrative")
    held(official, -7, False)
    held(civil, -14, False)
    coordinator = make_person("coordinator")
    assert absent_levels(coordinator, clock.now()) == []
    cancelled = held(official, -14, False)
    cancelled.status = "cancelled"
    held(official, -21, False, circle=(make_person(),))
    assert absent_levels(coordinator, clock.now()) == []
    held(official, -28, False)
    assert [one.level for one in absent_levels(coordinator, clock.now())] == ["official"]


def test_load_counts_meetings_and_notes_in_their_weeks(app: Flask) -> None:
    officer, alderman, goer = make_person(), make_person("alderman"), make_person()
    meeting = make_meeting(days=3, officer=officer, alderman=alderman)  # due: last week, so now
    db.session.add(Attendance(meeting_id=meeting.id, person_id=goer.id))
    make_item(meeting)
    make_note(make_item(meeting), state="with_alderman")
    later = make_meeting(days=17, level="administrative", officer=officer, alderman=alderman)
    for row in later.attendances:
        row.going = False
    make_item(later)
    db.session.add(
        Absence(person_id=goer.id, first_day=date(2026, 11, 30), last_day=date(2026, 12, 1))
    )
    db.session.commit()
    found = {one.person.id: one for one in loads(make_person("coordinator"), clock.now())}
    weeks = found[officer.id].weeks
    assert [week.monday for week in weeks][:2] == [date(2026, 11, 23), date(2026, 11, 30)]
    assert [(week.meetings, week.notes) for week in weeks[:3]] == [(1, 1), (0, 1), (0, 0)]
    assert (found[alderman.id].meetings, found[alderman.id].notes) == (1, 0)
    assert found[goer.id].meetings == 1
    assert [week.away for week in found[goer.id].weeks[:3]] == [False, True, False]


def test_the_field_shows_partnerships_and_weeks(app: Flask, client: CheckingClient) -> None:
    meeting = make_meeting(days=10, officer=make_person())
    make_item(meeting)
    quiet = make_body().partnership
    hidden = make_meeting(days=10, circle=(make_person(),))
    coordinator = make_person("coordinator")
    seen = field(coordinator, clock.now())
    (line,) = seen.lines
    assert line.partnership == meeting.body.partnership
    assert [[one.id for one, _state in week] for week in line.weeks][:3] == [[], [meeting.id], []]
    assert line.meetings[0][1] == "missing"
    assert {row.partnership.id for row in seen.quiet} >= {quiet.id, hidden.body.partnership_id}
    client.sign_in(coordinator)
    for page in ("", "chase-list", "gaps", "attendance", "load"):
        assert client.get(f"/overview/{page}").status_code == 200
