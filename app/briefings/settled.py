"""Which messages about notes need nobody any more: asked before their mail goes.

A message about a step is about the state that it led to ("note-12-with_alderman"): it is settled
once the note left that state, or the item or its meeting is off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from app.briefings.models import Advice, Note, NoteState, NoteStep
from app.briefings.ties import ALIGNED_ON, WRITING
from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.settled import ended_since
from app.messages.attention import number_in
from app.messages.models import Message


@dataclass(frozen=True)
class _Standing:
    """How a note and its meeting stand now."""

    state: str
    off: bool
    ends_at: datetime


def about_notes(messages: Sequence[Message]) -> set[int]:
    """Those of which the note stands elsewhere by now, or of which there is nothing to prepare."""
    ids = {number_in(one.about) for one in messages}
    rows = db.session.execute(
        select(Note.id, Note.state, AgendaItem.withdrawn_at, Meeting.status, Meeting.ends_at)
        .join(AgendaItem, AgendaItem.id == Note.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Note.id.in_(ids))
    )
    standing = {
        row.id: _Standing(
            row.state,
            row.withdrawn_at is not None or row.status == MeetingStatus.CANCELLED,
            row.ends_at,
        )
        for row in rows
    }
    return {one.id for one in messages if _is_settled(one, standing.get(number_in(one.about)))}


def _is_settled(message: Message, note: _Standing | None) -> bool:
    if note is None or note.off or ended_since(message.made_at, note.ends_at):
        return True
    told = message.about.split("-")[2:]
    return bool(told) and not still_in(told[0], note.state)


def still_in(told: str, state: str) -> bool:
    """Whether what was told of reaching a state holds now."""
    for group in (ALIGNED_ON, frozenset(WRITING)):
        if told in group:
            return state in group
    return told == state


def about_recorded_steps(messages: Sequence[Message]) -> set[int]:
    """Those about what was recorded for somebody who confirmed or contested it since."""
    agreed = NoteStep.to_state == NoteState.ALIGNED
    answered = or_(NoteStep.confirmed_at.is_not(None), Note.state.not_in(sorted(ALIGNED_ON)))
    done = set(
        db.session.scalars(
            select(NoteStep.id)
            .join(Note, Note.id == NoteStep.note_id)
            .where(NoteStep.id.in_({number_in(one.about) for one in messages}), agreed, answered)
        )
    )
    return {one.id for one in messages if number_in(one.about) in done}


def about_advice(messages: Sequence[Message]) -> set[int]:
    """Those that ask for advice which was given or is not asked any more."""
    open_ones = set(
        db.session.scalars(
            select(Advice.id)
            .join(Note, Note.id == Advice.note_id)
            .join(AgendaItem, AgendaItem.id == Note.item_id)
            .join(Meeting, Meeting.id == AgendaItem.meeting_id)
            .where(
                Advice.id.in_({number_in(one.about) for one in messages}),
                Advice.given_at.is_(None),
                Advice.withdrawn_at.is_(None),
                AgendaItem.withdrawn_at.is_(None),
                Meeting.status != MeetingStatus.CANCELLED,
            )
        )
    )
    return {one.id for one in messages if number_in(one.about) not in open_ones}
