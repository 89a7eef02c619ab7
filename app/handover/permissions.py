"""Who may see and do what with handing over.

What is one's own, everybody may hand over (`people.handing_on.may_hand_over`); what is somebody
else's, the coordinator and the administrator. Notes, advice and actions go along only for who may
know of them, so never by an administrator; what is restricted only by who is in its circle.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_

from app.handover.models import Handover
from app.people.models import Person


def visible_to(person: Person) -> ColumnElement[bool]:
    """A handover is for who gave, who received and who arranged it."""
    return or_(
        Handover.giver_id == person.id,
        Handover.receiver_id == person.id,
        Handover.made_by_id == person.id,
    )
