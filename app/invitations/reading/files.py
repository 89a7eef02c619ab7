"""A whole file: its calendars, and what their events come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.invitations.reading import wording
from app.invitations.reading.envelopes import calendar_in
from app.invitations.reading.events import LONGEST_UID, Event, event_of
from app.invitations.reading.facts import Refusal
from app.invitations.reading.lines import Component, components
from app.invitations.reading.moments import moment_of
from app.invitations.reading.problems import CannotRead
from app.invitations.reading.repeating import Budget
from app.invitations.reading.series import Found, together
from app.invitations.reading.zones import Zones

#: More is a calendar of somebody, and no invitation.
MOST_OCCURRENCES = 2_000
#: What a calendar may be meant to do; answers of others are no invitation.
METHODS = {"REQUEST", "PUBLISH", "ADD", "CANCEL"}
_ANSWERS = {"REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"}


def facts_in(content: bytes, answers: Mapping[str, str], today: date) -> dict[str, Any]:
    """What a file says, as the parts of a `Reading`; raises CannotRead."""
    root = components(calendar_in(content))
    calendars = list(root.named("VCALENDAR")) or [root]
    methods = [_method(calendar) for calendar in calendars]
    budget, found, events = Budget(), Found(), []
    position = 0
    for calendar, method in zip(calendars, methods, strict=True):
        zones = Zones([calendar, *calendars], answers, budget)
        for component in calendar.named("VEVENT"):
            position += 1
            event = _event(component, method, zones, position, found)
            if event is not None:
                events.append(event)
    _require_events(root, position)
    for same in _by_uid(events):
        told = together(same, today, budget)
        found.occurrences += told.occurrences
        found.refusals += told.refusals
        found.series += told.series
        if len(found.occurrences) > MOST_OCCURRENCES:
            raise CannotRead("many")
    return _answer(found, methods[0])


def _method(calendar: Component) -> str:
    method = calendar.text("METHOD").upper() or "PUBLISH"
    if method in _ANSWERS:
        raise CannotRead(f"method_{method.lower()}")
    if method not in METHODS:
        return "PUBLISH"
    return method


def _event(
    component: Component, method: str, zones: Zones, position: int, found: Found
) -> Event | None:
    """The event, or None with its refusal noted: a bad one leaves the good ones alone."""
    try:
        return event_of(component, method, zones, position)
    except CannotRead as refusal:
        if refusal.reason == "heavy":
            raise
        title, _cancelled = wording.title_of(component.text("SUMMARY"))
        uid, which = component.text("UID")[:LONGEST_UID], _which(component, zones)
        found.refusals.append(Refusal(uid, which, refusal.reason, title, position))
        return None


def _which(component: Component, zones: Zones) -> str:
    """Which of a series an event that is refused speaks of, as far as that can be read."""
    found = component.first("RECURRENCE-ID")
    try:
        return moment_of(found.raw, found.params, zones).key if found else ""
    except CannotRead:
        return ""


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
