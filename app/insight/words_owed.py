"""Whose word notes wait for: the portfolio holder, advisers, team leaders; as debts of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager, joinedload

from app.briefings.advice.queries import is_open
from app.briefings.chain.reading import deciding_of, due_on, papers_on_items
from app.briefings.models import Advice, Note, NoteState
from app.briefings.permissions import known_to
from app.briefings.queries import coming, holder_of, notes_visible, officer_of
from app.briefings.ties import WITH_HOLDER
from app.core.database import db, holds_on
from app.days.queries import closed_days
from app.days.working_days import working_days_until
from app.insight.debts import Debt, DebtKind
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Body, Meeting
from app.people.models import Person, TeamLead
from app.register.chain import ChainStep

#: More waits than this are no list to chase by.
MOST = 500


def decisions(
    person: Person, now: datetime, today: date, *conditions: ColumnElement[bool]
) -> list[Debt]:
    """Notes that wait for the word of their portfolio holder, as this person may read them."""
    notes = notes_visible(
        person,
        Note.state.in_(sorted(WITH_HOLDER)),
        AgendaItem.withdrawn_at.is_(None),
        *coming(now),
        *conditions,
        most=MOST,
    )
    papers = papers_on_items([note.item_id for note in notes], person)
    found = []
    for note in notes:
        item, holder = note.item, holder_of(note.item)
        if holder is not None:
            waits = deciding_of(item.meeting, item, today=today, papers_on=papers.get(item.id))
            found.append(_debt(DebtKind.DECISION, note, note.id, holder, waits.due_on, today))
    return found


def advice(
    person: Person, now: datetime, today: date, *conditions: ColumnElement[bool]
) -> list[Debt]:
    """Advice that was asked and not given, on notes of which the person may know."""
    rows = db.session.execute(
        _of_coming(now)
        .add_columns(Advice)
        .join(Advice, Advice.note_id == Note.id)
        .where(
            *is_open(),
            known_to(person),
            *conditions,
        )
        .options(joinedload(Advice.adviser))
        .order_by(Advice.due_on, Advice.id)
    )
    return [
        _debt(DebtKind.ADVICE, note, asked.id, asked.adviser, asked.due_on, today)
        for note, asked in rows
    ]


def team_leads(
    person: Person, now: datetime, today: date, *conditions: ColumnElement[bool]
) -> list[Debt]:
    """Notes that wait for the team leader of their officer, of which the person may know."""
    notes = db.session.scalars(
        _of_coming(now)
        .where(Note.state == NoteState.TEAM_LEAD, known_to(person), *conditions)
        .order_by(Meeting.starts_at, AgendaItem.position, Note.id)
    ).all()
    officers = {note: officer_of(note.item) for note in notes}
    papers = papers_on_items([note.item_id for note in notes], person)
    leaders = _leaders([one.id for one in officers.values() if one is not None], today)
    return [
        _debt(
            DebtKind.TEAM_LEAD,
            note,
            note.id,
            leader,
            due_on(
                ChainStep.TEAM_LEAD,
                note.item.meeting,
                note.item,
                papers_on=papers.get(note.item_id),
            ),
            today,
        )
        for note, officer in officers.items()
        if officer is not None
        for leader in leaders.get(officer.id, ())
    ]


def _of_coming(now: datetime) -> Select[Note]:
    """Notes on items that stand, of coming meetings, with what a debt tells of them."""
    return (
        select(Note)
        .join(Note.item)
        .join(AgendaItem.meeting)
        .join(Meeting.body)
        .where(AgendaItem.withdrawn_at.is_(None), *coming(now))
        .options(
            contains_eager(Note.item).options(
                joinedload(AgendaItem.officer),
                contains_eager(AgendaItem.meeting).options(
                    joinedload(Meeting.officer),
                    contains_eager(Meeting.body).joinedload(Body.partnership),
                ),
            )
        )
        .limit(MOST)
    )


def _leaders(officer_ids: Iterable[int], day: date) -> dict[int, list[Person]]:
    """Per officer who lead their team, themselves and not for somebody else."""
    found: dict[int, list[Person]] = {}
    rows = db.session.scalars(
        select(TeamLead)
        .where(TeamLead.officer_id.in_(set(officer_ids)), holds_on(TeamLead, day))
        .options(joinedload(TeamLead.leader))
        .order_by(TeamLead.id)
    )
    for row in rows:
        found.setdefault(row.officer_id, []).append(row.leader)
    return found


def _debt(
    kind: DebtKind, note: Note, object_id: int, debtor: Person, due: date, today: date
) -> Debt:
    return Debt(
        kind=kind,
        object_id=object_id,
        person=debtor,
        meeting=note.item.meeting,
        due_on=due,
        days=working_days_until(due, today, closed_days()),
        title=note.item.title,
        count=1,
        endpoint="meetings.show_item",
        values={"item_id": note.item.id},
        note_id=note.id,
        note_restricted=note.restricted,
    )
