"""Who may do what with a subscription: it belongs to one person, and reads as that person."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from app.feeds.models import Subscription
from app.people.models import Person


def visible_to(person: Person) -> ColumnElement[bool]:
    """A person sees only their own subscriptions."""
    return Subscription.person_id == person.id
