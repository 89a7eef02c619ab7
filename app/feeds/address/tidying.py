"""What is kept of addresses that give no meetings any more is emptied, or removed."""

from __future__ import annotations

from flask import Flask

from app.core import jobs
from app.core.database import db, reading
from app.feeds.actions import TIDY
from app.feeds.address import keeping
from app.feeds.address.standing import find_standing
from app.feeds.content.calendars import calendar_now
from app.people.models import Person
from app.people.signals import account_closed


def init_app(_app: Flask) -> None:
    """Listen to accounts that are switched off."""
    account_closed.connect(_ask)


@jobs.schedule("41 3 * * *", TIDY)
def tidy_feeds() -> None:
    """Leave of what is kept only what may still be given when the database is away."""
    for token_hash in keeping.known_addresses():
        with reading():
            standing = find_standing(token_hash)
            body = calendar_now(standing)[0] if standing is not None and not standing.runs else None
            db.session.rollback()
        if standing is None or standing.is_over:
            keeping.forget(token_hash)
        elif body is not None:
            for place in keeping.places_of(token_hash):
                if keeping.confirm(place, keeping.keep(place, body)).modified is None:
                    raise jobs.TryLater("the store of files takes nothing")


def _ask(_person: Person) -> None:
    jobs.enqueue(TIDY, key=TIDY)
