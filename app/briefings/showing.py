"""Which parts the form of a note shows at once, and which wait behind "Voeg toe" (pure).

Five parts always show. Others show once they hold words, or where the table below asks for them:
by how certain the item is to come up, by what is asked of the meeting, by the kind of partnership.
A consent item is one line; the short form is ask, stance and two lines.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.briefings.models import Depth
from app.briefings.parts import ALWAYS, BY_KEY, PARTS, Part
from app.meetings.agenda_models import Handling, ItemType
from app.register.models import Nature


@dataclass(frozen=True)
class Occasion:
    """For what a note is written."""

    handling: str = Handling.DISCUSSION
    type: str = ItemType.INFORM
    depth: str | None = None
    #: Legal nature of the partnership; None where it is not recorded.
    nature: str | None = None


@dataclass(frozen=True)
class Asks:
    """One row of the table: the part is asked for where everything that is named here holds."""

    part: str
    depth: str | None = None
    type: str | None = None
    nature: str | None = None

    def of(self, occasion: Occasion) -> bool:
        """Whether this row asks for its part on an occasion."""
        return self._but_for_depth(occasion) and self.depth in (None, occasion.depth)

    def at_depth(self, occasion: Occasion) -> str | None:
        """The depth with which this row would ask for its part; None where none would."""
        return self.depth if self._but_for_depth(occasion) else None

    def _but_for_depth(self, occasion: Occasion) -> bool:
        return self.type in (None, occasion.type) and self.nature in (None, occasion.nature)


#: What asks for a part beyond the five.
TABLE: tuple[Asks, ...] = (
    Asks("success", depth=Depth.FULL),
    Asks("partner_interests", type=ItemType.OPINION),
    Asks("money", type=ItemType.DECIDE),
    Asks("risk", type=ItemType.DECIDE),
    Asks("options", depth=Depth.FULL, type=ItemType.DECIDE),
    # the councils give their views on what a joint arrangement decides (Wgr 1, 35)
    Asks("council", type=ItemType.DECIDE, nature=Nature.PUBLIC),
)
#: A consent item is one line.
ONE_LINE = ("ask",)
#: The short form: what is asked, our stance beside it, and two lines.
SHORT = ("ask", "core")


@dataclass(frozen=True)
class Shape:
    """The form of one note: its parts in two groups, each in the order of the sheet."""

    shown: tuple[Part, ...]
    behind: tuple[Part, ...]
    #: Whether stance and depth stand under the ask, or wait behind "Voeg toe" too.
    stance_shows: bool
    #: Per part behind, the depth that brings it out.
    by_depth: dict[str, str]
    #: Whether a line or two is asked for, and the fields are that small.
    brief: bool = False


def shape(occasion: Occasion, filled: Collection[str], *, has_stance: bool = False) -> Shape:
    """What shows at once on an occasion, with these parts filled in already."""
    consent = occasion.handling == Handling.CONSENT
    keys = {*_asked(occasion), *filled}
    by_depth = {
        row.part: depth
        for row in TABLE
        if not consent and (depth := row.at_depth(occasion)) is not None
    }
    return Shape(
        shown=tuple(part for part in PARTS if part.key in keys),
        behind=tuple(part for part in PARTS if part.key not in keys),
        stance_shows=not consent or has_stance,
        by_depth={key: depth for key, depth in by_depth.items() if key not in keys},
        brief=consent or occasion.depth == Depth.SHORT,
    )


def _asked(occasion: Occasion) -> set[str]:
    if occasion.handling == Handling.CONSENT:
        return set(ONE_LINE)
    if occasion.depth == Depth.SHORT:
        return set(SHORT)
    asked = {row.part for row in TABLE if row.of(occasion)}
    return {part.key for part in ALWAYS} | (asked & BY_KEY.keys())
