"""The chase list: what everybody owes, as far as the person who asks may know of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload

from app.briefings.chain.reading import due_on
from app.briefings.models import Advice, Note
from app.briefings.permissions import known_to, reads_notes
from app.briefings.readiness import unoffered
from app.briefings.ties import WRITING
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
from app.insight.words_owed import advice, decisions, team_leads
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.meetings.permissions import visible_to
from app.meetings.queries import item_alderman, item_officer
from app.people.models import Person
from app.people.queries import led_officer_ids
from app.register.chain import ChainStep

#: How far ahead a note can be due within a few working days: the longest lead that is usual.
HORIZON = timedelta(weeks=8)


def chase_list(person: Person, now: datetime) -> list[Debt]:
    """What is late or nearly due, of everybody: for who oversees; the first deadline first."""
    if not oversees(person):
        return []
    today = clock.local(now).date()
    return near(
        [
            *_notes(person, now, today),
            *decisions(person, now, today),
            *advice(person, now, today),
            *team_leads(person, now, today),
            *_outcomes(person, now, today),
        ]
    )


def owed_by(person: Person, now: datetime) -> list[Debt]:
    """What one person owes, near or not, as far as they may know of it themselves."""
    today, mine = clock.local(now).date(), item_officer() == person.id
    led = item_officer().in_(led_officer_ids(person, today))
    return [
        *_notes(person, now, today, mine),
        *decisions(person, now, today, item_alderman() == person.id),
        *advice(person, now, today, Advice.adviser_id == person.id),
        *(debt for debt in team_leads(person, now, today, led) if debt.person == person),
        *_outcomes(person, now, today, mine),
    ]


def owed_on_own_notes(person: Person, now: datetime) -> list[Debt]:
    """What the notes of an officer wait for, near or not: the portfolio holder, advisers."""
    if not reads_notes(person):
        return []
    today, mine = clock.local(now).date(), item_officer() == person.id
    return [
        *decisions(person, now, today, mine),
        *advice(person, now, today, mine),
        *team_leads(person, now, today, mine),
    ]


def may_know(person: Person, debt: Debt) -> bool:
    """Whether somebody may know of a debt of another: of its meeting, and of its note."""
    known = select(Meeting.id).where(Meeting.id == debt.meeting.id, visible_to(person))
    if debt.note_id is not None:
        note = select(Note.id).where(Note.id == debt.note_id, known_to(person))
        known = known.where(exists(note))
    return db.session.scalar(known) is not None


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


def _notes(
    person: Person, now: datetime, today: date, *conditions: ColumnElement[bool]
) -> list[Debt]:
    found = []
    states = (None, *WRITING)
    for one in unoffered(person, now, today, now + HORIZON, *conditions, states=states):
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


def _outcomes(
    person: Person, now: datetime, today: date, *conditions: ColumnElement[bool]
) -> list[Debt]:
    groups: dict[tuple[int, int], list[AgendaItem]] = {}
    officers: dict[int, Person] = {}
    for item in items_without_outcome(person, now, *conditions):
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
