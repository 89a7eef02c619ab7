"""The rules of the workflow of a note: what a step is, what guards look at, who may (pure).

The table itself is in `app.briefings.steps`. Buttons, checks, messages and documentation come from
it. Guards look at facts only, and answer with a sentence that says what to do, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.briefings.models import MandateGiver, NoteState
from app.briefings.ties import Capacity, Tie, capacity
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
    depth: str | None = None
    #: Whether the partnership asks for a team leader, and the officer has one who is there.
    asks_team_lead: bool = False
    #: How many advisers were asked, have not answered, and still have time to.
    advice_open: int = 0
    #: How many advisers were asked, whether they answered or not.
    advice_asked: int = 0
    #: Whether the agreement was recorded by somebody else and waits to be confirmed.
    unconfirmed: bool = False
    #: Whether it was recorded for who is the portfolio holder now, not for a predecessor.
    said_by_holder: bool = True
    #: Whether remarks that came with the agreement wait for a writer to have seen them.
    unseen_remarks: bool = False
    #: Who must still allow a stance that goes beyond the mandate.
    mandate_from: MandateGiver | None = None


Guard = Callable[[Facts], str | None]
Applies = Callable[[Facts], bool]


class Via(StrEnum):
    """How a step is taken."""

    #: A button on the page of the note, with words where it asks for them.
    BUTTON = "button"
    #: A form of its own: whom to ask for advice, what is advised, who allowed a stance.
    FORM = "form"
    #: By itself, with saving other words.
    EDITING = "editing"
    #: With the outcome of a point in a staff meeting.
    STAFF_MEETING = "staff_meeting"
    #: By itself, when a pack for the portfolio holder is ready.
    PACK = "pack"
    #: By itself, when everything that came of the meeting was recorded.
    DEBRIEF = "debrief"


class Leaves(StrEnum):
    """As what the words stay that come with a step."""

    #: A question to the writer, which waits for an answer.
    QUESTION = "question"
    #: A remark that a writer says to have seen.
    REMARK = "remark"
    #: With the step itself: what the portfolio holder said.
    SAYING = "saying"


@dataclass(frozen=True)
class Step:
    """One row of the table."""

    name: str
    source: NoteState
    target: NoteState
    #: One of these ties to the note is needed; none where it goes by itself.
    ties: frozenset[Tie]
    label: Any
    #: What the page says after it.
    done: Any
    #: What history calls it.
    past: Any
    guard: Guard | None = None
    #: Where it is not for now, the step is not offered at all.
    applies: Applies | None = None
    via: Via = Via.BUTTON
    #: Set where the person types words with it.
    leaves: Leaves | None = None
    #: The first thing to do for whom it is.
    primary: bool = False
    #: Who is told: ties of the others. Whoever it was recorded for is told always.
    tells: frozenset[Tie] = field(default_factory=frozenset)
    #: What they are told; never a word of the note.
    message: Any = ""
    #: What the portfolio holder is told for whom it was recorded.
    recorded_message: Any = ""
    #: What a colleague confirms who records it on the portfolio holder's instruction.
    instructed: Any = ""
    #: A colleague records what the portfolio holder said: always on instruction.
    told: bool = False

    @property
    def asks_words(self) -> bool:
        """Whether the person types words with it."""
        return self.leaves is not None

    def capacity(self, ties: frozenset[Tie]) -> Capacity:
        """In what capacity somebody with these ties takes it."""
        return Capacity.INSTRUCTED if self.told else capacity(self.ties, ties)

    def confirmation(self, name: str) -> str:
        """The sentence to confirm for the portfolio holder of this name."""
        return str(self.instructed) % {"name": name}

    def is_for(self, facts: Facts) -> bool:
        """Whether it is one to offer now."""
        return self.applies is None or self.applies(facts)


def needed(consent: bool) -> list[tuple[str, str]]:
    """What must be filled in before a note can be offered: the name of its field, and its words.

    In the order of the sheet; without a name any part will do.
    """
    if consent:
        return [("", _("één regel tekst"))]
    return [
        ("ask", _("het gevraagde besluit")),
        ("stance", _("ons standpunt")),
        ("core", _("aanleiding en kern")),
    ]


def missing(facts: Facts) -> list[str]:
    """What must still be filled in before the note can be offered."""
    return [words for name, words in needed(facts.consent) if not _there(name, facts)]


def _there(name: str, facts: Facts) -> bool:
    if name == "stance":
        return facts.stance is not None
    return name in facts.filled if name else bool(facts.filled)


def check_step(
    table: Iterable[Step], name: str, state: str, ties: frozenset[Tie], facts: Facts
) -> Step:
    """The row of the table for this step, or an error that says why not.

    Raises NotFound for a step that is not in the table, NotAllowed where it is not this person's
    to take, RuleBroken where the note stands elsewhere by now, the step is not for now, or a guard
    asks for something.
    """
    rows = [step for step in table if step.name == name]
    if not rows:
        raise NotFound
    mine = [step for step in rows if step.ties & ties or not step.ties]
    if not mine:
        raise NotAllowed
    here = [step for step in mine if step.source == state]
    if not here:
        raise RuleBroken(
            _(
                "Dit kan niet meer: de annotatie is intussen %(state)s. "
                "Bekijk eerst wat er veranderd is.",
                state=STATE_WORDS[NoteState(state)],
            )
        )
    step = next((step for step in here if step.is_for(facts)), None)
    if step is None:
        raise RuleBroken(_("Deze stap is nu niet aan de orde. Bekijk eerst wat er veranderd is."))
    problem = step.guard(facts) if step.guard else None
    if problem:
        raise RuleBroken(problem, field="words" if step.asks_words else None)
    return step


STATE_WORDS: dict[NoteState, Any] = {
    NoteState.CONCEPT: _l("concept"),
    NoteState.ADVICE: _l("ter advies"),
    NoteState.TEAM_LEAD: _l("bij teamleider"),
    NoteState.WITH_ALDERMAN: _l("bij wethouder"),
    NoteState.DISCUSS: _l("te bespreken"),
    NoteState.ALIGNED: _l("afgestemd"),
    NoteState.LOCKED: _l("vastgezet"),
    NoteState.FINISHED: _l("afgerond"),
}
