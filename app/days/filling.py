"""The first filling of a year: school holidays as known, and a council recess derived from them.

Pure, but for reading the file beside it. Public holidays are never stored: they come from a
library. Everything proposed carries "te bevestigen", with where it comes from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.days.models import DayKind, Period, Region

SOURCE = Path(__file__).parent / "school_holidays.toml"
#: The recess of a council follows the school holidays of its own region.
RECESS_NAMES = {
    "Herfstvakantie": "Herfstreces",
    "Kerstvakantie": "Kerstreces",
    "Voorjaarsvakantie": "Voorjaarsreces",
    "Meivakantie": "Meireces",
    "Zomervakantie": "Zomerreces",
}


@dataclass(frozen=True)
class Proposal:
    """A period that could be added."""

    kind: str
    name: str
    first_day: date
    last_day: date
    region: str | None
    source: str


@cache
def _school_years() -> tuple[Mapping[str, Any], ...]:
    return tuple(tomllib.loads(SOURCE.read_text())["year"])


def proposals(year: int, own_region: str) -> list[Proposal]:
    """What is known of a calendar year: the school holidays of all regions, and a recess."""
    holidays = [
        Proposal(DayKind.SCHOOL_HOLIDAY, name, first, last, region, school_year["source"])
        for school_year in _school_years()
        for region in Region
        for name, (first, last) in school_year[region].items()
        if first.year <= year <= last.year
    ]
    recess = [_recess(one) for one in holidays if one.region == own_region]
    return sorted([*recess, *holidays], key=lambda one: (one.kind, one.first_day, one.region or ""))


def _recess(holiday: Proposal) -> Proposal:
    return Proposal(
        DayKind.RECESS,
        RECESS_NAMES[holiday.name],
        holiday.first_day,
        holiday.last_day,
        None,
        _("Voorstel, afgeleid van de schoolvakantie"),
    )


def missing(wanted: Iterable[Proposal], present: Iterable[Period]) -> list[Proposal]:
    """The proposals that no present period of the same kind and region touches."""
    known = list(present)
    return [
        one
        for one in wanted
        if not any(
            row.kind == one.kind
            and row.region == one.region
            and row.first_day <= one.last_day
            and one.first_day <= row.last_day
            for row in known
        )
    ]
