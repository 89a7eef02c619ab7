"""What a calendar may be made of, and what it is then called. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import gettext as _

from app.feeds.models import Scope, SubscriptionPart

#: Between the parts in a name.
SIGN = " + "
#: The longest name that a calendar has.
LONGEST = 120
#: So many parts are named in full; more are counted.
NAMED = 3
#: So many letters of a name stand in an address.
READABLE = 60
#: The parts in the order of a name: deadlines come last, so that what is said of them once is not
#: read as said of others.
ORDER = (
    Scope.MINE,
    Scope.ALL,
    Scope.PERSON,
    Scope.PORTFOLIO,
    Scope.PARTNERSHIP,
    Scope.DEADLINES,
)


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


class Named(NamedTuple):
    """One thing in a calendar, by its name."""

    scope: str
    #: The partnership, portfolio or person.
    of: str = ""


def named(row: SubscriptionPart) -> Named:
    """A part of a calendar that exists, by its name."""
    of = row.partnership or row.portfolio or row.of_person
    return Named(row.scope, of.name if of else "")


def name_of(row: SubscriptionPart) -> str:
    """What such a part is called."""
    return part_name(*named(row))


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


def joint_name(parts: Sequence[Named]) -> str:
    """What a calendar of these parts is called; always short enough to keep."""
    ordered = sorted(parts, key=_place)
    count = len(ordered) if len(ordered) <= NAMED else NAMED - 1
    while count > 1 and len(_counted(ordered, count)) > LONGEST:
        count -= 1
    return shortened(_counted(ordered, count))


def whole_name(parts: Sequence[Named]) -> str:
    """The name that tells all of them, however long it is."""
    return _counted(sorted(parts, key=_place), len(parts))


def _place(part: Named) -> tuple[int, bool]:
    """Where a part stands in a name; one's own deadlines before those of others."""
    return ORDER.index(Scope(part.scope)), bool(part.of)


def _counted(parts: Sequence[Named], count: int) -> str:
    """The names of the first so many, and how many more there are."""
    words: list[str] = []
    said: set[str] = set()
    for part in parts[:count]:
        words.append(part.of if part.scope in said else part_name(*part))
        if part.of and part.scope in (Scope.PERSON, Scope.DEADLINES):
            said.add(part.scope)  # "Vergaderingen van A + B"
    more = len(parts) - count
    if more:
        words.append(_("nog %(count)d", count=more))
    return SIGN.join(words)


def shortened(name: str) -> str:
    """A name that fits, with a sign where letters went."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"


def readable(name: str) -> str:
    """A name in letters that any address can hold; Thunderbird calls the calendar so.

    It ends between two names, of one that is too long between two words.
    """
    names = [plain for one in name.split(SIGN) if (plain := _plain(one))]
    whole = "-".join(names)
    if not names or len(whole) <= READABLE:
        return whole or "agenda"
    more = "-" + _plain(_("en meer")) if len(names) > 1 else ""
    room = READABLE - len(more)
    while len(names) > 1 and len("-".join(names)) > room:
        names.pop()
    return _within("-".join(names), room) + more


def _plain(name: str) -> str:
    """The words of a name in small letters and digits, with a dash between them."""
    letters = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", letters))


def _within(words: str, room: int) -> str:
    """As many whole words as there is room for; of one long word its beginning."""
    if len(words) <= room:
        return words
    return words[: room + 1].rpartition("-")[0] or words[:room]
