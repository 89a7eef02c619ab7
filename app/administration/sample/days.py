"""The days of the sample municipality: this year and the next, with council, college and recess."""

from __future__ import annotations

from datetime import date, time, timedelta

from app.core import clock
from app.days import actions
from app.days.actions import PeriodDetails
from app.days.models import DayKind
from app.days.queries import free_days
from app.days.recurrence import weekly
from app.days.working_days import holiday_names
from app.people.models import Person

MONDAY, TUESDAY, WEDNESDAY = 0, 1, 2
#: The council meets every fourth week; its committee two weeks before.
COUNCIL_WEEKS = 4


def load_days(secretary: Person) -> None:
    """Fill this year and the next as a secretary would, and confirm what has passed."""
    today = clock.today()
    for year in (today.year, today.year + 1):
        for period in actions.fill_year(year, secretary):
            if period.last_day < today:
                actions.confirm_period(period, secretary, period.version)
        _add_meetings(year, secretary)


def _add_meetings(year: int, secretary: Person) -> None:
    first, last = date(year, 1, 1), date(year, 12, 31)
    evening, morning = (time(19, 30), time(22, 30)), (time(9, 0), time(12, 0))
    rules = (
        (DayKind.COUNCIL, MONDAY, COUNCIL_WEEKS, first + timedelta(weeks=3), evening),
        (DayKind.COMMITTEE, WEDNESDAY, COUNCIL_WEEKS, first + timedelta(weeks=1), evening),
        (DayKind.EXECUTIVE, TUESDAY, 1, first, morning),
    )
    free = free_days(first, last)
    for kind, weekday, every, begin, (starts, ends) in rules:
        spans = [one for one in weekly(begin, last, weekday, every) if one.first not in free]
        details = PeriodDetails(kind, first, first, starts=starts, ends=ends)
        actions.add_several(details, spans, secretary)
    day = _friday_after_ascension(year)
    name, source = "Vrijdag na Hemelvaartsdag", "collectieve vrije dag"
    actions.add_period(PeriodDetails(DayKind.CLOSED, day, day, name, source=source), secretary)


def _friday_after_ascension(year: int) -> date:
    ascension = next(day for day, name in holiday_names(year).items() if "Hemelvaart" in name)
    return ascension + timedelta(days=1)
