"""From dates and times that were found to proposals and questions: what is meant. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from app.schedules.dates_in_text import DateFound, without_weekdays
from app.schedules.readings import Reading, Why, shown
from app.schedules.times_in_text import EARLIEST, TimeFound, find_times

MOVED = re.compile(r"verplaatst|verschoven|verzet naar|i\.?p\.?v\b|in plaats van|moved|was eerst")
CANCELLED = re.compile(
    r"vervalt|vervallen|geannuleerd|afgelast|gaat niet door|cancelled|canceled"
    r"|\bgeen (?:vergadering|overleg|bijeenkomst|bestuur)|\bniet (?:op )?\d"
)
#: Before a date: a day by which something is sent in, no day on which anybody meets.
OTHER_DAY = re.compile(
    r"\b(?:uiterlijk|deadline|aanlever\w*|inlever\w*|verzend\w*|aanmelden|afmelden)\b"
)
#: An hour that stands there and is no time ("25.00 uur", "0930"): it is asked, never replaced.
_NO_TIME = re.compile(r"\d ?(?:uur|u)(?![^\W\d_])|(?<!\d)0[7-9][0-5]\d(?!\d)")
_OR = re.compile(r"\b(?:of|or)\b")
_LISTING = re.compile(r"\b(?:uur|u|h|en|and|om|op|van|vanaf|at|telkens|steeds)\b|[\s,;&+/.:()-]")
_SENTENCE = re.compile(r"[.!?;] +(?=\S)")

Span = tuple[int, int]


@dataclass
class Parts:
    """What was found in one line or row."""

    line: int
    text: str
    dates: list[DateFound]
    times: list[TimeFound]
    place: str = ""
    body_id: int | None = None
    #: Of the line as a whole, before what is asked of its day and time; of its body, after it.
    why: Why | None = None
    body_why: Why | None = None
    detail: str = ""
    #: The week that stands beside the date.
    week: int | None = None

    @property
    def spans(self) -> list[Span]:
        """Where the dates stand, each place once, in order."""
        return spans_of(self.dates)


@dataclass(frozen=True)
class Frame:
    """In which days a line is read: the period, and the year of the heading above it."""

    first: date
    last: date
    year: int | None = None

    def year_of(self, one: DateFound) -> int | None:
        """The year that is written, or of the heading, or the only one that the period allows."""
        if one.year is not None or self.year is not None:
            return one.year if one.year is not None else self.year
        years = range(self.first.year, self.last.year + 1)
        if len(years) == 1:
            return self.first.year
        fitting = [year for year in years if self._holds(year, one)]
        return fitting[0] if len(fitting) == 1 else None

    def _holds(self, year: int, one: DateFound) -> bool:
        day = day_of(one, year)
        return day is not None and self.first <= day <= self.last


def day_of(one: DateFound, year: int) -> date | None:
    """The day in a year, where it exists."""
    try:
        if one.week is not None:
            return date.fromisocalendar(year, one.week, (one.weekday or 0) + 1)
        return date(year, one.month or 0, one.day)
    except ValueError:
        return None


def spans_of(dates: list[DateFound]) -> list[Span]:
    """Where dates stand in their line, each place once, in order."""
    return sorted({(one.first, one.last) for one in dates})


def given(parts: Parts, low: str, frame: Frame, usual: TimeFound | None) -> list[Reading]:
    """The proposals and questions of one line; `usual` is the time that a heading gave."""
    found = []
    for one in parts.dates:
        day, why, detail = _meant(one, parts, low, frame)
        at, why_time = _time_for((one.first, one.last), parts, low)
        if at is None and why_time is None and _NO_TIME.search(without(low, parts.dates)):
            why_time = Why.TIME_MISSING
        if at is None and why_time is None:
            at = usual
        why_time = why_time or _doubt_of_time(at)
        found.append(
            Reading(
                line=parts.line,
                text=shown(parts.text),
                day=day,
                start=at.start if at else None,
                end=at.end if at else None,
                place=parts.place,
                body_id=parts.body_id,
                why=parts.why or why or why_time or parts.body_why,
                detail=detail or parts.detail,
            )
        )
    return _once(found)


def _once(found: list[Reading]) -> list[Reading]:
    """One day in two notations on one line is one day."""
    if len(found) < 2 or found[0].day is None or len({one.day for one in found}) > 1:
        return found
    first = found[0]
    return [replace(first, why=None) if first.why is Why.SEVERAL_DATES else first]


def _meant(
    one: DateFound, parts: Parts, low: str, frame: Frame
) -> tuple[date | None, Why | None, str]:
    """The day that is meant, and what must be asked about it."""
    year = frame.year_of(one)
    written = f"week {one.week}" if one.week is not None else f"{one.day}-{one.month}"
    if year is None:
        return None, Why.YEAR, written
    if one.week is not None and one.weekday is None:
        return None, Why.WEEK_ONLY, str(one.week)
    day = day_of(one, year)
    if day is None:
        return None, Why.NO_SUCH_DAY, f"{written}-{year}" if one.month else f"{written}, {year}"
    return day, *_doubt_of_day(one, parts, low, day)


def _doubt_of_day(one: DateFound, parts: Parts, low: str, day: date) -> tuple[Why | None, str]:
    """What must be asked about a day that exists."""
    if one.weekday not in (None, day.weekday()):
        return Why.WEEKDAY, str(one.weekday)
    if parts.week is not None and parts.week != day.isocalendar().week:
        return Why.WEEK, str(parts.week)
    doubts = (
        (one.is_range, Why.RANGE),
        (one.unsure, Why.DATE_UNSURE),
        (MOVED.search(low), Why.MOVED),
        (CANCELLED.search(low), Why.CANCELLED),
    )
    return next((why for holds, why in doubts if holds), None), ""


def small(line: str) -> str:
    """A line in small letters, sign for sign."""
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in line)


def without(line: str, dates: list[DateFound]) -> str:
    """A line with blanks where the dates were."""
    for one in dates:
        line = line[: one.first] + " " * (one.last - one.first) + line[one.last :]
    return line


def is_listing(line: str, spans: list[Span]) -> bool:
    """Whether only commas, "en" and times stand between these dates."""
    if _OR.search(line[spans[0][1] : spans[-1][0]]) or "\t" in line[spans[0][0] : spans[-1][1]]:
        return False
    for (_begin, end), (begin, _end) in pairwise(spans):
        gap = line[end:begin]
        for at in reversed(find_times(gap)):
            gap = gap[: at.first] + " " + gap[at.last :]
        if _LISTING.sub("", without_weekdays(gap)):
            return False
    return True


def sentences(line: str, spans: list[Span]) -> list[str]:
    """The sentences of a line, each with its own dates; the line itself where that fails."""
    cuts = [match.end() for match in _SENTENCE.finditer(line)]
    inside = any(begin < cut < end for cut in cuts for begin, end in spans)
    if inside or not cuts:
        return [line]
    pieces = [line[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(line)], strict=True)]
    return [piece for piece in pieces if piece]


def _time_for(span: Span, parts: Parts, low: str) -> tuple[TimeFound | None, Why | None]:
    """The time of one of several dates: its own behind it, or the one time of them all."""
    times, spans = parts.times, parts.spans
    if len(times) < 2:
        return (times[0] if times else None), None
    if len(spans) == 1:
        return _begin_and_end(times, low)
    following = min((begin for begin, _end in spans if begin >= span[1]), default=10**9)
    own = [one for one in times if span[1] <= one.first < following]
    if len(own) == 1:
        return own[0], None
    return (own[0], Why.SEVERAL_TIMES) if own else (None, Why.TIME_MISSING)


def _begin_and_end(times: list[TimeFound], low: str) -> tuple[TimeFound, Why | None]:
    """Two times beside each other are begin and end; otherwise it is asked."""
    one, other = times[0], times[1]
    alone = len(times) == 2 and one.end is None and other.end is None
    between = low[one.last : other.first].strip()
    if alone and one.start < other.start and between in ("", "-", "tot", "t/m", "tot en met"):
        return TimeFound(one.first, other.last, one.start, other.start), None
    if all((each.start, each.end) == (one.start, one.end) for each in times):
        return one, None
    return one, Why.SEVERAL_TIMES


def _doubt_of_time(at: TimeFound | None) -> Why | None:
    if at is None:
        return None
    if at.end is not None and at.end <= at.start:
        return Why.TIME_ORDER
    return Why.TIME_UNSURE if at.unsure or at.start < EARLIEST else None
