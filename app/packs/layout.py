"""What is printed: an explicit tree of plain values, from cover to fact sheet."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from app.briefings.steers.drawing import Contact
from app.packs.models import Variant

#: Letters that fit on one line of the largest heading.
LONGEST_WORD = 32


@dataclass(frozen=True)
class StateMark:
    """A state as word and shape; `key` names the shape in the style sheet."""

    key: str
    word: str
    is_aligned: bool = False


@dataclass(frozen=True)
class Fact:
    """One line of facts: what, and how it is."""

    term: str
    value: str
    link: str = ""


@dataclass(frozen=True)
class Cover:
    """The front: which meeting, for whom, which version."""

    municipality: str
    partnership: str
    body: str
    title: str
    day: str
    facts: tuple[Fact, ...]
    marking: str = ""
    variant_word: str = ""


@dataclass(frozen=True)
class Decision:
    """One row of the steer: what is asked and where we stand."""

    key: str
    number: str
    topic: str
    ask: str
    stance: str
    minutes: str
    state: StateMark | None
    is_consent: bool = False


@dataclass(frozen=True)
class Steer:
    """The one page that can be read standing."""

    why: str
    achieve: tuple[str, ...]
    decisions: tuple[Decision, ...]
    #: Where the table would not fit on the page: the consent items in words, and how many more.
    consent: str = ""
    left: int = 0
    speak_to: tuple[Contact, ...] = ()
    #: What earlier meetings of the body left to be done, where there is room for it.
    actions: tuple[str, ...] = ()
    top_risk: str = ""


@dataclass(frozen=True)
class Attendee:
    """Somebody in the room."""

    name: str
    role: str
    votes: str = ""
    last_contact: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is more to say than the name."""
        return bool(self.role or self.votes or self.last_contact)


@dataclass(frozen=True)
class PastDecision:
    """What became of an item of the last meeting."""

    topic: str
    outcome: str
    decision: str


@dataclass(frozen=True)
class LastTime:
    """The last meeting of this body, and what was decided there."""

    day: str
    decisions: tuple[PastDecision, ...]


@dataclass(frozen=True)
class Paper:
    """A paper behind an item; `digest` says which bytes, so that a replaced paper is seen."""

    key: str
    number: str
    title: str
    received: str
    digest: str = ""
    must_read: bool = False
    remark: str = ""


@dataclass(frozen=True)
class Answer:
    """A question that may be raised, and what we say then."""

    question: str
    answer: str


@dataclass(frozen=True)
class Block:
    """A further part of a note, shown only where it is filled in."""

    title: str
    body: Markup


@dataclass(frozen=True)
class Note:
    """Our note on one item: the five parts that always show, and the rest where used."""

    ask: str
    stance: str
    state: StateMark
    facts: tuple[Fact, ...] = ()
    stance_reason: str = ""
    reason: Markup = field(default_factory=Markup)
    speaking_points: tuple[str, ...] = ()
    if_raised: tuple[Answer, ...] = ()
    #: Where question and answer were not written as such: the text as it is.
    if_raised_text: Markup = field(default_factory=Markup)
    fallback: Markup = field(default_factory=Markup)
    blocks: tuple[Block, ...] = ()
    #: What is printed above it where a colleague recorded the agreement and nobody confirmed it.
    unconfirmed: str = ""


@dataclass(frozen=True)
class Item:
    """One agenda item with its note, if the reader may see one, and its papers."""

    key: str
    number: str
    title: str
    kind: str
    note: Note | None = None
    papers: tuple[Paper, ...] = ()
    is_consent: bool = False
    no_note: str = ""

    @property
    def has_page(self) -> bool:
        """Whether there is anything to print: an item without note and papers has no page."""
        return self.note is not None or bool(self.papers)

    @property
    def has_long_word(self) -> bool:
        """Whether a word of the title is wider than the page in the usual size."""
        return max(map(len, self.title.split()), default=0) > LONGEST_WORD


@dataclass(frozen=True)
class FactSheet:
    """The partnership on one page."""

    title: str
    purpose: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class PackDocument:
    """Everything that one pack shows, in the order in which it is printed."""

    variant: Variant
    title: str
    foot: str
    issued: str
    cover: Cover
    items: tuple[Item, ...]
    steer: Steer | None = None
    room: tuple[Attendee, ...] = ()
    #: What earlier meetings of the body left to be done.
    actions: tuple[str, ...] = ()
    last_time: LastTime | None = None
    fact_sheet: FactSheet | None = None
    #: On the meeting as a whole, before the first item.
    general_papers: tuple[Paper, ...] = ()

    def has_page(self, key: str) -> bool:
        """Whether an item with this key has a page to go to."""
        return any(item.key == key and item.has_page for item in self.items)

    def papers(self) -> list[Paper]:
        """Every paper, in order."""
        return [*self.general_papers, *(paper for item in self.items for paper in item.papers)]
