"""What is read from a paste: items under construction, and how they end up."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from enum import StrEnum

from app.meetings.agenda_models import Handling, ItemType
from app.meetings.agenda_paste.marks import NOTHING, Marks
from app.meetings.agenda_paste.numbers import Kind, Number
from app.meetings.agenda_paste.standing import standing_type

LONGEST_TITLE = 300


class Why(StrEnum):
    """Why a line is no item."""

    HEADING = "heading"
    BEFORE = "before"
    AROUND = "around"
    SIGNATURE = "signature"
    TABLE_HEAD = "table_head"
    PROSE = "prose"
    LONG = "long"


class Part(StrEnum):
    """What a line says of the item above it."""

    PAPER = "paper"
    ASK = "ask"
    SAID = "said"


@dataclass(frozen=True)
class LeftOut:
    """A line that is no item and no part of one, and why."""

    line: int
    text: str
    why: Why


@dataclass(frozen=True)
class PastedItem:
    """One agenda item as the text tells it, with the lines it came from."""

    number: str
    title: str
    type: ItemType
    handling: Handling
    minutes: int | None
    parts: tuple[tuple[Part, str], ...]
    lines: tuple[int, ...]
    #: Whether the text names the type, or a rule of ours chose it.
    type_said: bool

    def texts(self, part: Part) -> list[str]:
        """What was said of one kind."""
        return [text for kind, text in self.parts if kind == part]


@dataclass(frozen=True)
class Pasted:
    """What was read."""

    items: tuple[PastedItem, ...]
    left_out: tuple[LeftOut, ...]


@dataclass
class Draft:
    """An item under construction."""

    number: Number | None
    written: str
    title: str
    marks: Marks
    lines: list[int]
    group: Group | None = None
    indent: int = 0
    raw: str = ""
    parts: list[tuple[Part, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """A heading whose items share a type or a handling."""

    marks: Marks
    number: Number | None
    indent: int = 0

    def holds(self, number: Number) -> bool:
        """Whether a numbered line stands under this heading."""
        mine = self.number
        if mine is None or number.kind == Kind.BULLET:
            return True
        if number.kind != mine.kind:
            return mine.kind != Kind.DIGITS or number.kind == Kind.LETTER
        if mine.kind == Kind.DIGITS:
            return number.counts[: len(mine.counts)] == mine.counts and number != mine
        return False


def with_ends(drafts: list[Draft]) -> list[Draft]:
    """Where only the beginnings are given, an item lasts until the next one begins."""
    for one, following in itertools.pairwise(drafts):
        starts = following.marks.starts
        if one.marks.starts is not None and one.marks.ends is None and one.marks.minutes is None:
            one.marks = one.marks.with_(Marks(ends=starts))
    return drafts


_ADOPT = re.compile(
    r"(?:(?:her)?benoem|aanwijz|vaststell|besluit|instemm|goedkeur|verlen|wijzig)(?:en|ing)\b", re.I
)


def finished(draft: Draft) -> PastedItem:
    """The item with its type and handling, by what was said, else by rule."""
    standing = standing_type(draft.title)
    group = draft.group.marks if draft.group else NOTHING
    said = draft.marks.type
    papers = [(Part.PAPER, name) for name in draft.marks.papers]
    parts = [(kind, text) for kind, text in [*papers, *draft.parts] if text]
    title = draft.title
    if len(title) > LONGEST_TITLE:
        parts.append((Part.SAID, "… " + title[LONGEST_TITLE - 2 :]))
        title = title[: LONGEST_TITLE - 2] + " …"
    group_type = None if standing else group.type
    asks = any(kind == Part.ASK for kind, _text in draft.parts)
    return PastedItem(
        number=draft.written[:20],
        title=title,
        type=said or standing or group_type or _usual_type(draft.title, asks),
        handling=draft.marks.handling
        or (Handling.CONSENT if standing else group.handling)
        or Handling.DISCUSSION,
        minutes=draft.marks.lasts,
        parts=tuple(parts),
        lines=tuple(dict.fromkeys(draft.lines)),
        type_said=bool(said or group_type),
    )


def _usual_type(title: str, asks: bool) -> ItemType:
    """By the words of the title, or because a decision is asked; else to inform."""
    if asks or _ADOPT.match(title):
        return ItemType.DECIDE
    return ItemType.INFORM
