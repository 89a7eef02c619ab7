"""Handing a note, or an advice that was asked, on to a colleague."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.briefings.facts import fresh_ties, in_circles
from app.briefings.models import OPEN_ADVICE, Advice, Note, NoteCircle, NoteState, NoteWriter
from app.briefings.queries import officer_of
from app.briefings.ties import Tie
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.journal import record
from app.meetings.circles import widen_circle
from app.people.handing_on import require_receiver
from app.people.models import Person, Role

#: Who may hand a note on that is visible to them.
HANDS_ON = frozenset({Tie.WRITER, Tie.COORDINATOR})
CLOSED = frozenset({NoteState.LOCKED, NoteState.FINISHED})


def may_hand_on(note: Note, ties: frozenset[Tie]) -> bool:
    """Whether somebody with these ties may hand a note on, while it is open."""
    return bool(ties & HANDS_ON) and note.state not in CLOSED


def hand_on_note(note: Note, giver: Person, receiver: Person, actor: Person, take_in: bool) -> None:
    """Let a colleague write a note from now on; the giver then only reads what the roles allow.

    In a restricted note or meeting the receiver comes into the circle, said explicitly, and takes
    the giver's place there.
    """
    if not may_hand_on(note, fresh_ties(note, actor)):
        raise NotAllowed
    require_receiver(receiver, Role.OFFICER)
    if not is_written_by(note, giver):
        raise Conflict(_("Een annotatie is intussen al overgedragen. Bekijk de lijst opnieuw."))
    if not in_circles(note, receiver.id) and not take_in:
        raise RuleBroken(
            _(
                "%(name)s zit niet in de kring van deze annotatie. "
                "Zeg erbij dat u deze collega in de kring opneemt.",
                name=receiver.name,
            ),
            "take_in",
        )
    along = giver.id in {row.person_id for row in note.writers}
    if note.writer_id == giver.id:
        note.handed_to_id = receiver.id
    note.writers = [row for row in note.writers if row.person_id not in (giver.id, receiver.id)]
    if along and note.writer_id != receiver.id:
        note.writers.append(NoteWriter(person_id=receiver.id))
    if note.restricted:
        note.circle = [row for row in note.circle if row.person_id not in (giver.id, receiver.id)]
        db.session.flush()
        note.circle.append(NoteCircle(person_id=receiver.id))
    widen_circle(note.item.meeting, [receiver.id])
    flag_modified(note, "restricted")  # a change of people alone is a change of the note too
    record("note.hand-over", "note", note.id, actor_id=actor.id, fields=["writers"])
    db.session.flush()


def is_written_by(note: Note, person: Person) -> bool:
    """Whether a person writes a note: as its officer, as who started or got it, or along."""
    along = {row.person_id for row in note.writers}
    return officer_of(note.item) == person or person.id in {note.writer_id, *along}


def hand_on_advice(advice: Advice, receiver: Person, actor: Person) -> None:
    """Let another adviser give an advice that was asked: by who was asked, or the coordinator."""
    note = db.session.get_one(Note, advice.note_id)
    ties = fresh_ties(note, actor)
    if actor.id != advice.adviser_id and not ties & HANDS_ON:
        raise NotAllowed
    require_receiver(receiver, Role.ADVISER)
    if advice.given_at is not None:
        raise Conflict(_("Een advies is intussen gegeven. Bekijk de lijst opnieuw."))
    if advice.withdrawn_at is not None:
        raise Conflict(_("Een adviesvraag is intussen ingetrokken. Bekijk de lijst opnieuw."))
    if not in_circles(note, receiver.id):
        raise RuleBroken(_("%(name)s zit niet in de kring van deze annotatie.", name=receiver.name))
    asked = select(Advice.id).where(
        Advice.note_id == note.id, Advice.adviser_id == receiver.id, OPEN_ADVICE
    )
    if db.session.scalar(asked) is not None:
        raise RuleBroken(
            _("%(name)s is al om advies gevraagd over dezelfde annotatie.", name=receiver.name)
        )
    advice.adviser_id = receiver.id
    record("note.hand-over-advice", "note", note.id, actor_id=actor.id, fields=["advice"])
    db.session.flush()
