"""What a calendar may be made of, and what it is then called. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.feeds.models import Scope

#: The longest name that a calendar has.
LONGEST = 120
#: So many parts are named in full; more are counted.
NAMED = 3


@dataclass(frozen=True)
class Wanted:
    """One thing that somebody wants in a calendar."""

    scope: str
    partnership_id: int | None = None
    portfolio_id: int | None = None
    of_person_id: int | None = None


@dataclass(frozen=True)
class Options:
    """How a calendar looks and behaves, apart from what is in it."""

    with_cancelled: bool = True
    color: str | None = None
    alarm_minutes: int | None = None


def part_name(scope: str, of: str = "") -> str:
    """What a calendar of one part is called; `of` is the partnership, portfolio or person."""
    match scope:
        case Scope.PERSON:
            return _("Vergaderingen van %(name)s", name=of)
        case Scope.PARTNERSHIP:
            return of
        case Scope.PORTFOLIO:
            return _("Portefeuille %(name)s", name=of)
        case Scope.ALL:
            return _("Alle vergaderingen")
        case Scope.DEADLINES if of:
            return _("Deadlines van %(name)s", name=of)
        case Scope.DEADLINES:
            return _("Deadlines annotaties")
    return _("Mijn vergaderingen")


def joint_name(names: Sequence[str]) -> str:
    """What a calendar of these parts is called; always short enough to keep."""
    if len(names) == 1:
        return shortened(names[0])
    shown = list(names) if len(names) <= NAMED else list(names[: NAMED - 1])
    while len(shown) > 1 and len(_counted(shown, names)) > LONGEST:
        shown.pop()
    return shortened(_counted(shown, names))


def _counted(shown: Sequence[str], names: Sequence[str]) -> str:
    """These names, and how many more there are."""
    more = len(names) - len(shown)
    if more:
        others = ngettext("nog %(num)d", "nog %(num)d", more)
        return _("%(names)s en %(last)s", names=", ".join(shown), last=others)
    return _("%(names)s en %(last)s", names=", ".join(shown[:-1]), last=shown[-1])


def shortened(name: str) -> str:
    """A name that fits, with a sign where letters went."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"
