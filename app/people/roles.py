"""The words for roles on the screen, and what follows from a role."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from app.people.models import Role

#: In the order in which lists and forms show them.
ROLE_WORDS: dict[str, Any] = {
    Role.OFFICER: _l("beleidsambtenaar"),
    Role.ALDERMAN: _l("wethouder of burgemeester"),
    Role.SECRETARY: _l("secretariaat"),
    Role.COORDINATOR: _l("coördinator regio"),
    Role.ADVISER: _l("adviseur"),
    Role.CLERK: _l("griffier"),
    Role.ADMINISTRATOR: _l("beheerder"),
}

#: What a substitute must be too, and the sentence for who is not.
_SAME_ROLE: dict[str, Any] = {
    Role.ALDERMAN: _l(
        "Een wethouder of burgemeester kan alleen worden vervangen door een wethouder of "
        "burgemeester. Kies iemand met die rol."
    ),
    Role.OFFICER: _l(
        "Een beleidsambtenaar kan alleen worden vervangen door een beleidsambtenaar. "
        "Kies iemand met die rol."
    ),
}
_ANY_ROLE = _l("De plaatsvervanger moet dezelfde rol hebben. Kies iemand met die rol.")


def in_order(roles: Iterable[str]) -> list[str]:
    """Roles in the order of the screen."""
    found = set(roles)
    return [str(role) for role in ROLE_WORDS if role in found]


def words(roles: Iterable[str]) -> list[Any]:
    """The words for these roles, in order."""
    return [ROLE_WORDS[role] for role in in_order(roles)]


def objection_to_substitute(principal: frozenset[str], substitute: frozenset[str]) -> Any | None:
    """Why somebody with these roles cannot stand in for the principal, or None when they can."""
    for role, sentence in _SAME_ROLE.items():
        if role in principal and role not in substitute:
            return sentence
    return None if principal & substitute else _ANY_ROLE
