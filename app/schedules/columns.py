"""Tables in a pasted text: which column holds what, by the words of the head. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import time

from app.schedules.times_in_text import TimeFound, excel_time, find_times
from app.schedules.vocabulary import MONTHS, key

#: What each kind of column is called, one kind a line.
_HEADS = """
date: datum, data, dag en datum, datum en tijd, vergaderdatum, vergaderdata, datum vergadering
date: wanneer, date, dates
weekday: dag, weekdag, day, weekday
start: begin, aanvang, start, begintijd, starttijd, aanvangstijd, begin tijd, start tijd, van
start: from, start time
end: einde, eind, eindtijd, eind tijd, tot, end, to, until, end time
time: tijd, tijdstip, tijden, uur, van tot, time
place: plaats, locatie, zaal, waar, vergaderlocatie, location, place, room, venue
body: overleg, vergadering, gremium, bestuur, orgaan, soort, soort overleg, naam, naam overleg
body: meeting, body
week: week, weeknummer, weeknr, wk
month: maand, month
year: jaar, year
note: opmerking, opmerkingen, bijzonderheden, toelichting, status, agenda, stukken, nr, nummer
note: verzending, onderwerp, remarks
"""
_KINDS = {
    word.strip(): line.partition(":")[0]
    for line in _HEADS.strip().splitlines()
    for word in line.partition(":")[2].split(",")
}
_SEPARATORS = ("\t", ";", "|", ",")
#: In a column of times "9" and "0930" are times too.
_BARE_TIME = re.compile(r"^([01]?\d|2[0-3])([0-5]\d)?$")


@dataclass(frozen=True)
class Head:
    """The head of a table: what separates its columns, and what each holds."""

    separator: str
    kinds: tuple[str, ...]
    #: Per column the month that its head names: rows are then bodies, cells are days.
    months: dict[int, int] = field(default_factory=dict)

    def cells(self, line: str) -> list[str]:
        """The cells of a row, as many as the head has at least."""
        found = _split(line, self.separator)
        return found + [""] * (len(self.kinds) - len(found))

    def of(self, kind: str, cells: Sequence[str]) -> str:
        """What a row says in the columns of one kind."""
        found = [cell for name, cell in zip(self.kinds, cells, strict=False) if name == kind]
        return " ".join(cell for cell in found if cell)

    def days(self, cells: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Where months are columns: each month with what stands under it."""
        for number, month in self.months.items():
            if number < len(cells) and cells[number]:
                yield month, cells[number]


def find_head(line: str) -> Head | None:
    """The head of a table in this line, if it is one: two columns that we know, at least."""
    for separator in _SEPARATORS:
        cells = _split(line, separator)
        if len(cells) < 2 or any(character.isdigit() for cell in cells for character in cell):
            continue
        kinds = tuple(_KINDS.get(key(cell), "") for cell in cells)
        months = {n: MONTHS[key(one)] for n, one in enumerate(cells) if key(one) in MONTHS}
        if len(months) > 1:
            return Head(separator, kinds, months)
        if sum(bool(kind) for kind in kinds) >= 2 and {"date", "month", "week"} & {*kinds}:
            return Head(separator, kinds)
    return None


def _split(line: str, separator: str) -> list[str]:
    if separator == "|":
        line = line.strip().strip("|")
    rows = csv.reader([line], delimiter=separator, strict=False)
    try:
        return [cell.strip() for cell in next(rows, [])]
    except csv.Error:
        return [cell.strip() for cell in line.split(separator)]


def times_of(head: Head, cells: Sequence[str]) -> list[TimeFound]:
    """The times that a row gives in its columns of times."""
    start = _time(head.of("start", cells))
    end = _time(head.of("end", cells))
    if start is not None:
        return [start if end is None else TimeFound(0, 0, start.start, end.start, start.unsure)]
    text = head.of("time", cells).lower()
    whole = _time(text)
    return [whole] if whole is not None else find_times(text)


def _time(cell: str) -> TimeFound | None:
    found = find_times(cell.lower())
    if len(found) == 1:
        return found[0]
    part = excel_time(cell)
    if part is not None:
        return TimeFound(0, 0, part)
    bare = _BARE_TIME.match(cell)
    return TimeFound(0, 0, time(int(bare[1]), int(bare[2] or 0))) if bare else None
