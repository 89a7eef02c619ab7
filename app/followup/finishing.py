"""When everything that came of a meeting is known, its agreed notes are finished."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.briefings.models import Note
from app.briefings.step_actions import finish_note
from app.core.database import db
from app.followup.queries import is_told
from app.meetings.agenda_models import AgendaItem
from app.meetings.signals import item_changed
from app.people.models import Person


def init_app(_app: Flask) -> None:
    """Listen to outcomes, wherever they are recorded."""
    item_changed.connect(finish_when_told)


def finish_when_told(item: AgendaItem, fields: Collection[str], **_rest: Any) -> None:
    """Finish the agreed notes of a meeting once no item of it asks for an outcome any more.

    Also once the last item without an outcome was taken off. The step is theirs who recorded the
    last outcome.
    """
    if not {"outcome", "heard", "withdrawn_at"} & set(fields):
        return
    recorder = _last_recorder(item.meeting_id)
    if recorder is None or not is_told(item.meeting_id):
        return
    found = (
        select(Note)
        .join(Note.item)
        .where(AgendaItem.meeting_id == item.meeting_id)
        .order_by(Note.id)
    )
    for note in db.session.scalars(found).all():
        finish_note(note, recorder)


def _last_recorder(meeting_id: int) -> Person | None:
    """Who recorded the last outcome of a meeting."""
    found = (
        select(Person)
        .join(AgendaItem, AgendaItem.outcome_by_id == Person.id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.outcome_at.desc(), AgendaItem.id.desc())
        .limit(1)
    )
    return db.session.scalar(found)
