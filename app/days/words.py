"""The words on screen for days, so that all pages say the same."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from app.core.dates import short_day, weekday_and_day

Words = dict[str, Any]

#: What a day is called where it has no name of its own.
KINDS: Words = {
    "council": _l("Raadsvergadering"),
    "committee": _l("Raadscommissie"),
    "executive": _l("Collegevergadering"),
    "recess": _l("Reces"),
    "school_holiday": _l("Schoolvakantie"),
    "closed": _l("Gemeentehuis gesloten"),
}
#: The heading of a list of them, in the order of the page of a year.
LISTS: Words = {
    "holiday": _l("Feestdagen"),
    "closed": _l("Dagen dat het gemeentehuis gesloten is"),
    "recess": _l("Reces van de raad"),
    "school_holiday": _l("Schoolvakanties"),
    "council": _l("Raadsvergaderingen"),
    "committee": _l("Raadscommissies"),
    "executive": _l("Collegevergaderingen"),
}
REGIONS: Words = {"north": _l("Noord"), "middle": _l("Midden"), "south": _l("Zuid")}
#: What is already in the way of a day that somebody wants to add.
OBSTACLES: Words = {
    "holiday": _l("feestdag"),
    "closed": _l("gemeentehuis gesloten"),
    "recess": _l("reces"),
    "same": _l("staat er al"),
}


def weekday_name(number: int) -> str:
    """ "dinsdag" for 1."""
    return str(get_day_names("wide", locale=str(get_locale() or "nl"))[number])


def span(first: date, last: date) -> str:
    """ "di 1 december", or "za 20 – zo 28 februari"."""
    if first == last:
        return short_day(first)
    begin = weekday_and_day(first) if (first.year, first.month) == (last.year, last.month) else ""
    return f"{begin or short_day(first)} – {short_day(last)}"
