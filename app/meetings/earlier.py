"""The last earlier item on the same topic, for "Vorige keer": always as one person may see it.

It is sought in the same body, and where the item was carried over also at the meeting it came
from; the same title goes before the same topic of another year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import joinedload

from app.core.database import db
from app.meetings import topics
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.meetings.permissions import visible_to
from app.meetings.queries import WITH_BODY
from app.people.models import Person

#: How far one looks back.
LOOKS_BACK = timedelta(days=3653)


def previous_item(item: AgendaItem, person: Person | None = None) -> AgendaItem | None:
    """The last earlier item on this topic with an outcome.

    Without a person only meetings that everyone may see count.
    """
    return previous_items([item], person).get(item.id)


def previous_items(
    items: Sequence[AgendaItem], person: Person | None = None
) -> dict[int, AgendaItem]:
    """The same for items of one meeting, by id; two statements, however many."""
    if not items:
        return {}
    earlier = _earlier(items, person)
    chosen = {item.id: found for item in items if (found := _chosen(item, earlier)) is not None}
    rows = db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.id.in_(set(chosen.values())))
        .options(joinedload(AgendaItem.meeting).options(*WITH_BODY))
    )
    by_id = {row.id: row for row in rows}
    return {item_id: by_id[earlier_id] for item_id, earlier_id in chosen.items()}


def _earlier(items: Sequence[AgendaItem], person: Person | None) -> Sequence[Row[int, str, int]]:
    """What was on earlier agendas of the body in the years that still say something, the last
    one first; and what one of these items was carried over from."""
    meeting = items[0].meeting
    same_body = and_(
        Meeting.body_id == meeting.body_id, Meeting.starts_at > meeting.starts_at - LOOKS_BACK
    )
    carried = [item.carried_from_id for item in items if item.carried_from_id is not None]
    found = (
        select(AgendaItem.id, AgendaItem.title, Meeting.body_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            or_(same_body, AgendaItem.id.in_(carried)),
            Meeting.starts_at < meeting.starts_at,
            AgendaItem.id.not_in([item.id for item in items]),
            AgendaItem.withdrawn_at.is_(None),
            AgendaItem.outcome.is_not(None),
            visible_to(person) if person else Meeting.restricted.is_(False),
        )
        .order_by(Meeting.starts_at.desc(), AgendaItem.position)
    )
    return db.session.execute(found).all()


def _chosen(item: AgendaItem, earlier: Iterable[Row[int, str, int]]) -> int | None:
    """The id of the one that fits this item best."""
    exact, words = topics.exact_topic(item.title), topics.topic(item.title)
    tests: tuple[Callable[[Any], bool], ...] = (
        lambda row: topics.exact_topic(row.title) == exact,
        lambda row: bool(words) and topics.topic(row.title) == words,
        lambda row: row.id == item.carried_from_id,
    )
    body_id, carried = item.meeting.body_id, item.carried_from_id
    mine = [row for row in earlier if row.body_id == body_id or row.id == carried]
    return next((row.id for fits in tests for row in mine if fits(row)), None)
