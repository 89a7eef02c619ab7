"""The calendar of a subscription: the bytes that programs read."""

from __future__ import annotations

from datetime import date

from flask_babel import force_locale
from flask_babel import gettext as _

from app.core import clock
from app.core.database import db
from app.feeds import queries
from app.feeds.entries import entry_of_deadline, entry_of_meeting
from app.feeds.ical import Entry, calendar_text
from app.feeds.models import Subscription
from app.feeds.standing import Standing


def calendar_of(subscription: Subscription, today: date) -> bytes:
    """What the subscriber may see on this day, as it is now."""
    with force_locale(subscription.person.language):
        entries = [
            *map(entry_of_meeting, queries.meetings_in(subscription)),
            *map(entry_of_deadline, queries.deadlines_in(subscription)),
        ]
        return _of_entries(subscription, entries)


def empty_calendar_of(subscription: Subscription) -> bytes:
    """The same without a single event: what wipes a calendar from a phone."""
    with force_locale(subscription.person.language):
        return _of_entries(subscription, [])


def calendar_now(standing: Standing) -> bytes:
    """The calendar as it is now; an empty one where the address gives no meetings any more."""
    subscription = db.session.get_one(Subscription, standing.subscription_id)
    if standing.runs:
        return calendar_of(subscription, clock.today())
    return empty_calendar_of(subscription)


def _of_entries(subscription: Subscription, entries: list[Entry]) -> bytes:
    return calendar_text(_("Vooroverleg: %(name)s", name=subscription.name), entries)
