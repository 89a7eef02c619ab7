"""Who may keep the days: everyone signed in reads them."""

from __future__ import annotations

from app.core.errors import NotAllowed
from app.people.models import Person, Role

EDITORS = (Role.SECRETARY, Role.COORDINATOR, Role.ADMINISTRATOR)
STAFF_PLANNERS = (Role.SECRETARY, Role.COORDINATOR)


def may_edit(person: Person) -> bool:
    """Whether a person may add, change, confirm and remove days, and choose the region."""
    return person.has_role(*EDITORS)


def require_editor(actor: Person) -> None:
    """Refuse everyone else."""
    if not may_edit(actor):
        raise NotAllowed


def may_keep_staff_meetings(person: Person) -> bool:
    """Whether a person may plan, move and cancel the staff meetings of aldermen."""
    return person.has_role(*STAFF_PLANNERS)
