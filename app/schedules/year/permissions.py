"""Who may know of somebody when they are taken, whatever by.

A year itself is open to everybody signed in, as the meetings are of which it is made: each reader
finds in it those that exist for them.
"""

from __future__ import annotations

from sqlalchemy import exists, select

from app.core import clock
from app.core.database import db
from app.feeds.permissions import follows
from app.people.models import Person


def knows_when_taken(reader: Person, person: Person) -> bool:
    """Whether it is their own year, or that of whom they may follow in a calendar today."""
    if reader == person:
        return True
    found = select(Person.id).where(Person.id == person.id, follows(reader, clock.today()))
    return bool(db.session.scalar(select(exists(found))))
