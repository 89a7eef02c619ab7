"""What a printed note is made of, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


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
