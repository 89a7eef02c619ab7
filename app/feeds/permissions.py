"""Who may do what with a subscription: it belongs to one person, and reads as that person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select

from app.feeds.models import Subscription
from app.people.models import Person, PersonRole, Role
from app.people.queries import principal_ids
from app.people.serving_queries import served_ids


def visible_to(person: Person) -> ColumnElement[bool]:
    """A person sees only their own subscriptions."""
    return Subscription.person_id == person.id


def follows(person: Person, day: date) -> ColumnElement[bool]:
    """The condition on Person: whose meetings this person may have in a calendar on that day.

    Those of whom they stand in for, and of whom a secretary works for, as long as that holds.
    """
    return or_(Person.id.in_(principal_ids(person, day)), serves(person, day))


def serves(person: Person, day: date) -> ColumnElement[bool]:
    """The condition on Person: for whom this person works as a secretary on that day."""
    secretary = select(PersonRole.person_id).where(
        PersonRole.person_id == person.id, PersonRole.role == Role.SECRETARY
    )
    return and_(Person.id.in_(served_ids(person, day)), exists(secretary.correlate(None)))
