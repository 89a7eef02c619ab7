"""Whether a stance stays within the mandate, and who must allow it where it does not (pure).

A portfolio holder speaks within what they, the executive or the council allowed. A stance that
goes further needs the next mandate giver before it can become aligned (DOMAIN.md, "How
preparation really goes").
"""

from __future__ import annotations

from collections.abc import Iterable

from app.briefings.models import MandateGiver, Stance

#: From the nearest to the furthest.
GIVERS: tuple[MandateGiver, ...] = (
    MandateGiver.ALDERMAN,
    MandateGiver.EXECUTIVE,
    MandateGiver.COUNCIL,
)
#: Stances that bind us to nothing, so that every mandate allows them.
WITHOUT_BINDING = frozenset({Stance.LISTEN, Stance.ABSTAIN})


def covers(allowed: str | None, stance: str | None) -> bool:
    """Whether a mandate for one stance allows another; a mandate that names none allows any.

    Who may agree may also set conditions; who may agree only on conditions may not agree as such.
    """
    if allowed is None or stance is None or stance == allowed or stance in WITHOUT_BINDING:
        return True
    return (allowed, stance) == (Stance.AGREE, Stance.AGREE_IF)


def next_giver(giver: str | None) -> MandateGiver:
    """Who must allow what goes beyond the mandate of this giver; beyond the council's: again."""
    place = GIVERS.index(MandateGiver(giver)) if giver else 0
    return GIVERS[min(place + 1, len(GIVERS) - 1)]


def high_enough(needed: MandateGiver) -> tuple[MandateGiver, ...]:
    """Who can allow what needs this giver: that one, and who stands above."""
    return GIVERS[GIVERS.index(needed) :]


def still_to_allow(
    stance: str | None,
    allowed: str | None,
    giver: str | None,
    grants: Iterable[tuple[str, str]],
) -> MandateGiver | None:
    """Who must still allow the stance, or None; `grants` are (giver, stance) that were recorded."""
    if covers(allowed, stance):
        return None
    needed = next_giver(giver)
    enough = high_enough(needed)
    if any(by in enough and covers(for_stance, stance) for by, for_stance in grants):
        return None
    return needed
