"""The words of a note as one value: cleaned, compared, measured, laid beside another (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.briefings.models import NoteVersion
from app.briefings.parts import AGREED_PARTS, BY_KEY, PARTS, SHAREABLE, Part
from app.briefings.reading_time import words_in

#: What fits on the printed page beside its head, in words: the aim, not a limit.
PAGE_WORDS = 380
#: What is written beside the parts.
FACTS = (
    *("stance", "depth", "mandate", "mandate_giver", "mandate_on", "mandate_stance"),
    *("marking", "shared"),
)
#: Every name under which something of a note can be changed, in the order of the form.
NAMES = (*(part.key for part in PARTS), *FACTS)


#: The names that an agreement is about: a change of one of them asks for a new agreement.
AGREED = AGREED_PARTS | {"stance", "mandate", "mandate_giver", "mandate_on", "mandate_stance"}


@dataclass(frozen=True)
class Content:
    """Everything that one version of a note says."""

    parts: Mapping[str, str] = field(default_factory=dict)
    stance: str | None = None
    depth: str | None = None
    mandate: str = ""
    mandate_giver: str | None = None
    mandate_on: date | None = None
    mandate_stance: str | None = None
    marking: str = ""
    #: Keys of the parts that may be shared outside the organisation, in the order of the sheet.
    shared: tuple[str, ...] = ()

    def value(self, name: str) -> Any:
        """What stands under one name; an empty part is an empty text."""
        return self.parts.get(name, "") if name in BY_KEY else getattr(self, name)

    def with_values(self, values: Mapping[str, Any]) -> Content:
        """The same with other values under some names."""
        all_values = {name: values.get(name, self.value(name)) for name in NAMES}
        return from_values(all_values)

    @property
    def filled(self) -> frozenset[str]:
        """The keys of the parts that hold words."""
        return frozenset(self.parts)

    @property
    def words(self) -> int:
        """How many words the parts hold together, without what follows after the meeting."""
        return words_in(self.parts)

    @property
    def page_part(self) -> int:
        """The length as a percentage of one printed page."""
        return round(100 * self.words / PAGE_WORDS)


EMPTY = Content()


def clean(text: str | None) -> str:
    """A text as it is kept: one kind of line end, no blanks at line ends or around it."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def from_values(values: Mapping[str, Any]) -> Content:
    """A content from what a form holds under each name."""
    parts = {part.key: clean(values.get(part.key)) for part in PARTS}
    marked = set(values.get("shared") or ())
    return Content(
        parts={key: text for key, text in parts.items() if text},
        stance=values.get("stance") or None,
        depth=values.get("depth") or None,
        mandate=clean(values.get("mandate")),
        mandate_giver=values.get("mandate_giver") or None,
        mandate_on=values.get("mandate_on"),
        mandate_stance=values.get("mandate_stance") or None,
        marking=clean(values.get("marking")),
        # what holds no words is not shared: words that come later are judged then
        shared=tuple(one.key for one in SHAREABLE if one.key in marked and parts[one.key]),
    )


def of_version(version: NoteVersion) -> Content:
    """What a version says."""
    values = {name: getattr(version, name) for name in FACTS}
    values["shared"] = tuple(version.shared)
    return Content(parts=dict(version.parts), **values)


def differing(before: Content, after: Content) -> list[str]:
    """The names under which two contents differ, in the order of the form."""
    return [name for name in NAMES if before.value(name) != after.value(name)]


def touched(before: Content, after: Content) -> list[str]:
    """The names of what was agreed to and that a change is about, in the order of the form."""
    return [name for name in differing(before, after) if name in AGREED]


def shared_parts(content: Content) -> list[tuple[Part, str]]:
    """The parts with words that may leave the house, in the order of the sheet; no private one."""
    return [
        (part, content.parts[part.key])
        for part in SHAREABLE
        if part.key in content.shared and part.key in content.parts
    ]


def touches_agreement(before: Content, after: Content) -> bool:
    """Whether a change is about what the portfolio holder agreed to."""
    return bool(touched(before, after))


def points(text: str) -> list[str]:
    """Speaking points: one per line, without the dash or number that was typed before it."""
    lines = (line.strip() for line in text.splitlines())
    return [_without_mark(line) for line in lines if line]


def _without_mark(line: str) -> str:
    head, _blank, rest = line.partition(" ")
    is_mark = head in ("-", "*", "•", "–") or (
        head[:-1].isdecimal() and head[-1:] in (".", ")") and len(head) <= 3
    )
    return rest.strip() if is_mark and rest else line


@dataclass(frozen=True)
class Merge:
    """Two people's changes of one text, laid together."""

    #: What to go on with: each one's own changes, and mine where both changed the same.
    content: Content
    #: Where both changed something, differently: a person must look.
    both: tuple[str, ...]
    #: Where only the other changed something: taken over.
    taken: tuple[str, ...]


def merge(base: Content, theirs: Content, mine: Content) -> Merge:
    """Lay two changes of `base` together, so that neither is lost."""
    both = tuple(
        name
        for name in NAMES
        if mine.value(name) != theirs.value(name)
        and mine.value(name) != base.value(name)
        and theirs.value(name) != base.value(name)
    )
    taken = tuple(
        name
        for name in NAMES
        if mine.value(name) == base.value(name) and theirs.value(name) != base.value(name)
    )
    return Merge(mine.with_values({name: theirs.value(name) for name in taken}), both, taken)
