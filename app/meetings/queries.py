"""Reading meetings, agendas and papers, always as one person may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.core import clock
from app.core.database import db
from app.core.errors import NotFound
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.models import Attendance, Body, Meeting, MeetingCircle, MeetingStatus
from app.meetings.permissions import items_visible_to, papers_visible_to, visible_to
from app.meetings.workflow import LONGEST
from app.people.models import Person

Thing = TypeVar("Thing")

#: What pages and feeds show of a meeting, loaded in a constant number of statements.
WITH_BODY = (joinedload(Meeting.body).joinedload(Body.partnership),)
WITH_PEOPLE = (
    *WITH_BODY,
    joinedload(Meeting.officer),
    joinedload(Meeting.alderman),
    selectinload(Meeting.attendances).joinedload(Attendance.person),
    selectinload(Meeting.attendances).joinedload(Attendance.in_place_of),
)
WITH_ALL = (*WITH_PEOPLE, selectinload(Meeting.circle).joinedload(MeetingCircle.person))


def get_meeting(meeting_id: int, person: Person) -> Meeting:
    """The meeting with its body and people; as if it did not exist where it is restricted."""
    found = select(Meeting).where(Meeting.id == meeting_id, visible_to(person))
    return _one(found.options(*WITH_ALL))


def get_item(item_id: int, person: Person) -> AgendaItem:
    """An agenda item, withdrawn or not, with its meeting and the papers this person may see."""
    found = select(AgendaItem).where(AgendaItem.id == item_id, items_visible_to(person))
    return _one(found.options(*_item_options(person)).execution_options(populate_existing=True))


def require_visible(meeting_ids: Collection[int], *people: Person) -> None:
    """Refuse, as if it did not exist, where one of these meetings is not there for all of them."""
    found = select(func.count(Meeting.id)).where(
        Meeting.id.in_(meeting_ids), *(visible_to(one) for one in people)
    )
    if db.session.scalar(found) != len(set(meeting_ids)):
        raise NotFound


def find_visible_meeting(meeting_id: int | None, person: Person) -> Meeting | None:
    """The meeting, or None where it does not exist for this person."""
    return db.session.scalar(select(Meeting).where(Meeting.id == meeting_id, visible_to(person)))


def find_visible_item(item_id: int | None, person: Person) -> AgendaItem | None:
    """The agenda item, or None where it does not exist for this person."""
    return db.session.scalar(
        select(AgendaItem).where(AgendaItem.id == item_id, items_visible_to(person))
    )


def visible_items(item_ids: Collection[int], person: Person) -> dict[int, AgendaItem]:
    """Of these agenda items those that exist for this person, by id, each with its meeting."""
    if not item_ids:
        return {}
    found = select(AgendaItem).where(AgendaItem.id.in_(item_ids), items_visible_to(person))
    meeting = joinedload(AgendaItem.meeting).options(*WITH_BODY)
    return {item.id: item for item in _all(found.options(meeting))}


def get_paper(paper_id: int, person: Person) -> Paper:
    """A paper, withdrawn or not, with its file, item and meeting."""
    found = select(Paper).where(Paper.id == paper_id, papers_visible_to(person))
    return _one(
        found.options(
            joinedload(Paper.file),
            joinedload(Paper.item),
            joinedload(Paper.meeting).options(*WITH_BODY),
        )
    )


def meetings_between(
    person: Person, first: date, last: date, *conditions: ColumnElement[bool]
) -> list[Meeting]:
    """The meetings that begin on these days (both included), of every status, in order of time."""
    found = select(Meeting).where(
        visible_to(person),
        Meeting.starts_at >= start_of(first),
        Meeting.starts_at < start_of(last + timedelta(days=1)),
        *conditions,
    )
    return _all(found.options(*WITH_PEOPLE).order_by(Meeting.starts_at, Meeting.id))


def all_between(first: date | None, last: date | None) -> list[Meeting]:
    """The meetings that begin on these days and that everyone may see: for commands.

    Restricted ones are left out: whoever works on the server is not in their circle.
    """
    found = select(Meeting).where(Meeting.restricted.is_(False))
    if first is not None:
        found = found.where(Meeting.starts_at >= start_of(first))
    if last is not None:
        found = found.where(Meeting.starts_at < start_of(last + timedelta(days=1)))
    people = (joinedload(Meeting.officer), joinedload(Meeting.alderman))
    return _all(found.options(*WITH_BODY, *people).order_by(Meeting.starts_at, Meeting.id))


def next_meetings(
    partnership_ids: Collection[int], person: Person, now: datetime
) -> dict[int, dict[str, Meeting]]:
    """Per partnership the first meeting of each level that has not ended and is not cancelled."""
    order = func.row_number().over(
        partition_by=(Body.partnership_id, Body.level), order_by=(Meeting.starts_at, Meeting.id)
    )
    ranked = (
        select(Meeting.id, order.label("place"))
        .join(Body, Body.id == Meeting.body_id)
        .where(
            Body.partnership_id.in_(partnership_ids),
            Meeting.ends_at > now,
            Meeting.status != MeetingStatus.CANCELLED,
            visible_to(person),
        )
        .subquery()
    )
    first = select(ranked.c.id).where(ranked.c.place == 1)
    result: dict[int, dict[str, Meeting]] = {number: {} for number in partnership_ids}
    for meeting in _all(select(Meeting).where(Meeting.id.in_(first)).options(*WITH_PEOPLE)):
        result[meeting.body.partnership_id][meeting.body.level] = meeting
    return result


def items_of(meeting_ids: Collection[int], person: Person) -> dict[int, list[AgendaItem]]:
    """The agenda of each meeting in order, without withdrawn items, with papers as visible."""
    found = (
        select(AgendaItem)
        .where(
            AgendaItem.meeting_id.in_(meeting_ids),
            AgendaItem.withdrawn_at.is_(None),
            items_visible_to(person),
        )
        .options(*_item_options(person))
        .order_by(AgendaItem.meeting_id, AgendaItem.position, AgendaItem.id)
        .execution_options(populate_existing=True)
    )
    result: dict[int, list[AgendaItem]] = {number: [] for number in meeting_ids}
    for item in _all(found):
        result[item.meeting_id].append(item)
    return result


def _item_options(person: Person) -> tuple[Any, ...]:
    shown = AgendaItem.papers.and_(Paper.withdrawn_at.is_(None), papers_visible_to(person))
    return (
        joinedload(AgendaItem.meeting).options(
            *WITH_BODY, joinedload(Meeting.officer), joinedload(Meeting.alderman)
        ),
        joinedload(AgendaItem.officer),
        joinedload(AgendaItem.alderman),
        selectinload(shown).joinedload(Paper.file),
    )


def item_officer_id(item: AgendaItem) -> int | None:
    """Who carries the item: its own officer, else the meeting's."""
    return item.officer_id or item.meeting.officer_id


def item_alderman_id(item: AgendaItem) -> int | None:
    """Whose portfolio the item is: its own portfolio holder, else the meeting's."""
    return item.alderman_id or item.meeting.alderman_id


def item_officer() -> ColumnElement[int | None]:
    """The same as `item_officer_id` in SQL, over AgendaItem joined to Meeting."""
    return func.coalesce(AgendaItem.officer_id, Meeting.officer_id)


def item_alderman() -> ColumnElement[int | None]:
    """The portfolio holder of an item (its own, else the meeting's) in SQL, over both tables."""
    return func.coalesce(AgendaItem.alderman_id, Meeting.alderman_id)


def upcoming_items(
    person: Person, now: datetime, *conditions: ColumnElement[bool]
) -> list[AgendaItem]:
    """Items of meetings that have not ended and are not cancelled, soonest first.

    `conditions` may use AgendaItem, Meeting and Body, for instance `item_officer() == 12`.
    """
    found = (
        select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .where(
            AgendaItem.withdrawn_at.is_(None),
            *not_over(now),
            Meeting.status != MeetingStatus.CANCELLED,
            visible_to(person),
            *conditions,
        )
        .options(
            contains_eager(AgendaItem.meeting).options(
                contains_eager(Meeting.body).joinedload(Body.partnership),
                joinedload(Meeting.officer),
                joinedload(Meeting.alderman),
            ),
            joinedload(AgendaItem.officer),
            joinedload(AgendaItem.alderman),
        )
        .order_by(Meeting.starts_at, Meeting.id, AgendaItem.position)
    )
    return _all(found)


def not_over(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Meetings that have not ended; the first condition only lets an index find them."""
    return (Meeting.starts_at > now - LONGEST, Meeting.ends_at > now)


def start_of(day: date) -> datetime:
    """The moment at which a day begins in the Netherlands."""
    return clock.from_local(datetime.combine(day, time.min))


def _one(found: Select[Thing]) -> Thing:
    row = db.session.execute(found).unique().scalar_one_or_none()
    if row is None:
        raise NotFound
    return row


def _all(found: Select[Thing]) -> list[Thing]:
    rows: Iterable[Thing] = db.session.execute(found).unique().scalars()
    return list(rows)
