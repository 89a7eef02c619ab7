"""The words of this room: what is asked about a line, what stands in the way of a day."""

from __future__ import annotations

from typing import Any

from babel.dates import get_day_names, get_month_names
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import dates
from app.schedules.proposals import Proposal
from app.schedules.readings import Reading, Why

Words = dict[str, Any]

WAYS: Words = {
    "rule": _l("Volgens een regel"),
    "paste": _l("Plakken"),
    "file": _l("Uit een bestand"),
}
PATTERNS: Words = {
    "weeks": _l("Om de zoveel weken, bijvoorbeeld elke tweede donderdag"),
    "nth_weekday": _l("Een vaste dag in de maand, bijvoorbeeld de eerste dinsdag"),
    "month_day": _l("Een vaste datum in de maand, bijvoorbeeld de 15e"),
}
NTHS: Words = {
    "1": _l("de eerste"),
    "2": _l("de tweede"),
    "3": _l("de derde"),
    "4": _l("de vierde"),
    "-1": _l("de laatste"),
}
MONTHS: Words = {
    "every": _l("Elke maand"),
    "quarter": _l("Eens per kwartaal"),
    "chosen": _l("Alleen in deze maanden"),
}
AVOIDING: Words = {
    "skip": _l("Overslaan"),
    "next": _l("Verplaatsen naar de eerstvolgende werkdag"),
    "same_week": _l("Verplaatsen naar een andere dag in dezelfde week"),
}
FILE_HINT = _l(
    "Een bestand van Excel, LibreOffice of Word, of een tekst: .xlsx, .ods, .csv, .docx, .txt."
)
FILE_KINDS = ".xlsx,.ods,.csv,.docx,.txt"
UNITS: Words = {"days": _l("werkdagen"), "weeks": _l("weken")}
#: Per mark its shape and its word.
MARKS: dict[str, tuple[str, Any]] = {
    "double": ("people", _l("dubbel")),
    "absent": ("person", _l("afwezig")),
    "council": ("official", _l("raad")),
    "committee": ("official", _l("commissie")),
    "executive": ("official", _l("college")),
    "staff_meeting": ("administrative", _l("stafoverleg")),
    "recess": ("calendar", _l("reces")),
    "school_holiday": ("calendar", _l("vakantie")),
    "holiday": ("calendar", _l("feestdag")),
    "closed": ("closed", _l("gesloten")),
    "weekend": ("calendar", _l("weekend")),
    "past": ("held", _l("geweest")),
    "planned": ("check", _l("staat er al")),
    "same_day": ("warning", _l("zelfde dag")),
    "twin": ("copy", _l("staat er twee keer")),
    "order": ("warning", _l("volgorde")),
    "ended": ("cancelled", _l("overleg bestaat niet")),
}
#: Marks that leave a day as good as it is: worth knowing, no clash.
MILD = frozenset({"school_holiday", "planned"})

_QUESTIONS: dict[Why, Any] = {
    Why.WEEK: _l("De week in de tekst (%(detail)s) hoort niet bij deze datum. Wat is goed?"),
    Why.WEEK_ONLY: _l("Op welke dag van week %(detail)s? Vul de dag in."),
    Why.NO_SUCH_DAY: _l("De datum %(detail)s bestaat niet. Vul de dag in."),
    Why.DATE_UNSURE: _l("Is dit een datum? Vul de dag in of laat de regel uit."),
    Why.OTHER_DAY: _l("Is dit de dag van een vergadering? Vink aan wat klopt."),
    Why.NUMBER: _l("Dit getal kan een datum uit Excel zijn. Klopt de dag?"),
    Why.RANGE: _l("Hier staan twee dagen. Is het één vergadering, en op welke dag begint zij?"),
    Why.SEVERAL_DATES: _l("Op deze regel staat meer dan één datum. Vink aan wat klopt."),
    Why.MOVED: _l("Volgens de tekst is deze vergadering verplaatst. Vink aan wat klopt."),
    Why.CANCELLED: _l("Volgens de tekst gaat deze vergadering niet door."),
    Why.YEAR: _l("Van welk jaar is %(detail)s? Vul de dag in."),
    Why.MONTH: _l("In welke maand is dit? Vul de dag in."),
    Why.TIME_ORDER: _l("Het einde ligt voor het begin. Vul de tijden in."),
    Why.TIME_UNSURE: _l("Klopt deze tijd?"),
    Why.SEVERAL_TIMES: _l("Op deze regel staat meer dan één tijd. Klopt het begin?"),
    Why.TIME_MISSING: _l("Hoe laat begint het? Vul de tijd in."),
    Why.BODY_UNKNOWN: _l("Welk overleg is “%(detail)s”? Kies het in de lijst."),
    Why.BODY_SEVERAL: _l("De tekst noemt meer dan één overleg. Kies het in de lijst."),
    Why.BODY_MISSING: _l("Van welk overleg is dit? Kies het in de lijst."),
    Why.RULE: _l("Dit is een regel, geen datum. Gebruik daarvoor “Volgens een regel”."),
    Why.TOO_LONG: _l("Deze regel is te lang om te lezen. Plak de vergaderingen onder elkaar."),
    Why.AVOIDED: _l("Overgeslagen: %(detail)s."),
    Why.SHIFTED: _l("Verplaatst: %(detail)s."),
}
_UNUSED: dict[Why, Any] = {
    Why.HEAD: _l("kop van een tabel"),
    Why.YEAR_HEADING: _l("kop: het jaar"),
    Why.MONTH_HEADING: _l("kop: de maand"),
    Why.TIME_HEADING: _l("de tijd voor de regels eronder zonder eigen tijd"),
    Why.BODY_HEADING: _l("kop: het overleg"),
    Why.NO_DATE: _l("geen datum"),
}


def question(one: Proposal) -> str:
    """What is asked about a row, or told of it; nothing where nothing needs to be."""
    if one.why is None:
        return ""
    if one.why is Why.WEEKDAY:
        return _weekday_question(one)
    return str(_QUESTIONS[one.why]) % {"detail": one.detail}


def _weekday_question(one: Proposal) -> str:
    written = weekday_name(int(one.detail)) if one.detail.isdecimal() else one.detail
    if one.day is None:
        return _("De tekst zegt %(written)s. Vul de dag in.", written=written)
    return _(
        "De tekst zegt %(written)s, maar %(day)s is een %(real)s. Wat is goed?",
        written=written,
        day=dates.plain_day(one.day),
        real=weekday_name(one.day.weekday()),
    )


def not_used(one: Reading) -> str:
    """Why a line was not used."""
    return str(_UNUSED[one.why]) if one.why in _UNUSED else ""


def weekday_name(number: int) -> str:
    """ "donderdag", in the language of the page."""
    return str(get_day_names("wide", locale=str(get_locale() or "nl"))[number % 7])


def month_word(number: int) -> str:
    """ "december", in the language of the page."""
    return str(get_month_names("wide", locale=str(get_locale() or "nl"))[number])
