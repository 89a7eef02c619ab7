"""What an outcome in a staff meeting means for the note of its item."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.briefings.models import How, Note, NoteState, NoteStep
from app.briefings.queries import holder_of
from app.briefings.step_actions import decide_in_staff_meeting
from app.briefings.ties import WITH_HOLDER
from app.briefings.workflow import STATE_WORDS
from app.core import clock
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.days.staff_days import Occurrence
from app.people.models import Person
from app.staff_meetings.models import PointOutcome

#: The step of the workflow that each outcome stands for; "aanhouden" changes nothing.
STEPS = {
    PointOutcome.AGREED: "staff-agree",
    PointOutcome.ADJUST: "staff-adjust",
    PointOutcome.DISCUSSED: "staff-discussed",
}


def end_of(meeting: Occurrence) -> datetime:
    """When a staff meeting ends."""
    return clock.from_local(datetime.combine(meeting.day, meeting.ends))


def carry_over(
    meeting: Occurrence, item_id: int | None, outcome: str, words: str, actor: Person
) -> str:
    """Let a note that waits follow the outcome, where the actor may; gives what became of it.

    A text that was saved after the staff meeting was not on its table, and another portfolio
    holder did not sit at it: then the note still waits.
    """
    note = db.session.scalar(select(Note).where(Note.item_id == item_id)) if item_id else None
    if note is None:
        return ""
    said = _stays(meeting, note, outcome)
    return said or _follow(note, STEPS[PointOutcome(outcome)], words, actor)


def _stays(meeting: Occurrence, note: Note, outcome: str) -> str:
    """Why this outcome changes nothing about a note, whoever noted it; empty where it may."""
    if note.state not in WITH_HOLDER:
        state = str(STATE_WORDS[NoteState(note.state)])
        return _("De annotatie verandert hierdoor niet: zij is %(state)s.", state=state)
    holder, name = holder_of(note.item), STEPS.get(PointOutcome(outcome))
    decided = name == "staff-discussed" and note.state != NoteState.DISCUSS
    if name is None or decided or holder is None or holder.id != meeting.series.person_id:
        return _still_waits(note)
    if note.current.saved_at >= end_of(meeting):
        return _("De annotatie is na dit stafoverleg gewijzigd.") + " " + _still_waits(note)
    return ""


def _follow(note: Note, name: str, words: str, actor: Person) -> str:
    try:
        step = decide_in_staff_meeting(note, name, actor, words)
    except NotAllowed:
        return _still_waits(note)
    except Conflict:
        raise
    except RuleBroken as error:
        if error.field == "words":
            raise RuleBroken(_("Schrijf op wat er anders moet."), "words") from error
        return error.message + " " + _still_waits(note)
    holder = holder_of(note.item)
    if holder is None or not _is_unconfirmed(note):
        return str(step.done)
    return f"{step.done} " + _("%(name)s krijgt bericht en bevestigt het.", name=holder.name)


def _still_waits(note: Note) -> str:
    holder = holder_of(note.item)
    if holder is None:
        return _("De annotatie heeft nog geen portefeuillehouder en wacht nog.")
    return _("De annotatie wacht nog op het besluit van %(name)s.", name=holder.name)


def _is_unconfirmed(note: Note) -> bool:
    taken = select(NoteStep).where(NoteStep.note_id == note.id).order_by(NoteStep.id.desc())
    last = db.session.scalars(taken.limit(1)).one()
    return last.how == How.STAFF_MEETING
