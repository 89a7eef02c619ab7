"""Planning meetings: one, or a series at once, in statements that do not grow with it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core import clock
from app.core.database import Base, db
from app.core.errors import NotAllowed
from app.meetings.actions import default_people, told_all
from app.meetings.circles import first_circle
from app.meetings.details import COLUMNS, MeetingDetails, check_details
from app.meetings.models import Attendance, Body, Meeting
from app.meetings.permissions import may_plan
from app.people.models import Person


@dataclass(frozen=True)
class Plan:
    """A meeting to be planned.

    With `within` who of ours goes is filled in only as far as they are among these: nobody gets
    into a circle unseen.
    """

    details: MeetingDetails
    within: frozenset[int] | None = None


def plan_meeting(details: MeetingDetails, actor: Person) -> Meeting:
    """Plan a meeting of a body; who of ours goes is filled in, and may be changed afterwards."""
    return plan_meetings([Plan(details)], actor)[0]


def plan_meetings(plans: Sequence[Plan], actor: Person) -> list[Meeting]:
    """Plan these meetings, all of them or none; each as one by itself is."""
    if not may_plan(actor):
        raise NotAllowed
    held = _held(plans)
    for one in plans:
        check_details(one.details, actor)
    made = [_made(one, actor) for one in plans]
    db.session.add_all(made)
    db.session.flush()
    del held
    told_all(made, "plan", actor, COLUMNS)
    return made


def _held(plans: Sequence[Plan]) -> list[Base]:
    """The bodies and people of plans, read at once: the session asks no more as long as we hold."""
    details = [one.details for one in plans]
    body_ids = {one.body_id for one in details}
    person_ids = {number for one in details for number in (one.officer_id, one.alderman_id)}
    bodies = db.session.scalars(select(Body).where(Body.id.in_(body_ids)))
    people = db.session.scalars(select(Person).where(Person.id.in_(person_ids - {None})))
    return [*bodies, *people]


def _made(plan: Plan, actor: Person) -> Meeting:
    details = plan.details
    meeting = Meeting(
        uid=f"{uuid.uuid4()}@vooroverleg",
        revised_at=clock.now(),
        body=db.session.get_one(Body, details.body_id),
        **{name: getattr(details, name) for name in COLUMNS},
    )
    meeting.attendances = [
        Attendance(person_id=person_id, going=True)
        for person_id in dict.fromkeys(default_people(meeting))
        if plan.within is None or person_id in plan.within
    ]
    meeting.circle = first_circle(meeting, details.circle_ids, actor)
    return meeting
