"""Reading what follows meetings, always as one person may see it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.briefings.models import Note
from app.core.database import db
from app.core.errors import NotFound
from app.followup.models import Action, ActionKind, Debrief, ItemDebrief, NoteUse
from app.followup.permissions import (
    debriefs_visible_to,
    item_debriefs_visible_to,
    visible_to,
)
from app.meetings.agenda_models import AgendaItem, Handling
from app.meetings.models import Body, Level, Meeting, MeetingStatus
from app.meetings.permissions import items_visible_to
from app.meetings.permissions import visible_to as meeting_visible_to
from app.meetings.workflow import LONGEST
from app.people.models import Person

#: How long an outcome that nobody recorded is asked for.
OUTCOME_ASKED = timedelta(weeks=8)
MOST = 500
_WITH_MEETING = (
    joinedload(Action.owner),
    joinedload(Action.added_by),
    joinedload(Action.item),
    contains_eager(Action.meeting).contains_eager(Meeting.body).joinedload(Body.partnership),
)


def actions_where(
    person: Person, *conditions: ColumnElement[bool], first: int = 0, most: int | None = MOST
) -> list[Action]:
    """Actions and commitments, the first day due first and without a day last.

    `conditions` may use Action, Meeting and Body.
    """
    found = (
        select(Action)
        .join(Action.meeting)
        .join(Meeting.body)
        .where(visible_to(person), *conditions)
        .options(*_WITH_MEETING)
        .order_by(Action.due_on.is_(None), Action.due_on, Action.id)
        .offset(first)
        .limit(most)
    )
    return list(db.session.scalars(found))


def count_actions(person: Person, *conditions: ColumnElement[bool]) -> int:
    """How many there are."""
    found = (
        select(func.count(Action.id))
        .join(Action.meeting)
        .join(Meeting.body)
        .where(visible_to(person), *conditions)
    )
    return db.session.scalar(found) or 0


def get_action(action_id: int, person: Person) -> Action:
    """An action that exists for this person; raises NotFound."""
    found = actions_where(person, Action.id == action_id)
    if not found:
        raise NotFound
    return found[0]


def find_action_by_key(key: str) -> Action | None:
    """The action that a row of a form made before; for actions, whoever may see it."""
    return db.session.scalar(select(Action).where(Action.key == key))


def actions_of_meeting(meeting: Meeting, person: Person) -> list[Action]:
    """What was agreed at a meeting, in the order in which it was written down."""
    found = actions_where(person, Action.meeting_id == meeting.id)
    return sorted(found, key=lambda action: action.id)


def open_actions_of_body(meeting: Meeting, *readers: Person, most: int = MOST) -> list[Action]:
    """What earlier meetings of the same body left to be done, as all these people may see it."""
    return actions_where(
        readers[0],
        *(visible_to(one) for one in readers[1:]),
        Action.done_at.is_(None),
        Meeting.body_id == meeting.body_id,
        Meeting.starts_at < meeting.starts_at,
        most=most,
    )


def open_actions_before(meetings: Collection[Meeting], *readers: Person) -> dict[int, list[Action]]:
    """The same for several meetings, by meeting, in one statement."""
    found = actions_where(
        readers[0],
        *(visible_to(one) for one in readers[1:]),
        Action.done_at.is_(None),
        Meeting.body_id.in_({one.body_id for one in meetings}),
        Meeting.starts_at < max(one.starts_at for one in meetings),
        most=None,
    )
    return {
        meeting.id: [
            one
            for one in found
            if one.meeting.body_id == meeting.body_id and one.meeting.starts_at < meeting.starts_at
        ][:MOST]
        for meeting in meetings
    }


def promises_to_body(meeting: Meeting, person: Person) -> list[Action]:
    """What we promised at earlier meetings of the same body, done or not, the last one first."""
    found = actions_where(
        person,
        Action.kind == ActionKind.COMMITMENT,
        Action.owner_id.is_not(None),
        Meeting.body_id == meeting.body_id,
        Meeting.starts_at < meeting.starts_at,
    )
    return sorted(found, key=lambda one: (one.meeting.starts_at, one.id), reverse=True)


def actions_on(item: AgendaItem, person: Person) -> list[Action]:
    """What was agreed on an item, done or not, as this person may see it."""
    return sorted(actions_where(person, Action.item_id == item.id), key=lambda action: action.id)


def find_debrief(meeting_id: int, person: Person) -> Debrief | None:
    """What was told of a meeting as a whole, where this person may read it."""
    return db.session.scalar(
        select(Debrief)
        .where(Debrief.meeting_id == meeting_id, debriefs_visible_to(person))
        .options(joinedload(Debrief.saved_by))
    )


def said_on(item_ids: Collection[int], person: Person) -> dict[int, ItemDebrief]:
    """Per item what we said on it, as this person may read it: beside the note where they can."""
    rows = db.session.scalars(
        select(ItemDebrief)
        .where(ItemDebrief.item_id.in_(list(item_ids)), item_debriefs_visible_to(person))
        .order_by(ItemDebrief.of_note)
    )
    return {row.item_id: row for row in rows}


def uses_by(person: Person, note_ids: Iterable[int]) -> dict[int, NoteUse]:
    """Per note what this person said of its use."""
    rows = db.session.scalars(
        select(NoteUse).where(NoteUse.person_id == person.id, NoteUse.note_id.in_(list(note_ids)))
    )
    return {row.note_id: row for row in rows}


def uses_of(note: Note) -> list[NoteUse]:
    """What everybody said of the use of a note, for who takes part in the talk about it."""
    rows = db.session.scalars(
        select(NoteUse)
        .where(NoteUse.note_id == note.id)
        .options(joinedload(NoteUse.person))
        .order_by(NoteUse.said_at, NoteUse.id)
    )
    return list(rows)


def asks_for_outcome() -> ColumnElement[bool]:
    """The items of which is asked what came of them, over AgendaItem, and Body of its meeting.

    Those for discussion; of an administrative meeting it is enough what was heard there.
    """
    nothing_heard = or_(Body.level == Level.OFFICIAL, AgendaItem.heard == "")
    return (
        AgendaItem.withdrawn_at.is_(None)
        & (AgendaItem.handling == Handling.DISCUSSION)
        & AgendaItem.outcome.is_(None)
        & nothing_heard
    )


def lacks_outcome(item: AgendaItem) -> bool:
    """The same of one item."""
    heard = item.meeting.level == Level.ADMINISTRATIVE and item.heard != ""
    return (
        item.withdrawn_at is None
        and item.handling == Handling.DISCUSSION
        and item.outcome is None
        and not heard
    )


@dataclass(frozen=True)
class Telling:
    """How far the debrief of a meeting is."""

    items: Sequence[AgendaItem]

    @property
    def asked(self) -> int:
        """How many items ask for an outcome."""
        return len(self.items)

    @property
    def lacking(self) -> list[AgendaItem]:
        """The items that have none."""
        return [item for item in self.items if lacks_outcome(item)]

    @property
    def told(self) -> int:
        """How many have one."""
        return self.asked - len(self.lacking)


def telling_of(meeting: Meeting, person: Person) -> Telling:
    """How far the debrief of a meeting is, as this person may see its items; one statement."""
    found = (
        select(AgendaItem)
        .where(
            AgendaItem.meeting_id == meeting.id,
            AgendaItem.withdrawn_at.is_(None),
            AgendaItem.handling == Handling.DISCUSSION,
            items_visible_to(person),
        )
        .order_by(AgendaItem.position, AgendaItem.id)
    )
    return Telling(list(db.session.scalars(found)))


def is_told(meeting_id: int) -> bool:
    """Whether every item of a meeting that asks for an outcome has one."""
    lacking = (
        select(AgendaItem.id)
        .join(AgendaItem.meeting)
        .join(Meeting.body)
        .where(AgendaItem.meeting_id == meeting_id, asks_for_outcome())
        .limit(1)
    )
    return db.session.scalar(lacking) is None


def items_without_outcome(
    person: Person, now: datetime, *conditions: ColumnElement[bool]
) -> list[AgendaItem]:
    """Items of past meetings that ask for an outcome and have none, as this person may see them.

    `conditions` may use AgendaItem, Meeting and Body.
    """
    found = (
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .join(Meeting.body)
        .where(
            asks_for_outcome(),
            Meeting.starts_at > now - OUTCOME_ASKED - LONGEST,
            Meeting.ends_at.between(now - OUTCOME_ASKED, now),
            Meeting.status != MeetingStatus.CANCELLED,
            meeting_visible_to(person),
            *conditions,
        )
        .options(
            joinedload(AgendaItem.officer),
            contains_eager(AgendaItem.meeting).options(
                joinedload(Meeting.officer),
                contains_eager(Meeting.body).joinedload(Body.partnership),
            ),
        )
        .order_by(Meeting.starts_at, AgendaItem.position)
    )
    return list(db.session.scalars(found))
