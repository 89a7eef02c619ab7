"""Several days at once: by a weekly rule, or from a pasted list. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.rrule import WEEKLY, rrule
from flask_babel import gettext as _

from app.core.dates import DUTCH_MONTHS

MONTHS = {name[:3]: number for number, name in enumerate(DUTCH_MONTHS, 1)} | {"mrt": 3}
_DAY = re.compile(
    r"^(?:(?P<weekday>ma|di|wo|do|vr|za|zo)[a-z]*\.?,?\s+)?"
    r"(?:(?P<iso>\d{4}-\d{1,2}-\d{1,2})"
    r"|(?P<day>\d{1,2})(?:\s*[-/.]\s*(?P<number>\d{1,2})|\s+(?P<month>[a-z]+)\.?)"
    r"(?:\s*[-/.]?\s*(?P<year>\d{4}))?)$",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\s+(?:t/m|tot en met)\s+", re.IGNORECASE)
WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
#: A list or rule of more days than this is a slip.
MOST = 200
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Span:
    """A day, or some days in a row, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Slip:
    """A line of a list that cannot be read, and why."""

    number: int
    line: str
    reason: str


def weekly(first: date, last: date, weekday: int, every: int) -> list[Span]:
    """Every so many weeks on a day of the week (0 is Monday), counted from the first such day."""
    found = rrule(WEEKLY, dtstart=first, until=last, byweekday=weekday, interval=1)
    days = [moment.date() for moment in found][::every]
    return [Span(day, day) for day in days]


def read_list(text: str, year: int) -> tuple[list[Span], list[Slip]]:
    """A list with one day, or "… t/m …", on each line; `year` where a line names none."""
    spans, slips = [], []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = " ".join(raw.split())
        if not line:
            continue
        try:
            spans.append(_span(line, year))
        except ValueError as error:
            slips.append(Slip(number, line[:80], str(error)))
    return spans, slips


def _span(line: str, year: int) -> Span:
    parts = _UNTIL.split(line)
    if len(parts) > 2:
        raise ValueError(_("er staat meer dan één keer “t/m”"))
    first = _day(parts[0], year)
    last = _day(parts[-1], first.year) if len(parts) == 2 else first
    if last < first:
        raise ValueError(_("de laatste dag ligt vóór de eerste"))
    if last - first > LONGEST:
        raise ValueError(_("dat is langer dan een jaar"))
    return Span(first, last)


def _day(text: str, year: int) -> date:
    found = _DAY.match(text)
    if found is None:
        raise ValueError(_("dit is geen datum; schrijf bijvoorbeeld 3-12-2026 of 3 december 2026"))
    day = _date(found, year)
    weekday = (found["weekday"] or "").lower()
    if weekday and WEEKDAYS[day.weekday()] != weekday:
        raise ValueError(_("de dag van de week klopt niet bij deze datum"))
    return day


def _date(found: re.Match[str], year: int) -> date:
    if found["iso"]:
        numbers = [int(part) for part in found["iso"].split("-")]
    else:
        month = int(found["number"] or 0) or MONTHS.get((found["month"] or "")[:3].lower(), 0)
        numbers = [int(found["year"] or year), month, int(found["day"])]
    try:
        day = date(*numbers)
    except ValueError:
        raise ValueError(_("deze dag bestaat niet")) from None
    if not 2000 <= day.year < 2100:
        raise ValueError(_("het jaar ligt te ver weg"))
    return day
