"""Reading notes, always as one person may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.briefings.chain.reading import deciding_of, offering_of, papers_on_items
from app.briefings.deadlines import Deadline
from app.briefings.models import Note, NoteCircle, NoteState, NoteVersion, NoteWriter, Remark
from app.briefings.permissions import known_to, note_writer, reads_notes, ties_of, visible_to
from app.briefings.ties import DECISION_TAKERS, WITH_HOLDER
from app.core import clock
from app.core.database import db
from app.core.errors import NotFound, RuleBroken
from app.meetings import queries as meeting_queries
from app.meetings.agenda_models import AgendaItem, Handling
from app.meetings.models import Body, Meeting, MeetingStatus
from app.people.models import Person

_OF_MEETING = joinedload(Note.item).options(
    joinedload(AgendaItem.meeting).options(
        joinedload(Meeting.body).joinedload(Body.partnership),
        joinedload(Meeting.officer),
        joinedload(Meeting.alderman),
    ),
    joinedload(AgendaItem.officer),
    joinedload(AgendaItem.alderman),
)
#: A note with its words and its item, in one statement.
WITH_WORDS = (joinedload(Note.current).joinedload(NoteVersion.author), _OF_MEETING)
#: And with the people around it, in two more.
WITH_PEOPLE = (
    *WITH_WORDS,
    selectinload(Note.writers).joinedload(NoteWriter.person),
    selectinload(Note.circle).joinedload(NoteCircle.person),
)


def get_note(note_id: int, person: Person, day: date | None = None) -> Note:
    """A note that this person may read, with its words and people; raises NotFound."""
    found = _notes(
        select(Note).where(Note.id == note_id, visible_to(person, day)).options(*WITH_PEOPLE)
    )
    if not found:
        raise NotFound
    _tie(found, person, day)
    return found[0]


def get_note_for_step(note_id: int, person: Person) -> Note:
    """A note to take a step on; who decides on it is told when it went back to a concept.

    Raises NotFound, or RuleBroken for the portfolio holder (or who stands in, or records for
    them) who had the note on screen while its writer took it back.
    """
    try:
        return get_note(note_id, person)
    except NotFound:
        note = db.session.scalar(select(Note).where(Note.id == note_id, known_to(person)))
        if note is None or not ties_of([note_id], person)[note_id] & DECISION_TAKERS:
            raise
    raise RuleBroken(
        _("De schrijver heeft deze annotatie intussen teruggehaald. Er is niets besloten.")
    )


def notes_for_items(
    item_ids: Collection[int], person: Person, day: date | None = None
) -> dict[int, Note]:
    """Per agenda item its note with its words, where this person may read it.

    Three statements, however many items; `readable_sections` of these notes costs none.
    """
    found = _notes(
        select(Note)
        .where(Note.item_id.in_(list(item_ids)), visible_to(person, day))
        .options(*WITH_PEOPLE)
    )
    _tie(found, person, day)
    return {note.item_id: note for note in found}


def _notes(statement: Select[Note]) -> list[Note]:
    return list(db.session.execute(statement).unique().scalars())


def _tie(notes: Sequence[Note], person: Person, day: date | None) -> None:
    ties = ties_of([note.id for note in notes], person, day)
    for note in notes:
        note.seen_as = (person.id, ties[note.id])


def states_of(item_ids: Collection[int], person: Person) -> dict[int, str]:
    """Per agenda item the state of its note, where this person may know that it exists."""
    if not item_ids:
        return {}
    rows = db.session.execute(
        select(Note.item_id, Note.state).where(Note.item_id.in_(list(item_ids)), known_to(person))
    )
    return {row[0]: row[1] for row in rows}


def readable_ids(item_ids: Collection[int], person: Person) -> dict[int, int]:
    """Per agenda item the number of its note, where this person may read it: one statement."""
    if not item_ids:
        return {}
    rows = db.session.execute(
        select(Note.item_id, Note.id).where(Note.item_id.in_(list(item_ids)), visible_to(person))
    )
    return {row[0]: row[1] for row in rows}


def notes_visible(
    person: Person,
    *conditions: ColumnElement[bool],
    first: int = 0,
    most: int = 50,
    newest: bool = False,
) -> list[Note]:
    """Notes that this person may read, by meeting; conditions over item, meeting and body."""
    order = Meeting.starts_at.desc() if newest else Meeting.starts_at
    found = (
        select(Note)
        .join(Note.item)
        .join(AgendaItem.meeting)
        .join(Meeting.body)
        .where(visible_to(person), *conditions)
        .options(
            joinedload(Note.current),
            contains_eager(Note.item).options(
                contains_eager(AgendaItem.meeting).options(
                    contains_eager(Meeting.body).joinedload(Body.partnership),
                    joinedload(Meeting.officer),
                    joinedload(Meeting.alderman),
                ),
                joinedload(AgendaItem.officer),
                joinedload(AgendaItem.alderman),
            ),
        )
        .order_by(order, AgendaItem.position, Note.id)
        .offset(first)
        .limit(most)
    )
    return _notes(found)


def open_questions(note_ids: Iterable[int]) -> set[int]:
    """The notes with a question that nobody answered yet."""
    return set(
        db.session.scalars(
            select(Remark.note_id).where(
                Remark.note_id.in_(list(note_ids)),
                Remark.question,
                Remark.answered_at.is_(None),
                Remark.settled_at.is_(None),
            )
        )
    )


def is_written_by(person: Person) -> ColumnElement[bool]:
    """The items whose note this person writes: as its officer, or added to its note."""
    added = exists(
        select(Note.id)
        .outerjoin(NoteWriter, NoteWriter.note_id == Note.id)
        .where(
            Note.item_id == AgendaItem.id,
            or_(note_writer() == person.id, NoteWriter.person_id == person.id),
        )
        .correlate(AgendaItem)
    )
    return or_(meeting_queries.item_officer() == person.id, added)


class Need(StrEnum):
    """What a note needs now, and so of whom."""

    WRITE = "write"
    FINISH = "finish"
    ANSWER = "answer"
    #: With the portfolio holder: the officer waits, the portfolio holder decides.
    DECIDE = "decide"
    #: With the team leader, who passes it on or sends it back.
    LEAD = "lead"
    #: Agreed as a colleague heard it: whose agreement it is confirms or contests it.
    CONFIRM = "confirm"
    #: Agreed with remarks that its writers still have to see.
    ACKNOWLEDGE = "acknowledge"
    NOTHING = "nothing"


#: What the officer must do; the rest waits for others, or for nobody.
MINE = frozenset({Need.WRITE, Need.FINISH, Need.ANSWER})


@dataclass(frozen=True)
class Due:
    """One agenda item with what its note needs, and by when."""

    item: AgendaItem
    note: Note | None
    need: Need
    deadline: Deadline
    #: The portfolio holder for whom the person stands in.
    in_place_of: Person | None = None
    #: The portfolio holder for whom the person may record what they said.
    on_behalf_of: Person | None = None

    @property
    def meeting(self) -> Meeting:
        """The meeting of the item."""
        return self.item.meeting

    @property
    def due_on(self) -> date:
        """The day by which that is done."""
        return self.deadline.due_on


def due_for_officer(person: Person, now: datetime, *conditions: ColumnElement[bool]) -> list[Due]:
    """The items of coming meetings whose note this person writes, the first deadline first.

    `conditions` may use AgendaItem, Meeting and Body, to ask for less.
    """
    if not reads_notes(person):
        return []
    items = meeting_queries.upcoming_items(person, now, is_written_by(person), *conditions)
    ids = [item.id for item in items]
    notes = {
        note.item_id: note
        for note in db.session.scalars(
            select(Note).where(Note.item_id.in_(ids), visible_to(person))
        )
    }
    asked = open_questions([note.id for note in notes.values()])
    today, papers = clock.local(now).date(), papers_on_items(ids, person)
    found = [
        Due(item, note, need, _deadline(item, need, today, papers))
        for item in items
        for note in (notes.get(item.id),)
        for need in (_need(item, note, asked),)
    ]
    return sorted(found, key=lambda due: (due.due_on, due.meeting.starts_at, due.item.position))


def _need(item: AgendaItem, note: Note | None, asked: set[int]) -> Need:
    """A consent item may have a note of one line, but nobody is asked for it."""
    if note is None:
        return Need.NOTHING if item.handling == Handling.CONSENT else Need.WRITE
    if note.state in (NoteState.CONCEPT, NoteState.ADVICE):
        return Need.ANSWER if note.id in asked else Need.FINISH
    waits = note.state in WITH_HOLDER or note.state == NoteState.TEAM_LEAD
    return Need.DECIDE if waits else Need.NOTHING


def _deadline(item: AgendaItem, need: Need, today: date, papers: Mapping[int, date]) -> Deadline:
    """By when the officer offers, or the portfolio holder decides."""
    asked = deciding_of if need == Need.DECIDE else offering_of
    return asked(item.meeting, item, today=today, papers_on=papers.get(item.id))


def dues_of(person: Person, now: datetime) -> list[Due]:
    """The deadlines that this person still has to meet: what they must write, finish or answer."""
    return [due for due in due_for_officer(person, now) if due.need in MINE]


def coming(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Conditions: the meeting has not ended and is not cancelled."""
    return (*meeting_queries.not_over(now), Meeting.status != MeetingStatus.CANCELLED)


def holder_of(item: AgendaItem) -> Person | None:
    """The portfolio holder of an item: its own, else the meeting's."""
    return item.alderman or item.meeting.alderman


def officer_of(item: AgendaItem) -> Person | None:
    """The officer of an item: its own, else the meeting's."""
    return item.officer or item.meeting.officer


def principal_of(item: AgendaItem, person: Person) -> Person | None:
    """The portfolio holder of an item, for somebody else."""
    holder = holder_of(item)
    return holder if holder is not None and holder.id != person.id else None
