"""Every read of feeds: subscriptions, and the meetings that one of them holds now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, false, func, not_, or_, select, true
from sqlalchemy.orm import joinedload, subqueryload

from app.briefings import queries as notes
from app.briefings.waiting import to_decide, to_record
from app.core.database import db
from app.core.errors import NotFound
from app.core.recorder import Reading
from app.feeds.content.deadlines import DeadlineKey, DueDay, Revision, due_days, in_order
from app.feeds.models import DeadlineRevision, FeedSize, Scope, Subscription, SubscriptionPart
from app.feeds.parts import Wanted, as_wanted
from app.feeds.permissions import follows, serves, visible_to
from app.meetings.list_queries import concerns
from app.meetings.models import Attendance, Body, Meeting, MeetingStatus
from app.meetings.permissions import visible_to as visible_meetings
from app.meetings.queries import start_of
from app.people.models import Person
from app.people.serving_queries import find_served
from app.register.models import Partnership
from app.register.portfolio_queries import portfolio_partnership_ids

#: How far a calendar looks back and ahead.
BACK = timedelta(days=92)
AHEAD = timedelta(days=549)
#: Beyond so many octets Google soon stops reading a calendar: near 1 MB.
TOO_LARGE = 800_000
#: What the pages say of the parts of a calendar.
WITH_PARTS = subqueryload(Subscription.parts).options(
    joinedload(SubscriptionPart.partnership),
    joinedload(SubscriptionPart.portfolio),
    joinedload(SubscriptionPart.of_person),
)
#: How long a cancelled meeting stays in the calendar, so that every program hears of it.
CANCELLED_STAYS = timedelta(days=60)


def subscriptions_of(person: Person) -> list[Subscription]:
    """The running subscriptions of a person, oldest first."""
    return list(
        db.session.scalars(
            select(Subscription)
            .where(visible_to(person), Subscription.revoked_at.is_(None))
            .options(WITH_PARTS)
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


def had_by(person: Person) -> set[Wanted]:
    """What is in a running calendar of a person already."""
    rows = db.session.scalars(
        select(SubscriptionPart)
        .join(SubscriptionPart.subscription)
        .where(visible_to(person), Subscription.revoked_at.is_(None))
    )
    return {as_wanted(row) for row in rows}


def last_read(subscriptions: Sequence[Subscription]) -> dict[int, datetime]:
    """When each of these was last read by a calendar program."""
    rows = db.session.execute(
        select(Reading.object_id, Reading.last_at).where(
            Reading.kind == "feed", Reading.object_id.in_([one.id for one in subscriptions])
        )
    )
    return {row.object_id: row.last_at for row in rows}


def find_followed(person: Person, part: Wanted, day: date) -> Person | None:
    """Of whom a part is, where this person may have that in a calendar on that day.

    Meetings: of whom they stand in for or work for. Deadlines: of whom they work for; as a
    substitute those are in their own.
    """
    allowed = follows(person, day) if part.scope == Scope.PERSON else serves(person, day)
    return db.session.scalar(select(Person).where(Person.id == part.of_person_id, allowed))


class Followed(NamedTuple):
    """Somebody whose meetings a person may have in a calendar."""

    person: Person
    #: True for who works for them, and so may have their deadlines too; else they stand in.
    served: bool


class InFeed(NamedTuple):
    """A meeting in a calendar: enough to know whether it changed since it was written down."""

    meeting_id: int
    revised_at: datetime
    #: Its person is taken, and the reader may know no more than that.
    busy: bool


def rows_in(subscription: Subscription, today: date) -> list[InFeed]:
    """What the meetings of a calendar are on a day, each once, in order of time: one statement.

    Rights are those of its reader on that day. A window of whole days: nothing moves within one.
    """
    reader = subscription.person
    scopes = [_in_part(part, reader, today) for part in subscription.parts]
    wanted = [condition for condition in scopes if condition is not None]
    if not wanted:
        return []
    visible = visible_meetings(reader)
    of_persons = [part for part in subscription.parts if part.scope == Scope.PERSON]
    taken = or_(false(), *(_taken(part, reader, today) for part in of_persons))
    rows = db.session.execute(
        select(Meeting.id, Meeting.revised_at, not_(visible).label("busy"))
        .where(
            Meeting.starts_at >= start_of(today - BACK),
            Meeting.starts_at < start_of(today + AHEAD + timedelta(days=1)),
            _of_status(subscription, today),
            or_(and_(visible, or_(*wanted)), and_(not_(visible), taken)),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [InFeed(number, revised_at, bool(busy)) for number, revised_at, busy in rows]


def _of_status(subscription: Subscription, today: date) -> ColumnElement[bool]:
    """Meetings that were not cancelled, or were and still show that."""
    runs = Meeting.status != MeetingStatus.CANCELLED
    if not subscription.with_cancelled:
        return runs
    return or_(runs, Meeting.cancelled_at >= start_of(today - CANCELLED_STAYS))


def _in_part(part: SubscriptionPart, reader: Person, today: date) -> ColumnElement[bool] | None:
    """Which meetings are in a part; None where it holds days of deadlines only."""
    match part.scope:
        case Scope.MINE:
            return concerns(reader)
        case Scope.PERSON:
            return and_(_follows(part, reader, today), concerns(_person_of(part)))
        case Scope.PARTNERSHIP:
            return Meeting.body.has(Body.partnership_id == part.partnership_id)
        case Scope.PORTFOLIO:
            held = portfolio_partnership_ids(part.portfolio_id or 0, today)
            return Meeting.body.has(Body.partnership_id.in_(held))
        case Scope.ALL:
            return true()
    return None


def _taken(part: SubscriptionPart, reader: Person, today: date) -> ColumnElement[bool]:
    """Meetings that are on and to which the person of a part goes."""
    goes = select(Attendance.id).where(
        Attendance.meeting_id == Meeting.id,
        Attendance.person_id == part.of_person_id,
        Attendance.going.is_(True),
    )
    return and_(
        _follows(part, reader, today),
        Meeting.status != MeetingStatus.CANCELLED,
        exists(goes.correlate(Meeting)),
    )


def _follows(part: SubscriptionPart, reader: Person, today: date) -> ColumnElement[bool]:
    """Whether the reader may still follow the person of a part."""
    found = select(Person.id).where(Person.id == part.of_person_id, follows(reader, today))
    return exists(found.correlate(None))


def _person_of(part: SubscriptionPart) -> Person:
    if part.of_person is None:
        raise ValueError("a part of a person names that person")
    return part.of_person


def deadlines_in(subscription: Subscription, today: date) -> list[DueDay]:
    """The days of deadlines in a calendar on a day, each once, in order of time.

    Of meetings that are not over when the day begins: nothing moves within it. One's own are of
    the notes to write and to decide on, also as a substitute. A secretary may have those by which
    an alderman decides: of notes that the secretary sees already.
    """
    reader, now = subscription.person, start_of(today)
    found: list[DueDay] = []
    for part in subscription.parts:
        if part.scope != Scope.DEADLINES:
            continue
        if part.of_person is None:
            own = notes.dues_of(reader, now), to_decide(reader, now)
            found += due_days(reader.id, reader.id, *own)
        elif find_served(reader, part.of_person_id, today):
            theirs = to_record(part.of_person, reader, now)
            found += due_days(reader.id, part.of_person.id, [], theirs)
    return in_order(found)


def deadline_revisions(keys: Collection[DeadlineKey]) -> dict[DeadlineKey, Revision]:
    """What calendars last said of these deadlines, as far as they were in one before."""
    if not keys:
        return {}
    table = DeadlineRevision
    rows = db.session.execute(
        select(
            *(getattr(table, name) for name in DeadlineKey._fields),
            *(getattr(table, name) for name in Revision._fields),
        ).where(
            table.reader_id.in_({key.reader_id for key in keys}),
            table.meeting_id.in_({key.meeting_id for key in keys}),
        )
    )
    found = {DeadlineKey(*row[:4]): Revision(*row[4:]) for row in rows}
    return {key: found[key] for key in keys if key in found}


def people_to_follow(person: Person, day: date) -> list[Followed]:
    """Whose meetings this person may have in a calendar on that day, by name."""
    rows = db.session.execute(
        select(Person, serves(person, day).label("served"))
        .where(follows(person, day))
        .order_by(func.lower(Person.name), Person.id)
    )
    return [Followed(row.Person, bool(row.served)) for row in rows]


def without_right(subscriptions: Sequence[Subscription], reader: Person, day: date) -> set[int]:
    """The ids of the parts that hold nothing on that day: the reader no longer follows them."""
    followed = {one.person.id: one.served for one in people_to_follow(reader, day)}
    return {
        part.id
        for subscription in subscriptions
        for part in subscription.parts
        if part.of_person_id is not None
        and (
            part.of_person_id not in followed
            or (part.scope == Scope.DEADLINES and not followed[part.of_person_id])
        )
    }


def octets_of(subscriptions: Sequence[Subscription]) -> dict[int, int]:
    """How large each of these calendars was when it was last fetched."""
    ids = [one.id for one in subscriptions]
    rows = db.session.execute(
        select(FeedSize.subscription_id, FeedSize.octets).where(FeedSize.subscription_id.in_(ids))
    )
    return {row.subscription_id: row.octets for row in rows}


def too_large() -> list[tuple[Subscription, int]]:
    """The running calendars that Google may soon stop reading, the largest first."""
    rows = db.session.execute(
        select(Subscription, FeedSize.octets)
        .join(FeedSize, FeedSize.subscription_id == Subscription.id)
        .join(Person, Person.id == Subscription.person_id)
        .where(FeedSize.octets > TOO_LARGE, Subscription.revoked_at.is_(None), Person.active)
        .order_by(FeedSize.octets.desc(), Subscription.id)
    )
    return [(row.Subscription, row.octets) for row in rows]


def partnerships_to_choose() -> list[tuple[int, str]]:
    """Every partnership as a choice, by name."""
    rows = db.session.execute(
        select(Partnership.id, Partnership.name).order_by(
            func.lower(Partnership.name), Partnership.id
        )
    )
    return [(row.id, row.name) for row in rows]
