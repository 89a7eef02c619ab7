"""Settings of the installation that an administrator changes in the application: whole numbers.

Each is declared here once, with its words, its default and its bounds. Rooms read one with `get`;
all of them together cost one statement per request, and only where one is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Versioned, db


@dataclass(frozen=True)
class Setting:
    """One number: what it means, in which unit, and within which bounds."""

    key: str
    group: Any
    label: Any
    hint: Any
    unit: Any
    default: int
    low: int
    high: int
    #: The setting of the environment that is its upper bound, and its default.
    bounded_by: str = ""
    #: On (1) or off (0), instead of a number.
    switch: bool = False

    @property
    def highest(self) -> int:
        """The upper bound here."""
        return int(current_app.config[self.bounded_by]) if self.bounded_by else self.high

    @property
    def usual(self) -> int:
        """What holds where nobody chose otherwise."""
        return self.highest if self.bounded_by else self.default

    def objection(self, value: int | None) -> str | None:
        """Why a value cannot be, or None; empty means the default."""
        if value is None or self.low <= value <= self.highest:
            return None
        return _("Kies een getal van %(low)s tot en met %(high)s.", low=self.low, high=self.highest)


_SIGNING_IN, _PAPERS, _PREPARING = _l("Aanmelden"), _l("Stukken"), _l("Voorbereiden")
_REMINDING = _l("Herinneren")

LARGEST_PAPER = Setting(
    "largest_paper",
    _PAPERS,
    _l("Grootste stuk"),
    _l("Een groter bestand wordt bij het toevoegen geweigerd, met de reden."),
    _l("megabyte"),
    default=100,
    low=1,
    high=2000,
    bounded_by="MAX_PAPER_MB",
)
NOTE_LEAD_DAYS = Setting(
    "note_lead_days",
    _PREPARING,
    _l("Annotatie klaar vóór de vergadering"),
    _l(
        "Zoveel werkdagen vooraf ligt een annotatie bij de portefeuillehouder. Geldt voor "
        "samenwerkingsverbanden die hierna worden toegevoegd; bij elk is het te wijzigen."
    ),
    _l("werkdagen"),
    default=6,
    low=0,
    high=60,
)
SESSION_HOURS = Setting(
    "session_hours",
    _SIGNING_IN,
    _l("Aangemeld blijven"),
    _l("Daarna meldt iemand zich opnieuw aan. Geldt voor wie zich vanaf nu aanmeldt."),
    _l("uur"),
    default=14,
    low=1,
    high=72,
)
LINK_DAYS = Setting(
    "link_days",
    _SIGNING_IN,
    _l("Geldigheid van een link"),
    _l("Zo lang kan de eigenaar van een account er een wachtwoord mee kiezen."),
    _l("dagen"),
    default=7,
    low=1,
    high=30,
)
PASSWORD_ATTEMPTS = Setting(
    "password_attempts",
    _SIGNING_IN,
    _l("Verkeerde wachtwoorden"),
    _l("Na zoveel vergissingen met één account wacht iedereen die het probeert."),
    _l("keer"),
    default=5,
    low=3,
    high=20,
)
ATTEMPTS_MINUTES = Setting(
    "attempts_minutes",
    _SIGNING_IN,
    _l("Wachten na te veel verkeerde wachtwoorden"),
    _l("Zo lang telt een vergissing mee."),
    _l("minuten"),
    default=15,
    low=5,
    high=120,
)
REMIND_DAYS = Setting(
    "remind_days",
    _REMINDING,
    _l("Herinneren vóór de termijn"),
    _l("Zoveel werkdagen voor de termijn krijgt wie iets moet doen een bericht; 0 is op de dag."),
    _l("werkdagen"),
    default=0,
    low=0,
    high=10,
)
SUBSTITUTE_DAYS = Setting(
    "substitute_days",
    _REMINDING,
    _l("Plaatsvervanger vragen"),
    _l(
        "Zoveel werkdagen na de termijn krijgt ook de plaatsvervanger een bericht; 0 is nooit. "
        "Wie afwezig is, wordt meteen samen met de plaatsvervanger herinnerd."
    ),
    _l("werkdagen"),
    default=1,
    low=0,
    high=20,
)
REPORT_DAYS = Setting(
    "report_days",
    _REMINDING,
    _l("Melden aan coördinator en teamleider"),
    _l("Zoveel werkdagen na de termijn horen zij dat het nog niet is gedaan; 0 is nooit."),
    _l("werkdagen"),
    default=2,
    low=0,
    high=20,
)


def _reminds_of(key: str, label: Any) -> Setting:
    """Whether people are reminded of one kind of thing."""
    return Setting(
        f"remind_{key}", _REMINDING, label, "", "", default=1, low=0, high=1, switch=True
    )


REMIND_NOTES = _reminds_of("notes", _l("Herinneren aan annotaties die nog niet zijn aangeboden"))
REMIND_ADVICE = _reminds_of("advice", _l("Herinneren aan gevraagd advies"))
REMIND_TEAM_LEAD = _reminds_of("team_lead", _l("Herinneren aan wat bij de teamleider ligt"))
REMIND_DECISION = _reminds_of("decision", _l("Herinneren aan wat op een besluit wacht"))
REMIND_OUTCOME = _reminds_of("outcome", _l("Herinneren aan de afloop van een vergadering"))
MAIL_DAYS = Setting(
    "mail_days",
    _l("Mails"),
    _l("Bestanden van mails bewaren"),
    _l(
        "Zonder mailserver is elke mail een bestand in de map; na zoveel dagen wordt het "
        "verwijderd. De lijst van mails en de berichten zelf blijven."
    ),
    _l("dagen"),
    default=90,
    low=7,
    high=3650,
)
PACKS_BY_MAIL = Setting(
    "packs_by_mail",
    _l("Mails"),
    _l("Vergadermap als bijlage meesturen aan wie haar krijgt toegestuurd"),
    "",
    "",
    default=0,
    low=0,
    high=1,
    switch=True,
)
#: In the order of the page.
SETTINGS = (
    LARGEST_PAPER,
    NOTE_LEAD_DAYS,
    REMIND_DAYS,
    SUBSTITUTE_DAYS,
    REPORT_DAYS,
    REMIND_NOTES,
    REMIND_ADVICE,
    REMIND_TEAM_LEAD,
    REMIND_DECISION,
    REMIND_OUTCOME,
    MAIL_DAYS,
    PACKS_BY_MAIL,
    SESSION_HOURS,
    LINK_DAYS,
    PASSWORD_ATTEMPTS,
    ATTEMPTS_MINUTES,
)


class SettingValue(Versioned, Base):
    """What was chosen for a setting; empty is the default again."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int | None] = mapped_column(Integer)


def get(setting: Setting) -> int:
    """What holds now; a bound that the environment lowered since then counts."""
    chosen = chosen_values().get(setting.key)
    return setting.usual if chosen is None else max(setting.low, min(chosen, setting.highest))


def chosen_values() -> dict[str, int | None]:
    """What was chosen, by key; read once per request."""
    if "settings" not in g:
        rows = db.session.execute(select(SettingValue.key, SettingValue.value))
        g.settings = {row.key: row.value for row in rows}
    found: dict[str, int | None] = g.settings
    return found


def forget() -> None:
    """Read anew the next time: something was changed just now."""
    g.pop("settings", None)
