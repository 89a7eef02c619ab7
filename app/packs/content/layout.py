"""What is printed: an explicit tree of plain values, from cover to annexes."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from markupsafe import Markup

from app.packs.content.meeting_parts import Attendee, LastTime, OpenAction, Steer
from app.packs.content.note_parts import Advice, Answer, Block, Fact, Forces, StateMark
from app.packs.models import Variant
from app.packs.words import CHANGES


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

    @property
    def has_private(self) -> bool:
        """Whether it shows what only who works on the note in person may read."""
        return any(block.is_private for block in (*self.blocks, *self.closing))


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

    @property
    def name(self) -> str:
        """Its own name where it has one, else that of its body."""
        return self.title or self.body

    @property
    def lines(self) -> tuple[tuple[Item, ...], ...]:
        """The items as contents list them: those without a page to go to in one line, where they
        follow each other and the same is said of them."""
        groups = groupby(self.items, lambda one: one.key if one.has_page else ("", one.no_note))
        return tuple(tuple(found) for _key, found in groups)

    def key(self, what: str) -> str:
        """The key of one of its pages: divider, steer, room, actions."""
        return f"{what}-{self.id}"

    def item_with_page(self, key: str) -> Item | None:
        """The item with this key, where it has a page to go to."""
        return next((item for item in self.items if item.key == key and item.has_page), None)

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

    @property
    def word(self) -> str:
        """Its kind in a word: "gewijzigd"."""
        return str(CHANGES[self.kind])


@dataclass(frozen=True)
class Changes:
    """What differs from an earlier version of the same pack."""

    #: The number of that version, and when it was issued.
    since: int
    since_moment: str
    rows: tuple[Change, ...]

    def of(self, key: str) -> Change | None:
        """What became of a part that is in the pack, if anything."""
        return next((row for row in self.rows if row.key == key and row.kind != "gone"), None)


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
