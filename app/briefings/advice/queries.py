"""Reading advice: what was asked and given on notes, and whether it still holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import joinedload

from app.briefings.advice.permissions import may_give
from app.briefings.advice.subjects import changed_since
from app.briefings.content import Content, of_version
from app.briefings.models import Advice, AdviceKind, Note, NoteVersion
from app.briefings.parts import BY_KEY
from app.briefings.queries import coming, get_note, officer_of
from app.briefings.wording import ADVICE_FIELDS, ADVICE_KINDS
from app.core import clock
from app.core.database import db
from app.core.errors import NotFound
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.people.models import Person, Role
from app.people.queries import people_with_role, principal_ids

#: Kinds that say what must be otherwise: they come with words.
WITH_REMARKS = frozenset({AdviceKind.NEGATIVE, AdviceKind.POSITIVE_WITH_REMARKS})


def is_open() -> tuple[ColumnElement[bool], ...]:
    """Conditions: the advice was asked, and neither given nor withdrawn."""
    return (Advice.given_at.is_(None), Advice.withdrawn_at.is_(None))


@dataclass(frozen=True)
class AdviceLine:
    """One advice on a note, and how it stands against the text of now."""

    advice: Advice
    #: Keys of the parts that changed since it was given: it is out of date.
    changed: tuple[str, ...] = ()
    #: The same adviser gave a later one on the same field.
    replaced: bool = False
    #: The same adviser was asked again and did not answer yet.
    asked_again: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it waits for the adviser."""
        return self.advice.given_at is None

    @property
    def is_late(self) -> bool:
        """Whether it waits, and its day has passed."""
        return self.is_open and self.advice.due_on < clock.today()

    @property
    def field(self) -> str:
        """On what is advised, in words."""
        return str(ADVICE_FIELDS[self.advice.field])

    @property
    def kind(self) -> str:
        """What was advised, in words."""
        return str(ADVICE_KINDS[self.advice.kind]) if self.advice.kind else ""

    @property
    def changes(self) -> list[str]:
        """The names of the parts that changed since."""
        return [str(BY_KEY[key].label) for key in self.changed]

    @property
    def is_outdated(self) -> bool:
        """Whether the text it is about was changed since."""
        return bool(self.changed)

    @property
    def is_negative(self) -> bool:
        """Whether it advises against, as far as it is the last word of this adviser."""
        return self.advice.kind == AdviceKind.NEGATIVE and not self.replaced


@dataclass(frozen=True)
class NoteAdvice:
    """All advice on one note, in the order in which it was asked."""

    lines: tuple[AdviceLine, ...] = ()
    #: The ids of those that this person may give: their own, and those they stand in for.
    mine: frozenset[int] = frozenset()

    @property
    def given(self) -> list[AdviceLine]:
        """What was given: of each adviser and field the last."""
        return [line for line in self.lines if not line.is_open and not line.replaced]

    @property
    def earlier(self) -> list[AdviceLine]:
        """What was given before, and by now again."""
        return [line for line in self.lines if line.replaced]

    @property
    def open(self) -> list[AdviceLine]:
        """What was asked and not given yet."""
        return [line for line in self.lines if line.is_open]

    @property
    def negative(self) -> list[AdviceLine]:
        """What advises against."""
        return [line for line in self.given if line.is_negative]

    @property
    def to_give(self) -> list[AdviceLine]:
        """What this person is asked for."""
        return [line for line in self.open if line.advice.id in self.mine]


def advice_on(notes: Iterable[Note]) -> dict[int, NoteAdvice]:
    """Per note its advice, without what was withdrawn; at most two statements."""
    by_id = {note.id: note for note in notes}
    rows = list(
        db.session.scalars(
            select(Advice)
            .where(Advice.note_id.in_(list(by_id)), Advice.withdrawn_at.is_(None))
            .options(joinedload(Advice.adviser), joinedload(Advice.given_by))
            .order_by(Advice.id)
        )
    )
    contents = _advised_contents(rows)
    found: dict[int, list[AdviceLine]] = {}
    for row in rows:
        found.setdefault(row.note_id, []).append(_line(row, by_id[row.note_id], contents))
    return {note_id: NoteAdvice(_in_relation(lines)) for note_id, lines in found.items()}


def advice_for(note: Note, person: Person) -> NoteAdvice:
    """The advice on one note, and which of it this person is asked to give."""
    found = advice_on([note]).get(note.id, NoteAdvice())
    if not found.open:
        return found
    principals = set(db.session.scalars(principal_ids(person, clock.today())))
    mine = {
        line.advice.id
        for line in found.open
        if line.advice.adviser_id == person.id or line.advice.adviser_id in principals
    }
    return replace(found, mine=frozenset(mine))


def _advised_contents(rows: Collection[Advice]) -> dict[tuple[int, int], Content]:
    """The versions that were advised on, by note and number."""
    wanted = {(row.note_id, row.version_number) for row in rows if row.version_number}
    if not wanted:
        return {}
    versions = db.session.scalars(
        select(NoteVersion).where(
            tuple_(NoteVersion.note_id, NoteVersion.number).in_(sorted(wanted))
        )
    )
    return {(one.note_id, one.number): of_version(one) for one in versions}


def _line(row: Advice, note: Note, contents: dict[tuple[int, int], Content]) -> AdviceLine:
    advised = contents.get((row.note_id, row.version_number or 0))
    if advised is None or row.version_number == note.current_number:
        return AdviceLine(row)
    return AdviceLine(row, changed_since(row.field, advised, of_version(note.current)))


def _in_relation(lines: list[AdviceLine]) -> tuple[AdviceLine, ...]:
    last = {
        (line.advice.adviser_id, line.advice.field): line.advice.id
        for line in lines
        if not line.is_open
    }
    waiting = {line.advice.adviser_id for line in lines if line.is_open}
    return tuple(
        line
        if line.is_open
        else replace(
            line,
            replaced=last[line.advice.adviser_id, line.advice.field] != line.advice.id,
            asked_again=line.advice.adviser_id in waiting,
        )
        for line in lines
    )


def get_advice(advice_id: int, note_id: int, person: Person) -> tuple[Advice, Note]:
    """An advice on a note that this person may read; raises NotFound."""
    note = get_note(note_id, person)
    advice = db.session.get(Advice, advice_id) if 0 < advice_id < 2**31 else None
    if advice is None or advice.note_id != note_id:
        raise NotFound
    return advice, note


def was_withdrawn(advice_id: int, note_id: int, person: Person) -> bool:
    """Whether this was theirs to give, until the writer took the request back."""
    advice = db.session.get(Advice, advice_id)
    return (
        advice is not None
        and advice.note_id == note_id
        and advice.withdrawn_at is not None
        and may_give(advice, person)
    )


def advisers_for(note: Note) -> list[Person]:
    """Who can be asked for advice on a note: advisers who are in its circle and the meeting's."""
    circles = [
        {row.person_id for row in thing.circle}
        for thing in (note, note.item.meeting)
        if thing.restricted
    ]
    writers = {note.writer_id, *(row.person_id for row in note.writers)}
    officer = officer_of(note.item)
    own = writers | ({officer.id} if officer else set())
    return [
        one
        for one in people_with_role(Role.ADVISER)
        if one.id not in own and all(one.id in circle for circle in circles)
    ]


def asked_already(note: Note) -> frozenset[int]:
    """The ids of the advisers whose answer on a note is still to come."""
    found = select(Advice.adviser_id).where(Advice.note_id == note.id, *is_open())
    return frozenset(db.session.scalars(found))


def usual_fields(advisers: Collection[Person]) -> dict[int, str]:
    """Per adviser on what they were asked the last time; absent who was never asked."""
    last = (
        select(func.max(Advice.id))
        .where(Advice.adviser_id.in_([one.id for one in advisers]))
        .group_by(Advice.adviser_id)
    )
    rows = db.session.execute(select(Advice.adviser_id, Advice.field).where(Advice.id.in_(last)))
    return {row.adviser_id: row.field for row in rows}


def open_of(person: Person) -> list[Advice]:
    """What waits for this person's advice, also as who stands in; the first deadline first.

    Not on what left the agenda, or on a meeting that was cancelled or is over.
    """
    principals = principal_ids(person, clock.today())
    found = (
        select(Advice)
        .join(Note, Note.id == Advice.note_id)
        .join(AgendaItem, AgendaItem.id == Note.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            *is_open(),
            *coming(clock.now()),
            AgendaItem.withdrawn_at.is_(None),
            (Advice.adviser_id == person.id) | Advice.adviser_id.in_(principals),
        )
        .order_by(Advice.due_on, Advice.id)
    )
    return list(db.session.scalars(found))
