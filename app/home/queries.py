"""What the start pages read beside the rooms' own queries, always as one person may see it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from app.briefings.advice.queries import open_of
from app.briefings.deadlines import Deadline
from app.briefings.models import Advice, Note
from app.briefings.queries import coming, notes_visible
from app.briefings.readiness import unoffered
from app.briefings.ties import WITH_HOLDER
from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from app.meetings.list_queries import concerns
from app.meetings.models import Body, Level, Meeting, MeetingStatus
from app.meetings.queries import item_officer, meetings_between
from app.packs.models import Pack, PackMeeting, PackState, Variant
from app.packs.permissions import asked_for_by
from app.packs.permissions import visible_to as packs_visible_to
from app.packs.queries import WITH_MEETINGS
from app.people.models import Person, Role, SignInSession
from app.people.queries import led_officer_ids
from app.register.models import Partnership

#: How far ahead late notes can be: the longest lead that is usual, in calendar days.
LATE_HORIZON = timedelta(weeks=8)
ALL_MEETINGS = (Role.SECRETARY, Role.COORDINATOR)


def meetings_of(
    person: Person, now: datetime, first: date, last: date, acting_for: Person | None = None
) -> list[Meeting]:
    """The coming meetings that are this person's business, in order of time.

    Secretary and coordinator: all, or those of the alderman for whom they work now; council
    clerk: the official ones; everyone: those in which they have a part. Always as this person
    may see them.
    """
    mine: list[ColumnElement[bool]] = []
    if acting_for is not None:
        mine = [concerns(acting_for)]
    elif not person.has_role(*ALL_MEETINGS):
        official = Meeting.body.has(Body.level == Level.OFFICIAL)
        theirs = concerns(person)
        mine = [or_(theirs, official) if person.has_role(Role.CLERK) else theirs]
    found = meetings_between(person, first, last, Meeting.ends_at > now, *mine)
    return [one for one in found if one.status != MeetingStatus.CANCELLED]


def advice_asked(person: Person) -> tuple[list[Advice], dict[int, Note]]:
    """Advice that waits for this person, with its notes as far as readable."""
    asked = open_of(person)
    if not asked:
        return [], {}
    notes = notes_visible(person, Note.id.in_([one.note_id for one in asked]), most=500)
    return asked, {note.id: note for note in notes}


def offered_by_team(person: Person, now: datetime, today: date) -> list[Note]:
    """Notes of this person's team that are with the portfolio holder by now."""
    return notes_visible(
        person,
        Note.state.in_(sorted(WITH_HOLDER)),
        AgendaItem.withdrawn_at.is_(None),
        *coming(now),
        item_officer().in_(led_officer_ids(person, today)),
        most=100,
    )


def packs_for(reader: Person, meetings: Collection[Meeting], person: Person) -> dict[int, Pack]:
    """Per meeting the newest whole pack with it for this reader, as the person may see it."""
    rows = db.session.execute(
        select(PackMeeting.meeting_id, Pack)
        .join(Pack, Pack.id == PackMeeting.pack_id)
        .where(
            PackMeeting.meeting_id.in_([meeting.id for meeting in meetings]),
            Pack.reader_id == reader.id,
            Pack.state == PackState.READY,
            Pack.variant == Variant.FULL,
            Pack.choice == "",
            packs_visible_to(person),
        )
        .order_by(Pack.issued_at, Pack.id)
    )
    return {row.meeting_id: row.Pack for row in rows}


def packs_to_print(meetings: Collection[Meeting], person: Person) -> list[Pack]:
    """The finished packs with these meetings that this person had made, in their last version."""
    wanted = [meeting.id for meeting in meetings]
    rows = db.session.scalars(
        select(Pack)
        .where(
            Pack.id.in_(select(PackMeeting.pack_id).where(PackMeeting.meeting_id.in_(wanted))),
            asked_for_by(person),
            Pack.state == PackState.READY,
            packs_visible_to(person),
        )
        .options(joinedload(Pack.reader), WITH_MEETINGS)
        .order_by(Pack.number)
    )
    newest = {pack.series: pack for pack in rows}
    return sorted(newest.values(), key=lambda pack: (pack.meetings[0].starts_at, pack.reader.name))


@dataclass(frozen=True)
class LateNotes:
    """The notes of one meeting that should have been offered by now: how many, never a word."""

    meeting: Meeting
    deadline: Deadline
    count: int
    officers: tuple[Person, ...]


def late_notes(person: Person, now: datetime, today: date) -> list[LateNotes]:
    """Per coming meeting how many notes are late and whose, the latest first."""
    found = [
        LateNotes(one.meeting, one.deadline, len(one.items), _officers(one.items))
        for one in unoffered(person, now, today, now + LATE_HORIZON)
        if one.deadline.late
    ]
    return sorted(found, key=lambda one: (one.deadline.due_on, one.meeting.starts_at))


def _officers(items: Iterable[AgendaItem]) -> tuple[Person, ...]:
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


def register_is_empty() -> bool:
    """Whether nothing at all is recorded yet, as in a new installation."""
    return db.session.scalar(select(Partnership.id).limit(1)) is None
