"""Time zones that a file defines itself (VTIMEZONE), for that file only."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from app.invitations.reading.lines import Component
from app.invitations.reading.notation import FIRST_YEAR, LAST_YEAR, wall_of
from app.invitations.reading.problems import CannotRead
from app.invitations.reading.repeating import Budget, starts

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d):?(\d\d)?")
_NOTHING = timedelta(0)
#: So long at least no clock is moved.
_SEASON = timedelta(days=120)
#: How far onsets are worked out at a time, in years.
_FIRST_STRIDE, _STRIDE = 2035, 25


@dataclass(frozen=True, order=True)
class Onset:
    """The moment at which clocks there are put forward or back."""

    moment: datetime  # in UTC, without saying so
    before: timedelta
    after: timedelta

    @property
    def wall(self) -> datetime:
        """From what clocks showed here on, they show the new time."""
        return self.moment + max(self.before, self.after)


class OwnZone(tzinfo):
    """What clocks show by the rules of one VTIMEZONE."""

    def __init__(self, component: Component, budget: Budget) -> None:
        self._parts = [one for one in component.parts if one.name in ("STANDARD", "DAYLIGHT")]
        self._budget = budget
        self._goes_on = any(part.first("RRULE") for part in self._parts)
        self._known_to = 0
        self._onsets: list[Onset] = []
        self._walls: list[datetime] = []
        self._moments: list[datetime] = []
        self._work_out(_FIRST_STRIDE)
        if not self._onsets:
            self._work_out(LAST_YEAR)
        if not self._onsets:
            raise CannotRead("zone")

    def utcoffset(self, wall: datetime | None) -> timedelta:
        """How far clocks are ahead of UTC when they show this, the first time that they do."""
        assert wall is not None
        wall = wall.replace(tzinfo=None)
        self._work_out(wall.year + 1)
        return self._offset(bisect_right(self._walls, wall))

    def covers(self, wall: datetime) -> bool:
        """Whether the file says anything of that time: many begin, or end, with this year."""
        self._work_out(wall.year + 1)
        return self._walls[0] <= wall and (self._goes_on or wall <= self._walls[-1] + _SEASON)

    def dst(self, wall: datetime | None) -> timedelta:
        """Nobody asks."""
        return _NOTHING

    def tzname(self, wall: datetime | None) -> str | None:
        """Nobody asks."""
        return None

    def fromutc(self, moment: datetime) -> datetime:
        """What clocks show at a moment."""
        self._work_out(moment.year + 1)
        index = bisect_right(self._moments, moment.replace(tzinfo=None))
        return moment + self._offset(index)

    def _offset(self, passed: int) -> timedelta:
        """The offset after so many onsets."""
        return self._onsets[passed - 1].after if passed else self._onsets[0].before

    def _work_out(self, year: int) -> None:
        """Know every onset up to this year."""
        if year <= self._known_to:
            return
        self._known_to = -(-year // _STRIDE) * _STRIDE
        last = datetime(self._known_to, 12, 31)  # noqa: DTZ001 - a wall clock
        found = {one for part in self._parts for one in _onsets(part, last, self._budget)}
        self._onsets = sorted(found)
        self._walls = [one.wall for one in self._onsets]
        self._moments = [one.moment for one in self._onsets]


def _onsets(part: Component, last: datetime, budget: Budget) -> set[Onset]:
    """Every onset of a part of a zone; a part that says nothing sensible has none."""
    try:
        before, after = (_offset_of(part.text(name)) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        start = _not_before_telephones(wall_of(part.text("DTSTART"))[0], part)
        walls = {start}
        for rule in part.all("RRULE"):
            walls |= set(
                starts(
                    rule.raw,
                    start,
                    last,
                    budget,
                    lambda moment: moment.replace(tzinfo=None) + before,
                )
            )
        for dates in part.all("RDATE"):
            for text in dates.raw.split(","):
                budget.take()
                wall, _is_day, in_utc = wall_of(text.partition("/")[0])
                walls.add(wall + before if in_utc else wall)
        return {Onset(wall - before, before, after) for wall in walls if wall <= last}
    except (ValueError, OverflowError):
        return set()
    except CannotRead as refusal:
        if refusal.reason == "heavy":
            raise
        return set()


def _not_before_telephones(start: datetime, part: Component) -> datetime:
    """Outlook lets its rules begin in 1601, others in the year 1: no meeting is that old."""
    if start.year >= FIRST_YEAR or part.first("RRULE") is None or start.day > 28:
        return start
    text = part.text("RRULE").upper()
    return start if "COUNT" in text or "INTERVAL" in text else start.replace(year=FIRST_YEAR)


def _offset_of(text: str) -> timedelta:
    shape = _OFFSET.fullmatch(text.strip())
    if shape is None:
        raise ValueError("no offset")
    hours, minutes, seconds = (int(part or 0) for part in shape.groups()[1:])
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if offset >= timedelta(hours=24):
        raise ValueError("no offset")
    return -offset if shape[1] == "-" else offset
