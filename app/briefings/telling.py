"""What a step of a note tells others: that it happened and where to look, never a word of it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import func, select

from app.briefings.facts import in_circles
from app.briefings.models import Advice, Note, NoteState, NoteStep
from app.briefings.queries import holder_of, officer_of
from app.briefings.ties import WITH_HOLDER, Tie
from app.briefings.workflow import Step
from app.core import clock
from app.core.database import db
from app.core.dates import short_day
from app.messages.actions import tell
from app.people.queries import absences, leaders_there, substitutes_of


def tell_step(note: Note, step: Step, taken: NoteStep) -> None:
    """Tell whom the table names that this step was taken, and for whom it was recorded."""
    number = db.session.scalar(select(func.count(NoteStep.id)).where(NoteStep.note_id == note.id))
    key = f"note-{note.id}-{step.name}-{number}"
    url = f"/notes/{note.id}"  # also told from commands, where no request gives addresses
    told = _told(note, step) - {taken.person_id, taken.on_behalf_of_id}
    tell(
        sorted(told),
        key=key,
        text=LazyString(about_note, note, step.message),
        url=url,
        kind=_kind_of(step),
        about=f"note-{note.id}-{step.target}",
    )
    if taken.on_behalf_of_id is not None:
        recorded = LazyString(about_note, note, step.recorded_message or step.message)
        tell(
            [taken.on_behalf_of_id],
            key=f"{key}-recorded",
            text=recorded,
            url=url,
            kind="recorded",
            about=f"step-{taken.id}",
        )


def _kind_of(step: Step) -> str:
    """Which kind of message tells of a step."""
    if step.name == "give-advice":
        return "advice"
    return "word" if asks_for_word(step) else "note"


def asks_for_word(step: Step) -> bool:
    """Whether who is told of this step must do something with the note next."""
    return (step.target in WITH_HOLDER and Tie.HOLDER in step.tells) or (
        step.target == NoteState.TEAM_LEAD and Tie.LEADER in step.tells
    )


def tell_adviser(note: Note, advice: Advice, key: str, what: Any, *, waits: bool = False) -> None:
    """Tell an adviser of a request (it waits for them) or of its end, and who stands in today."""
    person_id = advice.adviser_id
    today = clock.today()
    told = {person_id}
    if absences([person_id], today, today):
        told.update(one.id for one in substitutes_of(person_id, today))
    tell(
        sorted(one for one in told if in_circles(note, one)),
        key=f"note-{note.id}-{key}-{advice.id}",
        text=LazyString(about_note, note, what),
        url=f"/notes/{note.id}",
        kind="advice",
        about=f"advice-{advice.id}" if waits else "",
    )


def _told(note: Note, step: Step) -> set[int]:
    """Whom the table names, as far as the note exists for them."""
    found: set[int] = set()
    officer, holder = officer_of(note.item), holder_of(note.item)
    today = clock.today()
    if Tie.LEADER in step.tells and officer is not None:
        found.update(one.id for one in leaders_there(officer.id, today))
    if Tie.WRITER in step.tells:
        found.add(writer_to_tell(note))
    if Tie.HOLDER in step.tells and holder is not None:
        found.add(holder.id)
        if absences([holder.id], today, today):
            found.update(one.id for one in substitutes_of(holder.id, today))
    return {one for one in found if in_circles(note, one)}


def writer_to_tell(note: Note) -> int:
    """The officer of its item, where the note exists for them; else who began it or got it."""
    officer = officer_of(note.item)
    return officer.id if officer and in_circles(note, officer.id) else note.writer_id


def about_note(note: Note, what: Any) -> str:
    """What happened with a note, and where it belongs; of a restricted one only what happened."""
    meeting = note.item.meeting
    if note.for_a_circle:
        return f"{what}."
    return _(
        "%(what)s: punt %(number)s van %(meeting)s op %(day)s.",
        what=what,
        number=note.item.shown_number,
        meeting=meeting.name,
        day=short_day(clock.local(meeting.starts_at).date()),
    )
