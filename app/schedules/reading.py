"""Reading a schedule as people have it: rows of Excel, a Word table, an e-mail in sentences.

Every line gives proposals, a question, or that it was not used; never a silent guess. Pure: the
period, and the names of the bodies, are given. Bounded: a text that is too large is refused, a
line that is too long is asked, and no pattern takes longer than its line is long.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time

from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.schedules.columns import Head, find_head, times_of
from app.schedules.dates_in_text import DateFound, excel_day, find_dates, week_named
from app.schedules.meaning import (
    CANCELLED,
    MOVED,
    OTHER_DAY,
    Frame,
    Parts,
    given,
    is_listing,
    sentences,
    small,
    spans_of,
    without,
)
from app.schedules.places import place_in
from app.schedules.readings import Reading, Why, shown
from app.schedules.times_in_text import TimeFound, begins, excel_time, find_times, time_of
from app.schedules.vocabulary import MONTHS, WEEKDAYS, key, nearly_month, one_of, plain

MOST_CHARACTERS = 1_000_000
MOST_LINES = 3_000
LONGEST_LINE = 1_000
#: A line with more numbers holds no dates: a year of weekly meetings has 52 days.
MOST_NUMBERS = 150
#: In lines that are no longer than that: each takes time to read.
MOST_TO_READ = 300_000
#: More meetings than this are planned in parts.
MOST_MEETINGS = 500

_NUMBER = re.compile(r"\d+")
_LINE_END = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_YEAR = re.compile(r"(?<![\d./-])(20\d\d)(?![\d./-]\d|\d)")
_MONTH_ONLY = re.compile(rf"^\W*({one_of(MONTHS)})(?:[ ,'-]{{0,3}}(20\d\d|'?\d\d))?\W*$")
_RULE = re.compile(
    r"\b(?:elke|iedere|ieder|om de|tweewekelijks|maandelijks|wekelijks|every|weekly|monthly)\b"
    rf"|\b\d(?:e|ste) (?:{one_of(WEEKDAYS)}) van"
)
_LIKE_DATE = re.compile(
    r"(?<![\d.,:])\d{1,2}(?:e|ste)?[ \t./-]{1,2}(?P<month>[^\W\d_]{3,10}|\d{1,2})\.?"
    r"(?P<year>[ \t./-]{1,2}20\d\d)?(?![^\W_])"
)
#: What no date was read from, and yet is one: "13-IV-2026", "dertien april".
_DATE_IN_WORDS = re.compile(
    rf"\d[-/.][ivx]{{1,4}}[-/.]\d|(?<![^\W\d_])[a-z]+ (?:{one_of(MONTHS)})\b"
)
_WEEKDAY_NUMBER = re.compile(rf"(?<![^\W\d_])(?:{one_of(WEEKDAYS)}) (?:de )?\d{{1,2}}(?![\d.:])")


def check_size(text: str) -> None:
    """Refuse what nobody pastes on purpose."""
    if len(text) > MOST_CHARACTERS:
        raise RuleBroken(
            _("Deze tekst is te groot: plak hoogstens 1 miljoen tekens tegelijk."), "text"
        )
    check_line(len(_LINE_END.findall(text)) + 1)


def check_line(number: int) -> None:
    """Refuse a text that goes on to this line, where that is too far."""
    if number > MOST_LINES:
        raise RuleBroken(
            _("Deze tekst is te lang: plak hoogstens %(most)s regels tegelijk.", most=MOST_LINES),
            "text",
        )


def read_schedule(
    text: str,
    first: date,
    last: date,
    bodies: Mapping[str, frozenset[int]] | None = None,
    body_id: int | None = None,
) -> list[Reading]:
    """Read a text, line by line, for a period; raises RuleBroken when it is too large.

    `bodies` knows bodies by every name they go by (`vocabulary.key`); what names none is of
    `body_id`, and without that it is asked.
    """
    check_size(text)
    reader = _Reader(first, last, bodies or {}, body_id)
    for number, line in enumerate(_LINE_END.split(text), 1):
        reader.read(number, line)
    return reader.given()


@dataclass
class _Reader:
    """Reads line after line, and remembers what headings said."""

    first: date
    last: date
    bodies: Mapping[str, frozenset[int]]
    body_id: int | None
    year: int | None = None
    month: int | None = None
    head: Head | None = None
    usual: TimeFound | None = None
    #: How much was read so far.
    characters: int = 0
    found: list[Reading] = field(default_factory=list)

    def given(self) -> list[Reading]:
        """Everything that was read; more meetings than can be planned at once are refused."""
        self._check_number()
        return self.found

    def _check_number(self) -> None:
        if sum(not one.unused for one in self.found) > MOST_MEETINGS:
            raise RuleBroken(
                _(
                    "Hier staan meer dan %(most)s vergaderingen in. Plak het schema in delen.",
                    most=MOST_MEETINGS,
                ),
                "text",
            )

    def read(self, number: int, raw: str) -> None:
        """Read one line."""
        if len(self.found) > MOST_MEETINGS:
            self._check_number()  # what will be refused need not be read to its end
        line = plain(raw[: LONGEST_LINE + 1])
        longest = max(len(raw), len(line))  # one sign can stand for many
        if longest > LONGEST_LINE or len(_NUMBER.findall(line)) > MOST_NUMBERS:
            self._ask(number, line[:400], Why.TOO_LONG)
            return
        self.characters += len(line)
        if self.characters > MOST_TO_READ:
            raise RuleBroken(_("Deze tekst is te groot. Plak het schema in delen."), "text")
        if not re.search(r"\w", line):
            return
        head = find_head(line)
        if head is not None:
            self.head = head
            self._leave(number, line, Why.HEAD)
        elif self.head is not None and self.head.separator in line:
            self._row(number, line, self.head)
        else:
            if "\t" not in line and line.count("|") > 1:
                line = line.strip("| ").replace("|", "\t")
            self._line(number, line)

    def _row(self, number: int, line: str, head: Head) -> None:
        """A row of a table with a head."""
        cells = head.cells(line)
        parts = Parts(number, line, [], times_of(head, cells), head.of("place", cells)[:200])
        self._name_body(parts, head.of("body", cells), whole=True)
        when = " ".join(head.of(kind, cells) for kind in ("weekday", "date", "month", "year"))
        when = small(when).strip()
        if head.months:
            self._month_columns(parts, head, cells)
        else:
            exact = excel_day(head.of("date", cells))
            if exact is not None:
                self._excel(parts, *exact)
            else:
                week = f" week {small(head.of('week', cells))}" if head.of("week", cells) else ""
                parts.dates = find_dates(when, self.month, certain=True)
                parts.week = week_named(week)
                if not parts.dates and week:
                    parts.dates = find_dates(when + week)
                parts.times = parts.times or find_times(without(when, parts.dates))
        if parts.dates:
            self._give(parts, small(line))
        elif when and CANCELLED.search(small(line)) is None and re.search(r"\d", when):
            self._ask(number, line, Why.DATE_UNSURE)
        else:
            self._leave(number, line, Why.NO_DATE)

    def _month_columns(self, parts: Parts, head: Head, cells: list[str]) -> None:
        """A row of a table with a column per month."""
        name = next((cell for n, cell in enumerate(cells) if cell and n not in head.months), "")
        if name:
            self._name_body(parts, name, whole=False)
        for month, cell in head.days(cells):
            parts.dates += find_dates(small(cell), month)
        parts.dates = [replace(one, first=n, last=n) for n, one in enumerate(parts.dates)]

    def _excel(self, parts: Parts, day: date, part: float) -> None:
        parts.dates = [DateFound(0, 0, day.day, day.month, day.year)]
        if part and not parts.times:
            parts.times = [TimeFound(0, 0, time_of(part))]

    def _line(self, number: int, line: str) -> None:
        """A line of a list, a heading, or a sentence."""
        low = small(line)
        dates = find_dates(low, self.month)
        if _RULE.search(low) and len(dates) < 2:
            self._ask(number, line, Why.RULE)
        elif not dates:
            self._heading(number, line, low)
        else:
            spans = spans_of(dates)
            if len(spans) > 1 and not is_listing(low, spans):
                pieces = sentences(line, spans)
                if len(pieces) > 1 and not MOVED.search(low):
                    for sentence in pieces:
                        self._line(number, sentence)
                    return
            self._give(self._parts(number, line, low, dates), low)

    def _parts(self, number: int, line: str, low: str, dates: list[DateFound]) -> Parts:
        rest = without(low, dates)
        times = begins(rest, find_times(rest))
        parts = Parts(number, line, dates, times, week=week_named(low))
        spans = parts.spans
        if len(spans) > 1 and not is_listing(low, spans):
            parts.why = Why.MOVED if MOVED.search(low) else Why.SEVERAL_DATES
        elif OTHER_DAY.search(low[: spans[0][0]]):
            parts.why = Why.OTHER_DAY
        self._name_body(parts, line, whole=False)
        names = [name for name, ids in self.bodies.items() if parts.body_id in ids]
        parts.place = place_in(line, spans, times, names)
        return parts

    def _heading(self, number: int, line: str, low: str) -> None:
        """A line without a date: a heading that says something of what follows, or nothing."""
        month, years = _MONTH_ONLY.match(low), _YEAR.findall(low)
        if month is None and _is_like_date(low):
            self._ask(number, line, Why.DATE_UNSURE)
            return
        times = find_times(low)
        serial = [cell for cell in line.split("\t") if excel_day(cell)]
        named = self._bodies_in(line)
        if month:
            self.month = MONTHS[month[1].rstrip(".")]
            if month[2]:
                self.year = int(month[2].lstrip("'")) % 2000 + 2000
            self._leave(number, line, Why.MONTH_HEADING)
        elif len(set(years)) == 1 and not times:
            self.year, self.month = int(years[0]), None
            self._remember_body(named)
            self._leave(number, line, Why.YEAR_HEADING)
        elif serial:
            self._number(number, line, serial[0])
        elif _WEEKDAY_NUMBER.search(low):
            self._ask(number, line, Why.MONTH)
        elif times and _DATE_IN_WORDS.search(low):
            self._ask(number, line, Why.DATE_UNSURE)
        elif times:
            self.usual = times[0]
            self._leave(number, line, Why.TIME_HEADING)
        elif named and key(line) in self.bodies:
            self._remember_body(named)
            self._leave(number, line, Why.BODY_HEADING)
        else:
            self._leave(number, line, Why.NO_DATE)

    def _number(self, number: int, line: str, cell: str) -> None:
        """A row that has a number where a date would be, as Excel keeps days and times."""
        day = excel_day(cell)
        times = [at for one in line.split("\t") if (at := excel_time(one)) is not None]
        self._ask(number, line, Why.NUMBER, day[0] if day else None, next(iter(times), None))

    def _remember_body(self, named: frozenset[int]) -> None:
        if len(named) == 1:
            (self.body_id,) = named

    def _name_body(self, parts: Parts, text: str, whole: bool) -> None:
        """Say of which body a line is; a name in a column of its own must be known."""
        named = self.bodies.get(key(text), frozenset()) or self._bodies_in(text)
        parts.body_id = self.body_id
        if len(named) == 1:
            (parts.body_id,) = named
        elif len(named) > 1 and self.body_id not in named:
            parts.body_why = Why.BODY_SEVERAL
        elif whole and text and not named and self.bodies:
            parts.body_why, parts.detail = Why.BODY_UNKNOWN, shown(text)
        elif parts.body_id is None:
            parts.body_why = Why.BODY_MISSING

    def _bodies_in(self, text: str) -> frozenset[int]:
        """The bodies that a text names; a name inside a longer name does not count by itself."""
        left, found = f" {key(text)} ", frozenset[int]()
        for name in sorted(self.bodies, key=len, reverse=True):
            if f" {name} " in left:
                left = left.replace(f" {name} ", "  ")
                found |= self.bodies[name]
        return found

    def _give(self, parts: Parts, low: str) -> None:
        self.found += given(parts, low, Frame(self.first, self.last, self.year), self.usual)

    def _ask(
        self,
        number: int,
        line: str,
        why: Why,
        day: date | None = None,
        start: time | None = None,
    ) -> None:
        found = Reading(number, shown(line), day, start, body_id=self.body_id, why=why)
        self.found.append(found)

    def _leave(self, number: int, line: str, why: Why) -> None:
        self.found.append(Reading(number, shown(line), why=why, unused=True))


def _is_like_date(low: str) -> bool:
    """Whether a line without a date has something that is nearly one: "3 desember 9.30 uur"."""
    return any(
        found["year"] or nearly_month(found["month"].rstrip("."))
        for found in _LIKE_DATE.finditer(low)
    )
