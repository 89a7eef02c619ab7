"""Dates, times and money as people here say them, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from app.core import clock

#: The months as Dutch files and people write them, whatever the language of the page.
DUTCH_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus"),
    *("september", "oktober", "november", "december"),
)


def short_day(day: date) -> str:
    """ "do 3 december", with the year where it is not the present one."""
    pattern = "EEE d MMMM" if day.year == clock.today().year else "EEE d MMMM y"
    return _formatted(day, pattern, _locale()).replace(".", "", 1)


def day_and_month(day: date) -> str:
    """ "do 3 december": where the year is known."""
    return _formatted(day, "EEE d MMMM", _locale()).replace(".", "", 1)


def short_day_number(moment: datetime) -> str:
    """ "do 3": in a week that is named already."""
    day = clock.local(moment).date()
    return _formatted(day, "EEE d", _locale()).replace(".", "", 1)


def week_label(monday: date) -> str:
    """ "23 nov": the week that begins on this day, in the head of a column."""
    return _formatted(monday, "d MMM", _locale()).replace(".", "")


def full_day(day: date) -> str:
    """ "donderdag 3 december 2026"."""
    return _formatted(day, "EEEE d MMMM y", _locale())


def plain_day(day: date) -> str:
    """ "3 december 2026": for periods, where the day of the week says nothing."""
    return _formatted(day, "d MMMM y", _locale())


def plain_days(first: date, last: date) -> str:
    """ "7–13 december 2026", "30 november – 6 december 2026"."""
    end = _formatted(last, "d MMMM y", _locale())
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}" if first < last else end
    begin = _formatted(first, "d MMMM" if first.year == last.year else "d MMMM y", _locale())
    return f"{begin} – {end}"


def clock_time(moment: datetime) -> str:
    """ "09.30" in Dutch, "09:30" in English."""
    return wall_time(clock.local(moment).time())


def short_moment(start: datetime, end: datetime | None = None) -> str:
    """ "do 3 december, 09.30–11.00"."""
    text = f"{short_day(clock.local(start).date())}, {clock_time(start)}"
    if end is None:
        return text
    if clock.local(end).date() == clock.local(start).date():
        return f"{text}–{clock_time(end)}"
    return f"{text} – {short_day(clock.local(end).date())}, {clock_time(end)}"


def full_moment(moment: datetime) -> str:
    """ "donderdag 3 december 2026, 09.30 uur"."""
    day = full_day(clock.local(moment).date())
    return _("%(day)s, %(time)s uur", day=day, time=clock_time(moment))


def month_name(day: date) -> str:
    """ "december 2026"."""
    return format_skeleton("yMMMM", day, locale=_locale())


def short_month_name(day: date) -> str:
    """ "dec 2026": in the head of a narrow column."""
    return _formatted(day, "MMM y", _locale()).replace(".", "", 1)


def bare_month_name(day: date) -> str:
    """ "december": where the year goes without saying."""
    return _formatted(day, "LLLL", _locale())


def weekday_name(day: date) -> str:
    """ "donderdag"."""
    return _formatted(day, "EEEE", _locale())


def weekday_letters(day: date) -> str:
    """ "do": for the head of a calendar."""
    return _formatted(day, "EEEEEE", _locale())


def weekday_and_day(day: date) -> str:
    """ "do 3": where the month is known."""
    return _formatted(day, "EEE d", _locale()).replace(".", "", 1)


def wall_time(at: time) -> str:
    """A time of the Dutch wall clock: "09.30" in Dutch, "09:30" in English."""
    return at.strftime("%H.%M" if _locale().startswith("nl") else "%H:%M")


def days_in_words(day: date) -> str:
    """ "vandaag", "morgen", "over 4 dagen", "3 dagen geleden" (calendar days)."""
    distance = (day - clock.today()).days
    near = {0: _("vandaag"), 1: _("morgen"), -1: _("gisteren")}
    if distance in near:
        return near[distance]
    if distance > 0:
        return ngettext("over %(num)d dag", "over %(num)d dagen", distance)
    return ngettext("%(num)d dag geleden", "%(num)d dagen geleden", -distance)


def money(cents: int) -> str:
    """ "€ 12.500" for whole euros, with cents where there are any."""
    digits = "¤ #,##0" if cents % 100 == 0 else "¤ #,##0.00"
    return format_currency(
        cents / 100, "EUR", format=digits, locale=_locale(), currency_digits=False
    )


@lru_cache(maxsize=4096)
def _formatted(day: date, pattern: str, locale: str) -> str:
    """The same few days stand on every page, and Babel reads its pattern anew each time."""
    return format_date(day, pattern, locale=locale)


def _locale() -> str:
    return str(get_locale() or "nl")
