"""Reading staff meetings and their agendas, always as one person may see them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, not_, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from app.briefings.models import Note, NoteState, NoteStep, Remark
from app.briefings.permissions import known_to
from app.briefings.queries import coming, is_written_by
from app.briefings.ties import WITH_HOLDER
from app.core.database import db
from app.core.errors import NotFound
from app.days.models import StaffSeries
from app.days.queries import free_days, series_between, staff_meetings_between
from app.days.staff_days import Occurrence, occurrences, rule_days
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Body, Meeting
from app.meetings.permissions import visible_to as meeting_visible_to
from app.meetings.queries import item_alderman
from app.people.models import Person
from app.staff_meetings.models import StaffOutcome, StaffPoint
from app.staff_meetings.permissions import agenda_visible_to, visible_to

#: How far the next staff meeting of an alderman is looked for, and the last: past any recess.
HORIZON = timedelta(weeks=10)
MOST = 500
WRITING = (NoteState.CONCEPT, NoteState.ADVICE)


def get_series(series_id: int) -> StaffSeries:
    """A series with its alderman and exceptions; raises NotFound."""
    found = db.session.scalar(
        select(StaffSeries)
        .where(StaffSeries.id == series_id)
        .options(joinedload(StaffSeries.person), selectinload(StaffSeries.exceptions))
    )
    if found is None:
        raise NotFound
    return found


def get_staff_meeting(series_id: int, rule_day: date) -> Occurrence:
    """One staff meeting by its series and its day by the rule; raises NotFound."""
    series = get_series(series_id)
    exception = next((one for one in series.exceptions if one.day == rule_day), None)
    if exception is not None and exception.moved_to is not None:
        return Occurrence(series, rule_day, exception.moved_to, exception.starts or series.starts)
    by_rule = rule_days(series, rule_day, rule_day, free_days(rule_day, rule_day))
    if exception is not None or not by_rule:  # not held, unless something was noted there
        noted = select(StaffOutcome.id).where(noted_at(series_id, rule_day)).limit(1)
        if db.session.scalar(noted) is None:
            raise NotFound
    return Occurrence(series, rule_day, rule_day, series.starts)


def next_of_each(today: date, person_ids: Collection[int] | None = None) -> list[Occurrence]:
    """The first coming staff meeting of every alderman (or of these), in order."""
    found: dict[int, Occurrence] = {}
    for one in staff_meetings_between(today, today + HORIZON):
        if person_ids is None or one.series.person_id in person_ids:
            found.setdefault(one.series.person_id, one)
    return list(found.values())


def coming_of_each(today: date, most: int) -> list[tuple[StaffSeries, list[Occurrence]]]:
    """Every series that holds or will, with its first staff meetings to come; three statements."""
    last = today + HORIZON
    free = free_days(today, last)
    return [
        (series, occurrences(series, today, last, free)[:most])
        for series in series_between(today, last)
    ]


def past_ones(person: Person, today: date, most: int) -> list[tuple[StaffSeries, date]]:
    """The last staff meeting of each alderman whose agenda this person sees, and earlier ones in
    which something was noted that this person may see; the latest first, by their days by the rule.
    """
    noted = _with_outcomes(person, most)
    seen = set(
        db.session.scalars(
            select(StaffSeries.person_id).where(agenda_visible_to(person, StaffSeries.person_id))
        )
    )
    last = {
        one.series.person_id: (one.series, one.rule_day)
        for one in staff_meetings_between(today - HORIZON, today - timedelta(days=1))
        if one.series.person_id in seen
    }
    found = dict.fromkeys([*last.values(), *noted])
    return sorted(found, key=lambda one: (one[1], -one[0].id), reverse=True)[:most]


def _with_outcomes(person: Person, most: int) -> list[tuple[StaffSeries, date]]:
    rows = db.session.execute(
        select(StaffSeries, StaffOutcome.rule_day)
        .join(StaffOutcome, StaffOutcome.series_id == StaffSeries.id)
        .join(StaffPoint, StaffPoint.id == StaffOutcome.point_id)
        .where(visible_to(person))
        .options(joinedload(StaffSeries.person))
        .distinct()
        .order_by(StaffOutcome.rule_day.desc(), StaffSeries.id)
        .limit(most)
    )
    return [(row[0], row[1]) for row in rows]


def noted_at(series_id: int, rule_day: date) -> ColumnElement[bool]:
    return (StaffOutcome.series_id == series_id) & (StaffOutcome.rule_day == rule_day)


def points_where(person: Person, *conditions: ColumnElement[bool]) -> list[StaffPoint]:
    with_body = joinedload(Meeting.body).joinedload(Body.partnership)
    found = db.session.scalars(
        select(StaffPoint)
        .where(visible_to(person), *conditions)
        .options(
            joinedload(StaffPoint.added_by),
            joinedload(StaffPoint.meeting).options(with_body),
            joinedload(StaffPoint.item).options(
                joinedload(AgendaItem.meeting).options(with_body, joinedload(Meeting.officer)),
                joinedload(AgendaItem.officer),
            ),
            selectinload(StaffPoint.outcomes).joinedload(StaffOutcome.noted_by),
        )
        .order_by(StaffPoint.id)
        .limit(MOST)
    )
    return list(found.unique())


def get_point(point_id: int, person: Person) -> StaffPoint:
    """A point that exists for this person; raises NotFound."""
    found = points_where(person, StaffPoint.id == point_id)
    if not found:
        raise NotFound
    return found[0]


def noted_in(meeting: Occurrence, point: StaffPoint) -> StaffOutcome | None:
    """What was noted on a point in this staff meeting."""
    name = (meeting.series.id, meeting.rule_day)
    return next((row for row in point.outcomes if (row.series_id, row.rule_day) == name), None)


def find_open_point(item_id: int, alderman_id: int) -> StaffPoint | None:
    """The open point on an item for an alderman; for actions, whoever may see it."""
    return db.session.scalar(
        select(StaffPoint).where(
            StaffPoint.item_id == item_id,
            StaffPoint.alderman_id == alderman_id,
            StaffPoint.finished_at.is_(None),
        )
    )


def points_on_item(item_id: int, person: Person) -> list[StaffPoint]:
    """What was put on an agenda about an item, with what was noted, as far as this person sees."""
    return points_where(person, StaffPoint.item_id == item_id)


def waits_by_itself(item: AgendaItem, person: Person, now: datetime) -> bool:
    """Whether the note of an item is on the agenda without anybody putting it there."""
    alderman_id = item.alderman_id or item.meeting.alderman_id
    if alderman_id is None:
        return False
    return bool(waiting_items(person, now, [alderman_id], AgendaItem.id == item.id))


def get_waiting_item(item_id: int, alderman_id: int, person: Person, now: datetime) -> AgendaItem:
    """An item that is on the agenda of an alderman by itself, for this person; raises NotFound."""
    found = waiting_items(person, now, [alderman_id], AgendaItem.id == item_id)
    if not found:
        raise NotFound
    return found[0]


def waiting_items(
    person: Person, now: datetime, alderman_ids: Collection[int], *conditions: ColumnElement[bool]
) -> list[AgendaItem]:
    """The items whose note waits for these aldermen, or came back with a question."""
    asked = exists(
        select(Remark.id)
        .where(
            Remark.note_id == Note.id,
            Remark.question,
            Remark.answered_at.is_(None),
            Remark.settled_at.is_(None),
        )
        .correlate(Note)
    )
    holder = item_alderman()
    found = db.session.scalars(
        select(AgendaItem)
        .join(Note, Note.item_id == AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .where(
            holder.in_(list(alderman_ids)),
            or_(Note.state.in_(sorted(WITH_HOLDER)), Note.state.in_(WRITING) & asked),
            AgendaItem.withdrawn_at.is_(None),
            *coming(now),
            known_to(person),
            or_(agenda_visible_to(person, holder), is_written_by(person)),
            not_(_dealt_with()),
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
        .order_by(Meeting.starts_at, AgendaItem.position)
        .limit(MOST)
    )
    return list(found.unique())


def stood_before(moment: datetime) -> ColumnElement[bool]:
    """That a note stood where it stands before a moment: for `waiting_items`."""
    later = select(NoteStep.id).where(NoteStep.note_id == Note.id, NoteStep.taken_at >= moment)
    return (Note.created_at < moment) & ~exists(later.correlate(Note))


def _dealt_with() -> ColumnElement[bool]:
    """That a note was discussed, and did not change hands since."""
    point, step = aliased(StaffPoint), aliased(NoteStep)
    last = (
        select(func.max(step.taken_at))
        .where(step.note_id == Note.id)
        .correlate(Note)
        .scalar_subquery()
    )
    return exists(
        select(point.id)
        .where(
            point.item_id == Note.item_id,
            point.finished_at.is_not(None),
            or_(last.is_(None), point.finished_at >= last),
        )
        .correlate(Note)
    )


def meetings_to_choose(alderman: Person, person: Person, now: datetime) -> list[Meeting]:
    """The coming meetings of an alderman that a point can be about as a whole."""
    found = db.session.scalars(
        select(Meeting)
        .where(Meeting.alderman_id == alderman.id, *coming(now), meeting_visible_to(person))
        .options(joinedload(Meeting.body))
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST)
    )
    return list(found)


def items_to_choose(alderman: Person, person: Person, now: datetime) -> list[AgendaItem]:
    """The items of coming meetings of an alderman that a point can be about."""
    found = db.session.scalars(
        select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.withdrawn_at.is_(None),
            item_alderman() == alderman.id,
            *coming(now),
            meeting_visible_to(person),
        )
        .options(contains_eager(AgendaItem.meeting).joinedload(Meeting.body))
        .order_by(Meeting.starts_at, AgendaItem.position)
        .limit(MOST)
    )
    return list(found)
