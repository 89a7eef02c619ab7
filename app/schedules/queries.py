"""What the preview of a schedule reads, in a number of statements that no row adds to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core import clock
from app.core.database import db
from app.meetings.body_queries import open_bodies
from app.meetings.models import Body, BodyMember, Meeting, MeetingStatus
from app.meetings.permissions import visible_to
from app.people.models import Person

#: How far back is looked for the time at which a body usually begins.
LOOK_BACK = timedelta(days=730)


def offered_bodies(partnership_id: int | None) -> list[Body]:
    """The bodies of a partnership that still meet, or those of all of them."""
    return [one for one in open_bodies() if partnership_id in (None, one.partnership_id)]


def bodies_by_id(ids: Iterable[int | None]) -> dict[int, Body]:
    """These bodies with their partnership and members."""
    rows = db.session.scalars(
        select(Body)
        .where(Body.id.in_({one for one in ids if one is not None}))
        .options(
            joinedload(Body.partnership), selectinload(Body.members).joinedload(BodyMember.person)
        )
    )
    return {body.id: body for body in rows}


def usual_starts(body_ids: Iterable[int], person: Person) -> dict[int, time]:
    """The time at which each body mostly begins, of the meetings that this person may see."""
    rows = db.session.execute(
        select(Meeting.body_id, Meeting.starts_at).where(
            Meeting.body_id.in_(list(body_ids)),
            Meeting.starts_at >= clock.now() - LOOK_BACK,
            Meeting.status != MeetingStatus.CANCELLED,
            visible_to(person),
        )
    )
    counted: dict[int, Counter[time]] = {}
    for body_id, moment in rows:
        counted.setdefault(body_id, Counter())[clock.local(moment).time()] += 1
    return {
        body_id: min(times, key=lambda at: (-times[at], at)) for body_id, times in counted.items()
    }


def planned_already(
    body_ids: Collection[int], first: datetime, last: datetime, person: Person
) -> list[Meeting]:
    """The meetings of these bodies between two moments that stand already, as visible."""
    rows = db.session.scalars(
        select(Meeting)
        .where(
            Meeting.body_id.in_(body_ids),
            Meeting.starts_at >= first,
            Meeting.starts_at <= last,
            Meeting.status != MeetingStatus.CANCELLED,
            visible_to(person),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return list(rows)


def span_of(days: Collection[date]) -> tuple[date, date]:
    """The first and the last of some days."""
    return min(days), max(days)
