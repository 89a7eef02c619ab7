"""Who a restricted meeting or paper exists for; who is assigned to it is always among them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import inspect, select
from sqlalchemy.orm import selectinload

from app.core.database import db
from app.meetings.agenda_models import AgendaItem, Paper, PaperCircle
from app.meetings.models import Meeting, MeetingCircle
from app.people.models import Person


def assigned_ids(meeting: Meeting) -> set[int]:
    """Everyone with a part in the meeting: assigned to it or to one of its items, or going."""
    return assigned_to([meeting])[meeting.id]


def assigned_to(meetings: Collection[Meeting]) -> dict[int, set[int]]:
    """The same for many meetings, by id, in statements that do not grow with them."""
    read_people(meetings)
    found = {one.id: _with_a_part(one) for one in meetings}
    items = db.session.execute(
        select(AgendaItem.meeting_id, AgendaItem.officer_id, AgendaItem.alderman_id).where(
            AgendaItem.meeting_id.in_(found), AgendaItem.withdrawn_at.is_(None)
        )
    )
    for meeting_id, *people in items:
        found[meeting_id].update(one for one in people if one is not None)
    return found


def read_people(meetings: Collection[Meeting]) -> None:
    """Read who goes to many meetings and who is in their circles, as far as that is not known."""
    names = {"attendances", "circle"}
    ids = [one.id for one in meetings if not names.isdisjoint(inspect(one).unloaded)]
    if len(ids) > 1:
        with_people = selectinload(Meeting.attendances), selectinload(Meeting.circle)
        db.session.scalars(select(Meeting).where(Meeting.id.in_(ids)).options(*with_people)).all()


def _with_a_part(meeting: Meeting) -> set[int]:
    """Who is assigned to the meeting itself, or goes."""
    found = {meeting.officer_id, meeting.alderman_id}
    found |= {row.person_id for row in meeting.attendances if row.going}
    return {person_id for person_id in found if person_id is not None}


def first_circle(meeting: Meeting, chosen: Iterable[int], actor: Person) -> list[MeetingCircle]:
    """The circle with which a new meeting begins: it has no items yet."""
    wanted = {*chosen, actor.id, *_with_a_part(meeting)} if meeting.restricted else set[int]()
    return [MeetingCircle(person_id=person_id) for person_id in sorted(wanted)]


def set_circle(meeting: Meeting, chosen: Iterable[int], actor: Person) -> None:
    """Make the circle of a restricted meeting; the planner stays in it. An open one has none."""
    wanted = {*chosen, actor.id, *assigned_ids(meeting)} if meeting.restricted else set()
    for row in list(meeting.circle):
        if row.person_id not in wanted:
            meeting.circle.remove(row)
    _add(meeting, wanted)


def widen_circle(meeting: Meeting, person_ids: Iterable[int | None]) -> None:
    """Let these people into the circle, where there is one."""
    if meeting.restricted:
        _add(meeting, {person_id for person_id in person_ids if person_id is not None})


def _add(meeting: Meeting, wanted: set[int]) -> None:
    present = {row.person_id for row in meeting.circle}
    for person_id in sorted(wanted - present):
        meeting.circle.append(MeetingCircle(person_id=person_id))
    db.session.flush()


def set_paper_circle(paper: Paper, chosen: Iterable[int], actor: Person) -> None:
    """Make the circle of a restricted paper, with who put it there and who carries the item."""
    carriers = {paper.meeting.officer_id, paper.meeting.alderman_id}
    if paper.item is not None:
        carriers = {
            paper.item.officer_id or paper.meeting.officer_id,
            paper.item.alderman_id or paper.meeting.alderman_id,
        }
    wanted = {*chosen, actor.id, *carriers} - {None} if paper.restricted else set()
    for row in list(paper.circle):
        if row.person_id not in wanted:
            paper.circle.remove(row)
    present = {row.person_id for row in paper.circle}
    for person_id in sorted(one for one in wanted - present if one is not None):
        paper.circle.append(PaperCircle(person_id=person_id))
    db.session.flush()
