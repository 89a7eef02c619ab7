"""Who may do what in the register; everyone signed in may read all of it."""

from __future__ import annotations

from app.core.errors import NotAllowed
from app.people.models import Person, Role

#: Roles for the access decorator of views that change the register.
EDITORS = (Role.SECRETARY, Role.COORDINATOR)
#: Roles for the access decorator of views that change portfolios and officers' subjects.
PORTFOLIO_EDITORS = (Role.COORDINATOR, Role.ADMINISTRATOR)


def may_edit_register(person: Person) -> bool:
    """Whether this person keeps partnerships, participants, organisations and policy areas."""
    return person.has_role(*EDITORS)


def may_edit_portfolios(person: Person) -> bool:
    """Whether this person says which alderman and which officer carry what."""
    return person.has_role(*PORTFOLIO_EDITORS)


def require_register(person: Person) -> None:
    """Refuse whoever may not edit the register."""
    if not may_edit_register(person):
        raise NotAllowed


def require_portfolios(person: Person) -> None:
    """Refuse whoever may not edit portfolios."""
    if not may_edit_portfolios(person):
        raise NotAllowed
