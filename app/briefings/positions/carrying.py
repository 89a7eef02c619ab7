"""Whether a proposal carries, from what is known of each voter. Pure: voices in, balance out.

What is not certain is open: an unknown voter, a presumed stance, and a "for, if" whose condition
may not be met. Nothing open is ever counted as for or against. The three answers are exact: a
proposal carries surely where it does in every way in which the open voices may fall, it cannot
carry where it does in none, and else it may.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from app.briefings.models import Stance
from app.meetings.models import Majority


@dataclass(frozen=True)
class Voice:
    """What one voter weighs, what they are known to want, and whether that is certain."""

    weight: int
    stance: str | None = None
    certain: bool = False


class Side(StrEnum):
    """Where a voice stands, in the order of the picture: from certainly for to not cast at all."""

    FOR = "for"
    PRESUMED_FOR = "presumed_for"
    FOR_IF = "for_if"
    UNKNOWN = "unknown"
    PRESUMED_ABSTAIN = "presumed_abstain"
    PRESUMED_AGAINST = "presumed_against"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Verdict(StrEnum):
    """Whether it carries."""

    CARRIES = "carries"
    MAY = "may"
    CANNOT = "cannot"


#: Who only listens casts no vote.
_SIDES = {
    Stance.AGREE: (Side.FOR, Side.PRESUMED_FOR),
    Stance.AGREE_IF: (Side.FOR_IF, Side.FOR_IF),
    Stance.OPPOSE: (Side.AGAINST, Side.PRESUMED_AGAINST),
    Stance.ABSTAIN: (Side.ABSTAIN, Side.PRESUMED_ABSTAIN),
    Stance.LISTEN: (Side.ABSTAIN, Side.PRESUMED_ABSTAIN),
}
SURE = frozenset({Side.FOR, Side.AGAINST, Side.ABSTAIN})

#: What part of the votes cast must be for; of a simple majority it must be more than that.
SHARES = {
    Majority.SIMPLE: Fraction(1, 2),
    Majority.TWO_THIRDS: Fraction(2, 3),
    Majority.THREE_QUARTERS: Fraction(3, 4),
    Majority.ALL: Fraction(1),
}


def side_of(voice: Voice) -> Side:
    """Where a voice stands."""
    if voice.stance is None:
        return Side.UNKNOWN
    sure, presumed = _SIDES[Stance(voice.stance)]
    return sure if voice.certain else presumed


def passes(in_favour: int, opposed: int, majority: Majority) -> bool:
    """Whether a proposal passes with these votes cast; who abstains casts none."""
    cast = in_favour + opposed
    needed = SHARES[majority] * cast
    if majority == Majority.SIMPLE:
        return in_favour > needed
    return cast > 0 and in_favour >= needed


@dataclass(frozen=True)
class Balance:
    """What stands on each side, and what follows from it."""

    counts: dict[Side, int]
    majority: Majority = Majority.SIMPLE

    @property
    def total(self) -> int:
        """Everything together."""
        return sum(self.counts.values())

    @property
    def castable(self) -> int:
        """What may still be cast: all but who certainly abstains."""
        return self.total - self.counts[Side.ABSTAIN]

    @property
    def open(self) -> int:
        """What may still fall either way."""
        return sum(count for side, count in self.counts.items() if side not in SURE)

    @property
    def needed(self) -> int:
        """With how many for it surely carries, also when all others vote against."""
        if self.majority == Majority.SIMPLE:
            return self.castable // 2 + 1
        return max(1, ceil(SHARES[self.majority] * self.castable))

    @property
    def verdict(self) -> Verdict:
        """Whether it carries: in the worst case for it, in the best case, or in neither."""
        sure, against = self.counts[Side.FOR], self.counts[Side.AGAINST]
        if passes(sure, against + self.open, self.majority):
            return Verdict.CARRIES
        if passes(sure + self.open, against, self.majority):
            return Verdict.MAY
        return Verdict.CANNOT


def balance(voices: Iterable[Voice], majority: Majority = Majority.SIMPLE) -> Balance:
    """Weigh the voices."""
    counted: Counter[Side] = Counter()
    for voice in voices:
        counted[side_of(voice)] += voice.weight
    return Balance({side: counted[side] for side in Side}, majority)
