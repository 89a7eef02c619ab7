"""What is overlooked: meetings that are near and incomplete, levels where nobody of ours went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import Subquery, and_, case, func, select
from sqlalchemy.orm import joinedload

from app.briefings.state_lines import StateLine, state_lines
from app.core import clock
from app.core.database import db
from app.insight.preparation import Prepared, prepared
from app.meetings.models import Attendance, Body, Meeting, MeetingStatus
from app.meetings.permissions import visible_to
from app.meetings.queries import meetings_between
from app.people.models import Person
from app.register.models import Partnership

#: Meetings that begin within this time must be complete.
LOOKS_AHEAD = timedelta(weeks=3)
#: How far back attendance is looked at: bodies meet once a quarter or more often.
LOOKS_BACK = timedelta(days=548)
#: Twice running nobody of ours there: the alarm.
ALARM = 2
#: So many of the last meetings of a level are looked at.
LAST_MEETINGS = 6


@dataclass(frozen=True)
class Gap:
    """A meeting that is near, and what it lacks."""

    prepared: Prepared
    line: StateLine | None

    @property
    def meeting(self) -> Meeting:
        """The meeting."""
        return self.prepared.meeting

    @property
    def missing_notes(self) -> int:
        """Items that ask for a note and have none."""
        return self.line.missing if self.line else 0

    @property
    def lacking(self) -> list[str]:
        """What is not there, in words."""
        return [*self.prepared.lacking(), *([_("annotatie")] if self.missing_notes else [])]


def incomplete_meetings(person: Person, now: datetime) -> list[Gap]:
    """Coming meetings within three weeks without officer, portfolio holder, papers or note."""
    today = clock.local(now).date()
    near = [
        meeting
        for meeting in meetings_between(person, today, today + LOOKS_AHEAD, Meeting.ends_at > now)
        if meeting.status != MeetingStatus.CANCELLED
    ]
    lines = state_lines(near, person) if near else {}
    found = [Gap(one, lines.get(one.meeting.id)) for one in prepared(near, person)]
    return [gap for gap in found if gap.lacking]


@dataclass(frozen=True)
class Absent:
    """A level of a partnership where nobody of ours was at the last meetings."""

    partnership: Partnership
    level: str
    #: How often running, counted back from the last meeting.
    times: int
    #: The last meeting, and when somebody of ours was there last (in the time looked at).
    last: Meeting
    last_present: Meeting | None


def absent_levels(person: Person, now: datetime) -> list[Absent]:
    """The levels of partnerships where nobody of ours attended twice running, as far as visible.

    A meeting of which nobody recorded who was there says nothing, and is passed over: the chase
    list asks for that.
    """
    groups: dict[tuple[int, str], list[tuple[Meeting, bool]]] = {}
    for meeting, anybody in _last_meetings(person, now):
        groups.setdefault((meeting.body.partnership_id, meeting.level), []).append(
            (meeting, anybody)
        )
    found = [_absent(rows) for rows in groups.values()]
    return sorted(
        (one for one in found if one.times >= ALARM),
        key=lambda one: (-one.times, one.partnership.name.lower(), one.level),
    )


def _absent(rows: list[tuple[Meeting, bool]]) -> Absent:
    """How often running nobody was there; rows of one level, the last meeting first."""
    times = next((place for place, (_one, there) in enumerate(rows) if there), len(rows))
    last = rows[0][0]
    present = rows[times][0] if times < len(rows) else None
    return Absent(last.body.partnership, last.level, times, last, present)


def _attended(now: datetime) -> Subquery:
    """Per past meeting whether anybody was there, and whether that is not known of somebody."""
    return (
        select(
            Attendance.meeting_id,
            func.max(case((Attendance.attended.is_(True), 1), else_=0)).label("there"),
            func.max(
                case((and_(Attendance.going.is_(True), Attendance.attended.is_(None)), 1), else_=0)
            ).label("unknown"),
        )
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Meeting.ends_at.between(now - LOOKS_BACK, now))
        .group_by(Attendance.meeting_id)
        .subquery()
    )


def _last_meetings(person: Person, now: datetime) -> list[tuple[Meeting, bool]]:
    """Past meetings whose attendance is known, with whether anybody was there; newest first."""
    attended = _attended(now)
    there = func.coalesce(attended.c.there, 0)
    order = func.row_number().over(
        partition_by=(Body.partnership_id, Body.level),
        order_by=(Meeting.starts_at.desc(), Meeting.id.desc()),
    )
    ranked = (
        select(Meeting.id, there.label("there"), order.label("place"))
        .join(Body, Body.id == Meeting.body_id)
        .outerjoin(attended, attended.c.meeting_id == Meeting.id)
        .where(
            Meeting.ends_at.between(now - LOOKS_BACK, now),
            Meeting.status != MeetingStatus.CANCELLED,
            (there == 1) | (func.coalesce(attended.c.unknown, 0) == 0),
            visible_to(person),
        )
        .subquery()
    )
    rows = db.session.execute(
        select(Meeting, ranked.c.there)
        .join(ranked, ranked.c.id == Meeting.id)
        .where(ranked.c.place <= LAST_MEETINGS)
        .options(joinedload(Meeting.body).joinedload(Body.partnership))
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    )
    return [(meeting, bool(anybody)) for meeting, anybody in rows]
