"""Who may see and do what with notes.

Reading is one SQL expression, `visible_to`, built from the grounds below: a ground is the SQL
condition of one tie, and `ties.OPENS` says in which states it opens a note. A single note is asked
by the same grounds (`ties_of`), so no second rule can disagree. Two conditions come on top:

- the meeting of the note must be visible (a restricted meeting exists only for its circle);
- a restricted note exists only for its circle. The circle narrows who may read; it never widens:
  a named person still reads only from the state in which the ties above open the note.

Parts: everyone who may read a note reads all its parts, but for the private ones
(`parts.PRIVATE`). "Achtergrond: niet naar buiten" and "Persoonlijke opvatting" are for who works
on this note in person (writers, advisers asked, the officer's team leader, the portfolio holder
and who stands in), not for who may read it by role (secretary, coordinator, executive, other
officers). A personal view is no part of the facts on which others decide (Woo, article 5.2): it
is in no pack that passes through other hands, in no search of theirs, and can never be shared.
Remarks, and who read what, are the talk between those people with the secretary and the
coordinator; executive and other officers read the note alone.

Versions: writers and advisers may read every version. Others only one that was offered (or agreed)
in a state that is open to them: words struck before the note was offered stay with its writers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from flask import g
from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    and_,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from app.briefings.models import (
    Advice,
    Note,
    NoteCircle,
    NoteState,
    NoteStep,
    NoteVersion,
    NoteWriter,
)
from app.briefings.parts import PARTS, PRIVATE, Part
from app.briefings.ties import IN_THE_TALK, INVOLVED, OPENS, Tie
from app.core import clock
from app.core.database import db
from app.meetings import permissions as meeting_permissions
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Body, Meeting
from app.meetings.queries import item_alderman, item_officer, item_officer_id
from app.people.models import Person, Role
from app.people.queries import led_officer_ids, principal_ids
from app.people.serving_queries import served_ids
from app.register.portfolio_queries import carried_partnership_ids

#: Only these roles ever read a note; a clerk or administrator without one of them never does.
READING_ROLES = frozenset(
    {Role.OFFICER, Role.ALDERMAN, Role.ADVISER, Role.SECRETARY, Role.COORDINATOR}
)
_Built = TypeVar("_Built")


def reads_notes(person: Person) -> bool:
    """Whether notes can concern this person at all."""
    return person.has_role(*READING_ROLES)


def visible_to(person: Person, day: date | None = None) -> ColumnElement[bool]:
    """The notes that this person may read on a day (today when none is given)."""
    if not reads_notes(person):
        return false()
    found = grounds(person, day)

    def build() -> ColumnElement[bool]:
        opened = (and_(Note.state.in_(sorted(OPENS[tie])), ground) for tie, ground in found.items())
        return and_(meeting_visible_to(person), in_circle(person), or_(*opened))

    return _once("visible notes", person, day, build)


def _once(name: str, person: Person, day: date | None, build: Callable[[], _Built]) -> _Built:
    """What was built for this person in this request, else built now: one page asks it often.

    Building takes milliseconds. Only values go in (id, roles, day), so the same ones give the same.
    """
    key = (name, person.id, person.role_names, day or clock.today())
    known: dict[object, _Built] = g.setdefault("built_for_readers", {})
    if key not in known:
        known[key] = build()
    return known[key]


def known_to(person: Person) -> ColumnElement[bool]:
    """The notes of which this person may know that they exist, and their state: never a word.

    Whoever works with notes sees how far a meeting has been prepared; restricted notes and those
    of restricted meetings exist only for their circle, here too.
    """
    if not reads_notes(person):
        return false()
    return and_(meeting_visible_to(person), in_circle(person))


def meeting_visible_to(person: Person) -> ColumnElement[bool]:
    """The notes whose meeting this person may see."""
    visible = meeting_permissions.visible_to(person)
    return exists(
        select(AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.id == Note.item_id, visible)
        .correlate(Note)
    )


def in_circle(person: Person) -> ColumnElement[bool]:
    """The notes that are not restricted, or have this person in their circle."""
    named = exists(
        select(NoteCircle.note_id)
        .where(NoteCircle.note_id == Note.id, NoteCircle.person_id == person.id)
        .correlate(Note)
    )
    return or_(not_(Note.restricted), named)


def grounds(person: Person, day: date | None = None) -> dict[Tie, ColumnElement[bool]]:
    """Per tie the SQL condition that it ties this person to a note on a day."""
    return _once("grounds", person, day, lambda: _grounds(person, day or clock.today()))


def _grounds(person: Person, day: date) -> dict[Tie, ColumnElement[bool]]:
    officer = _carrier(item_officer())
    holder = _carrier(item_alderman())
    added = exists(
        select(NoteWriter.note_id)
        .where(NoteWriter.note_id == Note.id, NoteWriter.person_id == person.id)
        .correlate(Note)
    )
    asked = exists(
        select(Advice.id)
        .where(
            Advice.note_id == Note.id,
            Advice.withdrawn_at.is_(None),
            or_(
                Advice.adviser_id == person.id,
                Advice.adviser_id.in_(principal_ids(person, day)),
            ),
        )
        .correlate(Note)
    )
    secretary = person.has_role(Role.SECRETARY)
    return {
        Tie.WRITER: or_(note_writer() == person.id, officer == person.id, added),
        Tie.ADVISER: asked,
        Tie.LEADER: officer.in_(led_officer_ids(person, day)),
        Tie.HOLDER: func.coalesce(holder == person.id, false()),
        Tie.SUBSTITUTE: holder.in_(principal_ids(person, day)),
        Tie.SERVES: holder.in_(served_ids(person, day)) if secretary else false(),
        Tie.SECRETARY: literal(secretary),
        Tie.COORDINATOR: literal(person.has_role(Role.COORDINATOR)),
        Tie.EXECUTIVE: literal(person.has_role(Role.ALDERMAN)),
        Tie.PARTNERSHIP_OFFICER: _of_partnership(person, day),
    }


def note_writer() -> ColumnElement[int]:
    """`Note.writer_id` in SQL: who started the note, until it was handed over."""
    return func.coalesce(Note.handed_to_id, Note.created_by_id)


def _carrier(person_id: ColumnElement[int | None]) -> ScalarSelect[int | None]:
    """The person who carries the item of a note, by a column over item and meeting."""
    return (
        select(person_id)
        .select_from(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.id == Note.item_id)
        .correlate(Note)
        .scalar_subquery()
    )


def _of_partnership(person: Person, day: date) -> ColumnElement[bool]:
    if not person.has_role(Role.OFFICER):
        return false()
    carried = carried_partnership_ids(person, day)
    return exists(
        select(AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .where(
            AgendaItem.id == Note.item_id,
            or_(Meeting.officer_id == person.id, Body.partnership_id.in_(carried)),
        )
        .correlate(Note)
    )


def ties_of(
    note_ids: Iterable[int], person: Person, day: date | None = None
) -> dict[int, frozenset[Tie]]:
    """Per note how this person is tied to it; by the grounds of `visible_to`, in one statement."""
    wanted = list(note_ids)
    if not wanted or not reads_notes(person):
        return dict.fromkeys(wanted, frozenset())
    found = grounds(person, day)
    columns = [func.coalesce(ground, false()).label(tie) for tie, ground in found.items()]
    rows = db.session.execute(select(Note.id, *columns).where(Note.id.in_(wanted)))
    return {
        row[0]: frozenset(tie for tie, tied in zip(found, row[1:], strict=True) if tied)
        for row in rows
    }


def ties_to(note: Note, person: Person) -> frozenset[Tie]:
    """How this person is tied to a note: as the query that found it says, else asked anew."""
    reader_id, ties = note.seen_as
    if reader_id != person.id:
        ties = ties_of([note.id], person)[note.id]
        note.seen_as = (person.id, ties)
    return frozenset(Tie(tie) for tie in ties)


def private_parts_of(person: Person, day: date | None = None) -> ColumnElement[bool]:
    """The notes of which this person reads the private parts, as `readable_sections` has it."""
    found = grounds(person, day)
    return func.coalesce(or_(*(found[tie] for tie in INVOLVED)), false())


def readable_sections(note: Note, person: Person) -> tuple[Part, ...]:
    """The parts that this person may read of a note that is visible to them."""
    if ties_to(note, person) & INVOLVED:
        return PARTS
    return tuple(part for part in PARTS if part.key not in PRIVATE)


def readable_versions(note: Note, person: Person) -> ColumnElement[bool]:
    """The versions of a note that this person may read: a condition over NoteVersion."""
    ties = ties_to(note, person)
    if ties & {Tie.WRITER, Tie.ADVISER}:
        return true()
    open_states = frozenset().union(*(OPENS[tie] for tie in ties))
    shown = select(NoteStep.version_number).where(
        NoteStep.note_id == note.id, NoteStep.to_state.in_(sorted(open_states))
    )
    return or_(NoteVersion.number == note.current_number, NoteVersion.number.in_(shown))


def may_start(person: Person, item: AgendaItem) -> bool:
    """Whether a person may begin the note of an item."""
    return item.id in startable_ids([item], person)


def startable_ids(items: Iterable[AgendaItem], person: Person) -> frozenset[int]:
    """The items whose note this person may begin, in one statement.

    The item's officer does; a colleague who carries the partnership, or the coordinator, may.
    Where nobody was named, any officer may take it up.
    """
    if not reads_notes(person):
        return frozenset()
    any_item, officer = person.has_role(Role.COORDINATOR), person.has_role(Role.OFFICER)
    carried = set(db.session.scalars(carried_partnership_ids(person, clock.today())))
    return frozenset(
        item.id
        for item in items
        for named in (item_officer_id(item),)
        if item.withdrawn_at is None
        and (
            any_item
            or named == person.id
            or (officer and (named is None or item.meeting.body.partnership_id in carried))
        )
    )


def may_write(person: Person, note: Note) -> bool:
    """Whether a person may change the words: a writer, while it is not with the alderman."""
    return note.state in WRITABLE and Tie.WRITER in ties_to(note, person)


def may_talk(person: Person, note: Note) -> bool:
    """Whether a person may read and leave remarks, and see who read which version."""
    return bool(ties_to(note, person) & IN_THE_TALK)


def may_answer(person: Person, note: Note) -> bool:
    """Whether a person may answer remarks and settle them: its writers."""
    return Tie.WRITER in ties_to(note, person)


#: States in which the words may change; from aligned on, that reopens the note.
WRITABLE = frozenset({NoteState.CONCEPT, NoteState.ADVICE, NoteState.ALIGNED, NoteState.LOCKED})
