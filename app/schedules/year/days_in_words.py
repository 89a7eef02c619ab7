"""What the picture of a year shows of its days, in words: for who does not see it, or too small."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from app.core.dates import bare_month_name, day_and_month, short_month_name
from app.days.models import DayKind
from app.days.queries import HOLIDAY, DayFact
from app.days.words import LISTS, span
from app.schedules.year.asked import Span

#: In the order in which a list names them; the first have names, of the others the dates suffice.
_NAMED = (HOLIDAY, DayKind.RECESS, DayKind.CLOSED)
_DATED = (DayKind.COUNCIL, DayKind.EXECUTIVE)


@dataclass(frozen=True)
class DayList:
    """The days of one kind."""

    title: str
    words: str


def days_in_words(facts: Iterable[DayFact], months: Span) -> list[DayList]:
    """Every day that the picture marks, by kind; a question mark where it is to be confirmed."""
    rows = list(facts)
    found = []
    for kind in (*_NAMED, *_DATED):
        of_kind = [one for one in rows if one.kind == kind]
        if of_kind:
            words = _dated(of_kind, months) if kind in _DATED else _named(of_kind, months)
            found.append(DayList(str(LISTS[kind]), words))
    return found


def _named(rows: Iterable[DayFact], months: Span) -> str:
    """ "Meireces, za 24 april – zo 9 mei; …"."""
    return "; ".join(f"{one.name}, {_when(one, months)}{_doubt(one)}" for one in rows)


def _when(row: DayFact, months: Span) -> str:
    if months.year is None:
        return span(row.first_day, row.last_day)
    begin, end = day_and_month(row.first_day), day_and_month(row.last_day)
    return begin if begin == end else f"{begin} – {end}"


def _dated(rows: Iterable[DayFact], months: Span) -> str:
    """ "7, 21 december; 4 januari"."""
    name = bare_month_name if months.year is not None else short_month_name
    found = []
    for first, of_month in groupby(rows, lambda one: one.first_day.replace(day=1)):
        dates = [f"{one.first_day.day}{_doubt(one)}" for one in of_month]
        found.append(f"{', '.join(dates)} {name(first)}")
    return "; ".join(found)


def _doubt(row: DayFact) -> str:
    return "?" if row.to_confirm else ""
