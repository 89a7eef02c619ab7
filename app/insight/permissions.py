"""Who may look over the whole field, and who may remind whom."""

from __future__ import annotations

from app.people.models import Person, Role

#: The secretary plans and chases, the coordinator oversees.
OVERSEERS = (Role.SECRETARY, Role.COORDINATOR)
#: An officer reminds whoever their own notes wait for.
NUDGERS = (*OVERSEERS, Role.OFFICER)


def oversees(person: Person) -> bool:
    """Whether this person sees what everybody owes, as far as they may know of it at all."""
    return person.has_role(*OVERSEERS)
