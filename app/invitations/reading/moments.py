"""Days and moments as the properties of a file give them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time

from app.invitations.reading.lines import Property
from app.invitations.reading.notation import FIRST_YEAR, LAST_YEAR, wall_of
from app.invitations.reading.problems import CannotRead
from app.invitations.reading.zones import AT_HOME, IN_UTC, Zone, Zones


@dataclass(frozen=True)
class Moment:
    """A moment, or a day as a whole, as clocks somewhere show it."""

    wall: datetime
    is_day: bool
    zone: Zone

    @property
    def utc(self) -> datetime:
        """The moment; of a day its midnight in the Netherlands."""
        return self.zone.utc(self.wall)

    @property
    def key(self) -> str:
        """The same text for the same moment, or the same day."""
        return f"{self.wall:%Y%m%d}" if self.is_day else f"{self.utc:%Y%m%dT%H%M%SZ}"

    def as_day(self) -> Moment:
        """The day on which it falls there."""
        return Moment(datetime.combine(self.wall.date(), time()), True, AT_HOME)


def moment_of(
    text: str, params: dict[str, str], zones: Zones, start: Moment | None = None
) -> Moment:
    """The moment of one value; raises CannotRead.

    One in no zone is in that of the start beside it. A start in UTC tells nothing of where the
    organiser is: then it is in the zone of the calendar, or is asked.
    """
    try:
        wall, is_day, in_utc = wall_of(text)
    except (ValueError, OverflowError):
        raise CannotRead("moment") from None
    if not FIRST_YEAR <= wall.year <= LAST_YEAR:
        raise CannotRead("year")
    if is_day or params.get("VALUE", "").upper() == "DATE":
        return Moment(wall, True, AT_HOME).as_day()
    name = params.get("TZID", "")
    if in_utc:
        zone = IN_UTC
    elif not name.strip() and start is not None and not start.is_day and start.zone != IN_UTC:
        zone = start.zone
    else:
        zone = zones.named(name)
    return Moment(wall, False, zone)


def stamp_of(found: Property | None) -> datetime | None:
    """A moment that should stand in UTC, and is taken so."""
    try:
        return wall_of(found.raw)[0].replace(tzinfo=UTC) if found else None
    except (ValueError, OverflowError):
        return None
