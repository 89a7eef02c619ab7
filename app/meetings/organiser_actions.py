"""What an organiser says of a meeting that is cancelled, and taking back one that was planned."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Column, delete, select
from sqlalchemy.orm import selectinload

from app.core import clock
from app.core.database import Base, db
from app.core.errors import NotAllowed, RuleBroken
from app.meetings import workflow
from app.meetings.actions import checked_step, record_all, told_all
from app.meetings.circles import read_people
from app.meetings.details import COLUMNS, MeetingDetails, check_details
from app.meetings.models import Meeting
from app.meetings.permissions import may_plan
from app.people.models import Person

#: What goes with a meeting that is taken back: it was made with it.
_OWN_TABLES = frozenset({"attendance", "meeting_circle"})


def details_of(meeting: Meeting, **changes: Any) -> MeetingDetails:
    """How a meeting stands, with some changes, as `change_meeting` takes it."""
    present = {name: getattr(meeting, name) for name in COLUMNS}
    circle = frozenset(row.person_id for row in meeting.circle)
    return replace(MeetingDetails(**present, circle_ids=circle), **changes)


def within_circle(details: MeetingDetails, other: Meeting) -> MeetingDetails:
    """One more meeting beside a restricted one: as that is, for its circle and nobody else."""
    circle = frozenset(row.person_id for row in other.circle)
    return replace(
        details,
        restricted=True,
        closed=other.closed,
        officer_id=details.officer_id if details.officer_id in circle else None,
        alderman_id=details.alderman_id if details.alderman_id in circle else None,
        circle_ids=circle,
    )


def note_cancelled(meetings: Sequence[Meeting], actor: Person) -> None:
    """Note that an organiser cancelled meetings before we knew of them; nobody is told."""
    if not may_plan(actor):
        raise NotAllowed
    for meeting in meetings:
        meeting.status = checked_step(meeting, "cancel").target
        meeting.cancelled_at = clock.now()
    told_all(meetings, "cancel", actor, ["status"])


def correct_cancelled(
    corrections: Sequence[tuple[Meeting, Mapping[str, Any]]], actor: Person
) -> None:
    """Note how cancelled meetings would have been, as their organiser said; nobody is told."""
    if not may_plan(actor):
        raise NotAllowed
    for meeting, changes in corrections:
        if meeting.status != workflow.CANCELLED:
            raise RuleBroken(_("Deze vergadering is intussen niet meer geannuleerd."))
        check_details(details_of(meeting, **changes), actor, meeting)
    corrected: dict[tuple[str, ...], list[Meeting]] = {}
    for meeting, changes in corrections:
        for name, value in changes.items():
            setattr(meeting, name, value)
        corrected.setdefault(tuple(changes), []).append(meeting)
    for names, meetings in corrected.items():
        told_all(meetings, "change", actor, names)


def take_back(meetings: Collection[Meeting], actor: Person, known_tables: frozenset[str]) -> None:
    """Remove meetings that were planned by mistake, as long as nothing hangs on any of them.

    `known_tables` are those of the caller, whose rows it removes itself.
    """
    if not may_plan(actor):
        raise NotAllowed
    ids = [one.id for one in meetings]
    hung = hung_on(ids, known_tables)
    for meeting in meetings:
        if meeting.id in hung:
            raise RuleBroken(
                _(
                    "Aan %(meeting)s hangt al iets: agendapunten, stukken of een vergadermap. "
                    "Annuleer de vergadering als zij niet doorgaat.",
                    meeting=meeting.name,
                )
            )
    record_all(meetings, "take-back", actor, COLUMNS)
    for column in _references():
        if column.table.info.get("quiet"):
            db.session.execute(delete(column.table).where(column.in_(ids)))
    read_people(meetings)
    db.session.scalars(
        select(Meeting).where(Meeting.id.in_(ids)).options(selectinload(Meeting.prepared_by))
    ).all()
    for meeting in meetings:
        db.session.delete(meeting)
    db.session.flush()


def hung_on(meeting_ids: Collection[int], known_tables: frozenset[str] = frozenset()) -> set[int]:
    """Those of these meetings to which anything refers, in whichever room, besides who goes.

    What programs note for themselves (quiet tables) does not count.
    """
    found: set[int] = set()
    for column in _references():
        table = column.table
        if table.name in _OWN_TABLES | known_tables or table.info.get("quiet"):
            continue
        rows = db.session.scalars(select(column).where(column.in_(meeting_ids)).distinct())
        found.update(one for one in rows if one is not None)
    return found


def _references() -> Iterator[Column[Any]]:
    """Every column of any table that names a meeting."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == Meeting.__tablename__:
                yield key.parent
