"""The place of a meeting in a line of text: what stands behind its time. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.schedules.dates_in_text import without_weekdays
from app.schedules.times_in_text import TimeFound
from app.schedules.vocabulary import key

_SAID = re.compile(
    r"\b(?:locatie|plaats|waar|zaal|location|venue) ?: ?([^\t;]{2,150})", re.IGNORECASE
)
_INSIDE = re.compile(r"^(?:uur)?[ ,]{0,2}(?:in|te|bij) (?:het |de )?([^\t,.;()]{2,120})")
_LEAD = re.compile(
    r"^(?:[\s,|\-–]+|'s [a-z]+|(?:in|te|bij|at|@) (?:het |de |the )?)+", re.IGNORECASE
)
_BEFORE = re.compile(r"^[\W\d_]*(?:op|on|op de)?[\W\d_]*$", re.IGNORECASE)
_TOPIC = re.compile(
    r"vervalt|vervallen|geannuleerd|voorbehoud|reserve|cancelled|\b(?:inloop|ontvangst|lunch)\b",
    re.IGNORECASE,
)


def place_in(
    line: str,
    dates: Sequence[tuple[int, int]],
    times: Sequence[TimeFound],
    names: Iterable[str] = (),
) -> str:
    """Where it is, as far as the line says so; in a sentence only after "in", "te" or "locatie"."""
    said = _SAID.search(line)
    if said:
        return _clean(said[1])
    if not times:
        return ""
    behind = max(max(one.last for one in times), max(end for _begin, end in dates))
    rest = line[behind:]
    begin = min(dates[0][0], times[0].first)
    if not _only_a_name(line[:begin], names):
        inside = _INSIDE.match(rest.lstrip())
        return _clean(inside[1]) if inside else ""
    cells = [cell for cell in rest.split("\t") if cell.strip(" .,;-|")]
    if not cells or cells[0].lstrip().startswith((":", "(")) or _TOPIC.search(cells[0]):
        return ""
    if _only_a_name(cells[0], names):
        cells = cells[1:]
    return _clean(_LEAD.sub("", cells[0])) if cells else ""


def _only_a_name(text: str, names: Iterable[str]) -> bool:
    """Whether a piece of a line holds nothing but a day, or the name of the body."""
    left = without_weekdays(text.lower())
    return bool(_BEFORE.match(left)) or key(text) in set(names)


def _clean(text: str) -> str:
    return text.strip(" .,;|-\t")[:200] if any(sign.isalpha() for sign in text) else ""
