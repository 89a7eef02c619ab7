"""What the start pages read beside the rooms' own queries, always as one person may see it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.briefings.deadlines import Deadline
from app.briefings.models import Advice, Note, NoteState
from app.briefings.queries import coming, deadline_of, notes_visible, states_of
from app.core.database import db
from app.home.tasks import Prepared
from app.meetings.agenda_models import AgendaItem, Handling, Paper
from app.meetings.list_queries import concerns
from app.meetings.models import Body, Level, Meeting, MeetingStatus
from app.meetings.permissions import papers_visible_to, visible_to
from app.meetings.queries import item_officer, meetings_between, upcoming_items
from app.packs.models import Pack, PackState, Variant
from app.packs.permissions import visible_to as packs_visible_to
from app.people.models import Person, Role, SignInSession
from app.people.queries import led_officer_ids

#: How long an outcome that nobody recorded is asked for.
OUTCOME_ASKED = timedelta(weeks=8)
#: How far ahead late notes can be: the longest lead that is usual, in calendar days.
LATE_HORIZON = timedelta(weeks=8)
ALL_MEETINGS = (Role.SECRETARY, Role.COORDINATOR)


def meetings_of(person: Person, now: datetime, first: date, last: date) -> list[Meeting]:
    """The coming meetings that are this person's business, in order of time.

    Secretary and coordinator: all; council clerk: the official ones; everyone: those in which
    they have a part.
    """
    mine: list[ColumnElement[bool]] = []
    if not person.has_role(*ALL_MEETINGS):
        official = Meeting.body.has(Body.level == Level.OFFICIAL)
        theirs = concerns(person)
        mine = [or_(theirs, official) if person.has_role(Role.CLERK) else theirs]
    found = meetings_between(person, first, last, Meeting.ends_at > now, *mine)
    return [one for one in found if one.status != MeetingStatus.CANCELLED]


def items_without_outcome(person: Person, now: datetime) -> list[AgendaItem]:
    """Discussed items of this officer of which nobody wrote down what came of them.

    Of an administrative meeting it is enough what was heard there.
    """
    nothing_heard = or_(Body.level == Level.OFFICIAL, AgendaItem.heard == "")
    found = (
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .join(Meeting.body)
        .where(
            AgendaItem.withdrawn_at.is_(None),
            AgendaItem.handling == Handling.DISCUSSION,
            AgendaItem.outcome.is_(None),
            nothing_heard,
            Meeting.ends_at.between(now - OUTCOME_ASKED, now),
            Meeting.status != MeetingStatus.CANCELLED,
            item_officer() == person.id,
            visible_to(person),
        )
        .options(
            contains_eager(AgendaItem.meeting)
            .contains_eager(Meeting.body)
            .joinedload(Body.partnership)
        )
        .order_by(Meeting.starts_at, AgendaItem.position)
    )
    return list(db.session.scalars(found))


def advice_asked(person: Person) -> tuple[list[Advice], dict[int, Note]]:
    """Advice asked of this person and not given yet, with its notes as far as readable."""
    asked = list(
        db.session.scalars(
            select(Advice)
            .where(Advice.adviser_id == person.id, Advice.given_at.is_(None))
            .order_by(Advice.due_on, Advice.id)
        )
    )
    if not asked:
        return [], {}
    notes = notes_visible(person, Note.id.in_([one.note_id for one in asked]), most=500)
    return asked, {note.id: note for note in notes}


def offered_by_team(person: Person, now: datetime, today: date) -> list[Note]:
    """Notes of this person's team that are with the portfolio holder."""
    return notes_visible(
        person,
        Note.state == NoteState.WITH_ALDERMAN,
        AgendaItem.withdrawn_at.is_(None),
        *coming(now),
        item_officer().in_(led_officer_ids(person, today)),
        most=100,
    )


def prepared(meetings: Collection[Meeting], person: Person) -> list[Prepared]:
    """How far each of these meetings has been prepared; three statements."""
    ids = [meeting.id for meeting in meetings]
    items = _counts(
        select(AgendaItem.meeting_id, func.count())
        .where(AgendaItem.meeting_id.in_(ids), AgendaItem.withdrawn_at.is_(None))
        .group_by(AgendaItem.meeting_id)
    )
    papers = _counts(
        select(Paper.meeting_id, func.count())
        .where(Paper.meeting_id.in_(ids), Paper.withdrawn_at.is_(None), papers_visible_to(person))
        .group_by(Paper.meeting_id)
    )
    rows = db.session.execute(
        select(Pack.meeting_id, Pack.reader_id).where(
            Pack.meeting_id.in_(ids),
            Pack.state == PackState.READY,
            Pack.variant == Variant.FULL,
            packs_visible_to(person),
        )
    )
    packs: set[tuple[int, int | None]] = {(row.meeting_id, row.reader_id) for row in rows}
    return [
        Prepared(
            meeting,
            items.get(meeting.id, 0),
            papers.get(meeting.id, 0),
            (meeting.id, meeting.alderman_id) in packs,
        )
        for meeting in meetings
    ]


def _counts(statement: Select[int, int]) -> dict[int, int]:
    return {row[0]: row[1] for row in db.session.execute(statement)}


def own_packs(meetings: Collection[Meeting], person: Person) -> dict[int, Pack]:
    """Per meeting the newest whole pack that was made for this person."""
    rows = db.session.scalars(
        select(Pack)
        .where(
            Pack.meeting_id.in_([meeting.id for meeting in meetings]),
            Pack.reader_id == person.id,
            Pack.state == PackState.READY,
            Pack.variant == Variant.FULL,
            packs_visible_to(person),
        )
        .order_by(Pack.number)
    )
    return {pack.meeting_id: pack for pack in rows}


def packs_to_print(meetings: Collection[Meeting], person: Person) -> list[Pack]:
    """The finished packs of these meetings that this person had made, each in its last version."""
    rows = db.session.scalars(
        select(Pack)
        .where(
            Pack.meeting_id.in_([meeting.id for meeting in meetings]),
            Pack.requested_by_id == person.id,
            Pack.state == PackState.READY,
            packs_visible_to(person),
        )
        .options(joinedload(Pack.reader))
        .order_by(Pack.number)
    )
    newest = {(pack.meeting_id, pack.reader_id, pack.variant): pack for pack in rows}
    by_id = {meeting.id: meeting for meeting in meetings}
    return sorted(
        newest.values(), key=lambda pack: (by_id[pack.meeting_id].starts_at, pack.reader.name)
    )


@dataclass(frozen=True)
class LateNotes:
    """The notes of one meeting that should have been offered by now: how many, never a word."""

    meeting: Meeting
    deadline: Deadline
    count: int
    officers: tuple[Person, ...]


def late_notes(person: Person, now: datetime, today: date) -> list[LateNotes]:
    """Per coming meeting how many notes are late and whose, the latest first."""
    items = upcoming_items(person, now, Meeting.starts_at <= now + LATE_HORIZON)
    deadlines = {item.meeting.id: deadline_of(item.meeting, today) for item in items}
    late = [item for item in items if deadlines[item.meeting.id].late]
    states = states_of([item.id for item in late], person)
    groups: dict[int, list[AgendaItem]] = {}
    for item in late:
        state = states.get(item.id)
        wanted = item.handling == Handling.DISCUSSION if state is None else True
        if wanted and state in (None, NoteState.CONCEPT, NoteState.ADVICE):
            groups.setdefault(item.meeting.id, []).append(item)
    found = [
        LateNotes(group[0].meeting, deadlines[meeting_id], len(group), _officers(group))
        for meeting_id, group in groups.items()
    ]
    return sorted(found, key=lambda one: (one.deadline.due_on, one.meeting.starts_at))


def _officers(items: list[AgendaItem]) -> tuple[Person, ...]:
    people = {one for item in items if (one := item.officer or item.meeting.officer)}
    return tuple(sorted(people, key=lambda one: one.name.lower()))


def accounts_without_sign_in() -> list[Person]:
    """Active accounts that nobody ever used: no password was chosen, no session begun."""
    used = select(SignInSession.person_id)
    return list(
        db.session.scalars(
            select(Person)
            .where(Person.active, Person.password_hash.is_(None), Person.id.not_in(used))
            .order_by(func.lower(Person.name), Person.id)
        )
    )
