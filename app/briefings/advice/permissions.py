"""Who may give an advice that was asked."""

from __future__ import annotations

from app.briefings.models import Advice
from app.core import clock
from app.core.database import db
from app.people.models import Person
from app.people.queries import principal_ids


def may_give(advice: Advice, person: Person) -> bool:
    """Whether it is this person's to give: they were asked, or stand in for who was."""
    if advice.adviser_id == person.id:
        return True
    principals = principal_ids(person, clock.today())
    return advice.adviser_id in set(db.session.scalars(principals))
