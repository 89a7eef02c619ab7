"""Finding times of day in a line of text: "9.30u", "van 9 tot 11 uur", "half tien". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from app.schedules.vocabulary import HOURS, one_of

#: A spoken time ("half tien") is meant between these hours; outside them it is asked.
OFFICE_HOURS = range(8, 18)
#: Nobody meets earlier: "2.30 uur" is asked.
EARLIEST = time(7)

_UNIT = r"(?: ?(?:uur|u|h|hrs|am|pm|a\.m\.|p\.m\.)(?![^\W\d_]))"
_POINT = (
    r"(?P<{0}h>[01]?\d|2[0-3])(?:[:.uh](?P<{0}m>[0-5]\d))?(?::[0-5]\d)?(?P<{0}unit>" + _UNIT + ")?"
)
_FIRST, _SECOND = _POINT.format("a"), _POINT.format("b")
_NOT_BEFORE = r"(?<![\d.,:/€'-])(?<!€ )"
_NOT_AFTER = r"(?!\d|[.:/-]\d)"
_STRETCH = re.compile(
    rf"{_NOT_BEFORE}(?P<from>van |vanaf |from )?{_FIRST} ?"
    rf"(?P<to>-|tot en met|tot|t/m|till|until|to) ?{_SECOND}{_NOT_AFTER}"
)
_MOMENT = re.compile(rf"{_NOT_BEFORE}{_FIRST}{_NOT_AFTER}")
_HOUR = one_of(HOURS)
_SPOKEN = re.compile(
    rf"(?<![^\W\d_])(?:(?P<half>half ?)(?P<halfhour>{_HOUR})"
    rf"|kwart (?P<side>over|voor) (?P<quarter>{_HOUR})|(?P<whole>{_HOUR}) uur(?![^\W\d_]))"
)
_EVENING = re.compile(r"'?s (?:avonds|middags|namiddags)\b")
_MORNING = re.compile(r"'?s (?:ochtends|morgens)\b")
_BEGINS = re.compile(r"(?:aanvang|begin|begint|start|starts|vanaf|om)[: ]{1,2}$")
_COMES_IN = re.compile(r"(?:inloop|ontvangst|lunch|koffie)[a-z ]{0,12}[: ]{1,2}$")
_FRACTION = re.compile(r"^0[.,](\d{1,15})$")


@dataclass(frozen=True)
class TimeFound:
    """A time, or a stretch of time, as it was written."""

    first: int
    last: int
    start: time
    end: time | None = None
    #: It may mean something else: "half acht", "9-11" without "uur".
    unsure: bool = False


def find_times(line: str) -> list[TimeFound]:
    """The times in a line from which the dates were taken out, in order."""
    found: list[TimeFound] = []
    for one in (*_stretches(line), *_moments(line), *_spoken(line)):
        if all(one.first >= other.last or one.last <= other.first for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.first)


def begins(line: str, found: list[TimeFound]) -> list[TimeFound]:
    """Of several times those at which it begins, not when the coffee is ready."""
    if len(found) < 2:
        return found
    real = [one for one in found if not _COMES_IN.search(line[: one.first])]
    said = [one for one in real if _BEGINS.search(line[: one.first])]
    return said if len(said) == 1 else real


def _stretches(line: str) -> Iterator[TimeFound]:
    for match in _STRETCH.finditer(line):
        minutes = match["am"] or match["bm"]
        unit = match["aunit"] or match["bunit"]
        said = bool(minutes or unit or (match["from"] and match["to"] != "-"))
        begin, end = _clock(match, "a", line), _clock(match, "b", line)
        yield TimeFound(*match.span(), begin, end, unsure=not said)


def _moments(line: str) -> Iterator[TimeFound]:
    for match in _MOMENT.finditer(line):
        if match["am"] or match["aunit"]:
            yield TimeFound(*match.span(), _clock(match, "a", line))


def _clock(match: re.Match[str], name: str, line: str) -> time:
    hour, minute = int(match[f"{name}h"]), int(match[f"{name}m"] or 0)
    unit = match[f"{name}unit"] or (match["bunit"] if "bunit" in match.groupdict() else "") or ""
    unit = unit.strip().replace(".", "")
    later = unit == "pm" or bool(_EVENING.search(line))
    if later and hour < 12:
        hour += 12
    if unit == "am" and hour == 12:
        hour = 0
    return time(hour, minute)


def _spoken(line: str) -> Iterator[TimeFound]:
    for match in _SPOKEN.finditer(line):
        if match["half"]:
            hour, minute = HOURS[match["halfhour"].rstrip(".")] - 1, 30
        elif match["side"]:
            hour, minute = HOURS[match["quarter"].rstrip(".")], 15
            if match["side"] == "voor":
                hour, minute = hour - 1, 45
        else:
            hour, minute = HOURS[match["whole"].rstrip(".")], 0
        hour %= 12
        if _EVENING.search(line) or _MORNING.search(line):
            yield TimeFound(*match.span(), time(hour + 12 * bool(_EVENING.search(line)), minute))
            continue
        meant = [one for one in (hour, hour + 12) if one in OFFICE_HOURS]
        yield TimeFound(*match.span(), time(meant[0] if meant else hour, minute), None, not meant)


def excel_time(cell: str) -> time | None:
    """The time that a part of a day in Excel stands for ("0,3958333")."""
    match = _FRACTION.match(cell)
    return time_of(float(f"0.{match[1]}")) if match else None


def time_of(part: float) -> time:
    """A part of a day as a time, to the minute."""
    minutes = round(part * 24 * 60) % (24 * 60)
    return time(minutes // 60, minutes % 60)
