"""Working days: the one place where days are counted for deadlines. Pure: today is passed in.

Public holidays come from a library: those of the Algemene termijnenwet, article 3, on which
Good Friday and 5 May (every year) count too. `closed` holds further days on which this
municipality does not work.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache

import holidays
from flask_babel import gettext as _
from flask_babel import ngettext

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@cache
def holiday_names(year: int) -> Mapping[date, str]:
    """The holidays of a year in the Netherlands (Algemene termijnenwet, article 3), in Dutch."""
    found = holidays.country_holidays(
        "NL", years=year, categories=("public", "optional"), language="nl"
    )
    return dict(sorted(found.items()))


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The days of those holidays."""
    return frozenset(holiday_names(year))


def is_working_day(day: date, closed: Collection[date] = frozenset()) -> bool:
    """Whether people work on this day: no weekend, holiday or closed day."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year) and day not in closed


def add_working_days(day: date, count: int, closed: Collection[date] = frozenset()) -> date:
    """The working day so many working days after a day, or before it where count is negative.

    The day itself is not counted; a count of 0 gives the day back, working day or not.
    """
    return _counted(day, count, frozenset(closed))


@lru_cache(maxsize=16384)
def _counted(day: date, count: int, closed: frozenset[date]) -> date:
    """The same, counted once for the many meetings of a list."""
    step = ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        if is_working_day(day, closed):
            left -= 1
    return day


def working_days_until(day: date, today: date, closed: Collection[date] = frozenset()) -> int:
    """How many working days there are until a day; negative once it has passed.

    Never 0 but on the day itself: on Saturday, what was due on Friday is a working day late.
    """
    if day == today:
        return 0
    passed = _working_days_after(min(day, today), max(day, today), frozenset(closed))
    return max(passed, 1) if day > today else -max(passed, 1)


@lru_cache(maxsize=4096)
def _working_days_after(first: date, last: date, closed: frozenset[date]) -> int:
    """The working days after the first day, up to and with the last."""
    days = range(1, (last - first).days + 1)
    return sum(is_working_day(first + timedelta(days=number), closed) for number in days)


def in_words(days: int) -> str:
    """Working days as people say them: "over 3 werkdagen", "vandaag", "2 werkdagen te laat"."""
    if days == 0:
        return _("vandaag")
    if days > 0:
        return ngettext("over %(num)d werkdag", "over %(num)d werkdagen", days)
    return ngettext("%(num)d werkdag te laat", "%(num)d werkdagen te laat", -days)
