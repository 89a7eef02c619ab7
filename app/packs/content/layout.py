"""What is printed: an explicit tree of plain values, from cover to annexes."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from app.briefings.steers.drawing import Contact
from app.packs.models import Variant


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
    """The front: which meeting or period, for whom, which version."""

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
    #: How likely it is to come up: certainly, maybe, only when asked.
    depth: str = ""


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
class OpenAction:
    """What an earlier meeting left to be done."""

    words: str
    who: str
    due: str
    #: "actie" or "toezegging".
    kind: str
    #: From which meeting.
    since: str = ""

    @property
    def line(self) -> str:
        """Who does what by when: "Rapport sturen (Secretariaat, 1 december 2026)"."""
        return f"{self.words} ({', '.join(word for word in (self.who, self.due) if word)})"


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
    #: The row it stands for; 0 in documents that are not of the database.
    id: int = 0


@dataclass(frozen=True)
class Answer:
    """A question that may be raised, and what we say then."""

    question: str
    answer: str


@dataclass(frozen=True)
class Segment:
    """A part of the picture of the field of forces: `side` names its pattern."""

    side: str
    word: str
    count: int
    start: float
    width: float


@dataclass(frozen=True)
class Bar:
    """The picture of the field of forces, with the words that say the same."""

    title: str
    sentence: str
    segments: tuple[Segment, ...]
    #: Where the majority lies, in parts of a hundred.
    line: float | None = None


@dataclass(frozen=True)
class Stand:
    """Where somebody else stands."""

    name: str
    stance: str
    why: str
    source: str
    votes: str = ""
    call_first: bool = False


@dataclass(frozen=True)
class Forces:
    """The field of forces of an item."""

    bars: tuple[Bar, ...] = ()
    stands: tuple[Stand, ...] = ()
    #: Of whom nothing is known.
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Advice:
    """What an adviser said."""

    adviser: str
    kind: str
    given: str
    words: str = ""
    is_outdated: bool = False


@dataclass(frozen=True)
class Block:
    """A further part of a note, shown only where it is filled in; `key` is that of the part."""

    title: str
    body: Markup
    key: str = ""
    #: Only for the reader: never to be said or shown.
    is_private: bool = False


@dataclass(frozen=True)
class Note:
    """Our note on one item: the five parts that always show, and the rest where used."""

    ask: str
    stance: str
    state: StateMark
    facts: tuple[Fact, ...] = ()
    #: The mandate in a line; and who must still allow what goes beyond it.
    stance_reason: str = ""
    still_to_allow: str = ""
    depth: str = ""
    success: Markup = field(default_factory=Markup)
    reason: Markup = field(default_factory=Markup)
    speaking_points: tuple[str, ...] = ()
    if_raised: tuple[Answer, ...] = ()
    #: Where question and answer were not written as such: the text as it is.
    if_raised_text: Markup = field(default_factory=Markup)
    fallback: Markup = field(default_factory=Markup)
    forces: Forces | None = None
    #: The further parts in the order of the sheet, those before and those after the advice.
    blocks: tuple[Block, ...] = ()
    advice: tuple[Advice, ...] = ()
    closing: tuple[Block, ...] = ()
    #: What is printed above it where a colleague recorded the agreement and nobody confirmed it.
    unconfirmed: str = ""
    #: The rows it stands for; 0 in documents that are not of the database.
    id: int = 0
    version: int = 0


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
    minutes: str = ""
    id: int = 0

    @property
    def has_page(self) -> bool:
        """Whether there is anything to print: an item without note and papers has no page."""
        return self.note is not None or bool(self.papers)


@dataclass(frozen=True)
class MeetingPart:
    """One meeting within a pack; a pack of a period holds several, each with its own divider."""

    #: Ends the keys of its pages: "steer-12", "room-12".
    id: int
    partnership: str
    body: str
    title: str
    day: str
    items: tuple[Item, ...]
    facts: tuple[Fact, ...] = ()
    marking: str = ""
    steer: Steer | None = None
    room: tuple[Attendee, ...] = ()
    #: What earlier meetings of the body left to be done.
    actions: tuple[OpenAction, ...] = ()
    last_time: LastTime | None = None
    #: On the meeting as a whole, before the first item.
    general_papers: tuple[Paper, ...] = ()
    #: Whether only chosen items of the agenda are here.
    is_selection: bool = False

    def key(self, what: str) -> str:
        """The key of one of its pages: divider, steer, room, actions."""
        return f"{what}-{self.id}"

    def has_page(self, key: str) -> bool:
        """Whether an item with this key has a page to go to."""
        return any(item.key == key and item.has_page for item in self.items)

    def papers(self) -> list[Paper]:
        """Every paper of the meeting, in order."""
        return [*self.general_papers, *(paper for item in self.items for paper in item.papers)]


@dataclass(frozen=True)
class FactSheet:
    """A partnership on one page."""

    title: str
    purpose: str
    facts: tuple[Fact, ...]
    key: str = "fact-sheet"


@dataclass(frozen=True)
class CouncilDay:
    """A day or period of the council's calendar."""

    when: str
    what: str
    remark: str = ""


@dataclass(frozen=True)
class Term:
    """A word and what it means."""

    word: str
    meaning: str


@dataclass(frozen=True)
class Change:
    """One part that differs from the version before."""

    key: str
    #: "new", "changed" or "gone".
    kind: str
    number: str
    title: str
    #: Where it stands in the version before: "8–9"; empty where it was not in it.
    earlier_pages: str = ""
    #: What changed, in words: "annotatie, versie 4 in plaats van 3".
    what: str = ""
    #: Whether there is a page to go to: not of what is gone, nor of an item without note.
    has_page: bool = True


@dataclass(frozen=True)
class Changes:
    """What differs from an earlier version of the same pack."""

    #: The number of that version, and when it was issued.
    since: int
    since_moment: str
    rows: tuple[Change, ...]

    def word(self, key: str) -> str:
        """The kind of change of a part that is in the pack: "new", "changed", or nothing."""
        return next((row.kind for row in self.rows if row.key == key), "")


@dataclass(frozen=True)
class PackDocument:
    """Everything that one pack shows, in the order in which it is printed."""

    variant: Variant
    title: str
    foot: str
    issued: str
    cover: Cover
    meetings: tuple[MeetingPart, ...]
    fact_sheets: tuple[FactSheet, ...] = ()
    council_calendar: tuple[CouncilDay, ...] = ()
    glossary: tuple[Term, ...] = ()
    #: What stands across every page where that was asked: name of the reader and moment of issue.
    watermark: str = ""
    right_hand: bool = False
    #: Over several meetings, each with a divider of its own.
    is_period: bool = False
    changes: Changes | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """Every agenda item, meeting by meeting."""
        return tuple(item for meeting in self.meetings for item in meeting.items)

    def papers(self) -> list[Paper]:
        """Every paper, in order."""
        return [paper for meeting in self.meetings for paper in meeting.papers()]
