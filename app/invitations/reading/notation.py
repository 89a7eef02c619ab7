"""How iCalendar writes days, moments and lengths."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from app.invitations.reading.problems import CannotRead

#: No meeting is before or after these, and a rule that begins there would never end.
FIRST_YEAR, LAST_YEAR = 1900, 2199
_SHAPE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[Tt](\d\d)(\d\d)(\d\d)?([Zz])?)?")
_LENGTH = re.compile(
    r"([+-])?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?"
)
_WEEK, _DAY = timedelta(weeks=1), timedelta(days=1)


def wall_of(text: str) -> tuple[datetime, bool, bool]:
    """What clocks show, whether it is a day only, and whether it stands in UTC."""
    shape = _SHAPE.fullmatch(text.strip())
    if shape is None:
        raise ValueError("no moment")
    year, month, day, hours, minutes, seconds = (int(part or 0) for part in shape.groups()[:6])
    if hours > 24 or minutes > 59 or seconds > 60:
        raise ValueError("no time")
    passed = timedelta(hours=hours, minutes=minutes, seconds=min(seconds, 59))
    return datetime(year, month, day) + passed, shape[4] is None, shape[7] is not None  # noqa: DTZ001 - a wall clock


def length_of(text: str) -> timedelta:
    """A duration such as PT1H30M; raises CannotRead."""
    shape = _LENGTH.fullmatch(text.strip().upper())
    if shape is None or not any(shape.groups()[1:]):
        raise CannotRead("length")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in shape.groups()[1:])
    length = weeks * _WEEK + days * _DAY
    length += timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -length if shape[1] == "-" else length
