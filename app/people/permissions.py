"""Who may do what with accounts, absence and substitutes."""

from __future__ import annotations

from flask_babel import gettext as _

from app.core.errors import NotAllowed
from app.people.models import Person, Role


def may_manage_accounts(person: Person) -> bool:
    """Accounts are the administrator's."""
    return person.active and person.has_role(Role.ADMINISTRATOR)


def require_administrator(actor: Person | None) -> None:
    """Refuse everyone but an administrator; None is a command on the machine itself."""
    if actor is not None and not may_manage_accounts(actor):
        raise NotAllowed


def may_record_for_others(person: Person) -> bool:
    """Who may record absence and substitutes of colleagues, in their own name."""
    return person.has_role(Role.SECRETARY, Role.COORDINATOR, Role.ADMINISTRATOR)


def may_record_absence(actor: Person, person: Person) -> bool:
    """Whether the actor may record absence and substitutes of this person."""
    return actor == person or may_record_for_others(actor)


def not_active(person: Person) -> str:
    """The sentence for an account that is switched off."""
    return _("Het account van %(name)s is uitgeschakeld. Schakel het eerst in.", name=person.name)
