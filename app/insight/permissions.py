"""Who may look over the whole field, and who may remind whom."""

from __future__ import annotations

from app.people.models import Person, Role

#: The secretary plans and chases, the coordinator oversees.
OVERSEERS = (Role.SECRETARY, Role.COORDINATOR)
#: An officer reminds whoever their own notes wait for.
NUDGERS = (*OVERSEERS, Role.OFFICER)
#: Who has a part in preparing: the rest oversees it.
PREPARERS = (*OVERSEERS, Role.OFFICER, Role.ALDERMAN)


def sees_preparedness(person: Person) -> bool:
    """Whether this person sees how far meetings have been prepared: all of it, or their part."""
    return person.has_role(*PREPARERS)


def oversees(person: Person) -> bool:
    """Whether this person sees what everybody owes, as far as they may know of it at all."""
    return person.has_role(*OVERSEERS)
