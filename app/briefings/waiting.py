"""Notes that wait for a team leader, the portfolio holder, a confirmation, or an eye on remarks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select

from app.briefings.chain.reading import deadlines_of, deciding_of, papers_on_items
from app.briefings.models import Note, NoteState, Remark
from app.briefings.queries import Due, Need, coming, is_written_by, notes_visible, principal_of
from app.briefings.spoken import awaits_confirmation
from app.briefings.ties import AGREED, WITH_HOLDER
from app.core import clock
from app.meetings import queries as meeting_queries
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person
from app.people.queries import led_officer_ids, principal_ids
from app.register.chain import ChainStep

#: So many are listed; more wait for nobody.
MOST, MOST_TO_DECIDE = 100, 500


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


def to_decide(person: Person, now: datetime, *conditions: ColumnElement[bool]) -> list[Due]:
    """The notes of coming meetings that wait for this person's word, also as a substitute.

    `conditions` may use AgendaItem and Meeting, to ask for less.
    """
    holder = meeting_queries.item_alderman()
    instead = principal_ids(person, clock.local(now).date())
    theirs = or_(holder == person.id, holder.in_(instead))
    return [
        replace(due, in_place_of=principal_of(due.item, person))
        for due in _with_holder(person, now, theirs, *conditions)
    ]


def to_record(
    holder: Person, secretary: Person, now: datetime, *conditions: ColumnElement[bool]
) -> list[Due]:
    """The notes that wait for an alderman's word, as the secretary who serves them may see them.

    `conditions` may use AgendaItem and Meeting, to ask for less.
    """
    theirs = meeting_queries.item_alderman() == holder.id
    return [
        replace(due, on_behalf_of=holder)
        for due in _with_holder(secretary, now, theirs, *conditions)
    ]


def _with_holder(reader: Person, now: datetime, *conditions: ColumnElement[bool]) -> list[Due]:
    waits = Note.state.in_(sorted(WITH_HOLDER))
    notes = _notes(reader, now, waits, *conditions, most=MOST_TO_DECIDE)
    today, papers = clock.local(now).date(), papers_on_items([one.item_id for one in notes], reader)
    return [
        Due(note.item, note, Need.DECIDE, deadline)
        for note in notes
        for papers_on in (papers.get(note.item_id),)
        for deadline in (
            deciding_of(note.item.meeting, note.item, today=today, papers_on=papers_on),
        )
    ]


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
    notes = _notes(person, now, *conditions, most=MOST)
    return [
        Due(note.item, note, need, deadlines.of(step), principal_of(note.item, person))
        for note in notes
        for deadlines in (deadlines_of(note.item.meeting, note.item),)
    ]


def _notes(
    person: Person, now: datetime, *conditions: ColumnElement[bool], most: int
) -> list[Note]:
    """Notes on what still comes up for discussion."""
    still_on = (AgendaItem.withdrawn_at.is_(None), *coming(now))
    return notes_visible(person, *still_on, *conditions, most=most)
