"""The calendar of the law computed once more, by hand: nothing of the application is used."""

from __future__ import annotations

from datetime import date, timedelta


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian algorithm."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, skipped = divmod(century, 4)
    shift = (century + 8) // 25
    moon = (19 * golden + century - leap - (century - shift + 1) // 3 + 15) % 30
    week = (32 + 2 * skipped + 2 * (rest // 4) - moon - rest % 4) % 7
    fix = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * fix + 114, 31)
    return date(year, month, day + 1)


def holidays(year: int) -> set[date]:
    """The days of article 3 of the Algemene termijnenwet, and the Sundays of Easter and Whitsun."""
    sunday = easter(year)
    moving = {sunday + timedelta(days=days) for days in (-2, 0, 1, 39, 49, 50)}
    king = date(year, 4, 27)
    if king.isoweekday() == 7:
        king = date(year, 4, 26)
    fixed = {date(year, 1, 1), king, date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)}
    return moving | fixed


def works(day: date) -> bool:
    """Whether a day is no Saturday, Sunday or holiday."""
    return day.isoweekday() not in (6, 7) and day not in holidays(day.year)
