"""Agreements that somebody else recorded: said by phone, or noted in a staff meeting."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased, joinedload

from app.briefings.facts import to_be_confirmed
from app.briefings.models import Note, NoteState, NoteStep
from app.briefings.ties import ALIGNED_ON, WITH_HOLDER
from app.briefings.wording import HOW_WORDS
from app.core.database import db


def last_agreement(note: Note) -> NoteStep | None:
    """The step by which the portfolio holder agreed to a note last, with everybody in it."""
    people = (NoteStep.person, NoteStep.in_place_of, NoteStep.on_behalf_of, NoteStep.confirmed_by)
    return db.session.scalar(
        select(NoteStep)
        .where(NoteStep.note_id == note.id, *_agrees(NoteStep))
        .options(*(joinedload(one) for one in people))
        .order_by(NoteStep.id.desc())
        .limit(1)
    )


def unconfirmed_on(note_ids: Collection[int]) -> dict[int, NoteStep]:
    """Per note the agreement that counts, where somebody else recorded it and nobody confirmed."""
    found = db.session.scalars(
        select(NoteStep)
        .join(Note, Note.id == NoteStep.note_id)
        .where(
            NoteStep.note_id.in_(list(note_ids)),
            Note.state.in_(sorted(ALIGNED_ON)),
            *_counts_unconfirmed(),
        )
        .options(joinedload(NoteStep.person), joinedload(NoteStep.on_behalf_of))
    )
    return {step.note_id: step for step in found}


def awaits_confirmation() -> ColumnElement[bool]:
    """The notes whose last agreement is such a one."""
    return exists(
        select(NoteStep.id)
        .where(NoteStep.note_id == Note.id, *_counts_unconfirmed())
        .correlate(Note)
    )


def _counts_unconfirmed() -> tuple[ColumnElement[bool], ...]:
    """Conditions on a step: it is the last agreement of its note, and waits to be confirmed."""
    later = aliased(NoteStep)
    followed = exists(
        select(later.id)
        .where(later.note_id == NoteStep.note_id, later.id > NoteStep.id, *_agrees(later))
        .correlate(NoteStep)
    )
    return (*_agrees(NoteStep), *to_be_confirmed(), ~followed)


def _agrees(table: type[NoteStep]) -> tuple[ColumnElement[bool], ...]:
    return (table.to_state == NoteState.ALIGNED, table.from_state.in_(sorted(WITH_HOLDER)))


def in_words(step: NoteStep) -> str:
    """What every page says of such an agreement until it is confirmed."""
    return _(
        "%(how)s, vastgelegd door %(name)s, nog niet bevestigd",
        how=HOW_WORDS[step.how],
        name=step.person.name,
    )
