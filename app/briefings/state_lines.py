"""How far the notes of meetings are: of each meeting so many aligned, with the alderman, begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from app.briefings.models import Note
from app.briefings.permissions import known_to, reads_notes
from app.briefings.ties import ALIGNED_ON, BEGUN, WITH_HOLDER
from app.core.database import db
from app.meetings.agenda_models import AgendaItem, Handling
from app.meetings.models import Meeting
from app.people.models import Person


@dataclass(frozen=True)
class StateLine:
    """How far the notes of one meeting are."""

    items: int
    aligned: int
    with_alderman: int
    begun: int

    @property
    def missing(self) -> int:
        """How many of its items ask for a note and have none."""
        return self.items - self.aligned - self.with_alderman - self.begun

    @property
    def open_states(self) -> list[tuple[str, int]]:
        """The states of the notes that are not aligned yet, each with how many."""
        found = (
            ("with_alderman", self.with_alderman),
            ("concept", self.begun),
            ("missing", self.missing),
        )
        return [(name, number) for name, number in found if number]


def state_lines(meetings: Sequence[Meeting], person: Person) -> dict[int, StateLine]:
    """Per meeting how many of its items are aligned, with the alderman, begun; one statement.

    Items that ask for a note count: those for discussion, and consent items that have one.
    """
    if not reads_notes(person):
        return {}
    found_state = (
        select(Note.state)
        .where(Note.item_id == AgendaItem.id, known_to(person))
        .correlate(AgendaItem)
        .scalar_subquery()
    )
    items = (
        select(AgendaItem.meeting_id, AgendaItem.handling, found_state.label("state"))
        .where(
            AgendaItem.meeting_id.in_([meeting.id for meeting in meetings]),
            AgendaItem.withdrawn_at.is_(None),
        )
        .subquery()
    )
    rows = db.session.execute(
        select(items.c.meeting_id, items.c.state, func.count())
        .where(or_(items.c.handling != Handling.CONSENT, items.c.state.is_not(None)))
        .group_by(items.c.meeting_id, items.c.state)
    )
    counts: dict[int, dict[str | None, int]] = {}
    for meeting_id, found, number in rows:
        counts.setdefault(meeting_id, {})[found] = number
    return {meeting_id: _line(found) for meeting_id, found in counts.items()}


def _line(counts: dict[str | None, int]) -> StateLine:
    return StateLine(
        items=sum(counts.values()),
        aligned=sum(counts.get(state, 0) for state in ALIGNED_ON),
        with_alderman=sum(counts.get(state, 0) for state in WITH_HOLDER),
        begun=sum(counts.get(state, 0) for state in BEGUN),
    )
