"""Load: how many meetings and notes each person has, week by week; as far as the asker may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, select

from app.briefings.readiness import unoffered
from app.core import clock
from app.core.database import db
from app.meetings.models import Attendance, Body, Level, Meeting, MeetingStatus
from app.meetings.permissions import visible_to
from app.meetings.queries import not_over, start_of
from app.people.models import Absence, Person, Role
from app.people.queries import absences, people_with_role

WEEKS = 8
#: A week with so much work or more is heavy, in four steps.
STEPS = (1, 3, 5, 8)


@dataclass(frozen=True)
class Week:
    """What a person has in one week."""

    monday: date
    meetings: int
    notes: int
    away: bool

    @property
    def total(self) -> int:
        """Everything together."""
        return self.meetings + self.notes

    @property
    def weight(self) -> int:
        """From 0 (nothing) to 4 (very heavy)."""
        return sum(self.total >= step for step in STEPS)


@dataclass(frozen=True)
class Load:
    """One person's next eight weeks."""

    person: Person
    weeks: tuple[Week, ...]

    @property
    def meetings(self) -> int:
        """Meetings in all."""
        return sum(week.meetings for week in self.weeks)

    @property
    def notes(self) -> int:
        """Notes in all."""
        return sum(week.notes for week in self.weeks)


def mondays(today: date) -> list[date]:
    """The first days of the coming eight weeks, this one included."""
    monday = today - timedelta(days=today.weekday())
    return [monday + timedelta(weeks=number) for number in range(WEEKS)]


def loads(person: Person, now: datetime) -> list[Load]:
    """The load of every officer and portfolio holder, the heaviest first.

    A meeting counts for whoever goes, and for its officer; a note in the week in which it is due
    (what is late already counts now), for the officer of its item.
    """
    today = clock.local(now).date()
    weeks = mondays(today)
    last = weeks[-1] + timedelta(days=6)
    people = people_with_role(Role.OFFICER, Role.ALDERMAN)
    meetings = Counter(_meetings(person, now, last))
    notes = Counter(_notes(person, now, today, last))
    away = absences([one.id for one in people], today, last)
    found = [
        Load(
            one,
            tuple(
                Week(
                    monday,
                    meetings[one.id, monday],
                    notes[one.id, monday],
                    _away(away.get(one.id, ()), monday),
                )
                for monday in weeks
            ),
        )
        for one in people
    ]
    return sorted(found, key=lambda one: (-one.meetings - one.notes, one.person.name.lower()))


def _meetings(person: Person, now: datetime, last: date) -> list[tuple[int, date]]:
    """(person, Monday) of every meeting that takes somebody, once each."""
    rows = db.session.execute(
        select(
            Meeting.id,
            Meeting.starts_at,
            Meeting.officer_id,
            Meeting.alderman_id,
            Body.level,
            Attendance.person_id,
            Attendance.going,
        )
        .join(Body, Body.id == Meeting.body_id)
        .outerjoin(Attendance, and_(Attendance.meeting_id == Meeting.id))
        .where(
            *not_over(now),
            Meeting.starts_at < start_of(last + timedelta(days=1)),
            Meeting.status != MeetingStatus.CANCELLED,
            visible_to(person),
        )
    ).all()
    taken: set[tuple[int, int, date]] = set()
    home: set[tuple[int, int, date]] = set()
    for row in rows:
        monday = _monday(clock.local(row.starts_at).date())
        assigned = {row.officer_id}
        assigned |= {row.alderman_id} if row.level == Level.OFFICIAL else set()
        taken |= {(one, row.id, monday) for one in assigned if one is not None}
        if row.person_id is not None:
            (taken if row.going else home).add((row.person_id, row.id, monday))
    return [(person_id, monday) for person_id, _meeting_id, monday in taken - home]


def _notes(person: Person, now: datetime, today: date, last: date) -> list[tuple[int, date]]:
    """(person, Monday) of every note that is still to be offered; late ones weigh on this week."""
    until = start_of(last + timedelta(weeks=4))
    return [
        (officer_id, _monday(max(one.deadline.due_on, today)))
        for one in unoffered(person, now, today, until)
        for item in one.items
        for officer_id in (item.officer_id or one.meeting.officer_id,)
        if officer_id is not None
    ]


def _away(periods: Iterable[Absence], monday: date) -> bool:
    """Whether somebody is away on a working day of this week."""
    friday = monday + timedelta(days=4)
    return any(one.first_day <= friday and one.last_day >= monday for one in periods)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
