"""Who is assigned to a meeting: the people for whom a pack of it makes sense."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import selectinload

from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Attendance, Meeting
from app.people.models import Person


def assigned_ids(meeting_ids: Collection[int]) -> dict[int, list[int]]:
    """Per meeting who has a part in it, in one statement however many there are.

    First the portfolio holders and officers of the meeting and of its items, then who goes.
    """
    meeting, item, going = Meeting.id, AgendaItem.meeting_id, Attendance.meeting_id
    columns = [
        (meeting, Meeting.alderman_id, ()),
        (meeting, Meeting.officer_id, ()),
        (item, AgendaItem.alderman_id, (AgendaItem.withdrawn_at.is_(None),)),
        (item, AgendaItem.officer_id, (AgendaItem.withdrawn_at.is_(None),)),
        (going, Attendance.person_id, (Attendance.going,)),
    ]
    found = union_all(
        *(
            select(of, person, literal(place)).where(of.in_(meeting_ids), *conditions)
            for place, (of, person, conditions) in enumerate(columns)
        )
    )
    rows = [(row[2], row[0], row[1]) for row in db.session.execute(found) if row[1] is not None]
    assigned: dict[int, list[int]] = {meeting_id: [] for meeting_id in meeting_ids}
    for _place, of, person in sorted(rows):
        if person not in assigned[of]:
            assigned[of].append(person)
    return assigned


def people_assigned(meeting_id: int) -> list[Person]:
    """Who is assigned to a meeting, with their roles, in that order."""
    ids = assigned_ids([meeting_id])[meeting_id]
    people = active_people(ids)
    return [people[one] for one in ids if one in people]


def load_circles(meetings: Collection[Meeting]) -> None:
    """Read the circles of these meetings at once, for `permissions.can_open`."""
    ids = [one.id for one in meetings]
    db.session.scalars(
        select(Meeting).where(Meeting.id.in_(ids)).options(selectinload(Meeting.circle))
    ).all()


def active_people(ids: Collection[int]) -> dict[int, Person]:
    """These people as far as they still work here, by name, with their roles."""
    found = db.session.scalars(
        select(Person)
        .where(Person.id.in_(ids), Person.active)
        .options(selectinload(Person.roles))
        .order_by(Person.name, Person.id)
    )
    return {one.id: one for one in found}
