"""How far the notes of coming meetings are: which were not offered yet, one state a meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.briefings.deadlines import Deadline
from app.briefings.queries import StateLine, deadline_of, state_lines, states_of
from app.briefings.ties import BEGUN
from app.meetings.agenda_models import AgendaItem, Handling
from app.meetings.models import Meeting
from app.meetings.queries import upcoming_items
from app.people.models import Person

#: States in which a note is still with its writers.
_WITH_WRITERS = (None, *BEGUN)


@dataclass(frozen=True)
class Unoffered:
    """The items of one meeting whose notes are not with the portfolio holder yet."""

    meeting: Meeting
    deadline: Deadline
    items: tuple[AgendaItem, ...]


def unoffered(person: Person, now: datetime, today: date, until: datetime) -> list[Unoffered]:
    """Per coming meeting up to a moment the items whose note was not offered, as far as known.

    A consent item counts only where somebody began a note on it.
    """
    items = upcoming_items(person, now, Meeting.starts_at <= until)
    states = states_of([item.id for item in items], person)
    groups: dict[int, list[AgendaItem]] = {}
    for item in items:
        asked = item.id in states or item.handling == Handling.DISCUSSION
        if asked and states.get(item.id) in _WITH_WRITERS:
            groups.setdefault(item.meeting.id, []).append(item)
    return [
        Unoffered(group[0].meeting, deadline_of(group[0].meeting, today), tuple(group))
        for group in groups.values()
    ]


def meeting_states(
    meetings: Sequence[Meeting], lines: Mapping[int, StateLine], today: date
) -> dict[int, str]:
    """Per meeting the one state that says most about its notes; "" where none is asked."""
    return {
        meeting.id: state_of(lines.get(meeting.id), deadline_of(meeting, today).late)
        for meeting in meetings
    }


def states_now(meetings: Sequence[Meeting], person: Person, today: date) -> dict[int, str]:
    """The same where the lines are not at hand; one statement."""
    return meeting_states(meetings, state_lines(meetings, person) if meetings else {}, today)


def state_of(line: StateLine | None, late: bool) -> str:
    """The one state that says most about the notes of a meeting; "" where none is asked."""
    if line is None or line.items == 0:
        return ""
    if line.aligned == line.items:
        return "aligned"
    if line.aligned + line.with_alderman == line.items:
        return "with_alderman"
    if late:
        return "late"
    return "concept" if line.aligned + line.with_alderman + line.begun else "missing"
