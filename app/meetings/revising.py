"""When a meeting last changed for whoever sees it in a calendar, kept in one place for all rooms.

The session says what was added, changed or deleted; the watches below say what of that a calendar
shows, and of which meetings. Just before the commit those get a revision of their own: a whole
second (calendars know no smaller one), later than the last, however often they change. Time, place
and status also raise the sequence (RFC 5545, 3.8.7.4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement, Select, event, func, inspect, or_, select, true, update
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from app.core import clock
from app.core.changes import before_the_mark, changed_fields
from app.core.database import Base, db
from app.meetings import workflow
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.models import Attendance, Body, Meeting
from app.people.models import Person
from app.register.models import Partnership

SECOND = timedelta(seconds=1)
#: So many ids go into one statement.
BATCH = 500
_PENDING = "meetings-to-revise"


@dataclass(frozen=True)
class Watch:
    """What calendars show of a table, and the meetings in which they show its rows.

    Without `meetings` a row is of one meeting: the first of the fields is its id.
    """

    model: type[Any]
    fields: tuple[str, ...]
    meetings: Callable[[Collection[int]], Select[int]] | None = None
    #: Lists of which a row that is taken out is deleted with the next flush, unseen by itself.
    lists: tuple[str, ...] = ()
    #: Whether a row shows as soon as it is there.
    shows_when_new: bool = True

    def rows(self, condition: ColumnElement[bool]) -> dict[int, tuple[Any, ...]]:
        """The fields of rows as the database has them now, by id."""
        columns = [getattr(self.model, name) for name in self.fields]
        found = db.session.execute(select(self.model.id, *columns).where(condition))
        return {row[0]: tuple(row[1:]) for row in found}


WATCHES = (
    Watch(
        Meeting,
        ("id", "title", "body_id", "closed", "restricted", *sorted(workflow.CALENDAR_FIELDS)),
        lists=("attendances", "circle"),
    ),
    Watch(Attendance, ("meeting_id", "person_id", "in_place_of_id", "going")),
    Watch(Paper, ("meeting_id", "item_id", "received_on", "restricted", "withdrawn_at")),
    Watch(AgendaItem, ("meeting_id", "withdrawn_at"), shows_when_new=False),
    Watch(
        Body,
        ("name", "level", "partnership_id"),
        lambda ids: select(Meeting.id).where(Meeting.body_id.in_(ids)),
    ),
    Watch(
        Partnership,
        ("name", "abbreviation"),
        lambda ids: select(Meeting.id).join(Meeting.body).where(Body.partnership_id.in_(ids)),
    ),
    Watch(
        Person,
        ("name",),
        lambda ids: select(Attendance.meeting_id).where(
            or_(Attendance.person_id.in_(ids), Attendance.in_place_of_id.in_(ids))
        ),
    ),
)
BY_MODEL = {watch.model: watch for watch in WATCHES}
BY_TABLE = {watch.model.__table__: watch for watch in WATCHES}
OF_MEETING = BY_MODEL[Meeting]


@dataclass
class _Pending:
    """What a transaction touched so far."""

    meetings: set[int] = field(default_factory=set)
    #: Planned in this very transaction: they keep the revision that they begin with.
    new: set[int] = field(default_factory=set)
    changed: dict[Watch, set[int]] = field(default_factory=lambda: defaultdict(set))
    #: Rows as they were before a statement that may change many, and the last id before it.
    before: dict[Watch, dict[int, tuple[Any, ...]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    last: dict[Watch, int] = field(default_factory=dict)


def init_app(_app: Flask) -> None:
    """Listen to every session."""
    for name, listener in (
        ("before_flush", _number),
        ("after_flush", _note_objects),
        ("do_orm_execute", _note_statement),
        ("before_commit", _keep),
        ("after_soft_rollback", _forget),
    ):
        if not event.contains(db.session, name, listener):
            event.listen(db.session, name, listener)


def _number(session: Session, _context: Any, _instances: Any) -> None:
    """Raise the sequence of a meeting with its change; a new one begins on a whole second."""
    for thing in session.dirty:
        if isinstance(thing, Meeting) and workflow.is_new_revision(changed_fields(thing)):
            thing.sequence += 1
    for thing in session.new:
        if isinstance(thing, Meeting):
            thing.revised_at = (thing.revised_at or clock.now()).replace(microsecond=0)


def _note_objects(session: Session, _context: Any) -> None:
    new, deleted = session.new, session.deleted
    for thing in (*new, *deleted, *session.dirty):
        watch = BY_MODEL.get(type(thing))
        if watch is None or not _shows(thing, watch, new, deleted):
            continue
        pending = _pending(session)
        if watch.meetings is not None:
            pending.changed[watch].add(thing.id)
        elif watch is OF_MEETING and thing in new:
            pending.new.add(thing.id)
        else:
            history = inspect(thing).attrs[watch.fields[0]].history
            pending.meetings.update(*(filter(None, ids) for ids in history if ids))


def _shows(thing: Base, watch: Watch, new: Container[Any], deleted: Container[Any]) -> bool:
    if thing in new:
        return watch.shows_when_new
    return thing in deleted or not changed_fields(thing).isdisjoint(watch.fields + watch.lists)


def _note_statement(state: ORMExecuteState) -> None:
    """Look at the rows before a statement changes many of them, or adds some."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    watch = BY_TABLE.get(getattr(state.statement, "table", None))
    if watch is None or state.execution_options.get(_PENDING):
        return
    pending = _pending(state.session)
    if state.is_insert and watch.shows_when_new:
        last = db.session.scalar(select(func.max(watch.model.id))) or 0
        pending.last.setdefault(watch, last)
    if state.is_insert:
        return
    condition = getattr(state.statement, "whereclause", None)
    if isinstance(state.parameters, list):  # one row per set of parameters, by its id
        condition = watch.model.id.in_([one["id"] for one in state.parameters])
    found = watch.rows(true() if condition is None else condition)
    pending.before[watch] = found | pending.before[watch]


def _keep(session: Session) -> None:
    """Give the meetings that were touched their new revisions."""
    if session.in_nested_transaction():
        return
    session.flush()
    pending: _Pending | None = session.info.pop(_PENDING, None)
    if pending is None:
        return
    for watch, last in pending.last.items():
        added = {row[0] for row in watch.rows(watch.model.id > last).values()}
        if watch.meetings is None:
            (pending.new if watch is OF_MEETING else pending.meetings).update(added)
    for watch, rows in pending.before.items():
        _compare(watch, rows, pending)
    pending.meetings |= _followed(pending)
    if pending.changed:
        before_the_mark(partial(_revise_all, pending), partial(_planned_meanwhile, pending))
    else:
        _revise_all(pending)


def _followed(pending: _Pending) -> set[int]:
    """The meetings in which calendars show what was changed elsewhere."""
    return {
        meeting_id
        for watch, ids in pending.changed.items()
        if watch.meetings is not None
        for some in _batches(ids)
        for meeting_id in db.session.scalars(watch.meetings(some))
    }


def _planned_meanwhile(pending: _Pending) -> bool:
    """Whether others planned meetings, too, with what was there before: they are revised as well.

    A calendar may have been read of them already. While the mark is held nobody can add another.
    """
    late = _followed(pending) - pending.meetings - pending.new
    pending.meetings |= late
    return bool(late)


def _revise_all(pending: _Pending) -> None:
    for some in _batches(pending.meetings - pending.new):
        _revise(some)


def _compare(watch: Watch, before: dict[int, tuple[Any, ...]], pending: _Pending) -> None:
    """Which rows differ from what they were before a statement, and so which meetings do."""
    after: dict[int, tuple[Any, ...]] = {}
    for some in _batches(before):
        after |= watch.rows(watch.model.id.in_(some))
    changed = {row_id for row_id, row in before.items() if after.get(row_id) != row}
    if watch.meetings is not None:
        pending.changed[watch] |= changed
        return
    for rows in (before, after):
        pending.meetings.update(rows[row_id][0] for row_id in changed & rows.keys())
    if watch is OF_MEETING:
        numbered = {
            row_id
            for row_id in changed & after.keys()
            if workflow.is_new_revision(
                name
                for name, old, new in zip(watch.fields, before[row_id], after[row_id], strict=True)
                if old != new
            )
        }
        for some in _batches(numbered):
            _update(some, sequence=Meeting.sequence + 1)


def _revise(ids: Collection[int]) -> None:
    """Move revisions on: to the present second, or one beyond the last where that is later.

    The rows are held first, so that of two at once the second sees what the first one made.
    """
    held = db.session.execute(
        select(Meeting.id, Meeting.revised_at)
        .where(Meeting.id.in_(ids))
        .order_by(Meeting.id)
        .with_for_update(key_share=True)
    ).all()
    now = clock.now().replace(microsecond=0)
    moments: dict[datetime, list[int]] = defaultdict(list)
    for meeting_id, last in held:
        moments[max(now, last.replace(microsecond=0) + SECOND)].append(meeting_id)
    for moment, those in moments.items():
        _update(those, revised_at=moment)


def _update(ids: Collection[int], **values: Any) -> None:
    statement = update(Meeting).where(Meeting.id.in_(ids)).values(**values)
    db.session.execute(statement.execution_options(synchronize_session=False, **{_PENDING: True}))


def _forget(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:  # what an undone savepoint touched is revised all the same
        session.info.pop(_PENDING, None)


def _pending(session: Session) -> _Pending:
    found: _Pending = session.info.setdefault(_PENDING, _Pending())
    return found


def _batches(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for first in range(0, len(ordered), BATCH):
        yield ordered[first : first + BATCH]
