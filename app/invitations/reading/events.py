"""The events of a file as facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.invitations.reading.facts import NO_STAMP, Occurrence, Refusal
from app.invitations.reading.lines import CannotRead, Component, components
from app.invitations.reading.zones import AT_HOME, IN_UTC, Zones

_MOMENT = re.compile(r"(\d{8})(?:T(\d{6})(Z)?)?")
_HOUR = timedelta(hours=1)


def read_events(content: bytes, answers: Mapping[str, str], today: date) -> dict[str, Any]:
    """What stands in a file."""
    root = components(content)
    if b"BEGIN:VCALENDAR" not in content[:4096].upper():
        raise CannotRead("kind")
    zones, found, refused = Zones(answers), [], []
    methods = [calendar.text("METHOD").upper() or "PUBLISH" for calendar in root.parts]
    for position, (method, event) in enumerate(_events(root)):
        try:
            found.append(_occurrence(event, method, zones, position))
        except CannotRead as refusal:
            refused.append(
                Refusal(event.text("UID"), "", refusal.reason, event.text("SUMMARY"), position)
            )
    if not found and not refused:
        raise CannotRead("no_events")
    return {
        "occurrences": [asdict(one) for one in found],
        "refusals": [asdict(one) for one in refused],
        "unknown_zones": sorted({one.asks_zone for one in found if one.asks_zone is not None}),
        "method": methods[0],
        "series": [],
    }


def _events(root: Component) -> Iterator[tuple[str, Component]]:
    for calendar in root.named("VCALENDAR"):
        method = calendar.text("METHOD").upper() or "PUBLISH"
        yield from ((method, event) for event in calendar.named("VEVENT"))


def _occurrence(event: Component, method: str, zones: Zones, position: int) -> Occurrence:
    if not event.text("UID"):
        raise CannotRead("no_uid")
    start = event.first("DTSTART")
    if start is None or not (shape := _MOMENT.fullmatch(start.raw.strip())):
        raise CannotRead("no_start")
    all_day = shape[2] is None
    zone = AT_HOME if all_day else IN_UTC if shape[3] else zones.named(start.params.get("TZID", ""))
    starts = zone.utc(datetime.fromisoformat(f"{shape[1]}T{shape[2] or '000000'}"))
    end = event.first("DTEND")
    ends = starts + (timedelta(days=1) if all_day else _HOUR)
    if end is not None and (shape := _MOMENT.fullmatch(end.raw.strip())):
        ends = zone.utc(datetime.fromisoformat(f"{shape[1]}T{shape[2] or '000000'}"))
    organiser = event.first("ORGANIZER")
    stamp = event.text("DTSTAMP").rstrip("Z")
    return Occurrence(
        uid=event.text("UID"),
        recurrence_id="",
        method=method,
        sequence=int(event.text("SEQUENCE") or 0),
        dtstamp=datetime.fromisoformat(stamp).replace(tzinfo=UTC) if stamp else NO_STAMP,
        organiser=organiser.raw.lower().removeprefix("mailto:") if organiser else "",
        organiser_name=organiser.params.get("CN", "") if organiser else "",
        starts_at=starts,
        ends_at=ends,
        all_day=all_day,
        cancelled=method == "CANCEL" or event.text("STATUS").upper() == "CANCELLED",
        title=event.text("SUMMARY"),
        place=event.text("LOCATION"),
        online_url="",
        description=event.text("DESCRIPTION"),
        zone=zone.name,
        position=position,
        asks_zone=zone.asks,
        end_assumed=end is None and not all_day,
    )
