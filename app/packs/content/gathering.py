"""What goes into a pack: read at once, and only what its reader and its asker both may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from app.briefings.advice.queries import AdviceLine, advice_on
from app.briefings.granting.queries import mandates_from
from app.briefings.models import MandateGiver, Note, NoteStep
from app.briefings.parts import Part
from app.briefings.permissions import may_talk, readable_sections
from app.briefings.positions.field import Field
from app.briefings.positions.queries import Heard, fields_of, last_heard
from app.briefings.queries import notes_for_items, states_of
from app.briefings.spoken import unconfirmed_on
from app.briefings.steers.models import Steer
from app.briefings.steers.queries import find_steers
from app.core import clock
from app.core.database import db
from app.core.errors import NotFound
from app.days.models import DayKind, Period
from app.days.queries import periods_between
from app.followup.models import Action
from app.followup.queries import open_actions_before
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.body_queries import seats_of
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.permissions import papers_visible_to, visible_to
from app.meetings.queries import WITH_ALL, WITH_BODY, items_of
from app.packs.options import Options
from app.people.models import Person
from app.register.models import Organisation, Partnership
from app.register.queries import our_municipality, partnerships_whole
from app.register.voting import Seat

#: What the calendar of the council shows, and how far it looks ahead of the last meeting.
COUNCIL_KINDS = frozenset({DayKind.COUNCIL, DayKind.COMMITTEE, DayKind.RECESS})
LOOK_AHEAD = timedelta(weeks=26)


@dataclass(frozen=True)
class NoteFacts:
    """A note with the parts that both may read, and what hangs on it."""

    note: Note
    parts: tuple[Part, ...]
    forces: Field
    advice: tuple[AdviceLine, ...]
    #: Whether both take part in the talk about it, and so read the words of advice.
    talks: bool
    #: The agreement, where a colleague recorded it and nobody confirmed it yet.
    unconfirmed: NoteStep | None
    #: Who must still allow a stance that goes beyond the mandate.
    still_to_allow: MandateGiver | None = None


@dataclass(frozen=True)
class Gathered:
    """Everything a pack of one meeting may say to one reader."""

    meeting: Meeting
    reader: Person
    items: tuple[AgendaItem, ...]
    notes: dict[int, NoteFacts]
    #: Papers by agenda item, and under None those on the meeting as a whole.
    papers: dict[int | None, tuple[Paper, ...]]
    partnership: Partnership
    #: Who sits there, ourselves too, with their votes.
    seats: tuple[Seat, ...]
    #: When and how each of them was last heard of, by holder, as both may know it.
    heard: dict[tuple[int | None, int | None], Heard]
    ours: Organisation | None
    last_meeting: Meeting | None
    last_items: tuple[AgendaItem, ...]
    #: The written words of the steer, where both may read them.
    steer: Steer | None
    #: What earlier meetings of the body left to be done, as both may see it.
    actions: tuple[Action, ...]
    #: What the council does in the half year after it.
    council_days: tuple[Period, ...] = ()
    #: The items with a note that the reader may read and the asker may not, but may know of.
    left_out: frozenset[int] = frozenset()

    @property
    def day(self) -> date:
        """The day of the meeting."""
        return _day(self.meeting)

    def heard_of(self, seat: Seat) -> Heard | None:
        """When and how another voter was last heard of."""
        return None if seat.ours else self.heard.get(seat.holder)


def gather(meeting_ids: Sequence[int], reader: Person, asker: Person) -> list[Gathered]:
    """Read what a pack of these meetings holds, in this order; raises NotFound where one of them
    does not exist for both.

    A constant number of statements, however many meetings and items.
    """
    last = _last_meetings(meeting_ids, reader, asker)
    agendas = items_of([*meeting_ids, *(one.id for one in last.values())], asker)
    meetings = _meetings(meeting_ids, reader, asker)  # agendas read theirs anew, without people
    items = [item for one in meeting_ids for item in agendas[one]]
    notes, left_out = _notes(items, reader, asker)
    papers = _papers(meeting_ids, reader, asker)
    partnerships = partnerships_whole(one.body.partnership_id for one in meetings)
    seats, ours = seats_of(meetings), our_municipality()
    heard = last_heard([_until(one) for one in meetings], reader, asker)
    steers = find_steers(meeting_ids, reader, asker)
    actions = open_actions_before(meetings, reader, asker)
    council = _council_days([_day(one) for one in meetings])
    return [
        Gathered(
            meeting=one,
            reader=reader,
            items=tuple(agendas[one.id]),
            notes={item.id: notes[item.id] for item in agendas[one.id] if item.id in notes},
            papers=papers.get(one.id, {}),
            partnership=partnerships[one.body.partnership_id],
            seats=seats[one.id],
            heard=heard[_until(one)],
            ours=ours,
            last_meeting=last.get(one.id),
            last_items=_decided(agendas, last.get(one.id)),
            steer=steers.get(one.id),
            actions=tuple(actions[one.id]),
            council_days=council[_day(one)],
            left_out=left_out & {item.id for item in agendas[one.id]},
        )
        for one in meetings
    ]


def chosen_from(gathered: Gathered, options: Options) -> Gathered:
    """The same with only the items that are wanted, in the order in which they were put."""
    by_id = {item.id: item for item in gathered.items}
    wanted = options.ordered(list(by_id))
    return replace(
        gathered,
        items=tuple(by_id[one] for one in wanted),
        notes={one: gathered.notes[one] for one in wanted if one in gathered.notes},
        papers={
            one: papers for one, papers in gathered.papers.items() if one is None or one in wanted
        },
    )


def _day(meeting: Meeting) -> date:
    return clock.local(meeting.starts_at).date()


def _until(meeting: Meeting) -> tuple[int, date]:
    return meeting.body.partnership_id, _day(meeting)


def _meetings(meeting_ids: Sequence[int], reader: Person, asker: Person) -> list[Meeting]:
    rows = db.session.scalars(
        select(Meeting)
        .where(Meeting.id.in_(meeting_ids), visible_to(reader), visible_to(asker))
        .options(*WITH_ALL)
    )
    found = {one.id: one for one in rows.unique()}
    if found.keys() != set(meeting_ids):
        raise NotFound
    return [found[one] for one in meeting_ids]


def _decided(
    agendas: Mapping[int, list[AgendaItem]], meeting: Meeting | None
) -> tuple[AgendaItem, ...]:
    return tuple(item for item in agendas[meeting.id] if item.outcome) if meeting else ()


def _council_days(days: Collection[date]) -> dict[date, tuple[Period, ...]]:
    """Per day what the council does in the half year after it."""
    rows = [
        row
        for row in periods_between(min(days), max(days) + LOOK_AHEAD)
        if row.kind in COUNCIL_KINDS
    ]
    return {
        day: tuple(row for row in rows if row.first_day <= day + LOOK_AHEAD and row.last_day >= day)
        for day in days
    }


def _notes(
    items: Sequence[AgendaItem], reader: Person, asker: Person
) -> tuple[dict[int, NoteFacts], frozenset[int]]:
    """Notes that both may read, each with only the parts that both may read; and the items whose
    note the reader alone may read, as far as the asker may know that there is one."""
    item_ids = [item.id for item in items]
    of_reader = notes_for_items(item_ids, reader)
    parts = {key: set(readable_sections(note, reader)) for key, note in of_reader.items()}
    talks = {key: may_talk(reader, note) for key, note in of_reader.items()}
    both = {key: note for key, note in notes_for_items(item_ids, asker).items() if key in parts}
    forces = fields_of([item for item in items if item.id in both], asker)
    advice = advice_on(both.values())
    unconfirmed = unconfirmed_on([note.id for note in both.values()])
    beyond = mandates_from(both.values())
    left_out = frozenset(states_of(parts.keys() - both.keys(), asker))
    found = {
        key: NoteFacts(
            note=note,
            parts=tuple(p for p in readable_sections(note, asker) if p in parts[key]),
            forces=forces[key],
            advice=tuple(advice[note.id].given) if note.id in advice else (),
            talks=talks[key] and may_talk(asker, note),
            unconfirmed=unconfirmed.get(note.id),
            still_to_allow=beyond.get(note.id),
        )
        for key, note in both.items()
    }
    return found, left_out


#: Of one meeting, by agenda item; under None those on the meeting as a whole.
_Papers = dict[int | None, tuple[Paper, ...]]


def _papers(meeting_ids: Sequence[int], reader: Person, asker: Person) -> dict[int, _Papers]:
    statement = (
        select(Paper)
        .where(
            Paper.meeting_id.in_(meeting_ids),
            Paper.withdrawn_at.is_(None),
            papers_visible_to(reader),
            papers_visible_to(asker),
        )
        .options(joinedload(Paper.file))
        .order_by(Paper.position, Paper.id)
    )
    found: dict[int, _Papers] = {}
    for paper in db.session.scalars(statement):
        here = found.setdefault(paper.meeting_id, {})
        here[paper.item_id] = (*here.get(paper.item_id, ()), paper)
    return found


def _last_meetings(meeting_ids: Sequence[int], reader: Person, asker: Person) -> dict[int, Meeting]:
    """Per meeting the last one before it that its body held, as both may know it."""
    this = aliased(Meeting)
    last = (
        select(Meeting.id)
        .where(
            Meeting.body_id == this.body_id,
            Meeting.starts_at < this.starts_at,
            Meeting.status == MeetingStatus.HELD,
            visible_to(reader),
            visible_to(asker),
        )
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
        .limit(1)
        .correlate(this)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(this.id, Meeting)
        .join(Meeting, Meeting.id == last)
        .where(this.id.in_(meeting_ids))
        .options(*WITH_BODY)
    )
    return {row[0]: row[1] for row in rows}
