"""What a name in a list says beside the name: that it ended, and who is no municipality."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.core.dates import DUTCH_MONTHS
from app.core.errors import RuleBroken
from app.register.spelling import key, tidy

MONTHS = {name: number for number, name in enumerate(DUTCH_MONTHS, 1)}
_ENDED = re.compile(
    r"^(?P<name>.+?)\s*\(\s*(?:is\s+|wordt\s+)?opgeheven(?P<when>\s[^()]*)?\)$", re.IGNORECASE
)
_DAY = re.compile(
    r"^(?:(?:per|op|met ingang van|sinds|m\.i\.v\.)\s+)?"
    r"(?P<day>\d{1,2})(?:\s+(?P<word>[a-z]+)\s+|[-/.](?P<month>\d{1,2})[-/.])(?P<year>\d{4})$",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\(\s*in (?:liquidatie|afwikkeling)\s*\)", re.IGNORECASE)
#: Words by which a participant is known not to be a Dutch municipality.
_NO_MUNICIPALITY = re.compile(
    r"\b\w*schap\b|\bwetterskip\b|kamer van koophandel|handelskammer|\bministerie\b|\blandkreis\b"
    r"|\(duitsland\)|\bstichting\b|\bvereniging\b|universiteit|\bpolitie\b|\bbrandweer\b|\bggd\b"
    r"|\b\w*dienst\b|\b\w*regio\b|\b[bn]\.?v\.?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Life:
    """The name of an arrangement, and the status that its spelling tells ("" where it does not)."""

    name: str
    status: str = ""
    ended_on: date | None = None


def life_of(spelling: str) -> Life:
    """The name without what stands behind it of its end; a day that does not exist is refused."""
    text = tidy(spelling)
    found = _ENDED.match(text)
    if found is None:
        return Life(text, "wordt opgeheven" if _ENDING.search(text) else "")
    when = (found["when"] or "").strip()
    return Life(found["name"], "opgeheven", _day(when) if when else None)


def _day(text: str) -> date:
    found = _DAY.match(text)
    try:
        if found is None:
            raise ValueError
        month = int(found["month"]) if found["month"] else MONTHS.get(found["word"].lower(), 0)
        return date(int(found["year"]), month, int(found["day"]))
    except ValueError:
        raise RuleBroken(
            _(
                "achter de naam staat “opgeheven %(when)s”, en dat is geen dag. Verbeter de datum.",
                when=text,
            )
        ) from None


def participant(spelling: str, joint: frozenset[str]) -> str:
    """A participant of a list of arrangements in the words of `register.source`.

    `joint` are the keys of the arrangements themselves: one that takes part in another is no
    municipality.
    """
    name = tidy(spelling)
    word, _blank, rest = name.partition(" ")
    if word.casefold() in ("gemeente", "provincie") and rest:
        return f"{word.casefold()}:{rest}"
    if key(name) in joint or _NO_MUNICIPALITY.search(name):
        return f"organisatie:{name}"
    return f"gemeente:{name}"
