"""Reads of a year: its meetings as the reader may see them, when somebody is taken, its days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import exists, not_, select

from app.core.database import db
from app.days.models import DayKind
from app.days.queries import HOLIDAY, DayFact, facts_between
from app.meetings.models import Attendance, Level, Meeting, MeetingStatus
from app.meetings.permissions import visible_to
from app.meetings.queries import WITH_BODY, meetings_between, start_of
from app.people.models import Person
from app.schedules.year.asked import Asked, Span
from app.schedules.year.entries import Entry, entry_of, taken_entry
from app.schedules.year.names import Name
from app.schedules.year.permissions import knows_when_taken
from app.schedules.year.subjects import Kind, Subject

#: Days that a year marks.
SHOWN_KINDS = (DayKind.COUNCIL, DayKind.EXECUTIVE, DayKind.RECESS, DayKind.CLOSED, HOLIDAY)


@dataclass(frozen=True)
class Year:
    """What is in a year of a subject, for one reader."""

    subject: Subject
    asked: Asked
    #: In order of time; without what was cancelled, unless that was asked.
    entries: tuple[Entry, ...]
    #: How many were cancelled, shown or not.
    cancelled: int
    days: tuple[DayFact, ...]

    @property
    def months(self) -> list[tuple[date, list[Entry]]]:
        """The months in which there is something, by their first day."""
        found = groupby(self.entries, lambda one: one.first_day.replace(day=1))
        return [(first, list(entries)) for first, entries in found]

    def name_of(self, entry: Entry) -> Name:
        """Of whom a meeting is in the picture: of its own body among those of one partnership,
        else of its partnership."""
        if self.subject.kind == Kind.PARTNERSHIP or entry.taken:
            return Name(entry.body or entry.name)
        return Name(entry.partnership, entry.short.removeprefix("GR "))

    def count(self, level: Level) -> int:
        """How many meetings of a level take place."""
        return sum(one.level == level and not one.cancelled for one in self.entries)

    @property
    def taken(self) -> int:
        """How many times somebody is taken without more being told of it."""
        return sum(one.taken for one in self.entries)

    @property
    def has_days(self) -> bool:
        """Whether anything but public holidays is known of its days."""
        return any(one.kind != HOLIDAY for one in self.days)

    @property
    def to_confirm(self) -> list[DayFact]:
        """The days that could not be read at their source yet."""
        return [one for one in self.days if one.to_confirm]


def read_year(subject: Subject, asked: Asked, reader: Person) -> Year:
    """The year of a subject as this reader may see it, in a constant number of statements."""
    span = asked.span
    meetings = meetings_between(reader, span.first, span.last, subject.holds)
    cancelled = sum(one.status == MeetingStatus.CANCELLED for one in meetings)
    prepared = _prepared_by(meetings, reader)
    entries = [entry_of(one, prepared) for one in meetings]
    if not asked.with_cancelled:
        entries = [one for one in entries if not one.cancelled]
    if subject.person is not None and knows_when_taken(reader, subject.person):
        entries += _taken(subject.person, span, reader)
        entries.sort(key=lambda one: (one.starts_at, one.id or 0))
    facts = facts_between(span.first, span.last)
    shown = tuple(one for one in facts if one.kind in SHOWN_KINDS)
    return Year(subject, asked, tuple(entries), cancelled, shown)


def _prepared_by(meetings: Sequence[Meeting], reader: Person) -> dict[int, Meeting]:
    """The official meetings that these prepare, as far as they exist for the reader, by id."""
    ids = {one.prepares_id for one in meetings if one.prepares_id}
    rows = db.session.scalars(
        select(Meeting).where(Meeting.id.in_(ids), visible_to(reader)).options(*WITH_BODY)
    )
    return {one.id: one for one in rows}


def _taken(person: Person, span: Span, reader: Person) -> list[Entry]:
    """When somebody goes to a meeting that is on and that the reader may not see."""
    goes = select(Attendance.id).where(
        Attendance.meeting_id == Meeting.id,
        Attendance.person_id == person.id,
        Attendance.going.is_(True),
    )
    rows = db.session.execute(
        select(Meeting.starts_at, Meeting.ends_at).where(
            not_(visible_to(reader)),
            Meeting.starts_at >= start_of(span.first),
            Meeting.starts_at < start_of(span.last + timedelta(days=1)),
            Meeting.status != MeetingStatus.CANCELLED,
            exists(goes.correlate(Meeting)),
        )
    )
    return [taken_entry(row.starts_at, row.ends_at) for row in rows]
