"""Who may see and do what with what follows a meeting.

What was decided is a fact of the meeting, for everyone who sees it. What is ours is for who reads
notes, and never for clerks and administrators:

- what we said on an item beside its note is for who may read that note; without a note, for who
  reads notes and sees the meeting;
- an action is for who reads notes and sees the meeting; where the note of its item is restricted,
  for the circle of that note, and for who has to do it or wrote it down;
- whether a note helped is for who takes part in the talk about it.

Recording is for who records outcomes (`meetings.permissions.may_record_outcome`).
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_, select

from app.briefings.models import Note
from app.briefings.permissions import READING_ROLES, in_circle, reads_notes
from app.briefings.permissions import visible_to as note_visible_to
from app.followup.models import Action, Debrief, ItemDebrief
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.meetings.permissions import items_visible_to, may_record_outcome, of_visible_meeting
from app.people.models import Person

#: Whose business this room is at all.
READERS = tuple(sorted(READING_ROLES))


def visible_to(person: Person) -> ColumnElement[bool]:
    """The actions and commitments that exist for this person."""
    if not reads_notes(person):
        return false()
    secret = exists(
        select(Note.id)
        .where(Note.item_id == Action.item_id, not_(in_circle(person)))
        .correlate(Action)
    )
    return and_(
        of_visible_meeting(person, Action.meeting_id),
        or_(not_(secret), Action.owner_id == person.id, Action.added_by_id == person.id),
    )


def debriefs_visible_to(person: Person) -> ColumnElement[bool]:
    """The debriefs of meetings as a whole that this person may read."""
    if not reads_notes(person):
        return false()
    return of_visible_meeting(person, Debrief.meeting_id)


def item_debriefs_visible_to(person: Person) -> ColumnElement[bool]:
    """What we said on items, as far as this person may read it."""
    if not reads_notes(person):
        return false()
    item = exists(
        select(AgendaItem.id)
        .where(AgendaItem.id == ItemDebrief.item_id, items_visible_to(person))
        .correlate(ItemDebrief)
    )
    note = exists(
        select(Note.id)
        .where(Note.item_id == ItemDebrief.item_id, note_visible_to(person))
        .correlate(ItemDebrief)
    )
    return and_(item, or_(not_(ItemDebrief.of_note), note))


def may_debrief(person: Person, meeting: Meeting, items: Iterable[AgendaItem]) -> bool:
    """Whether a person may tell what came of a meeting, or of one of its items."""
    return may_record_outcome(person, meeting) or any(
        may_record_outcome(person, meeting, item) for item in items
    )


def may_add_action(person: Person, meeting: Meeting, item: AgendaItem | None = None) -> bool:
    """Whether a person may write down an action of a meeting, or of one of its items."""
    return reads_notes(person) and may_record_outcome(person, meeting, item)


def may_change_action(person: Person, action: Action) -> bool:
    """Whether a person may change an action that they see: who records, wrote, or does it."""
    return person.id in (action.owner_id, action.added_by_id) or may_add_action(
        person, action.meeting, action.item
    )


def may_judge(person: Person, note: Note, meeting: Meeting) -> bool:
    """Whether a person may say if a note that they read helped: who was there with it.

    Who wrote it does not judge it.
    """
    writers = {note.writer_id, *(row.person_id for row in note.writers)}
    officer = note.item.officer_id or meeting.officer_id
    there = {
        row.person_id
        for row in meeting.attendances
        if (row.going if row.attended is None else row.attended)
    }
    return person.id in there and person.id not in {*writers, officer}
