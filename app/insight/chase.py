"""The chase list: what everybody owes, as far as the person who asks may know of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager, joinedload

from app.briefings.chain.reading import deciding_of, due_on, papers_on_items
from app.briefings.models import Advice, Note
from app.briefings.permissions import known_to, reads_notes
from app.briefings.queries import coming, holder_of, notes_visible
from app.briefings.readiness import unoffered
from app.briefings.ties import WITH_HOLDER
from app.core import clock
from app.core.database import db
from app.days.queries import closed_days
from app.days.working_days import working_days_until
from app.followup.queries import items_without_outcome
from app.insight.debts import (
    Debt,
    DebtKey,
    DebtKind,
    near,
)
from app.insight.models import Nudge
from app.insight.permissions import oversees
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Body, Meeting
from app.meetings.queries import item_officer
from app.people.models import Person
from app.register.chain import ChainStep

#: How far ahead a note can be due within a few working days: the longest lead that is usual.
HORIZON = timedelta(weeks=8)
#: More waits than this are no list to chase by.
MOST = 500


def chase_list(person: Person, now: datetime) -> list[Debt]:
    """What is late or nearly due, of everybody: for who oversees; the first deadline first."""
    if not oversees(person):
        return []
    today = clock.local(now).date()
    return near(
        [
            *_notes(person, now, today),
            *_decisions(person, now, today),
            *_advice(person, now, today),
            *_outcomes(person, now, today),
        ]
    )


def owed_on_own_notes(person: Person, now: datetime) -> list[Debt]:
    """What the notes of an officer wait for, near or not: the portfolio holder, advisers."""
    if not reads_notes(person):
        return []
    today, mine = clock.local(now).date(), item_officer() == person.id
    return [*_decisions(person, now, today, mine), *_advice(person, now, today, mine)]


def find_debt(key: DebtKey, person: Person, now: datetime) -> Debt | None:
    """The debt of this name while it stands, as far as this person may chase it."""
    found = chase_list(person, now) if oversees(person) else owed_on_own_notes(person, now)
    return next((debt for debt in found if debt.key == key), None)


def nudged(wanted: Iterable[DebtKey]) -> dict[DebtKey, Nudge]:
    """Per debt the last nudge about it."""
    keys = set(wanted)
    rows = db.session.scalars(
        select(Nudge)
        .where(
            Nudge.person_id.in_({key.person_id for key in keys}),
            Nudge.object_id.in_({key.object_id for key in keys}),
        )
        .options(joinedload(Nudge.by))
        .order_by(Nudge.on_day, Nudge.id)
    )
    found = {DebtKey(row.kind, row.object_id, row.person_id): row for row in rows}
    return {key: row for key, row in found.items() if key in keys}


def _notes(person: Person, now: datetime, today: date) -> list[Debt]:
    found = []
    for one in unoffered(person, now, today, now + HORIZON):
        officers: dict[Person, list[AgendaItem]] = {}
        for item in one.items:
            officer = item.officer or one.meeting.officer
            if officer is not None:
                officers.setdefault(officer, []).append(item)
        found += [
            _of_meeting(DebtKind.NOTES, officer, items, one.deadline.due_on, today)
            for officer, items in officers.items()
        ]
    return found


def _of_meeting(
    kind: DebtKind, officer: Person, items: list[AgendaItem], due_on: date, today: date
) -> Debt:
    """What one officer owes on the items of one meeting."""
    meeting = items[0].meeting
    return Debt(
        kind=kind,
        object_id=meeting.id,
        person=officer,
        meeting=meeting,
        due_on=due_on,
        days=working_days_until(due_on, today, closed_days()),
        title=items[0].title if len(items) == 1 else "",
        count=len(items),
        endpoint="followup.edit_debrief" if kind == DebtKind.OUTCOME else "meetings.show_meeting",
        values={"meeting_id": meeting.id},
    )


def _decisions(
    person: Person, now: datetime, today: date, *conditions: ColumnElement[bool]
) -> list[Debt]:
    """Notes that wait for the word of their portfolio holder."""
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
            found.append(_of_note(DebtKind.DECISION, note.id, holder, item, waits.due_on, today))
    return found


def _advice(
    person: Person, now: datetime, today: date, *conditions: ColumnElement[bool]
) -> list[Debt]:
    """Advice that was asked and not given, on notes of which the person may know."""
    rows = db.session.execute(
        select(Advice, AgendaItem)
        .join(Note, Note.id == Advice.note_id)
        .join(AgendaItem, AgendaItem.id == Note.item_id)
        .join(AgendaItem.meeting)
        .join(Meeting.body)
        .where(
            Advice.given_at.is_(None),
            AgendaItem.withdrawn_at.is_(None),
            *coming(now),
            known_to(person),
            *conditions,
        )
        .options(
            joinedload(Advice.adviser),
            contains_eager(AgendaItem.meeting)
            .contains_eager(Meeting.body)
            .joinedload(Body.partnership),
        )
        .order_by(Advice.due_on, Advice.id)
        .limit(MOST)
    )
    return [
        _of_note(DebtKind.ADVICE, advice.id, advice.adviser, item, advice.due_on, today)
        for advice, item in rows
    ]


def _of_note(
    kind: DebtKind, object_id: int, debtor: Person, item: AgendaItem, due_on: date, today: date
) -> Debt:
    return Debt(
        kind=kind,
        object_id=object_id,
        person=debtor,
        meeting=item.meeting,
        due_on=due_on,
        days=working_days_until(due_on, today, closed_days()),
        title=item.title,
        count=1,
        endpoint="meetings.show_item",
        values={"item_id": item.id},
    )


def _outcomes(person: Person, now: datetime, today: date) -> list[Debt]:
    groups: dict[tuple[int, int], list[AgendaItem]] = {}
    officers: dict[int, Person] = {}
    for item in items_without_outcome(person, now):
        officer = item.officer or item.meeting.officer
        if officer is not None:
            officers[officer.id] = officer
            groups.setdefault((officer.id, item.meeting.id), []).append(item)
    return [
        _of_meeting(
            DebtKind.OUTCOME,
            officers[officer_id],
            items,
            due_on(ChainStep.DEBRIEF, items[0].meeting, items[0]),
            today,
        )
        for (officer_id, _meeting_id), items in groups.items()
    ]
