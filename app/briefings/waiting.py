"""Notes that wait for something small: a team leader, a confirmation, remarks to be seen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select

from app.briefings.chain.reading import deadlines_of
from app.briefings.models import Note, NoteState, Remark
from app.briefings.queries import Due, Need, coming, is_written_by, notes_visible, principal_of
from app.briefings.spoken import awaits_confirmation
from app.briefings.ties import AGREED
from app.core import clock
from app.meetings import queries as meeting_queries
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person
from app.people.queries import led_officer_ids, principal_ids
from app.register.chain import ChainStep

MOST = 100


def to_pass(person: Person, now: datetime) -> list[Due]:
    """The notes of this person's team that wait for their team leader."""
    today = clock.local(now).date()
    return _dues(
        person,
        now,
        ChainStep.TEAM_LEAD,
        Need.LEAD,
        Note.state == NoteState.TEAM_LEAD,
        meeting_queries.item_officer().in_(led_officer_ids(person, today)),
    )


def to_confirm(person: Person, now: datetime) -> list[Due]:
    """The agreements that a colleague recorded for this person, or for whom they stand in."""
    today = clock.local(now).date()
    holder = meeting_queries.item_alderman()
    return _dues(
        person,
        now,
        ChainStep.STAFF_MEETING,
        Need.CONFIRM,
        Note.state.in_(AGREED),
        awaits_confirmation(),
        or_(holder == person.id, holder.in_(principal_ids(person, today))),
    )


def to_acknowledge(person: Person, now: datetime) -> list[Due]:
    """The notes that this person writes, agreed with remarks that nobody has seen yet."""
    unseen = exists(
        select(Remark.id)
        .where(Remark.note_id == Note.id, Remark.acknowledge, Remark.acknowledged_at.is_(None))
        .correlate(Note)
    )
    return _dues(
        person,
        now,
        ChainStep.PACK,
        Need.ACKNOWLEDGE,
        Note.state.in_(AGREED),
        unseen,
        is_written_by(person),
    )


def _dues(
    person: Person,
    now: datetime,
    step: ChainStep,
    need: Need,
    *conditions: ColumnElement[bool],
) -> list[Due]:
    notes = notes_visible(
        person, AgendaItem.withdrawn_at.is_(None), *coming(now), *conditions, most=MOST
    )
    return [
        Due(note.item, note, need, deadlines.of(step), principal_of(note.item, person))
        for note in notes
        for deadlines in (deadlines_of(note.item.meeting, note.item),)
    ]
