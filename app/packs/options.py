"""How a pack is wanted, beside its variant: plain values."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """How a pack is put together; without any choice it is the agenda as it is."""

    #: The reader's name and the moment of issue across every page.
    watermark: bool = False
    #: Each item begins on a right-hand page, for printing on both sides.
    right_hand: bool = False
    #: Agenda items in the order in which they come; empty: as on the agenda.
    chosen: tuple[int, ...] = ()
    #: Only these items; otherwise what came onto the agenda later follows them.
    only: bool = False

    def ordered(self, ids: Sequence[int]) -> list[int]:
        """Of these agenda items those that go in, in the order in which they come."""
        first = [one for one in self.chosen if one in ids]
        return first if self.only else [*first, *(one for one in ids if one not in first)]


def choice_of(item_ids: Sequence[int], all_ids: Collection[int]) -> str:
    """A short name for which items were chosen; empty where none was left out.

    Packs with the same choice are versions of each other, in whatever order the items come.
    """
    if not item_ids or set(item_ids) >= set(all_ids):
        return ""
    words = ",".join(map(str, sorted(set(item_ids))))
    return hashlib.sha256(words.encode("ascii")).hexdigest()
