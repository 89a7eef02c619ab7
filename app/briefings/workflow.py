"""The workflow of a note as one table: from, to, step, who, guard, label (pure).

Buttons, checks, messages and documentation come from STEPS. Guards look at facts only, and answer
with a sentence that says what to do, or None.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.briefings.models import NoteState
from app.briefings.ties import DECIDERS, DECISION_TAKERS, Capacity, Tie, capacity
from app.core.errors import NotAllowed, NotFound, RuleBroken


@dataclass(frozen=True)
class Facts:
    """What guards may look at."""

    #: Keys of the parts that hold words.
    filled: frozenset[str] = frozenset()
    stance: str | None = None
    consent: bool = False
    #: Whether the item, or else its meeting, names a portfolio holder.
    has_holder: bool = True
    #: Whether that portfolio holder is in the circle of a restricted note and meeting.
    holder_reads: bool = True
    #: False where the item was withdrawn or the meeting cancelled.
    stands: bool = True
    #: What the person typed with the step.
    words: str = ""


Guard = Callable[[Facts], str | None]


def missing(facts: Facts) -> list[str]:
    """What must still be filled in before the note can be offered, in the order of the sheet."""
    if facts.consent:
        return [] if facts.filled else [_("één regel tekst")]
    needed = (
        (_("het gevraagde besluit"), "ask" in facts.filled),
        (_("ons standpunt"), facts.stance is not None),
        (_("aanleiding en kern"), "core" in facts.filled),
    )
    return [name for name, there in needed if not there]


def ready_to_offer(facts: Facts) -> str | None:
    """Guard: complete, still on the agenda, and there is a portfolio holder who may read it."""
    if not facts.stands:
        return _("Dit punt staat niet meer op de agenda. Aanbieden heeft geen zin meer.")
    lacking = missing(facts)
    if lacking:
        return _("Vul eerst aan: %(parts)s.", parts=", ".join(lacking))
    if not facts.has_holder:
        return _("Dit punt heeft nog geen portefeuillehouder. Leg die eerst vast bij de agenda.")
    if not facts.holder_reads:
        return _(
            "De portefeuillehouder zit niet in de kring van deze annotatie. "
            "Voeg die eerst toe aan de kring."
        )
    return None


def has_question(facts: Facts) -> str | None:
    """Guard: a return says what is asked."""
    return None if facts.words.strip() else _("Schrijf uw vraag op, dan kan het antwoord komen.")


@dataclass(frozen=True)
class Step:
    """One row of the table."""

    name: str
    source: NoteState
    target: NoteState
    #: One of these ties to the note is needed.
    ties: frozenset[Tie]
    label: Any
    #: What the page says after it.
    done: Any
    #: What history calls it.
    past: Any
    guard: Guard | None = None
    #: True where the person types words with it.
    asks_words: bool = False
    #: True for a step that the page takes by itself with an edit; it has no button.
    by_editing: bool = False
    #: The first thing to do for whom it is.
    primary: bool = False
    #: Who is told: ties of the others. Whoever it was recorded for is told always.
    tells: frozenset[Tie] = field(default_factory=frozenset)
    #: What a secretary confirms who records it on the portfolio holder's instruction.
    instructed: Any = ""

    def capacity(self, ties: frozenset[Tie]) -> Capacity:
        """In what capacity somebody with these ties takes it."""
        return capacity(self.ties, ties)

    def confirmation(self, name: str) -> str:
        """The sentence to confirm for the portfolio holder of this name."""
        return str(self.instructed) % {"name": name}


_WRITERS = frozenset({Tie.WRITER})

STEPS: tuple[Step, ...] = (
    Step(
        "offer",
        NoteState.CONCEPT,
        NoteState.WITH_ALDERMAN,
        _WRITERS,
        _l("Annotatie aanbieden"),
        _l("De annotatie is aangeboden aan de portefeuillehouder."),
        _l("Aangeboden"),
        guard=ready_to_offer,
        primary=True,
        tells=DECIDERS,
    ),
    Step(
        "withdraw",
        NoteState.WITH_ALDERMAN,
        NoteState.CONCEPT,
        _WRITERS,
        _l("Annotatie terughalen"),
        _l("De annotatie is weer een concept."),
        _l("Teruggehaald"),
    ),
    Step(
        "agree",
        NoteState.WITH_ALDERMAN,
        NoteState.ALIGNED,
        DECISION_TAKERS,
        _l("Akkoord geven"),
        _l("De annotatie is afgestemd."),
        _l("Akkoord"),
        primary=True,
        tells=_WRITERS,
        instructed=_l("Ik leg dit akkoord vast namens %(name)s, die dit zo heeft gezegd."),
    ),
    Step(
        "return",
        NoteState.WITH_ALDERMAN,
        NoteState.CONCEPT,
        DECISION_TAKERS,
        _l("Teruggeven met vraag"),
        _l("De annotatie is terug bij de schrijver, met uw vraag."),
        _l("Teruggegeven met een vraag"),
        guard=has_question,
        asks_words=True,
        tells=_WRITERS,
        instructed=_l("Ik leg deze vraag vast namens %(name)s, die dit zo heeft gezegd."),
    ),
    Step(
        "reopen",
        NoteState.ALIGNED,
        NoteState.CONCEPT,
        _WRITERS,
        _l("Annotatie heropenen en bewerken"),
        _l("De annotatie is heropend: zij is weer een concept."),
        _l("Heropend"),
        by_editing=True,
        tells=DECIDERS,
    ),
)
PAST_WORDS: dict[str, Any] = {step.name: step.past for step in STEPS}


def open_steps(state: str, ties: frozenset[Tie]) -> list[Step]:
    """The steps that this person can try now; guards may still ask for something first."""
    return [step for step in STEPS if step.source == state and step.ties & ties]


def check_step(name: str, state: str, ties: frozenset[Tie], facts: Facts) -> Step:
    """The row for this step, or an error that says why not.

    Raises NotFound for a step that is not in the table, NotAllowed where it is not this person's
    to take, RuleBroken where the note stands elsewhere by now or a guard asks for something.
    """
    rows = [step for step in STEPS if step.name == name]
    if not rows:
        raise NotFound
    mine = [step for step in rows if step.ties & ties]
    if not mine:
        raise NotAllowed
    step = next((step for step in mine if step.source == state), None)
    if step is None:
        raise RuleBroken(
            _(
                "Dit kan niet meer: de annotatie is intussen %(state)s. "
                "Bekijk eerst wat er veranderd is.",
                state=STATE_WORDS[NoteState(state)],
            )
        )
    problem = step.guard(facts) if step.guard else None
    if problem:
        raise RuleBroken(problem, field="words" if step.asks_words else None)
    return step


STATE_WORDS: dict[NoteState, Any] = {
    NoteState.CONCEPT: _l("concept"),
    NoteState.ADVICE: _l("ter advies"),
    NoteState.WITH_ALDERMAN: _l("bij wethouder"),
    NoteState.ALIGNED: _l("afgestemd"),
    NoteState.LOCKED: _l("vastgezet"),
    NoteState.FINISHED: _l("afgerond"),
}
