"""The one clock: every moment of the application comes from here, and tests can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

#: Local time of every Dutch municipality; the database holds UTC.
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class _Clock:
    """Holds the moment at which the clock was stopped, if it was."""

    stopped_at: datetime | None = None


def now() -> datetime:
    """The present moment in UTC."""
    return _Clock.stopped_at or datetime.now(UTC)


def today() -> date:
    """The present calendar day in the Netherlands."""
    return now().astimezone(AMSTERDAM).date()


def start_of_today() -> datetime:
    """The moment at which the present calendar day began in the Netherlands, in UTC."""
    return from_local(datetime.combine(today(), time()))


def stop_at(moment: datetime | None) -> None:
    """Stop the clock at a moment (with time zone), or let it run again with None."""
    _Clock.stopped_at = None if moment is None else moment.astimezone(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment for a while, as for history in the sample."""
    before = _Clock.stopped_at
    stop_at(moment)
    try:
        yield
    finally:
        stop_at(before)


def local(moment: datetime) -> datetime:
    """A moment as the Dutch wall clock shows it."""
    return moment.astimezone(AMSTERDAM)


def from_local(naive: datetime) -> datetime:
    """A wall-clock time typed in a form, as UTC (the first of two in the autumn hour)."""
    return naive.replace(tzinfo=AMSTERDAM).astimezone(UTC)
