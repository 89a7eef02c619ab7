"""What the page of a note says about its alignment: advice, mandate, and what was agreed when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.briefings.advice.queries import NoteAdvice, advice_for
from app.briefings.content import AGREED, NAMES, Content, differing, of_version
from app.briefings.models import MandateGrant, Note, NoteStep
from app.briefings.past import find_version
from app.briefings.spoken import last_agreement
from app.briefings.steps import obstacle
from app.briefings.ties import ALIGNED_ON
from app.briefings.workflow import Facts, Step, Via
from app.core.database import db
from app.people.models import Person


@dataclass(frozen=True)
class SinceAgreement:
    """What became of the words since the portfolio holder agreed to them."""

    #: The version that was agreed, and what it says.
    number: int
    agreed: Content
    #: The note was reopened: the agreement no longer stands.
    reopened: bool
    changed: tuple[str, ...]
    #: What was agreed and still says the same.
    unchanged: tuple[str, ...]


@dataclass(frozen=True)
class Alignment:
    """How far a note is agreed upon, as one person may see it."""

    advice: NoteAdvice
    #: The names of steps with a form of their own that this person can take now.
    forms: frozenset[str]
    facts: Facts
    grants: Sequence[MandateGrant] = ()
    #: The step by which it was agreed last.
    agreement: NoteStep | None = None
    since: SinceAgreement | None = None

    @property
    def agreed_by(self) -> Person | None:
        """Whose agreement it is: also where a substitute gave it, or a colleague recorded it."""
        if self.agreement is None:
            return None
        step = self.agreement
        return step.on_behalf_of or step.in_place_of or step.person

    def agreed_by_other(self, holder: Person | None) -> bool:
        """Whether somebody agreed who is not the portfolio holder any more."""
        by = self.agreed_by
        return by is not None and holder is not None and by.id != holder.id

    @property
    def unconfirmed(self) -> NoteStep | None:
        """The agreement, where somebody else recorded it and nobody confirmed it yet."""
        return self.agreement if self.facts.unconfirmed else None


def alignment_of(note: Note, person: Person, facts: Facts, steps: Sequence[Step]) -> Alignment:
    """Read it; at most eight statements."""
    agreement = last_agreement(note)
    return Alignment(
        advice=advice_for(note, person),
        forms=frozenset(
            step.name for step in steps if step.via == Via.FORM and obstacle(step, facts) is None
        ),
        facts=facts,
        grants=_grants(note),
        agreement=agreement if note.state in ALIGNED_ON else None,
        since=_since(note, person, agreement) if agreement else None,
    )


def _grants(note: Note) -> list[MandateGrant]:
    found = select(MandateGrant).where(MandateGrant.note_id == note.id)
    with_who = found.options(joinedload(MandateGrant.recorded_by)).order_by(MandateGrant.id)
    return list(db.session.scalars(with_who))


def _since(note: Note, person: Person, agreement: NoteStep) -> SinceAgreement | None:
    if agreement.version_number == note.current_number:
        return None
    later = set(
        db.session.scalars(
            select(NoteStep.step).where(
                NoteStep.note_id == note.id,
                NoteStep.id > agreement.id,
                NoteStep.step.in_(("contest", "reopen")),
            )
        )
    )
    version = find_version(note, person, agreement.version_number)
    if version is None or "contest" in later:
        return None
    agreed, now = of_version(version), of_version(note.current)
    changed = differing(agreed, now)
    same = (name for name in NAMES if name in AGREED and name not in changed)
    return SinceAgreement(
        number=agreement.version_number,
        agreed=agreed,
        reopened="reopen" in later,
        changed=tuple(changed),
        unchanged=tuple(name for name in same if now.value(name)),
    )
