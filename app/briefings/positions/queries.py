"""Reading the field of forces, always as one person may see it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app.briefings import permissions as note_permissions
from app.briefings.models import Note, NoteVersion
from app.briefings.positions.field import Field, Holder, assemble
from app.briefings.positions.models import Position
from app.briefings.positions.permissions import called_by, kept_by, readable_to
from app.core import clock
from app.core.database import db
from app.core.errors import NotFound
from app.meetings.agenda_models import AgendaItem
from app.meetings.body_queries import seats_of
from app.meetings.earlier import previous_item
from app.meetings.models import Body, Meeting
from app.meetings.queries import WITH_BODY
from app.people.models import Person


def get_item(item_id: int, person: Person) -> AgendaItem:
    """An item whose field of forces this person may see; raises NotFound."""
    found = (
        select(AgendaItem)
        .where(AgendaItem.id == item_id, readable_to(person))
        .options(joinedload(AgendaItem.meeting).options(*WITH_BODY))
    )
    item = db.session.execute(found).unique().scalar_one_or_none()
    if item is None:
        raise NotFound
    return item


def keeps(item: AgendaItem, person: Person) -> bool:
    """Whether this person may record where others stand on an item."""
    return item.id in _within([item.id], kept_by(person))


def may_call(item: AgendaItem, person: Person) -> bool:
    """Whether this person may record what came of a call about an item."""
    return item.id in _within([item.id], called_by(person))


def _within(item_ids: Collection[int], condition: ColumnElement[bool]) -> set[int]:
    return set(
        db.session.scalars(select(AgendaItem.id).where(AgendaItem.id.in_(item_ids), condition))
    )


def field_of(item: AgendaItem, person: Person) -> Field:
    """The field of forces of an item that this person may see."""
    return fields_of([item], person)[item.id]


def fields_of(items: Sequence[AgendaItem], person: Person) -> dict[int, Field]:
    """The same for several items; nine statements, however many items and meetings."""
    ids = [item.id for item in items]
    seats = seats_of(item.meeting for item in items)
    positions = positions_on(ids)
    stances = _our_stances(ids, person)
    kept, called = _within(ids, kept_by(person)), _within(ids, called_by(person))
    return {
        item.id: assemble(
            item,
            clock.local(item.meeting.starts_at).date(),
            seats[item.meeting_id],
            positions.get(item.id, ()),
            our_stance=stances.get(item.id),
            keeps=item.id in kept,
            calls=item.id in called,
        )
        for item in items
    }


def positions_on(item_ids: Collection[int]) -> dict[int, list[Position]]:
    """What is recorded on each of these items: only of items that may be seen."""
    rows = db.session.scalars(
        select(Position)
        .where(Position.item_id.in_(item_ids))
        .options(
            joinedload(Position.organisation),
            joinedload(Position.group),
            joinedload(Position.called_by),
        )
        .order_by(Position.id)
    )
    found: dict[int, list[Position]] = {}
    for row in rows:
        found.setdefault(row.item_id, []).append(row)
    return found


def _our_stances(item_ids: Collection[int], person: Person) -> dict[int, str | None]:
    """Our stance on each item, where this person may read the note."""
    rows = db.session.execute(
        select(Note.item_id, NoteVersion.stance)
        .join(
            NoteVersion,
            (NoteVersion.note_id == Note.id) & (NoteVersion.number == Note.current_number),
        )
        .where(Note.item_id.in_(item_ids), note_permissions.visible_to(person))
    )
    return {row[0]: row[1] for row in rows}


def with_last_time(found: Field, person: Person) -> Field:
    """The same field with how everybody stood the last time that the topic was decided on."""
    earlier = previous_item(found.item, person)
    if earlier is None or not is_readable(earlier.id, person):
        return found
    rows = positions_on([earlier.id]).get(earlier.id, ())
    known = {row.holder: row for row in rows if row.stance}
    return replace(found, before=known)


def is_readable(item_id: int, person: Person) -> bool:
    """Whether this person may see the field of forces of an item."""
    return item_id in readable_ids([item_id], person)


def readable_ids(item_ids: Collection[int], person: Person) -> set[int]:
    """Those of these items whose field of forces this person may see."""
    return _within(item_ids, readable_to(person))


def offered(found: Field, person: Person) -> list[Position]:
    """What was heard at the administrative meeting and is not known here yet."""
    source_id = found.item.carried_from_id
    if source_id is None or not found.keeps or not is_readable(source_id, person):
        return []
    known = {one.holder for one in found.voters if one.stance is not None}
    known |= {row.holder for row in found.outside if row.stance is not None}
    rows = positions_on([source_id]).get(source_id, ())
    return [row for row in rows if row.stance is not None and row.holder not in known]


def get_position(position_id: int, item_id: int, person: Person) -> Position:
    """A position on an item whose field this person keeps; raises NotFound."""
    row = db.session.scalar(
        select(Position)
        .join(AgendaItem, AgendaItem.id == Position.item_id)
        .where(Position.id == position_id, AgendaItem.id == item_id, kept_by(person))
        .options(joinedload(Position.item).joinedload(AgendaItem.meeting).options(*WITH_BODY))
    )
    if row is None:
        raise NotFound
    return row


@dataclass(frozen=True)
class Heard:
    """When somebody was last heard of, and how."""

    on: date
    source: str
    #: On which item of which meeting: it is only for who may know of that.
    meeting_id: int
    item_id: int


#: In which partnership, and until which day.
Until = tuple[int, date]


def last_heard(wanted: Collection[Until], *readers: Person) -> dict[Until, dict[Holder, Heard]]:
    """Per holder when we last heard of them in a partnership, as all these people may know it.

    One statement, however many partnerships and days.
    """
    rows = db.session.execute(
        select(
            Body.partnership_id,
            Position.organisation_id,
            Position.group_id,
            Position.heard_on,
            Position.source,
            Position.item_id,
            AgendaItem.meeting_id,
        )
        .join(AgendaItem, AgendaItem.id == Position.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .where(
            Body.partnership_id.in_({partnership_id for partnership_id, _day in wanted}),
            Position.heard_on <= max((day for _id, day in wanted), default=date.min),
            *(readable_to(one) for one in readers),
        )
        .order_by(Position.heard_on, Position.id)
    ).all()
    return {
        (partnership_id, until): {
            (row.organisation_id, row.group_id): Heard(
                row.heard_on, row.source, row.meeting_id, row.item_id
            )
            for row in rows
            if row.partnership_id == partnership_id
            and row.heard_on is not None
            and row.heard_on <= until
        }
        for partnership_id, until in wanted
    }
