"""The picture of the field of forces: a bar as parts of a hundred, and the words that say the same.

The bar runs from certainly for, at the left, to against; who certainly abstains stands behind a
gap, for their vote does not count. So it surely carries where "for" alone passes the line of the
majority, and cannot where "against" alone does, from the right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.briefings.positions.carrying import SHARES, Balance, Side, Verdict
from app.briefings.positions.field import Field

SIDE_WORDS: dict[Side, Any] = {
    Side.FOR: _l("voor"),
    Side.PRESUMED_FOR: _l("vermoedelijk voor"),
    Side.FOR_IF: _l("voor mits"),
    Side.UNKNOWN: _l("onbekend"),
    Side.PRESUMED_ABSTAIN: _l("onthoudt zich vermoedelijk"),
    Side.PRESUMED_AGAINST: _l("vermoedelijk tegen"),
    Side.AGAINST: _l("tegen"),
    Side.ABSTAIN: _l("onthoudt zich"),
}
VERDICT_WORDS: dict[Verdict, Any] = {
    Verdict.CARRIES: _l("Haalt het"),
    Verdict.MAY: _l("Kan het halen"),
    Verdict.CANNOT: _l("Haalt het niet"),
}
#: Between what is cast and what is not, in parts of a hundred.
GAP = 1.5
#: A part narrower than this has no room for its number.
ROOM = 5.0


@dataclass(frozen=True)
class Segment:
    """One part of the bar."""

    side: Side
    count: int
    start: float
    width: float

    def number_at(self, line: float | None) -> float:
        """Where its number stands: in the middle, or beside the line where that crosses it."""
        middle = self.start + self.width / 2
        crossed = line is not None and abs(line - middle) < ROOM / 2
        return round(middle - self.width / 4 if crossed else middle, 2)

    @property
    def numbered(self) -> bool:
        """Whether it is wide enough for its number."""
        return self.width >= ROOM

    @property
    def word(self) -> str:
        """What it stands for."""
        return str(SIDE_WORDS[self.side])


@dataclass(frozen=True)
class Bar:
    """One bar: by votes, or by participants."""

    name: str
    title: str
    balance: Balance
    by_votes: bool
    segments: tuple[Segment, ...]

    @property
    def line(self) -> float | None:
        """Where the majority lies; None where nobody can cast a vote."""
        balance = self.balance
        if not balance.castable:
            return None
        gap = GAP if balance.counts[Side.ABSTAIN] else 0
        share = float(SHARES[balance.majority]) * balance.castable / balance.total
        return round(share * (100 - gap), 2)

    @property
    def verdict(self) -> str:
        """Whether it carries, in a few words."""
        return str(VERDICT_WORDS[self.balance.verdict])

    @property
    def sentence(self) -> str:
        """The picture in words: whether it carries, and why."""
        return f"{self.verdict}: {_reason(self.balance, self.by_votes)}"

    @property
    def description(self) -> str:
        """What stands in the bar, part by part, for who does not see it."""
        parts = [f"{segment.word} {segment.count}" for segment in self.segments]
        return ", ".join(parts) + "."


def bars(field: Field) -> tuple[Bar, ...]:
    """The bars of a field: by votes and by participants, or one where both are the same."""
    if not field.voters:
        return ()
    votes = _bar("votes", _("Naar stemmen"), field.votes, True)
    if field.alike:
        return (votes,)
    return votes, _bar("heads", _("Naar deelnemers"), field.heads, False)


def _bar(name: str, title: str, balance: Balance, by_votes: bool) -> Bar:
    gap = GAP if balance.counts[Side.ABSTAIN] and balance.castable else 0
    unit = (100 - gap) / balance.total if balance.total else 0
    segments: list[Segment] = []
    start = 0.0
    for side in Side:
        count = balance.counts[side]
        if not count:
            continue
        start += gap if side == Side.ABSTAIN else 0
        width = count * unit
        segments.append(Segment(side, count, round(start, 2), round(width, 2)))
        start += width
    return Bar(name, title, balance, by_votes, tuple(segments))


def _reason(balance: Balance, by_votes: bool) -> str:
    counts, verdict = balance.counts, balance.verdict
    against = verdict == Verdict.CANNOT
    sure = counts[Side.AGAINST if against else Side.FOR]
    first = of_total(sure, balance.castable, against, by_votes)
    if verdict == Verdict.MAY:
        first = _("%(first)s en er zijn er %(needed)s nodig", first=first, needed=balance.needed)
    open_sides = (Side.PRESUMED_FOR, Side.FOR_IF, Side.PRESUMED_AGAINST)
    rest = [
        f"{counts[side]} {SIDE_WORDS[side]}"
        for side in open_sides
        if counts[side] and verdict == Verdict.MAY
    ]
    if counts[Side.UNKNOWN]:
        rest.append(_("nog %(number)s onbekend", number=counts[Side.UNKNOWN]))
    return "; ".join((first, ", ".join(rest))) + "." if rest else f"{first}."


def of_total(sure: int, castable: int, against: bool, by_votes: bool) -> str:
    """How much of all that can be cast is sure, in words."""
    numbers = {"sure": sure, "all": castable}
    if by_votes and against:
        return ngettext(
            "%(sure)s van %(all)s stemmen is zeker tegen",
            "%(sure)s van %(all)s stemmen zijn zeker tegen",
            sure,
            **numbers,
        )
    if by_votes:
        return ngettext(
            "%(sure)s van %(all)s stemmen is zeker voor",
            "%(sure)s van %(all)s stemmen zijn zeker voor",
            sure,
            **numbers,
        )
    if against:
        return ngettext(
            "%(sure)s van %(all)s deelnemers is zeker tegen",
            "%(sure)s van %(all)s deelnemers zijn zeker tegen",
            sure,
            **numbers,
        )
    return ngettext(
        "%(sure)s van %(all)s deelnemers is zeker voor",
        "%(sure)s van %(all)s deelnemers zijn zeker voor",
        sure,
        **numbers,
    )
