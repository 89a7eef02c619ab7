"""Taking steps of the workflow: each checks role and state itself, and writes the journal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.briefings import steps
from app.briefings.facts import agreement_id, facts_of, fresh_ties, to_be_confirmed
from app.briefings.models import How, Note, NoteStep, Remark
from app.briefings.queries import holder_of
from app.briefings.telling import tell_step
from app.briefings.ties import DECIDERS, Capacity, Tie
from app.briefings.workflow import Leaves, Step, Via
from app.core import clock
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.journal import record
from app.people.models import Person


def take_step(
    note: Note,
    name: str,
    person: Person,
    seen_number: int,
    words: str = "",
    on_behalf_of_id: int | None = None,
    said_at: datetime | None = None,
) -> Step:
    """Take a step that has a button, on the version that the person saw; gives the step.

    A substitute acts as such: the step says for whom. Who records what the portfolio holder said
    confirms for whom (`on_behalf_of_id`): the step is that person's; `said_at` is when they said
    so (now, where nothing is given). Words with "discuss", which asks for none, stay as a remark.
    """
    ties, words = fresh_ties(note, person), words.strip()
    step = steps.require_step(name, note.state, ties, facts_of(note, words))
    if step.via != Via.BUTTON:
        raise NotAllowed
    require_seen(note, seen_number)
    if step.capacity(ties) == Capacity.INSTRUCTED:
        _check_instruction(note, on_behalf_of_id)
    if said_at is not None and said_at > clock.now():
        raise RuleBroken(_("Dit tijdstip moet nog komen. Vul in wanneer het is gezegd."), "said_at")
    return _carry_out(note, step, person, ties, words, said_at)


def require_seen(note: Note, seen_number: int) -> None:
    """Refuse to decide on other words than the person had on screen."""
    if note.current_number != seen_number:
        raise Conflict(
            _("De annotatie is intussen gewijzigd. Lees haar eerst opnieuw: er is niets besloten.")
        )


def decide_in_staff_meeting(note: Note, name: str, person: Person, words: str = "") -> Step:
    """Take the step that the outcome of a point in a staff meeting stands for.

    `name` is staff-agree, staff-adjust or staff-discussed. Noted by anybody but the portfolio
    holder (or who stands in), an agreement waits to be confirmed.
    """
    ties = fresh_ties(note, person)
    step = steps.require_step(name, note.state, ties, facts_of(note, words))
    if step.via != Via.STAFF_MEETING:
        raise NotAllowed
    return _carry_out(note, step, person, ties, words)


def take_by_form(note: Note, name: str, person: Person) -> Step:
    """Take a step that has a form of its own; what came with it the caller writes afterwards."""
    ties = fresh_ties(note, person)
    step = steps.require_step(name, note.state, ties, facts_of(note))
    if step.via != Via.FORM:
        raise NotAllowed
    return _carry_out(note, step, person, ties)


def lock_notes(notes: Iterable[Note], issuer: Person) -> list[Note]:
    """Lock the aligned notes among these: they are printed in a pack for their portfolio holder."""
    return [note for note in notes if _by_itself(note, "lock", issuer)]


def finish_note(note: Note, person: Person) -> bool:
    """Finish a note whose meeting was debriefed; False where it never was agreed, or is done."""
    return _by_itself(note, "finish", person)


def _by_itself(note: Note, name: str, person: Person) -> bool:
    """Take a step that follows from a deed elsewhere, where the note stands right for it."""
    step = next((one for one in steps.STEPS if (one.name, one.source) == (name, note.state)), None)
    if step is None:
        return False
    _carry_out(note, step, person, frozenset())
    return True


def _carry_out(
    note: Note,
    step: Step,
    person: Person,
    ties: frozenset[Tie],
    words: str = "",
    said_at: datetime | None = None,
) -> Step:
    note.state = step.target
    flag_modified(note, "state")  # also where it stays: of two at once, one takes effect
    db.session.flush()
    taken = add_step(note, step, person, ties, words=words, said_at=said_at)
    if step.leaves in (Leaves.QUESTION, Leaves.REMARK) or (step.name == "discuss" and words):
        _leave_remark(note, step, taken, words)
    if step.name == "confirm":
        _confirm(note, person)
    if step.name == "acknowledge":
        _acknowledge(note, person)
    return step


def _leave_remark(note: Note, step: Step, taken: NoteStep, words: str) -> None:
    db.session.add(
        Remark(
            note_id=note.id,
            version_number=note.current_number,
            question=step.leaves == Leaves.QUESTION,
            acknowledge=step.leaves == Leaves.REMARK,
            text=words.strip(),
            person_id=taken.person_id,
            in_place_of_id=taken.in_place_of_id,
            on_behalf_of_id=taken.on_behalf_of_id,
            made_at=clock.now(),
        )
    )
    db.session.flush()


def _confirm(note: Note, person: Person) -> None:
    agreement = db.session.scalars(
        select(NoteStep).where(NoteStep.id == agreement_id(note.id), *to_be_confirmed())
    ).one()
    agreement.confirmed_at, agreement.confirmed_by_id = clock.now(), person.id
    db.session.flush()


def _acknowledge(note: Note, person: Person) -> None:
    unseen = select(Remark).where(
        Remark.note_id == note.id, Remark.acknowledge, Remark.acknowledged_at.is_(None)
    )
    for remark in db.session.scalars(unseen):
        remark.acknowledged_at, remark.acknowledged_by_id = clock.now(), person.id
    db.session.flush()


def _check_instruction(note: Note, on_behalf_of_id: int | None) -> None:
    """It is recorded for whoever the person had on screen, and that is still the one."""
    holder = holder_of(note.item)
    if on_behalf_of_id is None or holder is None:
        raise RuleBroken(
            _("Bevestig eerst namens wie u dit vastlegt. Er is nog niets vastgelegd."),
            field="confirmed",
        )
    if on_behalf_of_id != holder.id:
        raise Conflict(
            _(
                "Dit punt heeft intussen een andere portefeuillehouder: %(name)s. "
                "Er is niets vastgelegd.",
                name=holder.name,
            )
        )


def add_step(
    note: Note,
    step: Step,
    person: Person,
    ties: frozenset[Tie],
    *,
    words: str = "",
    said_at: datetime | None = None,
) -> NoteStep:
    """Write down that a step was taken, in the history and the journal, and tell about it."""
    capacity, holder = step.capacity(ties), holder_of(note.item)
    holder_id = holder.id if holder else None
    how = _how(step, ties)
    taken = NoteStep(
        note_id=note.id,
        step=step.name,
        from_state=step.source,
        to_state=step.target,
        version_number=note.current_number,
        person_id=person.id,
        in_place_of_id=holder_id if capacity == Capacity.SUBSTITUTE else None,
        on_behalf_of_id=holder_id
        if capacity == Capacity.INSTRUCTED or how == How.STAFF_MEETING
        else None,
        taken_at=clock.now(),
        how=how,
        said_at=(said_at or clock.now()) if step.told else None,
        words=words.strip() if step.leaves == Leaves.SAYING else "",
    )
    db.session.add(taken)
    _journal(note, taken)
    db.session.flush()
    tell_step(note, step, taken)
    return taken


def _journal(note: Note, taken: NoteStep) -> None:
    record(
        f"note.{taken.step}",
        "note",
        note.id,
        actor_id=taken.person_id,
        on_behalf_of_id=taken.on_behalf_of_id,
        in_place_of_id=taken.in_place_of_id,
        fields=["state"],
        object_version=taken.version_number,
    )


def _how(step: Step, ties: frozenset[Tie]) -> How:
    """How the step of the portfolio holder came about; every other step is one's own."""
    if step.told:
        return How.TOLD
    if step.name == "staff-agree" and not ties & DECIDERS:
        return How.STAFF_MEETING
    return How.OWN
