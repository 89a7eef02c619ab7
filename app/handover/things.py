"""What can change hands: things, and the groups in which a person chooses for whom. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from app.people.models import Role

#: Per kind what the list calls it, in the order in which things change hands: notes before the
#: meetings they hang on, and memberships after, so that who still may do it does.
KINDS: dict[str, Any] = {
    "note": _l("Annotaties die worden geschreven"),
    "advice": _l("Gevraagd advies"),
    "subject": _l("Wie het draagt"),
    "by_area": _l("Wie het draagt"),
    "portfolio": _l("Portefeuilles"),
    "meeting": _l("Komende vergaderingen"),
    "item": _l("Eigen agendapunten"),
    "outcome": _l("Afloop die nog moet worden vastgelegd"),
    "action": _l("Acties en toezeggingen"),
    "member": _l("Leden van overleggen"),
    "team_lead": _l("Teamleiding"),
    "serving": _l("Secretariaat"),
}


@dataclass(frozen=True)
class Thing:
    """One thing that is open."""

    kind: str
    #: The row itself.
    row: Any
    label: str
    url: str = ""
    when: Any = None
    #: As what it is done: officer or alderman; or the side of a relation.
    part: str = "officer"
    restricted: bool = False
    #: Changes when somebody changes the thing.
    version: int = 0


@dataclass(frozen=True)
class Group:
    """Things that go to one colleague together: those of a partnership, or of one kind."""

    key: str
    title: str
    #: What a receiver must be; empty for anybody.
    role: Role | None
    things: Sequence[Thing] = field(default_factory=tuple)
    url: str = ""

    @property
    def by_kind(self) -> list[tuple[Any, list[Thing]]]:
        """The things under the words for their kind, in order."""
        found = [
            (words, [one for one in self.things if one.kind == kind])
            for kind, words in KINDS.items()
        ]
        return [(words, things) for words, things in found if things]

    @property
    def restricted(self) -> bool:
        """Whether one of them exists only for a circle."""
        return any(one.restricted for one in self.things)


def in_order(things: Iterable[Thing]) -> list[Thing]:
    """In the order in which they change hands."""
    order = list(KINDS)
    return sorted(things, key=lambda one: order.index(one.kind))


def fingerprint(groups: Iterable[Group]) -> str:
    """What was on the screen, in short: other things, or changed ones, give another."""
    seen = sorted(
        f"{group.key}:{one.kind}:{one.part}:{one.row.id}:{one.version}"
        for group in groups
        for one in group.things
    )
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:32]
