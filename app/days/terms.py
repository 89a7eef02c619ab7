"""Terms set by law: when they end (Algemene termijnenwet). Pure.

Only the days of the law count here, never the days on which one municipality is closed. Days
that a royal decree equates with holidays (article 3.3) are passed in by who knows them. The
articles were read in secondary sources; they carry "te bevestigen" where they are shown.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from app.days.working_days import ONE_DAY, SATURDAY, public_holidays


class Unit(StrEnum):
    """In what a term is expressed."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


#: One of each, as the calendar has it.
LENGTHS = {
    Unit.DAYS: relativedelta(days=1),
    Unit.WEEKS: relativedelta(weeks=1),
    Unit.MONTHS: relativedelta(months=1),
    Unit.YEARS: relativedelta(years=1),
}
#: The longest terms that the law prolongs (article 4 a); one in years never is.
LONGEST = {Unit.DAYS: 90, Unit.WEEKS: 12, Unit.MONTHS: 3, Unit.YEARS: 0}
#: From so many days on a term must hold two working days (article 2).
SHORTEST_GUARDED = timedelta(days=3)
WORKING_DAYS_WITHIN = 2


@dataclass(frozen=True)
class Term:
    """A length of time as a law says it: 8 weeks, 3 months."""

    amount: int
    unit: Unit

    @property
    def is_prolonged(self) -> bool:
        """Whether the law applies: not over 90 days, 12 weeks, 3 months, nor in years (art. 4)."""
        return self.amount <= LONGEST[self.unit]

    def after(self, day: date) -> date:
        """The last day of a term that begins the day after this one, as the calendar has it."""
        return day + self._length()

    def before(self, day: date) -> date:
        """The day so long before this one, as the calendar has it."""
        return day - self._length()

    def _length(self) -> relativedelta:
        return self.amount * LENGTHS[self.unit]


def is_open_day(day: date, equated: Collection[date] = frozenset()) -> bool:
    """Whether a day is no Saturday, Sunday or generally recognised holiday.

    Algemene termijnenwet, article 3: New Year's Day, Easter and Whit Monday, both Christmas days,
    Ascension Day, King's Day and 5 May (3.1), Good Friday (3.2), and days equated by royal
    decree (3.3), which are passed in.
    """
    return day.weekday() < SATURDAY and day not in public_holidays(day.year) and day not in equated


def term_ends_on(day: date, term: Term, equated: Collection[date] = frozenset()) -> date:
    """The last day of a term set by law that begins the day after `day`.

    Algemene termijnenwet, article 1.1: one that would end on a Saturday, Sunday or holiday runs to
    the next day that is none; article 2: a term of at least three days holds at least two such
    days; article 4: not for terms of more than 90 days, 12 weeks, 3 months, or in years.
    """
    last = term.after(day)
    if not term.is_prolonged:
        return last
    if last - day >= SHORTEST_GUARDED:
        last = _with_two_open_days(day, last, equated)
    while not is_open_day(last, equated):
        last += ONE_DAY
    return last


def term_begins_on(day: date, term: Term) -> date:
    """The day that lies a term set by law before `day`.

    Algemene termijnenwet, article 1.2: what is counted back from a moment or event is never
    moved, also where it lands on a Sunday.
    """
    return term.before(day)


def _with_two_open_days(day: date, last: date, equated: Collection[date]) -> date:
    """The last day, so much later that two open days lie in the term (article 2)."""
    found, one = 0, day
    while found < WORKING_DAYS_WITHIN:
        one += ONE_DAY
        found += is_open_day(one, equated)
    return max(one, last)
