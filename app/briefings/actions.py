"""Writing notes and taking steps: each checks role and state itself, and writes the journal."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.briefings import permissions, workflow
from app.briefings.content import Content, differing, of_version
from app.briefings.models import (
    Note,
    NoteCircle,
    NoteState,
    NoteStep,
    NoteVersion,
    NoteWriter,
    Remark,
)
from app.briefings.queries import holder_of, officer_of
from app.briefings.telling import tell_step
from app.briefings.ties import OFFERED_ON, Capacity, Tie
from app.briefings.workflow import Facts, Step
from app.core import clock
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.journal import record
from app.meetings.agenda_models import AgendaItem, Handling
from app.meetings.models import MeetingStatus
from app.people.models import Person


def start_note(item: AgendaItem, content: Content, person: Person) -> Note:
    """Begin the note of an item with its first version; raises Conflict where there is one."""
    if not permissions.may_start(person, item):
        raise NotAllowed
    if item.meeting.status == MeetingStatus.CANCELLED:
        raise RuleBroken(_("Deze vergadering gaat niet door. Een annotatie is niet meer nodig."))
    if db.session.scalar(select(Note.id).where(Note.item_id == item.id)) is not None:
        raise Conflict(_("Iemand anders is intussen aan deze annotatie begonnen."))
    now = clock.now()
    note = Note(item_id=item.id, created_by_id=person.id, created_at=now)
    db.session.add(note)
    db.session.flush()
    _add_version(note, content, person)
    record(
        "note.start",
        "note",
        note.id,
        actor_id=person.id,
        fields=differing(Content(), content),
        object_version=1,
    )
    return note


def save_note(
    note: Note, content: Content, person: Person, seen_number: int, *, reopen: bool = False
) -> bool:
    """Save a note as a new version; False where nothing was changed.

    `seen_number` is the version the person started from; another one meanwhile is a Conflict.
    An aligned note is changed only with `reopen`, said beforehand, and is a concept again.
    """
    ties = fresh_ties(note, person)
    if Tie.WRITER not in ties:
        raise NotAllowed
    if note.state not in permissions.WRITABLE:
        raise RuleBroken(_not_now(note))
    if note.current_number != seen_number:
        raise Conflict(_("Iemand anders heeft deze annotatie intussen opgeslagen."))
    changed = differing(of_version(note.current), content)
    if not changed:
        return False
    step = None
    if note.state == NoteState.ALIGNED:
        if not reopen:
            raise RuleBroken(
                _(
                    "Deze annotatie is intussen afgestemd. Als u nu opslaat, heropent u haar: "
                    "zij is dan weer een concept en moet opnieuw worden aangeboden."
                )
            )
        step = workflow.check_step("reopen", note.state, ties, facts_of(note))
    note.current_number += 1
    if step is not None:
        note.state = step.target
    db.session.flush()
    _add_version(note, content, person)
    record(
        "note.save",
        "note",
        note.id,
        actor_id=person.id,
        fields=changed,
        object_version=note.current_number,
    )
    if step is not None:
        _note_step(note, step, person, ties)
    return True


def _not_now(note: Note) -> str:
    if note.state == NoteState.WITH_ALDERMAN:
        return _(
            "Deze annotatie ligt bij de wethouder. Haal haar eerst terug, dan kunt u haar wijzigen."
        )
    return _("Deze annotatie is vastgezet en kan niet meer worden gewijzigd.")


def _add_version(note: Note, content: Content, person: Person) -> None:
    db.session.add(
        NoteVersion(
            note_id=note.id,
            number=note.current_number,
            parts=dict(content.parts),
            stance=content.stance,
            depth=content.depth,
            mandate=content.mandate,
            mandate_giver=content.mandate_giver,
            mandate_on=content.mandate_on,
            marking=content.marking,
            author_id=person.id,
            saved_at=clock.now(),
        )
    )
    db.session.flush()
    db.session.expire(note, ["current", "versions"])


def fresh_ties(note: Note, person: Person) -> frozenset[Tie]:
    """How a person is tied to a note now, asked of the database again."""
    ties = permissions.ties_of([note.id], person)[note.id]
    note.seen_as = (person.id, ties)
    return ties


def facts_of(note: Note, words: str = "") -> Facts:
    """What the guards of the workflow look at."""
    item, holder = note.item, holder_of(note.item)
    return Facts(
        filled=of_version(note.current).filled,
        stance=note.current.stance,
        consent=item.handling == Handling.CONSENT,
        has_holder=holder is not None,
        holder_reads=holder is None or in_circles(note, holder),
        stands=item.withdrawn_at is None and item.meeting.status != MeetingStatus.CANCELLED,
        words=words,
    )


def in_circles(note: Note, person: Person) -> bool:
    """Whether note and meeting exist for this person, or are not restricted."""
    meeting = note.item.meeting
    in_note = not note.restricted or person.id in {row.person_id for row in note.circle}
    return in_note and (
        not meeting.restricted or person.id in {row.person_id for row in meeting.circle}
    )


def take_step(
    note: Note,
    name: str,
    person: Person,
    seen_number: int,
    words: str = "",
    on_behalf_of_id: int | None = None,
) -> Step:
    """Take one step of the workflow on the version that the person saw; gives the step.

    A substitute acts as such: the step says for whom. A secretary who records what the portfolio
    holder said confirms for whom (`on_behalf_of_id`): the step is that person's.
    """
    ties = fresh_ties(note, person)
    step = workflow.check_step(name, note.state, ties, facts_of(note, words))
    if step.by_editing:
        raise NotAllowed
    if note.current_number != seen_number:
        raise Conflict(
            _("De annotatie is intussen gewijzigd. Lees haar eerst opnieuw: er is niets besloten.")
        )
    if step.capacity(ties) == Capacity.INSTRUCTED:
        _check_instruction(note, on_behalf_of_id)
    note.state = step.target
    db.session.flush()
    taken = _note_step(note, step, person, ties)
    if step.asks_words:
        db.session.add(
            Remark(
                note_id=note.id,
                version_number=note.current_number,
                question=True,
                text=words.strip(),
                person_id=person.id,
                in_place_of_id=taken.in_place_of_id,
                on_behalf_of_id=taken.on_behalf_of_id,
                made_at=clock.now(),
            )
        )
    return step


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


def _note_step(note: Note, step: Step, person: Person, ties: frozenset[Tie]) -> NoteStep:
    capacity, holder = step.capacity(ties), holder_of(note.item)
    holder_id = holder.id if holder else None
    taken = NoteStep(
        note_id=note.id,
        step=step.name,
        from_state=step.source,
        to_state=step.target,
        version_number=note.current_number,
        person_id=person.id,
        in_place_of_id=holder_id if capacity == Capacity.SUBSTITUTE else None,
        on_behalf_of_id=holder_id if capacity == Capacity.INSTRUCTED else None,
        taken_at=clock.now(),
    )
    db.session.add(taken)
    record(
        f"note.{step.name}",
        "note",
        note.id,
        actor_id=person.id,
        on_behalf_of_id=taken.on_behalf_of_id,
        in_place_of_id=taken.in_place_of_id,
        fields=["state"],
        object_version=note.current_number,
    )
    db.session.flush()
    tell_step(note, step, taken)
    return taken


def set_people(
    note: Note,
    person: Person,
    seen_version: int,
    *,
    writer_ids: Iterable[int],
    restricted: bool,
    circle_ids: Iterable[int],
) -> None:
    """Say who write along, and whether the note exists only for a circle.

    The circle always holds its writers and who restricts it; and, once the note was offered, its
    portfolio holder.
    """
    if Tie.WRITER not in fresh_ties(note, person):
        raise NotAllowed
    if note.version != seen_version:
        raise Conflict(
            _("Iemand anders heeft dit intussen gewijzigd. Bekijk uw keuze en sla opnieuw op.")
        )
    officer, holder = officer_of(note.item), holder_of(note.item)
    own = {note.writer_id, *([officer.id] if officer else [])}
    writers = set(writer_ids) - own
    circle = {*circle_ids, person.id, *own, *writers} if restricted else set()
    if restricted and note.state in OFFERED_ON and holder is not None and holder.id not in circle:
        raise RuleBroken(
            _("De annotatie ligt al bij %(name)s. Haal haar eerst terug.", name=holder.name),
            field="circle",
        )
    note.restricted = restricted
    note.circle = [
        next((row for row in note.circle if row.person_id == one), NoteCircle(person_id=one))
        for one in sorted(circle)
    ]
    note.writers = [
        next((row for row in note.writers if row.person_id == one), NoteWriter(person_id=one))
        for one in sorted(writers)
    ]
    flag_modified(note, "restricted")  # a change of people alone is a change of the note too
    record("note.set-people", "note", note.id, actor_id=person.id, fields=["writers", "circle"])
    db.session.flush()
