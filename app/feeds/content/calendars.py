"""The calendar of a subscription: the bytes that programs read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date

from flask_babel import force_locale
from flask_babel import gettext as _

from app.briefings.chain.reading import forget_days
from app.core import clock
from app.core.database import db
from app.core.snapshots import snapshot
from app.core.web import public_root
from app.feeds.address.standing import Standing
from app.feeds.content.deadlines import DeadlineKey, DueDay, Revision, revision_of
from app.feeds.content.entries import busy_entry, entry_of_deadline, entry_of_meeting
from app.feeds.content.facts import facts_of
from app.feeds.content.ical import END, event_text, head_text
from app.feeds.content.rendered import KeptEvent, RenderedEvents, Variant, rendered_events
from app.feeds.content.said import find_said, revision_after, said_in
from app.feeds.models import Subscription
from app.feeds.queries import InFeed, deadline_revisions, deadlines_in, rows_in

#: What a calendar says of deadlines that no calendar said before.
Unnoted = dict[DeadlineKey, Revision]
#: The bytes that the same address gave last, where there are deadlines to compare with them.
GivenLast = Callable[[], bytes]


def nothing() -> bytes:
    """The bytes of an address that gave nothing before."""
    return b""


def calendar_of(
    subscription: Subscription,
    today: date,
    unnoted: Unnoted | None = None,
    given_last: GivenLast = nothing,
) -> bytes:
    """What its reader may see on this day, as it is now.

    One narrow statement says which meetings and which revisions; only events that were not written
    before are read and written. What is to be noted after it was given is put in `unnoted`.
    """
    with force_locale(subscription.person.language):
        return _joined(
            subscription,
            *_events(subscription, rows_in(subscription, today)),
            *_deadlines(subscription, today, {} if unnoted is None else unnoted, given_last),
        )


def empty_calendar_of(subscription: Subscription) -> bytes:
    """The same without a single event: what takes a calendar from a phone."""
    with force_locale(subscription.person.language):
        return _joined(subscription)


def calendar_now(standing: Standing, given_last: GivenLast = nothing) -> tuple[bytes, Unnoted]:
    """The calendar as it is now; an empty one where the address gives no meetings any more.

    All of it is of one moment: which meetings it may show, and what those are. It may be called
    again in the same request, so what was remembered of days is forgotten first.
    """
    forget_days()
    unnoted: Unnoted = {}
    with snapshot():
        subscription = db.session.get_one(Subscription, standing.subscription_id)
        if standing.runs:
            return calendar_of(subscription, clock.today(), unnoted, given_last), unnoted
        return empty_calendar_of(subscription), unnoted


def _joined(subscription: Subscription, *events: bytes) -> bytes:
    name = _("Vooroverleg: %(name)s", name=subscription.name)
    return b"".join((head_text(name, subscription.color), *events, END))


def _deadlines(
    subscription: Subscription, today: date, unnoted: Unnoted, given_last: GivenLast
) -> Iterator[bytes]:
    """The days of deadlines; a new revision is noted after the response: a GET writes nothing."""
    days = deadlines_in(subscription, today)
    known = deadline_revisions([day.key for day in days])
    said = said_in(given_last()) if days else {}
    for day in days:
        last, now = known.get(day.key), clock.now()
        revision = revision_of(day, last, now)
        text = _deadline_text(day, revision)
        before = find_said(text, said)
        if before is not None and before.text != text:  # a note of it may be lost
            revision = revision_after(before, day, revision, last, now, _deadline_text)
            text = _deadline_text(day, revision)
        if revision != last:
            unnoted[day.key] = revision
        yield text


def _deadline_text(day: DueDay, revision: Revision) -> bytes:
    return event_text(entry_of_deadline(day, revision))


def _events(subscription: Subscription, rows: list[InFeed]) -> list[bytes]:
    memory, root = rendered_events(), public_root()
    language = subscription.person.language
    whole = Variant(language, root, subscription.alarm_minutes)
    busy = Variant(language, root, busy=True)
    shelves = (memory.shelf(whole), memory.shelf(busy))
    kept = [shelves[row.busy].get(row.meeting_id) for row in rows]
    fresh: dict[int, KeptEvent] = {}
    for variant in (whole, busy):
        fresh |= _written(
            memory,
            variant,
            [
                row.meeting_id
                for row, event in zip(rows, kept, strict=True)
                if row.busy == variant.busy and (event is None or event[0] != row.revised_at)
            ],
        )
    if fresh:
        kept = [fresh.get(row.meeting_id, event) for row, event in zip(rows, kept, strict=True)]
    return [event[1] for event in kept if event is not None]


def _written(
    memory: RenderedEvents, variant: Variant, ids: Collection[int]
) -> dict[int, KeptEvent]:
    """Events that were not written before, each with the revision that it was read with."""
    if not ids:
        return {}
    entry = busy_entry if variant.busy else entry_of_meeting
    found = {
        facts.id: (facts.revised_at, event_text(entry(facts), variant.alarm_minutes))
        for facts in facts_of(ids)
    }
    memory.keep(variant, found)
    return found
