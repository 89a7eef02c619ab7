"""What a meeting is offered for its agenda: items of what prepared it, and postponed ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from app.core.database import db
from app.meetings.agenda_models import AgendaItem, Handling, Outcome
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.permissions import visible_to
from app.meetings.queries import WITH_BODY
from app.meetings.topics import exact_topic
from app.people.models import Person

#: With these an item is not done: it may come back at the next meeting.
UNDONE = (Outcome.POSTPONED, Outcome.NO_DECISION)


@dataclass(frozen=True)
class Offer:
    """An item that may come on this agenda, and whether it was heard before or left undone."""

    item: AgendaItem
    postponed: bool


def offers_for(meeting: Meeting, agenda: Collection[AgendaItem], person: Person) -> list[Offer]:
    """What is offered and is not on the agenda yet, in the order of the meetings it comes from.

    What a restricted meeting discussed is not offered to a meeting that everyone may see.
    """
    previous = _previous_id(meeting, person)
    of_preparing = and_(
        Meeting.prepares_id == meeting.id,
        Meeting.status != MeetingStatus.CANCELLED,
        AgendaItem.handling == Handling.DISCUSSION,
    )
    of_previous = and_(Meeting.id == previous, AgendaItem.outcome.in_(UNDONE))
    found = select(AgendaItem).join(Meeting, Meeting.id == AgendaItem.meeting_id)
    rows = db.session.scalars(
        found.where(
            or_(of_preparing, of_previous),
            AgendaItem.withdrawn_at.is_(None),
            AgendaItem.id.not_in(_taken(meeting)),
            visible_to(person),
            or_(Meeting.restricted.is_(False), Meeting.restricted.is_(meeting.restricted)),
        )
        .options(joinedload(AgendaItem.meeting).options(*WITH_BODY))
        .order_by(Meeting.starts_at, Meeting.id, AgendaItem.position, AgendaItem.id)
    )
    titles = {exact_topic(item.title) for item in agenda}
    return [
        Offer(item, postponed=item.meeting_id == previous)
        for item in rows.unique()
        if exact_topic(item.title) not in titles
    ]


def _previous_id(meeting: Meeting, person: Person) -> int | None:
    """The meeting of the same body before this one, where this person may see it."""
    return db.session.scalar(
        select(Meeting.id)
        .where(
            Meeting.body_id == meeting.body_id,
            Meeting.starts_at < meeting.starts_at,
            Meeting.status != MeetingStatus.CANCELLED,
            Meeting.id != meeting.id,
            visible_to(person),
        )
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
        .limit(1)
    )


def _taken(meeting: Meeting) -> Select[int | None]:
    """The items that were taken over already."""
    return select(AgendaItem.carried_from_id).where(
        AgendaItem.meeting_id == meeting.id, AgendaItem.carried_from_id.is_not(None)
    )
