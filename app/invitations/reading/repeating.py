"""When something that repeats begins, from the text of a rule, within bounds."""

from __future__ import annotations

import datetime as datetimes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from types import SimpleNamespace

from dateutil import rrule

from app.invitations.reading.notation import LAST_YEAR, wall_of
from app.invitations.reading.problems import CannotRead

#: What is walked through of all rules in a file together.
MOST_STEPS = 100_000
#: A list in a rule, such as the days of a year.
LONGEST_LIST = 400
#: "The first and the last of them" are two; each is looked up anew in every month.
MOST_PLACES = 31
#: Times of one day: more often is no meeting.
MOST_TIMES = 24
_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}
_PARTS = {"FREQ", "INTERVAL", "COUNT", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY", "BYMONTHDAY"}
_PARTS |= {"BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST"}


class Budget:
    """What may still be walked through."""

    def __init__(self) -> None:
        self.left = MOST_STEPS

    def take(self) -> None:
        """One step; too many are refused."""
        self.left -= 1
        if self.left < 0:
            raise CannotRead("heavy")


def starts(
    text: str,
    start: datetime,
    last: datetime,
    budget: Budget,
    to_wall: Callable[[datetime], datetime],
) -> list[datetime]:
    """What clocks show at each start up to a last one; the first belongs to it, always.

    `to_wall` turns an end in UTC into what clocks show there. Raises CannotRead.
    """
    parts = _parts(text)
    until = _until(parts.pop("UNTIL", ""), to_wall)
    most = int(parts.pop("COUNT", 0))
    last = min(last, until or last)
    found = [start]
    try:
        with _years_up_to(last.year):
            rule = rrule.rrulestr(";".join(f"{k}={v}" for k, v in parts.items()), dtstart=start)
            for wall in rule:
                budget.take()
                if wall > last or (most and len(found) >= most and wall > start):
                    break
                if wall > start:
                    found.append(wall)
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError):
        raise CannotRead("rule") from None
    return found


@contextmanager
def _years_up_to(year: int) -> Iterator[None]:
    """Let dateutil give up after this year: a rule that never comes true runs to the year 9999."""
    names = vars(rrule)
    names["datetime"] = SimpleNamespace(**{**vars(datetimes), "MAXYEAR": year})
    try:
        yield
    finally:
        names["datetime"] = datetimes


def _parts(text: str) -> dict[str, str]:
    """The parts of a rule by name, once it is one that meetings have."""
    parts: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in text.upper().split(";"))):
        name, equals, value = (one.strip() for one in part.partition("="))
        if name.startswith("X-") or (name == "RSCALE" and value == "GREGORIAN"):
            continue
        if not (equals and value) or name in parts or name not in _PARTS | {"UNTIL"}:
            raise CannotRead("rule")
        if value.count(",") >= (MOST_PLACES if name == "BYSETPOS" else LONGEST_LIST):
            raise CannotRead("rule")
        parts[name] = value
    _check(parts)
    return parts


def _check(parts: dict[str, str]) -> None:
    if parts.get("FREQ") in _OFTEN:
        raise CannotRead("often")
    if parts.get("FREQ") not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
        raise CannotRead("rule")
    for name in ("INTERVAL", "COUNT"):
        number = parts.get(name, "1")
        if not number.isascii() or not number.isdigit() or not int(number[:12]) > 0:
            raise CannotRead("interval" if name == "INTERVAL" else "rule")
        if len(number) > 12:
            raise CannotRead("rule")
    times = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= 1 + parts.get(name, "").count(",")
    if times > MOST_TIMES:
        raise CannotRead("often")


def _until(text: str, to_wall: Callable[[datetime], datetime]) -> datetime | None:
    """What clocks show at the end of a rule."""
    if not text:
        return None
    try:
        wall, is_day, in_utc = wall_of(text)
        if wall.year > LAST_YEAR:  # as some programs write that there is no end
            return None
        if is_day:
            return datetime.combine(wall.date(), time(23, 59, 59))
        return to_wall(wall.replace(tzinfo=UTC)) if in_utc else wall
    except (ValueError, OverflowError):
        raise CannotRead("rule") from None
