"""What goes into a pack: read at once, and only what its reader and its asker both may see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.briefings.advice.queries import AdviceLine, advice_on
from app.briefings.granting.queries import mandates_from
from app.briefings.models import MandateGiver, Note, NoteStep
from app.briefings.parts import Part
from app.briefings.permissions import may_talk, readable_sections
from app.briefings.positions.field import Field
from app.briefings.positions.queries import Heard, fields_of, last_heard
from app.briefings.queries import notes_for_items
from app.briefings.spoken import unconfirmed_on
from app.briefings.steers.models import Steer
from app.briefings.steers.queries import find_steer
from app.core import clock
from app.core.database import db
from app.days.models import DayKind, Period
from app.days.queries import periods_between
from app.followup.models import Action
from app.followup.queries import open_actions_of_body
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.body_queries import sitting_on
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.permissions import papers_visible_to, visible_to
from app.meetings.queries import get_meeting, items_of
from app.packs.options import Options
from app.people.models import Person
from app.register.models import Organisation, Partnership
from app.register.queries import get_partnership_whole, our_municipality
from app.register.voting import Seat, seats_on

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

    @property
    def day(self) -> date:
        """The day of the meeting."""
        return clock.local(self.meeting.starts_at).date()


def gather(meeting_id: int, reader: Person, asker: Person) -> Gathered:
    """Read what a pack holds, in a constant number of statements; raises NotFound."""
    get_meeting(meeting_id, reader)
    meeting = get_meeting(meeting_id, asker)
    day = clock.local(meeting.starts_at).date()
    items = tuple(items_of([meeting_id], asker)[meeting_id])
    last_meeting = _last_meeting(meeting, reader, asker)
    last_items = items_of([last_meeting.id], asker)[last_meeting.id] if last_meeting else []
    partnership = get_partnership_whole(meeting.body.partnership_id)
    seats = seats_on(partnership.id, day, sitting_on(meeting.body, day))
    return Gathered(
        meeting=meeting,
        reader=reader,
        items=items,
        notes=_notes(meeting, items, reader, asker),
        papers=_papers(meeting_id, reader, asker),
        partnership=partnership,
        seats=seats,
        heard=last_heard(partnership.id, day, reader, asker),
        ours=our_municipality(),
        last_meeting=last_meeting,
        last_items=tuple(item for item in last_items if item.outcome),
        steer=find_steer(meeting_id, reader, asker),
        actions=tuple(open_actions_of_body(meeting, reader, asker)),
        council_days=tuple(
            row for row in periods_between(day, day + LOOK_AHEAD) if row.kind in COUNCIL_KINDS
        ),
    )


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


def _notes(
    meeting: Meeting, items: tuple[AgendaItem, ...], reader: Person, asker: Person
) -> dict[int, NoteFacts]:
    """Notes that both may read, each with only the parts that both may read."""
    item_ids = [item.id for item in items]
    of_reader = notes_for_items(item_ids, reader)
    parts = {key: set(readable_sections(note, reader)) for key, note in of_reader.items()}
    talks = {key: may_talk(reader, note) for key, note in of_reader.items()}
    both = {key: note for key, note in notes_for_items(item_ids, asker).items() if key in parts}
    forces = fields_of(meeting, [item for item in items if item.id in both], asker)
    advice = advice_on(both.values())
    unconfirmed = unconfirmed_on([note.id for note in both.values()])
    beyond = mandates_from(both.values())
    return {
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


def _papers(meeting_id: int, reader: Person, asker: Person) -> dict[int | None, tuple[Paper, ...]]:
    statement = (
        select(Paper)
        .where(
            Paper.meeting_id == meeting_id,
            Paper.withdrawn_at.is_(None),
            papers_visible_to(reader),
            papers_visible_to(asker),
        )
        .options(joinedload(Paper.file))
        .order_by(Paper.position, Paper.id)
    )
    found: dict[int | None, tuple[Paper, ...]] = {}
    for paper in db.session.scalars(statement):
        found[paper.item_id] = (*found.get(paper.item_id, ()), paper)
    return found


def _last_meeting(meeting: Meeting, reader: Person, asker: Person) -> Meeting | None:
    return db.session.scalars(
        select(Meeting)
        .where(
            Meeting.body_id == meeting.body_id,
            Meeting.starts_at < meeting.starts_at,
            Meeting.status == MeetingStatus.HELD,
            visible_to(reader),
            visible_to(asker),
        )
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    ).first()
