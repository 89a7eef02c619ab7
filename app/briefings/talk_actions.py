"""Remarks on a note and their answers."""

from __future__ import annotations

from flask_babel import gettext as _

from app.briefings import permissions
from app.briefings.facts import fresh_ties
from app.briefings.models import Note, Remark
from app.core import clock
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.core.journal import record
from app.people.models import Person


def add_remark(note: Note, person: Person, text: str, part: str = "") -> Remark:
    """Leave a remark on a note, or on one part that the person may read."""
    fresh_ties(note, person)
    if not permissions.may_talk(person, note):
        raise NotAllowed
    readable = {one.key for one in permissions.readable_sections(note, person)}
    if part and part not in readable:
        raise NotAllowed
    if not text.strip():
        raise RuleBroken(_("Schrijf uw opmerking op."), field="text")
    remark = Remark(
        note_id=note.id,
        version_number=note.current_number,
        part=part,
        text=text.strip(),
        person_id=person.id,
        made_at=clock.now(),
    )
    db.session.add(remark)
    db.session.flush()
    record(
        "note.add-remark", "note", note.id, actor_id=person.id, object_version=note.current_number
    )
    return remark


def answer_remark(remark: Remark, note: Note, person: Person, text: str) -> None:
    """Answer a remark or question once; a second answer is refused, with the first in sight."""
    fresh_ties(note, person)
    if not permissions.may_answer(person, note):
        raise NotAllowed
    if not text.strip():
        raise RuleBroken(_("Schrijf uw antwoord op."), field="text")
    db.session.refresh(remark, with_for_update=True)
    if remark.answered_at is not None:
        raise RuleBroken(_("Iemand anders heeft deze opmerking intussen beantwoord."), field="text")
    remark.answer = text.strip()
    remark.answered_by_id = person.id
    remark.answered_at = clock.now()
    record("note.answer-remark", "note", note.id, actor_id=person.id, fields=["answer"])


def settle_remark(remark: Remark, note: Note, person: Person) -> None:
    """Mark a remark as dealt with: whoever made it, or a writer of the note."""
    fresh_ties(note, person)
    own = remark.person_id == person.id and permissions.may_talk(person, note)
    if not (own or permissions.may_answer(person, note)):
        raise NotAllowed
    db.session.refresh(remark, with_for_update=True)
    if remark.settled_at is None:
        remark.settled_at = clock.now()
        record("note.settle-remark", "note", note.id, actor_id=person.id, fields=["settled_at"])
