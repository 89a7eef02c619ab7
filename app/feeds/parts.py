"""What a calendar may be made of, and what it is then called. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.feeds.models import Scope, SubscriptionPart

#: Between the parts in a name.
SIGN = " + "
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

    @property
    def key(self) -> str:
        """The words for it in forms and commands: mine, partnership:3, person:7 …"""
        number = self.partnership_id or self.portfolio_id or self.of_person_id
        return f"{self.scope}:{number}" if number else self.scope


@dataclass(frozen=True)
class Options:
    """How a calendar looks and behaves, apart from what is in it."""

    with_cancelled: bool = True
    color: str | None = None
    alarm_minutes: int | None = None


def wanted_of(key: str) -> Wanted | None:
    """What these words ask for; None where they ask for nothing that exists."""
    kind, colon, digits = key.partition(":")
    if not colon:
        return Wanted(kind) if kind in (Scope.MINE, Scope.ALL, Scope.DEADLINES) else None
    if not digits.isdecimal() or len(digits) > 9:
        return None
    match kind:
        case Scope.PARTNERSHIP:
            return Wanted(kind, partnership_id=int(digits))
        case Scope.PORTFOLIO:
            return Wanted(kind, portfolio_id=int(digits))
        case Scope.PERSON | Scope.DEADLINES:
            return Wanted(kind, of_person_id=int(digits))
    return None


def as_wanted(row: SubscriptionPart) -> Wanted:
    """What a part of a calendar that exists asks for."""
    return Wanted(row.scope, row.partnership_id, row.portfolio_id, row.of_person_id)


def name_of(row: SubscriptionPart) -> str:
    """What such a part is called."""
    of = row.partnership or row.portfolio or row.of_person
    return part_name(row.scope, of.name if of else "")


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
    shown = list(names) if len(names) <= NAMED else list(names[: NAMED - 1])
    while len(shown) > 1 and len(_counted(shown, names)) > LONGEST:
        shown.pop()
    return shortened(_counted(shown, names))


def _counted(shown: Sequence[str], names: Sequence[str]) -> str:
    """These names, and how many more there are."""
    more = len(names) - len(shown)
    words = [*shown, *([_("nog %(count)d", count=more)] if more else [])]
    return SIGN.join(words)


def shortened(name: str) -> str:
    """A name that fits, with a sign where letters went."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"
