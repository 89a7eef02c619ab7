"""The days of one year as the page shows them: a list per kind, and a picture of the months."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from app.days.models import DayKind, Period
from app.days.queries import HOLIDAY, DayFact, holidays_between, own_region, periods_between
from app.days.words import LISTS

#: Lists of single days, shown close together by month.
BY_MONTH = (DayKind.COUNCIL, DayKind.COMMITTEE, DayKind.EXECUTIVE)


@dataclass(frozen=True)
class KindList:
    """All of one kind in a year, in order."""

    kind: str
    title: str
    rows: Sequence[Period]

    @property
    def months(self) -> list[tuple[date, list[Period]]]:
        """The rows by the month in which they begin."""
        found: dict[date, list[Period]] = {}
        for row in self.rows:
            found.setdefault(row.first_day.replace(day=1), []).append(row)
        return list(found.items())

    @property
    def times(self) -> tuple[time, time] | None:
        """Begin and end, where they are the same for all."""
        found = {(row.starts, row.ends) for row in self.rows}
        starts, ends = found.pop() if len(found) == 1 else (None, None)
        return (starts, ends) if starts is not None and ends is not None else None

    @property
    def seen(self) -> str:
        """What "everything confirmed" is about: id and version of each row that asks for it."""
        return " ".join(f"{row.id}.{row.version}" for row in self.rows if row.to_confirm)

    @property
    def by_month(self) -> bool:
        """Whether these are days that come back all year."""
        return self.kind in BY_MONTH


@dataclass(frozen=True)
class Cell:
    """One day in the picture, with the kinds that fall on it."""

    day: date
    kinds: frozenset[str]


@dataclass(frozen=True)
class Month:
    """One month in the picture: weeks from Monday, None where the month has no day."""

    first: date
    weeks: Sequence[Sequence[Cell | None]]


@dataclass(frozen=True)
class Year:
    """Everything on the page of a year."""

    number: int
    region: str
    holidays: Sequence[DayFact]
    lists: Sequence[KindList]
    #: School holidays of the other regions.
    elsewhere: Sequence[Period]
    months: Sequence[Month]
    to_confirm: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing was recorded yet; public holidays are always there."""
        return not any(one.rows for one in self.lists) and not self.elsewhere


def read_year(number: int) -> Year:
    """The days of a year; two statements."""
    first, last = date(number, 1, 1), date(number, 12, 31)
    region = own_region()
    rows = periods_between(first, last)
    ours = [row for row in rows if row.region in (None, region)]
    holidays = holidays_between(first, last)
    return Year(
        number=number,
        region=region,
        holidays=holidays,
        lists=[
            KindList(kind, str(title), [row for row in ours if row.kind == kind])
            for kind, title in LISTS.items()
            if kind != HOLIDAY
        ],
        elsewhere=[row for row in rows if row not in ours],
        months=_months(number, _kinds_by_day(ours, holidays, first, last)),
        to_confirm=sum(row.to_confirm for row in rows),
    )


def _kinds_by_day(
    rows: Sequence[Period], holidays: Sequence[DayFact], first: date, last: date
) -> dict[date, set[str]]:
    found: dict[date, set[str]] = {}
    spans: list[Period | DayFact] = [*rows, *holidays]
    for row in spans:
        day = max(row.first_day, first)
        while day <= min(row.last_day, last):
            found.setdefault(day, set()).add(row.kind)
            day += timedelta(days=1)
    return found


def _months(number: int, kinds: dict[date, set[str]]) -> list[Month]:
    return [
        Month(
            date(number, month, 1),
            [
                [
                    Cell(day, frozenset(kinds.get(day, ()))) if day.month == month else None
                    for day in week
                ]
                for week in Calendar().monthdatescalendar(number, month)
            ],
        )
        for month in range(1, 13)
    ]
