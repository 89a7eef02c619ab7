"""The field as a picture: partnerships down, weeks across, meetings by state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.briefings.readiness import states_now
from app.core import clock
from app.insight.load import mondays
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.queries import meetings_between
from app.people.models import Person
from app.register.models import Partnership, Status
from app.register.overview import Row, overview
from app.register.queries import Filters


@dataclass(frozen=True)
class Line:
    """One partnership with its meetings per week."""

    partnership: Partnership
    row: Row
    #: Per week of the picture its meetings, each with the state of its notes ("" where none).
    weeks: tuple[tuple[tuple[Meeting, str], ...], ...]

    @property
    def meetings(self) -> list[tuple[Meeting, str]]:
        """All of them, in order of time."""
        return [one for week in self.weeks for one in week]


@dataclass(frozen=True)
class Field:
    """The whole picture."""

    mondays: tuple[date, ...]
    lines: tuple[Line, ...]
    #: Partnerships in which we take part and without a meeting in these weeks.
    quiet: tuple[Row, ...]
    #: Partnerships of which something was not recorded yet.
    with_gaps: int
    states: tuple[str, ...]


_ORDER = ("missing", "concept", "late", "with_alderman", "aligned")


def field(person: Person, now: datetime) -> Field:
    """The coming eight weeks of every partnership, as this person may see it."""
    today = clock.local(now).date()
    weeks = mondays(today)
    rows = overview(Filters(), today)
    found = [
        meeting
        for meeting in meetings_between(person, weeks[0], weeks[-1] + timedelta(days=6))
        if meeting.status != MeetingStatus.CANCELLED
    ]
    states = states_now(found, person, today)
    placed: dict[int, dict[date, list[tuple[Meeting, str]]]] = {}
    for meeting in found:
        day = clock.local(meeting.starts_at).date()
        monday = day - timedelta(days=day.weekday())
        by_week = placed.setdefault(meeting.body.partnership_id, {})
        by_week.setdefault(monday, []).append((meeting, states[meeting.id]))
    lines = [
        Line(
            row.partnership,
            row,
            tuple(tuple(placed[row.partnership.id].get(monday, ())) for monday in weeks),
        )
        for row in rows
        if row.partnership.id in placed
    ]
    shown = set(states.values())
    return Field(
        mondays=tuple(weeks),
        lines=tuple(lines),
        quiet=tuple(
            row for row in rows if row.partnership.id not in placed and row.status != Status.ENDED
        ),
        with_gaps=sum(bool(row.completeness.gaps) for row in rows),
        states=tuple(state for state in _ORDER if state in shown),
    )
