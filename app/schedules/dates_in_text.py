"""Finding dates in a line of text, in any notation that people use here. Pure, and bounded:
lines are short (`reading.LONGEST_LINE`) and no pattern repeats something that itself repeats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.schedules.vocabulary import MONTHS, WEEKDAYS, one_of

#: Day 0 of the day numbers of Excel, and the numbers that are days of 2000 to 2100.
EXCEL_START = date(1899, 12, 30)
EXCEL_DAYS = range(36_526, 73_416)

_WEEKDAY = one_of(WEEKDAYS)
_MONTH = one_of(MONTHS)
_DAY = r"(?<![\d.,:/'-])\d{1,2}(?:ste|de|e|st|nd|rd|th)?(?![\d:]|\.\d)"
#: In two figures only where nothing behind them says that they are something else.
_NO_MORE = rf"(?!\d|[.:,]\d| ?u| ?[-/] ?\d| (?:en |and |{_MONTH}|{_WEEKDAY}))"
_YEAR = rf"(?:'\d{{2}}(?!\d)|(?:19|20|21)\d{{2}}(?!\d)|[23]\d{_NO_MORE})"
_ONE = rf"(?:{_WEEKDAY}[ ,]{{0,2}})?(?:de )?{_DAY}"
_AND = r"(?: ?[,;&+/] ?(?:en |and )?| (?:en|and) )"
#: Days of one month.
_LIST = rf"{_ONE}(?:{_AND}{_ONE}){{0,30}}"
_NO_DIGIT = r"(?<![\d.,:/-])"

_RANGE = re.compile(
    rf"(?P<days>{_DAY}) ?(?:-|t/m|tot en met|tot) ?(?:{_WEEKDAY} )?(?P<last>\d{{1,2}})"
    rf"[ -]{{1,2}}(?P<month>{_MONTH})(?:[ ,-]{{0,3}}(?P<year>{_YEAR}))?"
)
_DAY_MONTH = re.compile(
    rf"(?P<days>{_LIST})[ \t-]{{0,2}}(?:van |of )?(?P<month>{_MONTH})"
    rf"(?:[ \t,-]{{0,3}}(?P<year>{_YEAR}))?"
)
_MONTH_DAY = re.compile(
    rf"(?<![^\W\d_])(?P<month>{_MONTH})[ :]{{1,3}}(?P<days>{_LIST})(?! ?u(?:ur)?\b)"
    rf"(?:,? {{0,2}}(?P<year>{_YEAR}))?"
)
_ISO = re.compile(
    rf"{_NO_DIGIT}(?P<year>(?:19|20|21)\d\d)(?P<by>[-/.])(?P<month>\d{{1,2}})(?P=by)"
    r"(?P<days>\d{1,2})(?!\d)"
)
_COMPACT = re.compile(
    rf"{_NO_DIGIT}(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<days>[0-3]\d)(?!\d)"
)
_FIGURES = re.compile(
    rf"{_NO_DIGIT}(?P<days>\d{{1,2}}) ?(?P<by>[-/.]) ?(?P<month>\d{{1,2}}) ?(?P=by) ?"
    r"(?P<year>(?:19|20|21)\d\d|'?\d\d)(?!\d)"
)
_NO_YEAR = re.compile(
    rf"{_NO_DIGIT}(?P<days>\d{{1,2}})(?:(?P<by>[-/])(?P<month>\d{{1,2}})|\.(?P<dotted>\d{{1,2}})\.)"
    r"(?!\d|[-/:.]\d| ?u(?:ur)?\b)"
)
_UNSURE = re.compile(rf"{_NO_DIGIT}(?P<days>\d{{1,2}})\.(?P<month>0?[1-9]|1[0-2])(?![\d:]| ?u)")
_BARE = re.compile(rf"^(?:[-*•·] ?)?(?P<days>{_LIST})(?! ?u(?:ur)?\b| ?- ?\d)")
_WEEK = re.compile(
    r"(?<![^\W\d_])(?:week|weeknummer|wk|weeknr)\.? ?(\d{1,2})(?!\d)(?:[ ,/-]{0,3}(20\d\d))?"
)
_ISO_WEEK = re.compile(r"(?<!\d)(20\d\d)-?w(\d\d)(?:-?([1-7]))?(?!\d)")
_SERIAL = re.compile(r"^(\d{5})(?:[.,](\d{1,15}))?$")
_EACH = re.compile(rf"(?:(?P<weekday>{_WEEKDAY})[ ,]{{0,2}})?(?:de )?(?P<day>\d{{1,2}})")
_BEFORE = re.compile(rf"(?<![^\W\d_])({_WEEKDAY})[\s,:(]{{0,3}}(?:de |den |op )?$")
_AFTER = re.compile(rf"^(?: ?\(|\t|,? )({_WEEKDAY})(?=\)|\t|$|,)")
_ANY_WEEKDAY = re.compile(rf"(?<![^\W\d_])({_WEEKDAY})")


@dataclass(frozen=True)
class DateFound:
    """A date as it was written: what is not there is None; it need not exist."""

    first: int
    last: int
    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    #: Of the ISO calendar; the day is then known by its weekday.
    week: int | None = None
    #: True for "3-4 december", and for "9.12" that may as well be a time.
    is_range: bool = False
    unsure: bool = False


def find_dates(line: str, month: int | None = None, certain: bool = False) -> list[DateFound]:
    """The dates in a line, in order; the surest notation that gives any goes first.

    `month` is that of the heading above it: bare day numbers then count. `certain` says that
    this is the cell of a column of dates: "9.12" is then no time.
    """
    if _ISO_WEEK.search(line):
        return list(_in_week(line))
    tiers = [(_RANGE, _ISO, _FIGURES, _DAY_MONTH, _MONTH_DAY, _COMPACT), (_NO_YEAR,)]
    if certain:
        tiers.append((_UNSURE,))
    for patterns in tiers:
        found = list(_all(patterns, line))
        if found:
            return sorted(found, key=lambda one: one.first)
    found = list(_in_week(line))
    if not found and month is not None:
        found = [replace(one, month=month) for one in _all((_BARE,), line)]
    if not found and not certain:
        found = [replace(one, unsure=True) for one in _all((_UNSURE,), line)]
    return found


def _all(patterns: tuple[re.Pattern[str], ...], line: str) -> Iterator[DateFound]:
    taken: list[tuple[int, int]] = []
    for pattern in patterns:
        for match in pattern.finditer(line):
            first, last = match.span()
            if any(first < end and start < last for start, end in taken):
                continue
            taken.append((first, last))
            yield from _days_of(match, pattern is _RANGE)


def _days_of(match: re.Match[str], is_range: bool) -> Iterator[DateFound]:
    """A date, or each date of a list such as "3, 10 en 17 december"."""
    groups = match.groupdict()
    month, year = groups.get("month") or groups.get("dotted"), groups.get("year")
    usual = _weekday_beside(match)
    for each in _EACH.finditer(groups["days"]):
        named = WEEKDAYS[each["weekday"].rstrip(".")] if each["weekday"] else usual
        usual = named
        yield DateFound(
            *match.span(),
            day=int(each["day"]),
            month=_month_number(month) if month else None,
            year=_year_number(year) if year else None,
            weekday=named,
            is_range=is_range,
        )


def _month_number(text: str) -> int:
    return int(text) if text.isdecimal() else MONTHS[text.rstrip(".")]


def _year_number(text: str) -> int:
    year = int(text.lstrip("'"))
    return year + 2000 if year < 100 else year


def _weekday_beside(match: re.Match[str]) -> int | None:
    """The day of the week that stands directly before or behind a date."""
    line = match.string
    beside = _BEFORE.search(line[: match.start()]) or _AFTER.search(line[match.end() :])
    return WEEKDAYS[beside[1].rstrip(".")] if beside else None


def _in_week(line: str) -> Iterator[DateFound]:
    """ "week 49, donderdag", "2026-W49-4"; without a weekday the week alone."""
    exact = _ISO_WEEK.search(line)
    named = _ANY_WEEKDAY.search(_WEEK.sub(" ", line))
    weekday = WEEKDAYS[named[1].rstrip(".")] if named else None
    if exact:
        if exact[3]:
            weekday = int(exact[3]) - 1
        yield DateFound(*exact.span(), 0, None, int(exact[1]), weekday, week=int(exact[2]))
        return
    for match in _WEEK.finditer(line):
        year = int(match[2]) if match[2] else None
        yield DateFound(*match.span(), 0, None, year, weekday, week=int(match[1]))


def week_named(line: str) -> int | None:
    """The number of the week that a line names beside its date."""
    match = _WEEK.search(line)
    return int(match[1]) if match else None


def excel_day(cell: str) -> tuple[date, float] | None:
    """The day that a number of Excel stands for, and which part of that day has passed."""
    match = _SERIAL.match(cell)
    if match is None or int(match[1]) not in EXCEL_DAYS:
        return None
    part = float(f"0.{match[2]}") if match[2] else 0.0
    return EXCEL_START + timedelta(days=int(match[1])), part


def without_weekdays(line: str) -> str:
    """A line without names of days."""
    return _ANY_WEEKDAY.sub(" ", line)
