"""Packs of a period: which meetings of a reader they hold, and which days one asks for."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.meetings.list_queries import concerns
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.permissions import visible_to
from app.meetings.queries import meetings_between
from app.packs.models import Pack
from app.packs.permissions import may_request_period_for
from app.packs.permissions import visible_to as packs_visible_to
from app.packs.queries import with_all, worth_listing
from app.people.models import Person, Role
from app.people.queries import people_with_role
from app.people.serving_queries import served_by

#: The last day is at most so long after the first: a quarter of a year.
LONGEST = timedelta(days=92)
_WEEK = timedelta(days=6)
#: How far ahead a first meeting is looked for.
_AHEAD = timedelta(weeks=8)
_SHOWN = 20


def meetings_in_period(first: date, last: date, reader: Person, asker: Person) -> list[Meeting]:
    """The meetings in which the reader has a part on these days, as far as both may see them."""
    found = meetings_between(asker, first, last, concerns(reader), visible_to(reader))
    return [one for one in found if one.status != MeetingStatus.CANCELLED]


def meetings_now(pack: Pack, asker: Person) -> list[Meeting]:
    """The meetings of which a version made now for this asker would be: of a period those that
    came into it too, not those that moved out or were cancelled. Where items were chosen no others
    come."""
    if pack.first_day is None or pack.last_day is None:
        return pack.meetings
    found = meetings_in_period(pack.first_day, pack.last_day, pack.reader, asker)
    return [one for one in found if one in pack.meetings] if pack.choice else found


def week_of(day: date) -> tuple[date, date]:
    """The week in which a day is, from Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + _WEEK


def usual_period(today: date, reader: Person, asker: Person) -> tuple[date, date]:
    """What is asked for most: the first week from today in which the reader has a meeting."""
    coming = meetings_in_period(today, today + _AHEAD, reader, asker)
    return week_of(clock.local(coming[0].starts_at).date() if coming else today)


def packs_of_periods(person: Person) -> list[Pack]:
    """The packs of periods that this person may see, the newest first."""
    found = (
        select(Pack)
        .where(Pack.first_day.is_not(None), packs_visible_to(person), worth_listing(person))
        .order_by(Pack.requested_at.desc(), Pack.id.desc())
        .limit(_SHOWN)
    )
    return list(db.session.scalars(with_all(found)))


def readers_for(person: Person) -> list[Person]:
    """For whom this person may have one made: first whom they work for, then themselves."""
    served = served_by(person, clock.today())
    others = [one for one in people_with_role(Role.ALDERMAN) if one.id != person.id]
    wanted = [*served, *others, person] if not person.has_role(Role.ALDERMAN) else [person, *others]
    return [one for one in dict.fromkeys(wanted) if may_request_period_for(person, one)]
