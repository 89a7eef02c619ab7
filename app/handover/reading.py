"""Reading what was handed over, each thing as the reader may see it, with its deadline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.briefings.chain.reading import offering_of, papers_on_items
from app.briefings.deadlines import Deadline
from app.briefings.models import Note
from app.briefings.permissions import visible_to as notes_visible_to
from app.core.database import db
from app.core.errors import NotFound
from app.followup.models import Action
from app.followup.queries import actions_where
from app.handover.models import Handover
from app.handover.permissions import visible_to
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Body, Meeting
from app.meetings.permissions import items_visible_to
from app.meetings.permissions import visible_to as meetings_visible_to
from app.people.models import Person
from app.register.models import Partnership, PolicyArea
from app.register.portfolio_models import Portfolio


@dataclass(frozen=True)
class Line:
    """One thing that changed hands, with where to find it and by when something is due."""

    label: str
    url: str = ""
    when: datetime | None = None
    deadline: Deadline | None = None
    state: str = ""
    where: str = ""
    #: Of what is to be done on a day, without a note's deadline.
    due_on: date | None = None


def get_handover(handover_id: int, person: Person) -> Handover:
    """A handover that concerns this person; raises NotFound."""
    found = db.session.scalar(
        select(Handover)
        .where(Handover.id == handover_id, visible_to(person))
        .options(
            joinedload(Handover.giver),
            joinedload(Handover.receiver),
            joinedload(Handover.made_by),
            selectinload(Handover.things),
        )
    )
    if found is None:
        raise NotFound
    return found


def handovers_of(person: Person) -> list[Handover]:
    """The handovers that concern this person, the last first."""
    found = (
        select(Handover)
        .where(visible_to(person))
        .options(joinedload(Handover.giver), joinedload(Handover.receiver))
        .order_by(Handover.made_at.desc(), Handover.id.desc())
        .limit(50)
    )
    return list(db.session.scalars(found))


def lines_of(handover: Handover, person: Person) -> dict[str, list[Line]]:
    """Per kind what changed hands and this person may see, a constant number of statements."""
    ids: dict[str, list[int]] = {}
    for thing in handover.things:
        ids.setdefault(thing.kind, []).append(thing.object_id)
    found = {
        "note": _notes(ids.get("note", ()), person),
        "meeting": _meetings(ids.get("meeting", ()), person),
        "item": _items(ids.get("item", ()), person),
        "action": _actions(ids.get("action", ()), person),
        "partnership": _named(Partnership, ids.get("partnership", ()), "register.show_partnership"),
        "area": _named(PolicyArea, ids.get("area", ())),
        "portfolio": _named(Portfolio, ids.get("portfolio", ())),
        "body": _named(Body, ids.get("body", ()), "meetings.show_body"),
        "person": _named(Person, ids.get("person", ())),
    }
    return {kind: lines for kind, lines in found.items() if lines}


def _notes(ids: Iterable[int], person: Person) -> list[Line]:
    found = db.session.scalars(
        select(Note)
        .join(Note.item)
        .join(AgendaItem.meeting)
        .where(Note.id.in_(list(ids)), notes_visible_to(person))
        .options(
            contains_eager(Note.item)
            .contains_eager(AgendaItem.meeting)
            .joinedload(Meeting.body)
            .joinedload(Body.partnership)
        )
        .order_by(Meeting.starts_at, AgendaItem.position)
    )
    rows = list(found.unique())
    papers = papers_on_items([row.item_id for row in rows], person)
    return [
        Line(
            row.item.title,
            url_for("briefings.read_note", note_id=row.id),
            row.item.meeting.starts_at,
            offering_of(row.item.meeting, row.item, papers_on=papers.get(row.item_id)),
            row.state,
            row.item.meeting.name,
        )
        for row in rows
    ]


def _meetings(ids: Iterable[int], person: Person) -> list[Line]:
    rows = db.session.scalars(
        select(Meeting)
        .where(Meeting.id.in_(list(ids)), meetings_visible_to(person))
        .options(joinedload(Meeting.body).joinedload(Body.partnership))
        .order_by(Meeting.starts_at)
    ).unique()
    return [
        Line(
            row.name,
            url_for("meetings.show_meeting", meeting_id=row.id),
            row.starts_at,
            where=row.body.partnership.name,
        )
        for row in rows
    ]


def _items(ids: Iterable[int], person: Person) -> list[Line]:
    rows = db.session.scalars(
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(AgendaItem.id.in_(list(ids)), items_visible_to(person))
        .options(contains_eager(AgendaItem.meeting).joinedload(Meeting.body))
        .order_by(Meeting.starts_at, AgendaItem.position)
    ).unique()
    return [
        Line(
            row.title,
            url_for("meetings.show_item", item_id=row.id),
            row.meeting.starts_at,
            where=row.meeting.name,
        )
        for row in rows
    ]


def _actions(ids: Iterable[int], person: Person) -> list[Line]:
    rows = actions_where(person, Action.id.in_(list(ids)), most=None)
    return [
        Line(
            row.words,
            url_for("meetings.show_meeting", meeting_id=row.meeting_id),
            where=row.meeting.name,
            due_on=row.due_on,
        )
        for row in rows
    ]


def _named(table: Any, ids: Iterable[int], endpoint: str = "") -> list[Line]:
    rows = db.session.execute(
        select(table.id, table.name).where(table.id.in_(list(ids))).order_by(func.lower(table.name))
    )
    parameter = f"{table.__tablename__}_id"
    return [
        Line(row.name, url_for(endpoint, **{parameter: row.id}) if endpoint else "") for row in rows
    ]
