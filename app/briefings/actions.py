"""Writing notes: each verb checks role and state itself, and writes the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.briefings import permissions, steps, workflow
from app.briefings.content import Content, differing, of_version, touches_agreement
from app.briefings.facts import facts_of, fresh_ties, is_agreed
from app.briefings.models import Note, NoteCircle, NoteState, NoteVersion, NoteWriter
from app.briefings.queries import holder_of, officer_of
from app.briefings.step_actions import add_step
from app.briefings.ties import OFFERED_ON, Tie
from app.core import clock
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.journal import record
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import MeetingStatus
from app.people.models import Person


def start_note(item: AgendaItem, content: Content, person: Person) -> Note:
    """Begin the note of an item with its first version; raises Conflict where there is one."""
    require_standing(item)
    if not permissions.may_start(person, item):
        raise NotAllowed
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


def require_standing(item: AgendaItem) -> None:
    """No note is begun on what is off; raises RuleBroken with what happened."""
    if item.meeting.status == MeetingStatus.CANCELLED:
        raise RuleBroken(_("Deze vergadering gaat niet door. Een annotatie is niet meer nodig."))
    if not item.stands:
        raise RuleBroken(_("Dit punt staat niet meer op de agenda. Een annotatie is niet nodig."))


def save_note(
    note: Note, content: Content, person: Person, seen_number: int, *, reopen: bool = False
) -> bool:
    """Save a note as a new version; False where nothing was changed.

    `seen_number` is the version the person started from; another one meanwhile is a Conflict.
    What was agreed is changed only with `reopen`, said beforehand: the note is a concept again.
    What the agreement is not about (`parts.agreed`) may be added to an aligned note as it stands.
    """
    ties = fresh_ties(note, person)
    if Tie.WRITER not in ties:
        raise NotAllowed
    if note.state not in permissions.WRITABLE:
        raise RuleBroken(_not_now(note))
    changed = differing(of_version(note.current), content)
    if not changed:  # also where the same save was sent twice, its first answer lost on the way
        return False
    if note.current_number != seen_number:
        raise Conflict(_("Iemand anders heeft deze annotatie intussen opgeslagen."))
    step = _step_of_edit(note, content, ties, reopen=reopen) if is_agreed(note) else None
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
        add_step(note, step, person, ties)
    return True


def _step_of_edit(
    note: Note, content: Content, ties: frozenset[Tie], *, reopen: bool
) -> workflow.Step:
    """The step that saving these words takes by itself on a note that was agreed."""
    if not touches_agreement(of_version(note.current), content):
        return steps.require_step("amend", note.state, ties, facts_of(note))
    if not reopen:
        raise RuleBroken(
            _(
                "Deze annotatie is afgestemd, en u wijzigde iets waarover het akkoord gaat. "
                "Er is nog niets opgeslagen: lees hieronder wat er gebeurt."
            )
        )
    return steps.require_step("reopen", note.state, ties, facts_of(note))


def _not_now(note: Note) -> str:
    if note.state == NoteState.FINISHED:
        return _("Deze annotatie is afgerond en kan niet meer worden gewijzigd.")
    return _(
        "Deze annotatie is %(state)s. Haal haar eerst terug, dan kunt u haar wijzigen.",
        state=workflow.STATE_WORDS[NoteState(note.state)],
    )


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
            mandate_stance=content.mandate_stance,
            shared=list(content.shared),
            marking=content.marking,
            author_id=person.id,
            saved_at=clock.now(),
        )
    )
    db.session.flush()
    db.session.expire(note, ["current", "versions"])


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
    officer = officer_of(note.item)
    own = {note.writer_id, *([officer.id] if officer else [])}
    writers = set(writer_ids) - own
    circle = {*circle_ids, person.id, *own, *writers} if restricted else set()
    if restricted:
        _require_holder(note, circle)
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


def _require_holder(note: Note, circle: Collection[int]) -> None:
    """A note that was offered does not disappear from its portfolio holder."""
    holder = holder_of(note.item)
    if note.state in OFFERED_ON and holder is not None and holder.id not in circle:
        raise RuleBroken(
            _("De annotatie ligt al bij %(name)s. Haal haar eerst terug.", name=holder.name),
            field="circle",
        )
