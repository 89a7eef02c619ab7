"""Words for days, months and hours as people write them, in Dutch and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz.distance import OSA

_DAY_NAMES = (
    ("maandag", "maandagen", "ma", "monday", "mon"),
    ("dinsdag", "dinsdagen", "di", "dins", "tuesday", "tues", "tue"),
    ("woensdag", "woensdagen", "wo", "woe", "wednesday", "wed"),
    ("donderdag", "donderdagen", "do", "don", "thursday", "thurs", "thur", "thu"),
    ("vrijdag", "vrijdagen", "vr", "vrij", "friday", "fri"),
    ("zaterdag", "zaterdagen", "za", "zat", "saturday", "sat"),
    ("zondag", "zondagen", "zo", "zon", "sunday", "sun"),
)
_MONTH_NAMES = (
    ("januari", "jan", "january"),
    ("februari", "feb", "febr", "february"),
    ("maart", "mrt", "mar", "march"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "jun", "june"),
    ("juli", "jul", "july"),
    ("augustus", "aug", "august"),
    ("september", "sep", "sept"),
    ("oktober", "okt", "oct", "october"),
    ("november", "nov"),
    ("december", "dec"),
)
_HOUR_NAMES = (
    *("een", "twee", "drie", "vier", "vijf", "zes"),
    *("zeven", "acht", "negen", "tien", "elf", "twaalf"),
)

#: From a word to the day of the week, Monday being 0.
WEEKDAYS = {name: number for number, names in enumerate(_DAY_NAMES) for name in names}
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
HOURS = {name: number for number, name in enumerate(_HOUR_NAMES, 1)} | {"één": 1}

#: Invisible signs that programs leave in a text: direction marks, joiners, soft hyphens.
_INVISIBLE = {"Cf", "Cc", "Co", "Cn", "Cs"}
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u02bc\u0060\u00b4"), "'")


def one_of(words: Iterable[str]) -> str:
    """A pattern for one of these words, the longest first, not followed by a letter."""
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return rf"(?:{listed})(?![^\W\d_])\.?"


def nearly_month(word: str) -> bool:
    """Whether a word is the full name of a month but for a slip or two ("desember")."""
    return any(
        len(name) > 4 and OSA.distance(word, name, score_cutoff=2) <= (1 if len(name) < 7 else 2)
        for name in MONTHS
    )


def plain(text: str) -> str:
    """A line as it is read: no invisible signs, one kind of dash, quote and blank; tabs stay."""
    text = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_QUOTES)
    text = "".join(
        sign for sign in text if sign == "\t" or unicodedata.category(sign) not in _INVISIBLE
    )
    cells = (" ".join(cell.split()) for cell in text.split("\t"))
    return "\t".join(cells)


def key(text: str) -> str:
    """A name as it is compared: small letters and figures only, no accents."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare.encode("ascii", "ignore").decode()).split())
