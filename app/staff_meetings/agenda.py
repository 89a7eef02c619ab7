"""What is on the agenda of a staff meeting: points that were put there, and notes that wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, false, func, or_, select

from app.briefings.models import Note, Remark
from app.briefings.permissions import known_to
from app.briefings.permissions import visible_to as notes_visible_to
from app.briefings.ties import WITH_HOLDER
from app.core import clock
from app.core.database import db
from app.days.models import StaffSeries
from app.days.queries import staff_meetings_between
from app.days.staff_days import Occurrence
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.people.models import Person
from app.staff_meetings.deciding import end_of
from app.staff_meetings.models import PointOutcome, StaffOutcome, StaffPoint
from app.staff_meetings.permissions import agenda_visible_to, visible_to
from app.staff_meetings.queries import (
    next_of_each,
    noted_at,
    noted_in,
    points_where,
    stood_before,
    waiting_items,
)


@dataclass(frozen=True)
class Line:
    """One line of an agenda: a point that was put there, or a note that belongs there by itself."""

    point: StaffPoint | None
    item: AgendaItem | None
    #: The state of the note on the item, where there is one; and its id where it may be read.
    state: str = ""
    note_id: int | None = None
    question: bool = False
    outcome: StaffOutcome | None = None

    @property
    def meeting(self) -> Meeting | None:
        """The meeting that it is about."""
        if self.item is not None:
            return self.item.meeting
        return self.point.meeting if self.point is not None else None

    @property
    def title(self) -> str:
        """What it is about."""
        if self.point is not None:
            return self.point.subject
        return self.item.title if self.item is not None else ""

    @property
    def still_waits(self) -> bool:
        """Whether something was noted here, and the note waits for its portfolio holder yet."""
        noted = self.outcome is not None and self.outcome.outcome != PointOutcome.HOLD
        return noted and self.state in WITH_HOLDER

    @property
    def earlier(self) -> list[StaffOutcome]:
        """What was noted on it in other staff meetings."""
        rows = self.point.outcomes if self.point is not None else []
        return [row for row in rows if row is not self.outcome]


def agenda_of(meeting: Occurrence, person: Person, now: datetime) -> list[Line]:
    """The agenda of a staff meeting as this person sees it, by the date of the meetings it is on.

    A past one holds what was noted there, and the last one also what was on it and is still open:
    outcomes are often noted the day after. The next one holds everything that is open, and the
    notes that wait for the alderman; a later one what was put there on purpose.
    """
    series, place = meeting.series, _place(meeting, clock.local(now).date())
    points = points_where(
        person, StaffPoint.alderman_id == series.person_id, _belongs_to(meeting, place)
    )
    items: list[AgendaItem] = []
    if place.fills_itself:
        before = (stood_before(end_of(meeting)),) if place.is_last else ()
        items = waiting_items(person, now, [series.person_id], *before)
    known = {point.item_id for point in points}
    lines: list[tuple[StaffPoint | None, AgendaItem | None]] = [
        (point, point.item) for point in points
    ]
    lines += [(None, item) for item in items if item.id not in known]
    return sorted(_with_notes(lines, meeting, person), key=_order)


@dataclass(frozen=True)
class _Place:
    """Where a staff meeting stands among those of its alderman."""

    is_past: bool = False
    #: The last that was, or the first to come (also today's).
    is_last: bool = False
    is_next: bool = False
    #: The day of the one before it, of those to come.
    after: date = date.min

    @property
    def fills_itself(self) -> bool:
        """Whether notes that wait are on it without anybody putting them there."""
        return self.is_last or self.is_next


def _place(meeting: Occurrence, today: date) -> _Place:
    first, last = sorted((today, meeting.day))
    between = [
        one
        for one in staff_meetings_between(first, last)
        if one.series.person_id == meeting.series.person_id
        and (one.series.id, one.rule_day) != (meeting.series.id, meeting.rule_day)
    ]
    when = (meeting.day, meeting.starts)
    if meeting.day < today:
        later = [one for one in between if one.day < today and (one.day, one.starts) > when]
        return _Place(is_past=True, is_last=not later)
    earlier = [one.day for one in between if (one.day, one.starts) < when]
    return _Place(is_next=not earlier, after=max(earlier, default=meeting.day))


def _belongs_to(meeting: Occurrence, place: _Place) -> ColumnElement[bool]:
    noted: ColumnElement[bool] = exists(
        select(StaffOutcome.id)
        .where(
            StaffOutcome.point_id == StaffPoint.id,
            noted_at(meeting.series.id, meeting.rule_day),
        )
        .correlate(StaffPoint)
    )
    if place.is_past and not place.is_last:
        return noted
    still_open = StaffPoint.finished_at.is_(None) & (StaffPoint.first_day <= meeting.day)
    if place.is_last:
        still_open &= StaffPoint.added_at < end_of(meeting)
    elif not place.is_next:
        still_open &= StaffPoint.first_day > place.after
    return or_(noted, still_open)


def _with_notes(
    lines: Sequence[tuple[StaffPoint | None, AgendaItem | None]],
    meeting: Occurrence,
    person: Person,
) -> Iterable[Line]:
    """The lines with what this person may know of their notes; three statements."""
    ids = [item.id for _point, item in lines if item is not None]
    readable = notes_visible_to(person)
    rows = db.session.execute(
        select(Note.item_id, Note.id, Note.state, func.coalesce(readable, false()))
        .where(Note.item_id.in_(ids), known_to(person))
        .order_by(Note.id)
    )
    notes = {row[0]: row[1:] for row in rows}
    asked = set(
        db.session.scalars(
            select(Remark.note_id).where(
                Remark.note_id.in_([row[0] for row in notes.values()]),
                Remark.question,
                Remark.answered_at.is_(None),
                Remark.settled_at.is_(None),
            )
        )
    )
    for point, item in lines:
        note_id, state, may_read = notes.get(item.id if item else 0, (None, "", False))
        outcome = noted_in(meeting, point) if point else None
        yield Line(point, item, state, note_id if may_read else None, note_id in asked, outcome)


def _order(line: Line) -> tuple[bool, datetime, int, int]:
    about = line.meeting
    start = about.starts_at if about is not None else clock.now()
    position = line.item.position if line.item is not None else 0
    return about is None, start, position, line.point.id if line.point is not None else 0


@dataclass(frozen=True)
class Coming:
    """The next staff meeting of an alderman, and how many points it has."""

    meeting: Occurrence
    points: int


def coming_with_counts(person: Person, now: datetime) -> list[Coming]:
    """The next staff meetings whose whole agenda this person sees, with their points.

    Constant: five statements, whatever the number of aldermen and points.
    """
    today = clock.local(now).date()
    seen = set(
        db.session.scalars(
            select(StaffSeries.person_id).where(agenda_visible_to(person, StaffSeries.person_id))
        )
    )
    if not seen:
        return []
    meetings = next_of_each(today, seen)
    rows = db.session.execute(
        select(StaffPoint.alderman_id, StaffPoint.item_id, StaffPoint.first_day).where(
            visible_to(person), StaffPoint.finished_at.is_(None), StaffPoint.alderman_id.in_(seen)
        )
    )
    points = [(row.alderman_id, row.item_id, row.first_day) for row in rows]
    waiting = [
        (item.alderman_id or item.meeting.alderman_id, item.id)
        for item in waiting_items(person, now, seen)
    ]
    return [Coming(one, _count(one, points, waiting)) for one in meetings]


def _count(
    meeting: Occurrence,
    points: Iterable[tuple[int, int | None, date]],
    waiting: Iterable[tuple[int | None, int]],
) -> int:
    alderman_id = meeting.series.person_id
    mine = [row for row in points if row[0] == alderman_id and row[2] <= meeting.day]
    known = {row[1] for row in mine}
    own = {item_id for holder, item_id in waiting if holder == alderman_id} - known
    return len(mine) + len(own)
