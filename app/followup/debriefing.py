"""Telling what came of a meeting: outcomes, what we said, who was there, whether notes helped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.briefings.telling import about_note, writer_to_tell
from app.core import clock, journal
from app.core.database import db
from app.core.errors import NotAllowed, RuleBroken
from app.followup.models import Debrief, ItemDebrief, NoteUse, Usefulness
from app.followup.page import DebriefPage, ItemLine, facts_of
from app.meetings.agenda_actions import Result, record_outcome
from app.meetings.attendance_actions import record_attendance
from app.meetings.queries import item_alderman_id
from app.messages.actions import tell
from app.people.models import Person

Values = Mapping[str, Any]
#: What its writer is told of a note.
_USED: dict[str, Any] = {
    Usefulness.YES: _l("Uw annotatie was nuttig"),
    Usefulness.PARTLY: _l("Uw annotatie was deels nuttig"),
    Usefulness.NO: _l("Uw annotatie was niet nuttig"),
}


def record_debrief(
    page: DebriefPage, values: Values, actor: Person, on_behalf_of_id: int | None = None
) -> None:
    """Save what was told, by the names of `facts_of`: only what differs from what is saved.

    Outcomes and attendance are facts of the meeting, and recorded there.
    """
    if not page.fills:
        if not page.open:
            raise RuleBroken(page.why_closed)
        raise NotAllowed
    now = facts_of(page)
    changed = {name: values[name] for name in now if values[name] != now[name]}
    if "present" in changed:
        record_attendance(page.meeting, changed["present"], actor)
    for line in page.lines:
        if line.may_judge:
            _judge(line, values, changed, actor)
        if line.may_record:
            _record_outcome(line, values, actor, on_behalf_of_id)
            _record_said(line, values, changed, actor)
    if "contribution" in changed:
        _contribute(page, changed["contribution"], actor)


def _record_outcome(
    line: ItemLine, values: Values, actor: Person, on_behalf_of_id: int | None
) -> None:
    item = line.item
    mine = on_behalf_of_id is not None and item_alderman_id(item) == on_behalf_of_id
    result = Result(
        outcome=values[f"outcome_{item.id}"] or None,
        decision=values[f"decision_{item.id}"],
        heard=values.get(f"heard_{item.id}", item.heard),
    )
    record_outcome(item, result, actor, on_behalf_of_id=on_behalf_of_id if mine else None)


def _record_said(line: ItemLine, values: Values, changed: Values, actor: Person) -> None:
    """What we said; as likely as it stood in the form it counts only once the item was told."""
    item, row = line.item, line.said
    names = (f"stance_{item.id}", f"deviation_{item.id}")
    stance, deviation = values[names[0]] or None, values[names[1]]
    if not changed.keys() & set(names):
        return
    untold = not (item.outcome or item.decision or item.heard)
    if row is None and untold and not deviation and (stance or "") == line.stance:
        return
    of_note = line.note is not None
    if row is None or row.of_note != of_note:  # told by somebody who does not read the note
        row = ItemDebrief(item_id=item.id, of_note=of_note)
        db.session.add(row)
    row.stance, row.deviation = stance, deviation
    row.saved_by_id, row.saved_at = actor.id, clock.now()
    db.session.flush()
    journal.record(
        "item.debrief",
        "item",
        item.id,
        actor_id=actor.id,
        fields=["stance", "deviation"],
    )


def _contribute(page: DebriefPage, words: str, actor: Person) -> None:
    debrief = page.debrief
    if debrief is None:
        debrief = Debrief(meeting_id=page.meeting.id)
        db.session.add(debrief)
    debrief.contribution = words
    debrief.saved_by_id, debrief.saved_at = actor.id, clock.now()
    db.session.flush()
    journal.record(
        "meeting.debrief",
        "meeting",
        page.meeting.id,
        actor_id=actor.id,
        fields=["contribution"],
    )


def _judge(line: ItemLine, values: Values, changed: Values, actor: Person) -> None:
    """Say whether a note helped, and tell its writer."""
    item, note, row = line.item, line.note, line.use
    names = (f"useful_{item.id}", f"use_words_{item.id}")
    if note is None or not changed.keys() & set(names):
        return
    useful, words = (values[name] for name in names)
    if not useful:
        raise RuleBroken(_("Kies ook of de annotatie nuttig was."), names[0])
    if row is None:
        row = NoteUse(note_id=note.id, person_id=actor.id)
        db.session.add(row)
    row.useful, row.words, row.said_at = Usefulness(useful), words, clock.now()
    db.session.flush()
    journal.record("note.judge", "note", note.id, actor_id=actor.id, fields=["useful", "words"])
    tell(
        [writer_to_tell(note)],
        key=f"note-{note.id}-use-{row.id}-{row.version}",
        text=LazyString(about_note, note, _USED[row.useful]),
        url=f"/notes/{note.id}",
    )
