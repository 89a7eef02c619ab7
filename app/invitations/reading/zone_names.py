"""What programs call time zones besides their IANA names, and what those are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

#: Not of the whole world: "right/" counts leap seconds, and "localtime" is that of this machine.
_IANA = re.compile(
    r"(?!(?:posix|right)/|(?:localtime|posixrules|factory)$)[a-z][\w+-]*(?:/[\w+-]+){0,2}",
    re.IGNORECASE | re.ASCII,
)
_OFFSET = re.compile(r"(?:utc|gmt|z) ?([+-]) ?(\d{1,2})(?:[:.]?(\d\d))?", re.IGNORECASE)
#: "(UTC+01:00) Amsterdam, Berlijn, Bern, Rome, Stockholm, Wenen", and older "(GMT+01.00) A / B".
_DISPLAY = re.compile(
    r"(?:\((?:utc|gmt) ?(?:([+-])(\d\d)[:.]?(\d\d))?\) *)?(.{3,200})", re.IGNORECASE
)
_IN_UTC = {"tzone://microsoft/utc", "z", "utc", "gmt", "zulu", "etc/utc", "etc/gmt"}
_UTC_IN_WORDS = re.compile(
    r"(?:\(utc\) )?(?:coordinated u|gecoördineerde u|koordinierte w|temps u)"
)
#: Names of the zones of Windows in other languages, and of other programs.
_NAMES = {
    "west-europa (standaardtijd)": "Europe/Amsterdam",
    "west-europa standaardtijd": "Europe/Amsterdam",
    "west-europa (zomertijd)": "Europe/Amsterdam",
    "midden-europa (standaardtijd)": "Europe/Warsaw",
    "centraal-europa (standaardtijd)": "Europe/Budapest",
    "romance (standaardtijd)": "Europe/Paris",
    "gmt (standaardtijd)": "Europe/London",
    "midden-europese tijd": "Europe/Amsterdam",
    "midden-europese standaardtijd": "Europe/Amsterdam",
    "midden-europese zomertijd": "Europe/Amsterdam",
    "mitteleuropäische zeit": "Europe/Berlin",
    "mitteleuropäische sommerzeit": "Europe/Berlin",
    "heure d'europe centrale": "Europe/Paris",
    "heure d’europe centrale": "Europe/Paris",
    "romance": "Europe/Paris",
    "central european time": "Europe/Berlin",
    "central europe time": "Europe/Berlin",
    "western/central europe": "Europe/Berlin",
    "w. europe": "Europe/Berlin",
    "cest": "Europe/Berlin",
    "met/mest": "Europe/Berlin",
    "cet/cest": "Europe/Berlin",
    "mez": "Europe/Berlin",
    "europe/germany": "Europe/Berlin",
}
#: Cities as Windows names them in Dutch, German, French and English, where IANA has another name.
_CITIES = {
    "berlijn": "Europe/Berlin",
    "berne": "Europe/Zurich",
    "bern": "Europe/Zurich",
    "rom": "Europe/Rome",
    "wenen": "Europe/Vienna",
    "wien": "Europe/Vienna",
    "brussel": "Europe/Brussels",
    "brüssel": "Europe/Brussels",
    "bruxelles": "Europe/Brussels",
    "kopenhagen": "Europe/Copenhagen",
    "copenhague": "Europe/Copenhagen",
    "parijs": "Europe/Paris",
    "praag": "Europe/Prague",
    "prag": "Europe/Prague",
    "belgrado": "Europe/Belgrade",
    "warschau": "Europe/Warsaw",
    "varsovie": "Europe/Warsaw",
    "londen": "Europe/London",
    "londres": "Europe/London",
    "edinburgh": "Europe/London",
    "lissabon": "Europe/Lisbon",
    "athene": "Europe/Athens",
    "athen": "Europe/Athens",
    "boekarest": "Europe/Bucharest",
    "bukarest": "Europe/Bucharest",
    "kiev": "Europe/Kyiv",
    "moskou": "Europe/Moscow",
    "moskau": "Europe/Moscow",
    "st. petersburg": "Europe/Moscow",
    "eastern time": "America/New_York",
    "central time": "America/Chicago",
    "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles",
    "greenwich mean time : dublin": "Europe/Dublin",
}


def rules_of(name: str) -> tuple[str, ZoneInfo] | None:
    """The IANA name and the rules of what a file calls a time zone, where that is known."""
    for candidate in _candidates(_tidy(name)):
        if (found := known(candidate)) is not None:
            return found
    return None


def is_utc(name: str) -> bool:
    """Whether a file means UTC by this name."""
    small = _tidy(name).casefold()
    return small in _IN_UTC or _UTC_IN_WORDS.match(small) is not None


def offset_of(name: str) -> timezone | None:
    """A name such as "UTC+01:00", which says how far clocks are ahead and no more."""
    shape = _OFFSET.fullmatch(_tidy(name).strip("()"))
    if shape is None or int(shape[2]) > 14:
        return None
    ahead = timedelta(hours=int(shape[2]), minutes=int(shape[3] or 0))
    return timezone(-ahead if shape[1] == "-" else ahead)


def known(name: str) -> tuple[str, ZoneInfo] | None:
    """The zone of an IANA name, in capitals or not."""
    if not _IANA.fullmatch(name):
        return None
    name = _listed().get(name.casefold(), name)
    try:
        return name, ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _tidy(name: str) -> str:
    return " ".join(name.strip().strip('"').rstrip(":").split())


def _candidates(name: str) -> Iterator[str]:
    """The IANA names that a name may stand for, the likeliest first."""
    yield name
    small = name.casefold()
    windows = _windows()
    for bare in (small, re.sub(r" \d{1,2}$", "", small)):
        for found in (windows.get(bare), _NAMES.get(bare)):
            if found:
                yield found
    segments = [part for part in name.split("/") if part][-4:]
    yield from ("/".join(segments[index:]) for index in range(len(segments)))
    yield name.replace("_", "/", 1)
    yield name.replace(" ", "_")
    yield from _by_cities(name)


def _by_cities(name: str) -> Iterator[str]:
    """By the cities that Windows lists, as far as their clocks are ahead as it says."""
    shape = _DISPLAY.fullmatch(name)
    if shape is None or not (name.startswith("(") or "," in name):
        return
    ahead = None
    if name.startswith("("):
        ahead = timedelta(hours=int(shape[2] or 0), minutes=int(shape[3] or 0))
        ahead = -ahead if shape[1] == "-" else ahead
    for city in re.split(r" ?[,/(] ?", shape[4]):
        small = city.strip(" )").casefold()
        found = _CITIES.get(small) or _cities().get(small)
        if found and (ahead is None or _standard(found) == ahead):
            yield found


def _standard(name: str) -> timedelta | None:
    """How far clocks there are ahead in the season in which they are least so."""
    found = known(name)
    if found is None:
        return None
    seasons = (datetime(2026, month, 1, tzinfo=UTC).astimezone(found[1]) for month in (1, 7))
    return min(one.utcoffset() or timedelta(0) for one in seasons)


@cache
def _listed() -> dict[str, str]:
    """Every IANA name by its small letters."""
    names = files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    return {name.casefold(): name for name in names}


@cache
def _windows() -> dict[str, str]:
    return {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


@cache
def _cities() -> dict[str, str]:
    """The IANA name of every city that gives its name to one."""
    return {
        name.rpartition("/")[2].replace("_", " ").casefold(): name
        for name in _listed().values()
        if "/" in name and not name.startswith("Etc/")
    }
