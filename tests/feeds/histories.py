"""What must hold after each deed of a random history: every calendar keeps its word.

A deed that is refused changes nothing, and that is looked at too.
"""

from __future__ import annotations

import hashlib
from contextvars import Context
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.feeds.content.calendars import calendar_of
from app.feeds.content.rendered import RenderedEvents
from app.feeds.models import Subscription
from app.meetings.models import Meeting
from app.people.sessions import digest
from tests.feeds.calendars import events_in, fetch
from tests.feeds.deeds import DEEDS, Deed, World


def live(here: World, history: list[Deed]) -> int:
    """Do one deed after the other, and look after each; gives how many were not refused."""
    look(here)
    done = 0
    for name, number, who, much in history:
        try:
            DEEDS[name](here, here.meeting(number), here.people[who], much)
            db.session.commit()
            done += 1
        except (RuleBroken, NotAllowed, Conflict):
            db.session.rollback()
        look(here)
    an_hour_later(here)
    return done


def look(here: World) -> None:
    """Read every calendar, and hold it against what it said before and against the database."""
    meetings = db.session.scalars(select(Meeting)).all()
    for meeting in meetings:
        assert here.uids.setdefault(meeting.id, meeting.uid) == meeting.uid
    highest: dict[str, tuple[int, datetime]] = {}
    for name, address in here.addresses.items():
        body, tag = _read(here, name, address)
        assert body == _afresh(here, address), f"{name} is not what the database says"
        for uid, event in events_in(body).items():
            stamp = event["DTSTAMP"].dt
            assert event["LAST-MODIFIED"].dt == stamp
            found = (int(event["SEQUENCE"]), stamp)
            assert highest.setdefault(uid, found) == found, "calendars differ in a revision"
            key = (f"{name} {_language(here, name)}", uid, stamp)
            assert here.events.setdefault(key, event.to_ical()) == event.to_ical()
        here.said[name] = body, tag
    for uid, (sequence, stamp) in highest.items():
        before = here.highest.get(uid, (0, stamp))
        assert sequence >= before[0], "a sequence went down"
        assert stamp >= before[1], "a stamp went down"
    here.highest |= highest


def _read(here: World, name: str, address: str) -> tuple[bytes, str]:
    """The body and its tag, which changes exactly when the body does."""
    db.session.commit()  # else a deed that is refused later takes back what is noted of this
    held = here.said.get(name)
    headers = {"If-None-Match": held[1]} if held is not None else {}
    with here.client.get(address, headers=headers) as response:
        if response.status_code == 304:
            assert held is not None
            assert response.headers["ETag"] == held[1]
            return held
        body, tag = response.data, response.headers["ETag"]
    assert held is None or (tag != held[1] and body != held[0])
    value = hashlib.sha256(body).hexdigest()
    known = here.tags.setdefault(name, {})
    assert known.setdefault(tag, value) == value
    assert list(known.values()).count(value) == 1
    return body, tag


def _afresh(here: World, address: str) -> bytes:
    """The same from the database alone, with nothing remembered; what is remembered stays."""
    remembered = here.app.extensions["rendered_events"]
    here.app.extensions["rendered_events"] = RenderedEvents()
    try:
        return Context().run(_made, here.app, digest(address.split("/")[2]))
    finally:
        here.app.extensions["rendered_events"] = remembered


def _made(app: Flask, token_hash: str) -> bytes:
    """As a request of its own: what the context of the test keeps (days, absences) is not seen."""
    with app.test_request_context():
        mine = Subscription.token_hash == token_hash
        subscription = db.session.scalars(select(Subscription).where(mine)).one()
        return calendar_of(subscription, clock.today())


def _language(here: World, name: str) -> str:
    readers = {"mine": here.officer, "to decide": here.alderman}
    return readers.get(name, here.secretary).language


def an_hour_later(here: World) -> None:
    """Every byte is the same an hour later on the same day."""
    moment = clock.now() + timedelta(hours=1)
    if clock.local(moment).date() != clock.today():
        return
    with clock.at(moment):
        for name, address in here.addresses.items():
            assert fetch(here.client, address) == here.said[name][0]
