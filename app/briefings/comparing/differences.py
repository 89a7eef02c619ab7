"""What changed between two contents of a note, name by name (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.briefings.comparing.comparison import COME, GONE, Comparison, compare
from app.briefings.comparing.lines import Line, plain, read
from app.briefings.content import FACTS, Content
from app.briefings.parts import BY_KEY, Part
from app.briefings.wording import fact, name_of

#: Beside the parts, what is written as Markdown too.
_RICH = "mandate"


@dataclass(frozen=True)
class Difference:
    """One part, or one fact beside the parts, in two versions."""

    name: str
    found: Comparison

    @property
    def label(self) -> str:
        """What it is called on screen."""
        return name_of(self.name)

    @property
    def older(self) -> Comparison:
        """The older text, with what is gone from it."""
        return self.found.without(COME)

    @property
    def newer(self) -> Comparison:
        """The newer text, with what came."""
        return self.found.without(GONE)


def differences(older: Content, newer: Content, parts: Iterable[Part]) -> list[Difference]:
    """What changed between two contents: facts beside the parts first, then part by part."""
    return [
        Difference(name, compare(lines_of(older, name), lines_of(newer, name)))
        for name in differing_in(older, newer, parts)
    ]


def differing_in(older: Content, newer: Content, parts: Iterable[Part]) -> list[str]:
    """The names of facts, then of these parts, under which two contents differ."""
    names = (*FACTS, *(part.key for part in parts))
    return [name for name in names if older.value(name) != newer.value(name)]


def lines_of(content: Content, name: str) -> list[Line]:
    """What stands under a name as a reader sees it."""
    if name in BY_KEY or name == _RICH:
        return read(content.value(name))
    if name == "shared":  # a line for each, so that one more is one more
        return plain("\n".join(name_of(key) for key in content.shared))
    return plain(fact(content, name))
