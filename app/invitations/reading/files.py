"""A whole file: its calendars, and what their events come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.invitations.reading import wording
from app.invitations.reading.envelopes import opened
from app.invitations.reading.events import LONGEST_UID, Event, event_of, recurrence_of
from app.invitations.reading.facts import Refusal
from app.invitations.reading.lines import Component, components
from app.invitations.reading.moments import Moment
from app.invitations.reading.problems import CannotRead
from app.invitations.reading.repeating import Budget
from app.invitations.reading.series import Found, in_terms_of, together
from app.invitations.reading.zones import Zones

#: More is a calendar of somebody, and no invitation.
MOST_OCCURRENCES = 2_000
#: What a calendar may be meant to do; answers of others are no invitation.
METHODS = {"REQUEST", "PUBLISH", "ADD", "CANCEL"}
_ANSWERS = {"REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"}


def facts_in(content: bytes, answers: Mapping[str, str], today: date) -> dict[str, Any]:
    """What a file says, as the parts of a `Reading`; raises CannotRead."""
    envelope = opened(content)
    root = components(envelope.calendar)
    calendars = list(root.named("VCALENDAR")) or [root]
    methods = [_method(calendar) for calendar in calendars]
    budget, found = Budget(), Found()
    events: list[Event] = []
    unread: list[Unread] = []
    for calendar, method in zip(calendars, methods, strict=True):
        zones = Zones([calendar, *calendars], answers, budget)
        for component in calendar.named("VEVENT"):
            position = len(events) + len(unread) + 1
            read = _event(component, method, zones, position)
            events.append(read) if isinstance(read, Event) else unread.append(read)
    _require_events(root, len(events) + len(unread))
    found.refusals += _refusals(unread, events)
    for same in _by_uid(events):
        told = together(same, today, budget)
        found.occurrences += told.occurrences
        found.refusals += told.refusals
        found.series += told.series
        if len(found.occurrences) > MOST_OCCURRENCES:
            raise CannotRead("many")
    return {**_answer(found, methods[0]), "sender": envelope.sender}


def _method(calendar: Component) -> str:
    method = calendar.text("METHOD").upper() or "PUBLISH"
    if method in _ANSWERS:
        raise CannotRead(f"method_{method.lower()}")
    if method not in METHODS:
        return "PUBLISH"
    return method


@dataclass(frozen=True)
class Unread:
    """An event that cannot be read."""

    component: Component
    zones: Zones
    position: int
    reason: str


def _event(component: Component, method: str, zones: Zones, position: int) -> Event | Unread:
    """The event, or why it is none: a bad one leaves the good ones alone."""
    try:
        return event_of(component, method, zones, position)
    except CannotRead as refusal:
        if refusal.reason == "heavy":
            raise
        return Unread(component, zones, position, refusal.reason)


def _refusals(unread: list[Unread], events: list[Event]) -> Iterator[Refusal]:
    """What is told of events that cannot be read."""
    wholes = (one for one in events if one.recurrence is None)
    starts = {one.uid: one.start for one in sorted(wholes, key=lambda one: one.rank)}
    for one in unread:
        uid = one.component.text("UID")
        title, _cancelled = wording.title_of(one.component.text("SUMMARY"))
        which = _which(one, starts.get(uid))
        yield Refusal(uid[:LONGEST_UID], which, one.reason, title, one.position)


def _which(one: Unread, start: Moment | None) -> str:
    """Which of a series is spoken of, by the clock of the series, as far as that can be read."""
    try:
        which = recurrence_of(one.component, one.zones, start)
    except CannotRead:
        return ""
    return in_terms_of(start, which).key if which else ""


def _by_uid(events: list[Event]) -> Iterator[list[Event]]:
    same: dict[str, list[Event]] = {}
    for event in events:
        same.setdefault(event.uid, []).append(event)
    return iter(same.values())


def _require_events(root: Component, events: int) -> None:
    """Say what a file holds instead of meetings."""
    if events:
        return
    held = {part.name for one in (root, *root.parts) for part in one.parts}
    for name, reason in (("VTODO", "tasks"), ("VFREEBUSY", "busy"), ("VJOURNAL", "journal")):
        if name in held:
            raise CannotRead(reason)
    raise CannotRead("no_events")


def _answer(found: Found, method: str) -> dict[str, Any]:
    occurrences = sorted(
        found.occurrences, key=lambda one: (one.starts_at, one.uid, one.recurrence_id, one.position)
    )
    return {
        "occurrences": [vars(one) for one in occurrences],
        "refusals": [vars(one) for one in sorted(found.refusals, key=lambda one: one.position)],
        "unknown_zones": sorted(
            {one.asks_zone for one in occurrences if one.asks_zone is not None}
        ),
        "method": method,
        "series": [vars(one) for one in sorted(found.series, key=lambda one: one.uid)],
    }
