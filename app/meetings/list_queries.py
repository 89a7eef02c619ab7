"""The list of meetings: filters, what concerns a person, one page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.core import clock
from app.core.database import db
from app.core.local_days import day_end, day_start
from app.core.panels import questions_at
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Attendance, Body, Level, Meeting, MeetingStatus
from app.meetings.permissions import visible_to
from app.meetings.queries import WITH_BODY, WITH_PEOPLE, start_of
from app.meetings.selection import Filters
from app.meetings.workflow import LONGEST
from app.people.models import Person, Substitution
from app.people.queries import get_person
from app.register.models import Partnership
from app.register.portfolio_queries import portfolio_partnership_ids

PAGE_SIZE = 50
#: Beyond so many a list says "meer dan 1.000": to count a whole archive takes longer than to read.
COUNTED = 1000
MOST_PAGES = 10_000
#: Where upper rooms offer filters on how far meetings have been prepared.
PREPARATION = "meeting.preparation"


@dataclass(frozen=True)
class Page:
    """One page of the list, and where it stands in the whole."""

    meetings: list[Meeting]
    number: int
    #: How many there are; None where that is more than anybody counts (COUNTED).
    total: int | None
    more: bool

    @property
    def months(self) -> list[tuple[date, list[Meeting]]]:
        """The meetings per month, each month by its first day, in the order of the page."""
        by_month = groupby(
            self.meetings, key=lambda one: clock.local(one.starts_at).date().replace(day=1)
        )
        return [(month, list(meetings)) for month, meetings in by_month]

    @property
    def first(self) -> int:
        """The place of its first meeting, from 1."""
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """The place of its last meeting."""
        return self.first + len(self.meetings) - 1


def find_page(filters: Filters, person: Person, number: int = 1) -> Page:
    """A page of the meetings that fit: what comes first, or for the past what was last."""
    found = _found(filters, person, *_in_period(filters, clock.now()))
    counted = db.session.scalar(
        select(func.count()).select_from(
            found.with_only_columns(Meeting.id).limit(COUNTED + 1).subquery()
        )
    )
    total = counted if counted is not None and counted <= COUNTED else None
    number = max(1, min(number, MOST_PAGES if total is None else -(-total // PAGE_SIZE)))
    order = Meeting.starts_at.desc() if filters.period == "past" else Meeting.starts_at
    rows = db.session.scalars(
        found.options(*WITH_PEOPLE)
        .order_by(order, Meeting.id)
        .limit(PAGE_SIZE + 1)
        .offset((number - 1) * PAGE_SIZE)
    )
    meetings = list(rows.unique())
    if not meetings and number > 1:
        return find_page(filters, person)  # a page number from long ago
    return Page(meetings[:PAGE_SIZE], number, total, len(meetings) > PAGE_SIZE)


def find_between(filters: Filters, person: Person, first: date, last: date) -> list[Meeting]:
    """The meetings that fit and take a part of these days, whenever they began; by time.

    The period of the selection says nothing here: the days do.
    """
    start, end = start_of(first), start_of(last + timedelta(days=1))
    rows = db.session.scalars(
        _found(
            filters,
            person,
            Meeting.starts_at < end,
            Meeting.starts_at > start - LONGEST,
            Meeting.ends_at > start,
        )
        .options(*WITH_BODY)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return list(rows.unique())


def _found(filters: Filters, person: Person, *days: ColumnElement[bool]) -> Select[Meeting]:
    return (
        select(Meeting)
        .join(Body, Body.id == Meeting.body_id)
        .where(visible_to(person), *days, *_conditions(filters, person))
    )


def _in_period(filters: Filters, now: datetime) -> list[ColumnElement[bool]]:
    """When the meetings of a list begin: between the days that were named, else in the period."""
    today = start_of(clock.local(now).date())
    if filters.between:
        first = [Meeting.starts_at >= start_of(filters.first)] if filters.first else []
        after = filters.last + timedelta(days=1) if filters.last else None
        return [*first, *([Meeting.starts_at < start_of(after)] if after else [])]
    match filters.period:
        case "upcoming":
            return [Meeting.starts_at > today - LONGEST, Meeting.ends_at >= today]
        case "weeks":
            soon = today + timedelta(weeks=4)
            return [
                Meeting.starts_at.between(today - LONGEST, soon),
                Meeting.ends_at >= today,
            ]
        case "past":
            return [Meeting.starts_at < now, Meeting.ends_at < now]
    return []


def _conditions(filters: Filters, person: Person) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.partnership_id is not None:
        found.append(Body.partnership_id == filters.partnership_id)
    if filters.portfolio_id is not None:
        held = portfolio_partnership_ids(filters.portfolio_id, clock.today())
        found.append(Body.partnership_id.in_(held))
    if filters.person_id is not None:
        found.append(concerns(get_person(filters.person_id)))
    if filters.body_id is not None:
        found.append(Meeting.body_id == filters.body_id)
    if filters.level:
        found.append(Body.level == filters.level)
    if filters.status:
        found.append(Meeting.status == filters.status)
    if filters.preparation:
        found.append(questions_at(PREPARATION, person)[filters.preparation].holds(person))
    if filters.mine:
        found.append(concerns(person))
    return found


def concerns(person: Person) -> ColumnElement[bool]:
    """Meetings in which a person has a part: assigned to it or an item, going, or standing in.

    Standing in on a day of the meeting itself, whenever that is. A portfolio holder has no part in
    an administrative meeting for being named there: civil servants meet.
    """
    in_turn = select(Substitution.id).where(
        Substitution.substitute_id == person.id,
        Meeting.ends_at > day_start(Substitution.first_day),
        or_(
            Substitution.last_day.is_(None),
            Meeting.starts_at < day_end(Substitution.last_day),
        ),
        _have_part(Substitution.person_id),
    )
    return or_(_have_part(person.id), exists(in_turn.correlate(Meeting)))


def _have_part(person_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    official = Meeting.body_id.in_(select(Body.id).where(Body.level == Level.OFFICIAL))

    def of_items(column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        # asked per meeting: a list of all items of theirs is read whole, however many years
        found = select(AgendaItem.id).where(
            AgendaItem.meeting_id == Meeting.id,
            AgendaItem.withdrawn_at.is_(None),
            column == person_id,
        )
        return exists(found.correlate(Meeting, Substitution))

    going = select(Attendance.id).where(
        Attendance.meeting_id == Meeting.id,
        Attendance.going.is_(True),
        Attendance.person_id == person_id,
    )
    return or_(
        Meeting.officer_id == person_id,
        of_items(AgendaItem.officer_id),
        and_(official, or_(Meeting.alderman_id == person_id, of_items(AgendaItem.alderman_id))),
        exists(going.correlate(Meeting, Substitution)),
    )


def partnerships_with_bodies() -> list[tuple[int, str]]:
    """The partnerships in which bodies meet, by name: the choices of the filter."""
    rows = db.session.execute(
        select(Partnership.id, Partnership.name)
        .where(Partnership.id.in_(select(Body.partnership_id)))
        .order_by(func.lower(Partnership.name))
    )
    return [(row.id, row.name) for row in rows]


def preparable_meetings(
    body: Body, person: Person, after: datetime, meeting: Meeting | None = None
) -> list[Meeting]:
    """The official meetings that a meeting of this body may prepare, as this person may see them.

    Those of its own partnership, of the one above it, and of those under it; and the one that
    `meeting` prepares already, whatever became of that.
    """
    own = body.partnership
    family = select(Partnership.id).where(
        or_(
            Partnership.id == own.id,
            Partnership.id == own.parent_id,
            Partnership.parent_id == own.id,
        )
    )
    rows = db.session.scalars(
        select(Meeting)
        .join(Body, Body.id == Meeting.body_id)
        .where(
            or_(
                Meeting.id == (meeting.prepares_id if meeting else None),
                and_(
                    Body.level == Level.OFFICIAL,
                    Body.partnership_id.in_(family),
                    Meeting.starts_at > after,
                    Meeting.status.in_((MeetingStatus.PLANNED, MeetingStatus.CONFIRMED)),
                ),
            ),
            visible_to(person),
        )
        .options(*WITH_BODY)
        .order_by(Meeting.starts_at)
        .limit(60)
    )
    return list(rows.unique())


def preparations_of(meeting: Meeting, person: Person) -> list[Meeting]:
    """The meetings that prepare this one and were not cancelled, as far as visible."""
    rows = db.session.scalars(
        select(Meeting)
        .where(
            Meeting.prepares_id == meeting.id,
            Meeting.status != MeetingStatus.CANCELLED,
            visible_to(person),
        )
        .options(*WITH_BODY)
        .order_by(Meeting.starts_at)
    )
    return list(rows.unique())
