"""How far the notes of coming meetings are: which were not offered yet, one state a meeting."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement

from app.briefings.chain.reading import offering_of, papers_on_items, papers_on_meetings
from app.briefings.deadlines import Deadline
from app.briefings.queries import states_of
from app.briefings.state_lines import StateLine, state_lines
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


def unoffered(
    person: Person,
    now: datetime,
    today: date,
    until: datetime,
    *conditions: ColumnElement[bool],
    states: Collection[str | None] = _WITH_WRITERS,
) -> list[Unoffered]:
    """Per coming meeting up to a moment the items whose note was not offered, as far as known.

    A consent item counts only where somebody began a note on it. `conditions` may use AgendaItem,
    Meeting and Body; `states` are those that count, None where there is no note.
    """
    items = upcoming_items(person, now, Meeting.starts_at <= until, *conditions)
    ids = [item.id for item in items]
    found, papers = states_of(ids, person), papers_on_items(ids, person)
    groups: dict[int, list[AgendaItem]] = {}
    for item in items:
        asked = item.id in found or item.handling == Handling.DISCUSSION
        if asked and found.get(item.id) in states:
            groups.setdefault(item.meeting.id, []).append(item)
    return [
        Unoffered(group[0].meeting, _first_deadline(group, today, papers), tuple(group))
        for group in groups.values()
    ]


def _first_deadline(
    items: Sequence[AgendaItem], today: date, papers: Mapping[int, date]
) -> Deadline:
    """Of the items of one meeting, each with its own people and papers."""
    found = (
        offering_of(item.meeting, item, today=today, papers_on=papers.get(item.id))
        for item in items
    )
    return min(found, key=lambda one: one.due_on)


def meeting_states(
    meetings: Collection[Meeting], lines: Mapping[int, StateLine], person: Person, today: date
) -> dict[int, str]:
    """Per meeting the one state that says most about its notes; "" where none is asked."""
    late = late_ids(meetings, person, today)
    return {meeting.id: state_of(lines.get(meeting.id), meeting.id in late) for meeting in meetings}


def late_ids(meetings: Collection[Meeting], person: Person, today: date) -> frozenset[int]:
    """The meetings whose notes should have been offered by now; one statement."""
    papers = papers_on_meetings([meeting.id for meeting in meetings], person)
    return frozenset(
        meeting.id
        for meeting in meetings
        if offering_of(meeting, today=today, papers_on=papers.get(meeting.id)).late
    )


def states_now(meetings: Sequence[Meeting], person: Person, today: date) -> dict[int, str]:
    """The same where the lines are not at hand; one statement."""
    lines = state_lines(meetings, person) if meetings else {}
    return meeting_states(meetings, lines, person, today)


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
