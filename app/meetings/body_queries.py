"""Reading bodies: those of a partnership, those that still meet, one with everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ScalarSelect, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.core import clock
from app.core.database import db
from app.core.errors import NotFound
from app.meetings.models import Body, BodyMember, BodyParticipant, Meeting, MeetingStatus
from app.meetings.permissions import visible_to
from app.people.models import Person
from app.register.models import Partnership
from app.register.voting import Seat, Sitting, seats_at


def get_body(body_id: int) -> Body:
    """A body with its partnership, members and participants."""
    body = db.session.scalar(
        select(Body)
        .where(Body.id == body_id)
        .options(
            joinedload(Body.partnership),
            selectinload(Body.members).joinedload(BodyMember.person),
            selectinload(Body.participants).joinedload(BodyParticipant.organisation),
        )
    )
    if body is None:
        raise NotFound
    return body


def bodies_of(partnership_id: int) -> list[Body]:
    """The bodies of a partnership, also ended ones, official before administrative."""
    rows = db.session.scalars(
        select(Body)
        .where(Body.partnership_id == partnership_id)
        .order_by(Body.level.desc(), func.lower(Body.name))
    )
    return list(rows)


def seats_of(meetings: Iterable[Meeting]) -> dict[int, tuple[Seat, ...]]:
    """Per meeting who votes there, ourselves included: five statements, however many.

    Where not all participants sit in the body, only who does.
    """
    found = {one.id: one for one in meetings}
    rows = db.session.scalars(
        select(BodyParticipant)
        .where(BodyParticipant.body_id.in_({one.body_id for one in found.values()}))
        .options(joinedload(BodyParticipant.organisation))
    )
    sitting: dict[int, list[BodyParticipant]] = {}
    for row in rows:
        sitting.setdefault(row.body_id, []).append(row)
    return seats_at(
        {key: _sitting(one, sitting.get(one.body_id, ())) for key, one in found.items()}
    )


def _sitting(meeting: Meeting, participants: Iterable[BodyParticipant]) -> Sitting:
    day = clock.local(meeting.starts_at).date()
    only = (row.organisation for row in participants if row.holds_on(day))
    return Sitting(
        meeting.body.partnership_id, day, sorted(only, key=lambda one: one.name.casefold())
    )


@dataclass(frozen=True)
class BodyLine:
    """A body in the overview: when it meets next, and who of ours sits in it now."""

    body: Body
    next_at: datetime | None
    members: list[Person]


def list_bodies(
    person: Person, *, words: str = "", level: str = "", ended: bool = False
) -> list[BodyLine]:
    """Bodies of all partnerships, by partnership: those that meet, or those that have ended."""
    today = clock.today()
    over = Body.valid_to < today
    query = (
        select(Body, _next_meeting(person))
        .join(Partnership, Partnership.id == Body.partnership_id)
        .where(over if ended else or_(Body.valid_to.is_(None), ~over))
        .options(
            contains_eager(Body.partnership),
            selectinload(Body.members).joinedload(BodyMember.person),
        )
        .order_by(func.lower(Partnership.name), Body.level.desc(), func.lower(Body.name))
    )
    for word in words.lower().split():
        columns = (Body.name, Partnership.name, Partnership.abbreviation)
        query = query.where(
            or_(*(func.lower(column).contains(word, autoescape=True) for column in columns))
        )
    if level:
        query = query.where(Body.level == level)
    return [
        BodyLine(body, next_at, [one.person for one in body.members if one.holds_on(today)])
        for body, next_at in db.session.execute(query).unique()
    ]


def _next_meeting(person: Person) -> ScalarSelect[datetime]:
    """When the body of a row meets next, as far as this person may see."""
    return (
        select(func.min(Meeting.starts_at))
        .where(
            Meeting.body_id == Body.id,
            Meeting.status != MeetingStatus.CANCELLED,
            Meeting.ends_at >= clock.now(),
            visible_to(person),
        )
        .correlate(Body)
        .scalar_subquery()
    )


def open_bodies(day: date | None = None) -> list[Body]:
    """The bodies that have not ended on a day (today), with their partnership, by its name."""
    rows = db.session.scalars(
        select(Body)
        .join(Partnership, Partnership.id == Body.partnership_id)
        .where(or_(Body.valid_to.is_(None), Body.valid_to >= (day or clock.today())))
        .options(joinedload(Body.partnership))
        .order_by(func.lower(Partnership.name), Body.level.desc(), func.lower(Body.name))
    )
    return list(rows)
