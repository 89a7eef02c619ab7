"""Every read of feeds: subscriptions, and the meetings that one of them holds now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import joinedload, subqueryload

from app.briefings import queries as notes
from app.briefings.waiting import to_decide
from app.core import clock
from app.core.database import db
from app.core.errors import NotFound
from app.core.recorder import Reading
from app.feeds.deadlines import DueDay, due_days
from app.feeds.models import Scope, Subscription
from app.feeds.permissions import visible_to
from app.meetings.list_queries import concerns
from app.meetings.models import Attendance, Body, Meeting, MeetingStatus
from app.meetings.permissions import visible_to as meetings_visible_to
from app.people.models import Person
from app.people.sessions import digest
from app.register.models import Partnership
from app.register.portfolio_queries import portfolio_partnership_ids

#: How far a calendar looks back and ahead.
BACK = timedelta(days=92)
AHEAD = timedelta(days=549)
#: How long a cancelled meeting stays in the calendar, so that every program hears of it.
CANCELLED_STAYS = timedelta(days=60)


def subscriptions_of(person: Person) -> list[Subscription]:
    """The running subscriptions of a person, oldest first."""
    return list(
        db.session.scalars(
            select(Subscription)
            .where(visible_to(person), Subscription.revoked_at.is_(None))
            .order_by(Subscription.made_at, Subscription.id)
        )
    )


def get_subscription(subscription_id: int, person: Person) -> Subscription:
    """One of a person's own subscriptions; raises NotFound."""
    found = db.session.scalar(
        select(Subscription).where(Subscription.id == subscription_id, visible_to(person))
    )
    if found is None:
        raise NotFound
    return found


def find_by_token(token: str) -> Subscription | None:
    """The subscription of this token, also a revoked one; none for a closed account."""
    found = db.session.scalar(select(Subscription).where(Subscription.token_hash == digest(token)))
    return found if found is not None and found.person.active else None


def last_read(subscriptions: Sequence[Subscription]) -> dict[int, datetime]:
    """When each of these was last read by a calendar program."""
    rows = db.session.execute(
        select(Reading.object_id, Reading.last_at).where(
            Reading.kind == "feed", Reading.object_id.in_([one.id for one in subscriptions])
        )
    )
    return {row.object_id: row.last_at for row in rows}


def meetings_in(subscription: Subscription) -> list[Meeting]:
    """The meetings of a subscription, as its person may see them now, in order of time."""
    now = clock.now()
    person = subscription.person
    return list(
        db.session.scalars(
            select(Meeting)
            .where(
                meetings_visible_to(person),
                Meeting.starts_at.between(now - BACK, now + AHEAD),
                or_(
                    Meeting.status != MeetingStatus.CANCELLED,
                    Meeting.cancelled_at >= now - CANCELLED_STAYS,
                ),
                _in_scope(subscription),
            )
            .options(
                joinedload(Meeting.body).joinedload(Body.partnership),
                subqueryload(Meeting.attendances).joinedload(Attendance.person),
                subqueryload(Meeting.attendances).joinedload(Attendance.in_place_of),
            )
            .order_by(Meeting.starts_at, Meeting.id)
        )
    )


def deadlines_of(person: Person) -> list[DueDay]:
    """The days by which notes of coming meetings are due: those to write and those to decide on."""
    now = clock.now()
    return due_days(notes.dues_of(person, now), to_decide(person, now))


def partnerships_to_choose() -> list[tuple[int, str]]:
    """Every partnership as a choice."""
    rows = db.session.execute(select(Partnership.id, Partnership.name).order_by(Partnership.name))
    return [(row.id, row.name) for row in rows]


def _in_scope(subscription: Subscription) -> ColumnElement[bool]:
    today = clock.today()
    match subscription.scope:
        case Scope.PARTNERSHIP:
            return Meeting.body.has(Body.partnership_id == subscription.partnership_id)
        case Scope.PORTFOLIO:
            held = portfolio_partnership_ids(subscription.portfolio_id or 0, today)
            return Meeting.body.has(Body.partnership_id.in_(held))
        case Scope.ALL:
            return true()
    return concerns(subscription.person)
