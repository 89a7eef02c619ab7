"""The version with which a pack is compared, as plain values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from app.packs.content.layout import PackDocument

NEW, CHANGED, GONE = "new", "changed", "gone"


@dataclass(frozen=True)
class Earlier:
    """The version with which is compared, and what is known of it beside its document."""

    number: int
    #: The moment that its cover bears, in words.
    moment: str
    document: PackDocument
    #: Per key the first page of a part and how many it has.
    pages: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    #: Of papers that took the place of another: the key of the new one, and of the old one.
    replaced: Mapping[str, str] = field(default_factory=dict)
    #: Papers that were not in the file, and are now.
    came_along: Collection[str] = frozenset()
    #: Of meetings that are no longer in it: what became of them, in words.
    whereabouts: Mapping[int, str] = field(default_factory=dict)

    def pages_of(self, key: str) -> str:
        """Where a part stands in it: "8", "8–9", or nothing."""
        first, count = self.pages.get(key, (0, 0))
        if not first or not count:
            return ""
        return str(first) if count == 1 else f"{first}–{first + count - 1}"
