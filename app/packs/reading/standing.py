"""How the notes in an issued pack stand now, as far as this reader may know it.

The pack itself never changes. What became of a note since is said beside it, and only to who may
read that note today; one can decide only on what is still as it was printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.briefings.advice.queries import AdviceLine, NoteAdvice, advice_on
from app.briefings.deciding.cards import BUTTONS
from app.briefings.deciding.queries import choices_of
from app.briefings.models import Note, NoteState
from app.briefings.past import find_version
from app.briefings.permissions import ties_to
from app.briefings.queries import notes_for_items, readable_ids
from app.briefings.steps import open_steps
from app.briefings.workflow import Step
from app.packs.content.layout import PackDocument
from app.packs.left_out import items_without_note
from app.packs.reading.book import Place
from app.people.models import Person

#: Takes back that an item is to be discussed.
UNDO = "undo-discuss"
#: What can be decided on the page of an item.
OFFERED = (*BUTTONS, UNDO)


@dataclass(frozen=True)
class Standing:
    """A note that was printed, as it is now."""

    note: Note
    #: The version in the pack.
    printed: int
    #: The steps of one tap, where this person may decide and it is what was printed.
    steps: tuple[Step, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether the words are others than those in the pack."""
        return self.note.current_number != self.printed

    @property
    def waits(self) -> bool:
        """Whether it waits for this person's word: what goes to a staff meeting does not."""
        return bool(self.steps) and self.note.state == NoteState.WITH_ALDERMAN

    @property
    def is_locked(self) -> bool:
        """Whether the agreement was locked by a pack, or the note is finished."""
        return self.note.state in (NoteState.LOCKED, NoteState.FINISHED)


@dataclass(frozen=True)
class Decision:
    """What one can do with the note of one place, and what no button may hide."""

    steps: tuple[Step, ...] = ()
    #: Why nobody can agree yet.
    problem: str | None = None
    #: Negative advice on it, also where it came after the pack.
    against: tuple[AdviceLine, ...] = ()


def standings(places: Iterable[Place], person: Person) -> dict[str, Standing]:
    """By the key of the item how its note stands, where this person may read that note today.

    As many statements for one place as for fifty.
    """
    printed = {place.item_id: place.item for place in places if place.item.note is not None}
    found = {}
    for item_id, note in notes_for_items(printed, person).items():
        in_pack = printed[item_id].note
        if in_pack is not None and in_pack.id == note.id:
            found[printed[item_id].key] = _standing(note, in_pack.version, person)
    return found


def not_printed(document: PackDocument, person: Person) -> dict[str, int]:
    """By the key of an item without a printed note the number of the note that this person may
    read today, in one statement."""
    without = {item.id: item.key for item in items_without_note(document)}
    return {without[one]: note for one, note in readable_ids(without, person).items()}


def _standing(note: Note, printed: int, person: Person) -> Standing:
    if note.current_number != printed:
        return Standing(note, printed)
    steps = open_steps(note.state, ties_to(note, person))
    return Standing(note, printed, tuple(step for step in steps if step.name in OFFERED))


def decision_on(standing: Standing | None, person: Person) -> Decision:
    """What this person can decide on the note of one place; nothing where it waits for nobody."""
    if standing is None or not standing.steps:
        return Decision()
    note = standing.note
    choices = choices_of(note, person)
    return Decision(
        steps=(*choices.buttons, *(step for step in choices.steps if step.name == UNDO)),
        problem=choices.problem,
        against=tuple(advice_on([note]).get(note.id, NoteAdvice()).negative),
    )


def may_compare(standing: Standing, person: Person) -> bool:
    """Whether this person may lay what was printed beside what the note says now."""
    return find_version(standing.note, person, standing.printed) is not None
