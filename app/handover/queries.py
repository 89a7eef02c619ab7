"""What is open of one person, as whoever hands it over may see it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.briefings.handing_on import CLOSED
from app.briefings.models import Note, NoteWriter
from app.briefings.permissions import known_to, note_writer
from app.briefings.queries import notes_for_items
from app.core import clock
from app.core.database import db
from app.core.dates import short_day
from app.followup.handing_on import actions_to_hand_on
from app.handover.other_groups import other_groups, still
from app.handover.things import Group, Thing
from app.meetings.agenda_models import AgendaItem, Handling
from app.meetings.models import Body, BodyMember, Level, Meeting, MeetingStatus
from app.meetings.permissions import visible_to
from app.meetings.queries import item_officer, start_of
from app.people.models import Person
from app.register.models import Partnership
from app.register.portfolio_models import OfficerSubject
from app.register.portfolio_queries import carried_partnership_ids

#: How far back an outcome that nobody recorded still is somebody's task.
OUTCOME_ASKED = timedelta(weeks=8)
PARTS = ("officer", "alderman")
_WITH_MEETING = contains_eager(AgendaItem.meeting).options(
    contains_eager(Meeting.body).joinedload(Body.partnership)
)


def open_groups(
    giver: Person, actor: Person, first_day: date, partnership_id: int | None = None
) -> list[Group]:
    """Everything of a person that can go to colleagues; of one partnership where asked."""
    groups = _by_partnership(giver, actor, first_day)
    if partnership_id is not None:
        return [_whole(groups, partnership_id, giver, first_day)]
    found = sorted(groups.values(), key=lambda one: one.title.lower())
    return [*found, *(one for one in other_groups(giver, actor, first_day) if one.things)]


def _whole(groups: dict[int, Group], partnership_id: int, giver: Person, first_day: date) -> Group:
    """The group of one partnership; carried by a policy area, it gets an officer of its own."""
    partnership = db.session.get_one(Partnership, partnership_id)
    found = groups.get(partnership_id) or _group(partnership)
    if any(one.kind == "subject" for one in found.things):
        return found
    carried = carried_partnership_ids(giver, first_day)
    if db.session.scalar(
        select(Partnership.id).where(Partnership.id == partnership_id, Partnership.id.in_(carried))
    ):
        thing = Thing(
            "by_area", partnership, _("Draagt dit als beleidsambtenaar, via een beleidsterrein")
        )
        return Group(found.key, found.title, found.role, (thing, *found.things), found.url)
    return found


def _group(partnership: Partnership) -> Group:
    url = url_for("register.show_partnership", partnership_id=partnership.id)
    return Group(f"p{partnership.id}", partnership.name, None, (), url)


def _by_partnership(giver: Person, actor: Person, first_day: date) -> dict[int, Group]:
    now = clock.now()
    start = max(now, start_of(first_day))
    found: dict[int, list[Thing]] = {}
    partnerships: dict[int, Partnership] = {}
    for partnership, thing in (
        *_subjects(giver, first_day),
        *_notes(giver, actor, start),
        *_meetings(giver, actor, start),
        *_items(giver, actor, start, now),
        *_actions(giver, actor, first_day),
        *_members(giver, first_day),
    ):
        partnerships[partnership.id] = partnership
        found.setdefault(partnership.id, []).append(thing)
    return {
        key: Group(one.key, one.title, one.role, tuple(found[key]), one.url)
        for key, partnership in partnerships.items()
        for one in (_group(partnership),)
    }


Found = Iterator[tuple[Partnership, Thing]]


def _subjects(giver: Person, first_day: date) -> Found:
    rows = db.session.scalars(
        select(OfficerSubject)
        .options(joinedload(OfficerSubject.partnership))
        .where(
            OfficerSubject.person_id == giver.id,
            OfficerSubject.partnership_id.is_not(None),
            still(OfficerSubject, first_day),
        )
        .order_by(OfficerSubject.id)
    )
    for row in rows:
        if row.partnership is not None:
            yield row.partnership, Thing("subject", row, _("Draagt dit als beleidsambtenaar"))


def _notes(giver: Person, actor: Person, start: datetime) -> Found:
    along = exists(
        select(NoteWriter.note_id)
        .where(NoteWriter.note_id == Note.id, NoteWriter.person_id == giver.id)
        .correlate(Note)
    )
    rows = db.session.scalars(
        select(Note)
        .join(Note.item)
        .join(AgendaItem.meeting)
        .join(Meeting.body)
        .where(
            known_to(actor),
            Note.state.not_in(sorted(CLOSED)),
            to_come(start),
            or_(
                note_writer() == giver.id,
                along,
                and_(Note.restricted, item_officer() == giver.id),
            ),
        )
        .options(
            contains_eager(Note.item).options(
                _WITH_MEETING, joinedload(AgendaItem.officer), joinedload(AgendaItem.alderman)
            ),
            selectinload(Note.writers),
            selectinload(Note.circle),
        )
        .order_by(Meeting.starts_at, AgendaItem.position)
    ).unique()
    for row in rows:
        meeting = row.item.meeting
        yield (
            meeting.body.partnership,
            Thing(
                "note",
                row,
                row.item.title,
                url_for("meetings.show_item", item_id=row.item_id),
                meeting.starts_at,
                restricted=row.for_a_circle,
                version=row.version,
            ),
        )


def to_come(start: datetime) -> ColumnElement[bool]:
    """The meeting begins then or later, and goes on."""
    return and_(
        Meeting.starts_at >= start,
        Meeting.status.in_((MeetingStatus.PLANNED, MeetingStatus.CONFIRMED)),
    )


def _meetings(giver: Person, actor: Person, start: datetime) -> Found:
    rows = db.session.scalars(
        select(Meeting)
        .join(Meeting.body)
        .where(
            visible_to(actor),
            to_come(start),
            or_(Meeting.officer_id == giver.id, Meeting.alderman_id == giver.id),
        )
        .options(
            contains_eager(Meeting.body).options(
                joinedload(Body.partnership), selectinload(Body.members)
            ),
            selectinload(Meeting.attendances),
            selectinload(Meeting.circle),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    ).unique()
    for row in rows:
        for part in PARTS:
            if getattr(row, f"{part}_id") == giver.id:
                yield row.body.partnership, _of_meeting("meeting", row, row, row.name, part)


def _of_meeting(kind: str, row: Any, meeting: Meeting, label: str, part: str) -> Thing:
    return Thing(
        kind,
        row,
        label,
        url_for("meetings.show_meeting", meeting_id=meeting.id),
        meeting.starts_at,
        part,
        meeting.restricted,
        row.version,
    )


def _items(giver: Person, actor: Person, start: datetime, now: datetime) -> Found:
    """Items with an own officer or portfolio holder to come, and past ones without an outcome."""
    lacking = and_(
        Meeting.ends_at.between(now - OUTCOME_ASKED, now),
        Meeting.status != MeetingStatus.CANCELLED,
        AgendaItem.handling == Handling.DISCUSSION,
        AgendaItem.outcome.is_(None),
        or_(Body.level == Level.OFFICIAL, AgendaItem.heard == ""),
        item_officer() == giver.id,
    )
    own = or_(AgendaItem.officer_id == giver.id, AgendaItem.alderman_id == giver.id)
    rows = db.session.scalars(
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .join(Meeting.body)
        .where(
            visible_to(actor),
            AgendaItem.withdrawn_at.is_(None),
            or_(and_(to_come(start), own), lacking),
        )
        .options(_WITH_MEETING, selectinload(AgendaItem.meeting, Meeting.circle))
        .order_by(Meeting.starts_at, AgendaItem.position)
    ).unique()
    for row in rows:
        meeting = row.meeting
        if meeting.starts_at < start:
            yield (
                meeting.body.partnership,
                _of_meeting("outcome", row, meeting, row.title, "officer"),
            )
            continue
        for part in PARTS:
            if getattr(row, f"{part}_id") == giver.id:
                yield meeting.body.partnership, _of_meeting("item", row, meeting, row.title, part)


def _actions(giver: Person, actor: Person, first_day: date) -> Found:
    """What was agreed or promised and is not done yet.

    Restricted is what the actor reads as such: to others its note does not exist.
    """
    rows = actions_to_hand_on(giver, actor, first_day)
    notes = notes_for_items([row.item_id for row in rows if row.item_id is not None], actor)
    secret = {item_id for item_id, note in notes.items() if note.restricted}
    for row in rows:
        day = row.due_on and short_day(row.due_on)
        yield (
            row.meeting.body.partnership,
            Thing(
                "action",
                row,
                _("%(words)s, uiterlijk %(day)s", words=row.words, day=day) if day else row.words,
                url_for("meetings.show_meeting", meeting_id=row.meeting_id),
                restricted=row.meeting.restricted or row.item_id in secret,
                version=row.version,
            ),
        )


def _members(giver: Person, first_day: date) -> Found:
    rows = db.session.scalars(
        select(BodyMember)
        .join(BodyMember.body)
        .where(
            BodyMember.person_id == giver.id,
            still(BodyMember, first_day),
            still(Body, first_day),
        )
        .options(
            contains_eager(BodyMember.body).options(
                joinedload(Body.partnership), selectinload(Body.members)
            ),
            joinedload(BodyMember.person),
        )
        .order_by(BodyMember.id)
    ).unique()
    for row in rows:
        label = _("%(body)s, als plaatsvervangend lid", body=row.body.name)
        yield (
            row.body.partnership,
            Thing(
                "member",
                row,
                label if row.substitute else row.body.name,
                url_for("meetings.show_body", body_id=row.body_id),
            ),
        )
