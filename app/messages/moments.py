"""When a mail goes: at once, or with others on the morning of a working day. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from app.core.clock import from_local, local
from app.days.working_days import ONE_DAY, is_working_day
from app.messages.kinds import Timing

#: On the Dutch wall clock; what must be in a bundle is told earlier that morning.
MORNING = time(7)
THURSDAY = 3
#: A working week of five days, as `date.weekday` counts.
WEEKDAYS = range(5)
_WEEK = timedelta(weeks=1)


def moment(
    timing: Timing, weekday: int, now: datetime, closed: Collection[date] = frozenset()
) -> datetime | None:
    """When the mail about something told now goes; None where it never does."""
    if timing == Timing.NEVER:
        return None
    if timing == Timing.NOW:
        return now
    day = local(now).date()
    if timing == Timing.WEEK:
        return _next_weekly(weekday, day, now, closed)
    while not is_working_day(day, closed) or _morning(day) <= now:
        day += ONE_DAY
    return _morning(day)


def _next_weekly(weekday: int, today: date, now: datetime, closed: Collection[date]) -> datetime:
    """The next of its weekday; where nobody works then, the working day before it."""
    chosen = today + timedelta(days=(weekday - today.weekday()) % 7)
    while True:
        day = chosen
        while not is_working_day(day, closed):
            day -= ONE_DAY
        if _morning(day) > now:
            return _morning(day)
        chosen += _WEEK


def _morning(day: date) -> datetime:
    return from_local(datetime.combine(day, MORNING))
