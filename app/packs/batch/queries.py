"""What can be printed for a week, and the batches somebody asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.core.database import db
from app.core.errors import NotFound
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.queries import meetings_between
from app.packs.assigned import active_people, assigned_ids, load_circles
from app.packs.batch.models import BatchLine, PrintBatch
from app.packs.issuing.outdated import touched_at_the_meeting
from app.packs.models import Pack, PackMeeting, PackState
from app.packs.permissions import can_open, visible_to
from app.packs.queries import UNDER_WAY, WITH_MEETINGS, is_version_of
from app.people.models import Person

WEEK = timedelta(days=6)
_SHOWN = 5


@dataclass(frozen=True)
class Stack:
    """What there is to print for one reader, the first meeting first."""

    reader: Person
    packs: tuple[Pack, ...]


@dataclass(frozen=True)
class Week:
    """The meetings of a week, what there is to print for them, and for whom there is nothing."""

    monday: date
    meetings: tuple[Meeting, ...]
    stacks: tuple[Stack, ...]
    #: Per pack of which somebody else had a later version made, the number of that one.
    later: dict[int, int]
    #: What this person had asked for, and is still being made.
    under_way: tuple[Pack, ...]
    #: Per meeting who are assigned to it and have no pack that this person may see.
    without: tuple[tuple[Meeting, tuple[Person, ...]], ...]

    @property
    def lacking(self) -> int:
        """How many packs there are not."""
        return sum(len(people) for _meeting, people in self.without)


def week_of(monday: date, person: Person) -> Week:
    """A week as this person may see it: as many statements for one meeting as for fifty."""
    found = meetings_between(
        person, monday, monday + WEEK, Meeting.status != MeetingStatus.CANCELLED
    )
    ids = [one.id for one in found]
    packs, under_way = _newest(ids, person)
    stacks: dict[int, list[Pack]] = {}
    for pack in packs:
        stacks.setdefault(pack.reader_id, []).append(pack)
    ordered = sorted(stacks.values(), key=lambda stack: (stack[0].reader.name, stack[0].reader_id))
    covered = {
        (place.meeting_id, pack.reader_id) for pack in (*packs, *under_way) for place in pack.places
    }
    return Week(
        monday=monday,
        meetings=tuple(found),
        stacks=tuple(Stack(stack[0].reader, tuple(stack)) for stack in ordered),
        later=_later([pack.id for pack in packs]),
        under_way=tuple(under_way),
        without=_without(found, covered),
    )


def outdated_in(week: Week) -> set[int]:
    """The packs of this week that may be out of date: something changed at their meetings since."""
    return touched_at_the_meeting([pack for stack in week.stacks for pack in stack.packs])


def grown_old(batch: PrintBatch) -> set[int]:
    """The packs in a batch that may be out of date, or that a later version replaced."""
    packs = [line.pack for line in batch.lines]
    return {*touched_at_the_meeting(packs), *_later([pack.id for pack in packs])}


def _newest(meeting_ids: list[int], person: Person) -> tuple[list[Pack], list[Pack]]:
    """The newest version of each pack with one of these meetings, and what is still being made."""
    within = select(PackMeeting.pack_id).where(PackMeeting.meeting_id.in_(meeting_ids))
    rows = db.session.scalars(
        select(Pack)
        .where(
            Pack.id.in_(within),
            Pack.state.in_((PackState.READY, *UNDER_WAY)),
            visible_to(person),
        )
        .options(WITH_MEETINGS, joinedload(Pack.reader))
        .order_by(Pack.number.desc(), Pack.id.desc())
    )
    newest: dict[tuple[object, ...], Pack] = {}
    under_way = []
    for pack in rows:
        if pack.state == PackState.READY:
            newest.setdefault(pack.series, pack)
        else:
            under_way.append(pack)
    ready = sorted(newest.values(), key=lambda one: (one.meetings[0].starts_at, one.id))
    return ready, under_way


def _later(pack_ids: list[int]) -> dict[int, int]:
    """Per pack the number of the last finished version, whoever asked for it, if that is later."""
    later = aliased(Pack)
    rows = db.session.execute(
        select(Pack.id, func.max(later.number))
        .join(
            later,
            and_(
                is_version_of(later, Pack),
                later.number > Pack.number,
                later.state == PackState.READY,
            ),
        )
        .where(Pack.id.in_(pack_ids))
        .group_by(Pack.id)
    )
    return {row[0]: row[1] for row in rows}


def _without(
    meetings: list[Meeting], covered: set[tuple[int, int]]
) -> tuple[tuple[Meeting, tuple[Person, ...]], ...]:
    assigned = assigned_ids([one.id for one in meetings])
    people = active_people({number for found in assigned.values() for number in found})
    load_circles(meetings)
    rows = []
    for meeting in meetings:
        lacking = [
            one
            for one in people.values()
            if one.id in assigned[meeting.id]
            and (meeting.id, one.id) not in covered
            and can_open(one, meeting)
        ]
        if lacking:
            rows.append((meeting, tuple(lacking)))
    return tuple(rows)


def batches_visible_to(person: Person) -> ColumnElement[bool]:
    """The batches that this person asked for, as long as every pack in them exists for them."""
    shown = select(Pack.id).where(Pack.id == BatchLine.pack_id, visible_to(person))
    hidden = select(BatchLine.batch_id).where(
        BatchLine.batch_id == PrintBatch.id, ~exists(shown.correlate(BatchLine))
    )
    return and_(PrintBatch.requested_by_id == person.id, ~exists(hidden.correlate(PrintBatch)))


def get_batch(batch_id: int, person: Person) -> PrintBatch:
    """A batch that this person asked for; raises NotFound."""
    found = _batches(PrintBatch.id == batch_id, batches_visible_to(person))
    if not found:
        raise NotFound
    return found[0]


def batches_of(monday: date, person: Person) -> list[PrintBatch]:
    """The last batches that this person asked for a week, the newest first."""
    return _batches(PrintBatch.first_day == monday, batches_visible_to(person))


def find_batch(batch_id: int) -> PrintBatch | None:
    """A batch by itself, for the job that makes it."""
    return next(iter(_batches(PrintBatch.id == batch_id)), None)


def find_under_way(monday: date, lines: list[tuple[int, int]], person: Person) -> PrintBatch | None:
    """The same batch, asked for by the same person, that is still being made."""
    found = _batches(
        PrintBatch.first_day == monday,
        PrintBatch.requested_by_id == person.id,
        PrintBatch.state.in_(UNDER_WAY),
    )
    same = [one for one in found if [(line.pack_id, line.copies) for line in one.lines] == lines]
    return next(iter(same), None)


def _batches(*conditions: ColumnElement[bool]) -> list[PrintBatch]:
    rows = db.session.scalars(
        select(PrintBatch)
        .where(*conditions)
        .options(
            selectinload(PrintBatch.lines)
            .joinedload(BatchLine.pack)
            .options(joinedload(Pack.reader), joinedload(Pack.file), WITH_MEETINGS),
            joinedload(PrintBatch.file),
        )
        .order_by(PrintBatch.id.desc())
        .limit(_SHOWN)
    )
    return list(rows)
