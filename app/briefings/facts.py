"""What the guards of the workflow look at: how a note stands, and how a person is tied to it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, select

from app.briefings import permissions
from app.briefings.content import of_version
from app.briefings.granting.queries import mandate_from
from app.briefings.models import Advice, How, Note, NoteState, NoteStep, Remark
from app.briefings.queries import holder_of, officer_of
from app.briefings.ties import AGREED, WITH_HOLDER, Tie
from app.briefings.workflow import Facts
from app.core import clock
from app.core.database import db
from app.meetings.agenda_models import Handling
from app.people.models import Person
from app.people.queries import leaders_there


def fresh_ties(note: Note, person: Person) -> frozenset[Tie]:
    """How a person is tied to a note now, asked of the database again."""
    ties = permissions.ties_of([note.id], person)[note.id]
    note.seen_as = (person.id, ties)
    return ties


def is_agreed(note: Note) -> bool:
    """Whether an agreement stands, with or without a pack in which it was printed."""
    return note.state in AGREED


def facts_of(note: Note, words: str = "") -> Facts:
    """What the guards of the workflow look at; at most four statements."""
    item, holder, current = note.item, holder_of(note.item), note.current
    counts = db.session.execute(_counts(note, holder.id if holder else 0)).one()
    return Facts(
        filled=of_version(current).filled,
        stance=current.stance,
        depth=current.depth,
        consent=item.handling == Handling.CONSENT,
        has_holder=holder is not None,
        holder_reads=holder is None or in_circles(note, holder.id),
        stands=item.stands,
        words=words,
        asks_team_lead=_asks_team_lead(note),
        advice_open=counts.advice_open,
        advice_asked=counts.advice_asked,
        unconfirmed=is_agreed(note) and bool(counts.unconfirmed),
        said_by_holder=bool(counts.said_by_holder),
        unseen_remarks=is_agreed(note) and bool(counts.unseen),
        mandate_from=mandate_from(note),
    )


def _counts(note: Note, holder_id: int) -> Select[int, int, bool, bool, bool]:
    """Everything that has to be counted, in one statement."""
    asked = select(func.count(Advice.id)).where(
        Advice.note_id == note.id, Advice.withdrawn_at.is_(None)
    )
    unseen = exists().where(
        Remark.note_id == note.id, Remark.acknowledge, Remark.acknowledged_at.is_(None)
    )
    agreement = exists().where(NoteStep.id == agreement_id(note.id))
    return select(
        asked.where(Advice.given_at.is_(None), Advice.due_on >= clock.today())
        .scalar_subquery()
        .label("advice_open"),
        asked.scalar_subquery().label("advice_asked"),
        unseen.label("unseen"),
        agreement.where(*to_be_confirmed()).label("unconfirmed"),
        agreement.where(NoteStep.on_behalf_of_id == holder_id).label("said_by_holder"),
    )


def agreement_id(note_id: int) -> ScalarSelect[int | None]:
    """The id of the step by which a note was agreed last, for a condition."""
    return (
        select(func.max(NoteStep.id))
        .where(
            NoteStep.note_id == note_id,
            NoteStep.to_state == NoteState.ALIGNED,
            NoteStep.from_state.in_(sorted(WITH_HOLDER)),
        )
        .correlate(None)
        .scalar_subquery()
    )


def to_be_confirmed() -> tuple[ColumnElement[bool], ...]:
    """Conditions: somebody else recorded the step, and nobody confirmed it."""
    return (NoteStep.how != How.OWN, NoteStep.confirmed_at.is_(None))


def _asks_team_lead(note: Note) -> bool:
    """Whether a team leader comes first: the partnership asks so, and there is one to ask."""
    officer = officer_of(note.item)
    if officer is None or not note.item.meeting.body.partnership.asks_team_lead:
        return False
    return bool(leaders_there(officer.id, clock.today()))


def in_circles(note: Note, person_id: int) -> bool:
    """Whether note and meeting exist for this person, or are not restricted."""
    return all(
        not one.restricted or person_id in {row.person_id for row in one.circle}
        for one in (note, note.item.meeting)
    )
