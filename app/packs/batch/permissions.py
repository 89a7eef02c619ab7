"""Who prints for others: secretaries."""

from __future__ import annotations

from app.core.errors import NotAllowed
from app.people.models import Person, Role

PRINTERS = (Role.SECRETARY,)


def require_printing(person: Person) -> None:
    """Refuse whoever does not print for others."""
    if not person.has_role(*PRINTERS):
        raise NotAllowed
