"""The year as a picture: each month with its days, those that are taken, those that are asked."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.days.models import DayKind
from app.days.queries import HOLIDAY, facts_between
from app.schedules.checking import Mark
from app.schedules.proposals import Proposal
from app.schedules.words import MILD

#: More months than this make no picture.
MOST_MONTHS = 24
_FREE_KINDS = (DayKind.RECESS, HOLIDAY, DayKind.CLOSED)


@dataclass(frozen=True)
class Day:
    """A day in the picture: where it stands, and what is on it."""

    number: int
    #: In which column (Monday 0) and row.
    column: int
    row: int
    #: "meeting", "clash", "off" (not ticked), "free" (recess, holiday), "weekend" or "".
    kind: str


@dataclass(frozen=True)
class Month:
    """A month in the picture."""

    first: date
    days: list[Day]
    meetings: int
    clashes: int


def months_of(rows: Sequence[Proposal], marks: Mapping[int, Sequence[Mark]]) -> list[Month]:
    """The months from the first to the last row; none where that is too long for a picture."""
    days = [one.day for one in rows if one.day is not None]
    if not days:
        return []
    first = min(days).replace(day=1)
    last = max(days)
    if (last.year - first.year) * 12 + last.month - first.month >= MOST_MONTHS:
        return []
    if first.year == last.year:
        first, last = date(first.year, 1, 1), date(first.year, 12, 31)
    kinds = _kinds(rows, marks)
    free = _free(first, last.replace(day=calendar.monthrange(last.year, last.month)[1]))
    found = []
    while first <= last:
        found.append(_month(first, kinds, free))
        first = (first + timedelta(days=31)).replace(day=1)
    return found


def _kinds(rows: Sequence[Proposal], marks: Mapping[int, Sequence[Mark]]) -> dict[date, str]:
    """What the rows make of their days; a clash goes before a meeting, that before nothing."""
    order = ("off", "meeting", "clash")
    found: dict[date, str] = {}
    for one in rows:
        if one.day is None:
            continue
        clash = any(mark.kind not in MILD for mark in marks.get(one.number, ()))
        kind = ("clash" if clash else "meeting") if one.take else "off"
        found[one.day] = max(kind, found.get(one.day, "off"), key=order.index)
    return found


def _free(first: date, last: date) -> set[date]:
    found: set[date] = set()
    for fact in facts_between(first, last):
        if fact.kind in _FREE_KINDS:
            length = (fact.last_day - fact.first_day).days + 1
            found |= {fact.first_day + timedelta(days=number) for number in range(length)}
    return found


def _month(first: date, kinds: Mapping[date, str], free: set[date]) -> Month:
    days = []
    for number in range(1, calendar.monthrange(first.year, first.month)[1] + 1):
        day = first.replace(day=number)
        quiet = "free" if day in free else "weekend" if day.weekday() > 4 else ""
        place = first.weekday() + number - 1
        days.append(Day(number, place % 7, place // 7, kinds.get(day, quiet)))
    return Month(
        first,
        days,
        sum(one.kind in ("meeting", "clash") for one in days),
        sum(one.kind == "clash" for one in days),
    )
