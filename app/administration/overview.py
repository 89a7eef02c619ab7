"""What the administrator's first page tells: is all well, what comes first, what is where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, or_, select

from app.core import clock, jobs, schema, space
from app.core.database import db, holds_on
from app.core.settings import chosen_values
from app.days.models import Period
from app.feeds.queries import too_large
from app.meetings.models import Body
from app.messages.models import Mail, MailState
from app.messages.texts import own_texts
from app.people.models import Person
from app.register.models import Organisation, OrganisationGroup, Partnership, PolicyArea
from app.register.portfolio_models import Portfolio, PortfolioHolder
from config import VERSION

#: So many calendars that are too large are named.
MOST_NAMED = 3
#: A backup that is older than this deserves a word.
OLD_BACKUP_DAYS = 2


@dataclass(frozen=True)
class Counts:
    """How much there is of what an administrator looks after."""

    accounts: int
    without_password: int
    partnerships: int
    organisations: int
    groups: int
    areas: int
    portfolios: int
    carried: int
    bodies: int
    periods: int


@dataclass(frozen=True)
class FirstStep:
    """Something that a new installation needs, and whether it is there."""

    words: Any
    hint: Any
    url: str
    done: bool


@dataclass(frozen=True)
class Place:
    """A page of the administration, with one line on what is there now."""

    words: str
    line: str
    url: str


@dataclass(frozen=True)
class Sign:
    """One thing that is well or not: what it is, how it stands, and whether it needs somebody."""

    words: str
    text: str
    well: bool


def count_all() -> Counts:
    """Everything counted, in one statement."""
    today = clock.today()
    open_body = or_(Body.valid_to.is_(None), Body.valid_to >= today)
    holders = select(func.count(func.distinct(PortfolioHolder.portfolio_id)))
    queries = {
        "accounts": _count(Person, Person.active),
        "without_password": _count(Person, Person.active, Person.password_hash.is_(None)),
        "partnerships": _count(Partnership),
        "organisations": _count(Organisation),
        "groups": _count(OrganisationGroup),
        "areas": _count(PolicyArea),
        "portfolios": _count(Portfolio),
        "carried": holders.where(holds_on(PortfolioHolder, today)),
        "bodies": _count(Body, open_body),
        "periods": _count(Period, Period.last_day >= today),
    }
    row = db.session.execute(
        select(*(query.scalar_subquery().label(name) for name, query in queries.items()))
    ).one()
    return Counts(**row._mapping)


def _count(table: Any, *conditions: Any) -> Any:
    return select(func.count()).select_from(table).where(*conditions)


def first_steps(counts: Counts, backup: datetime | None) -> list[FirstStep]:
    """What a new installation needs, in the order in which it goes easiest."""
    steps = (
        (
            _("Geef collega’s een account"),
            _("Maak per account een link; daarmee kiest de eigenaar een wachtwoord."),
            "administration.accounts",
            counts.accounts > 1,
        ),
        (
            _("Vul het register"),
            _(
                "De samenwerkingsverbanden waaraan de gemeente deelneemt. Een coördinator regio "
                "of het secretariaat leest een lijst in, of voegt ze een voor een toe."
            ),
            "register.list_partnerships",
            counts.partnerships > 0,
        ),
        (
            _("Verdeel de portefeuilles"),
            _("Wie van het college wat draagt, en welke beleidsambtenaar erbij hoort."),
            "register.show_portfolios",
            counts.carried > 0,
        ),
        (
            _("Leg de overleggen vast"),
            _(
                "Per samenwerkingsverband: wie er vergaderen, ambtelijk en bestuurlijk. "
                "Dat doet het secretariaat of een coördinator regio."
            ),
            "meetings.list_bodies",
            counts.bodies > 0,
        ),
        (
            _("Vul de dagen van het jaar"),
            _("Raad, college, reces en schoolvakanties, zodat de planning ze ontwijkt."),
            "days.show_year",
            counts.periods > 0,
        ),
        (
            _("Maak een reservekopie"),
            _("Of laat de werker dat elke nacht doen: zie de handleiding voor beheerders."),
            "",
            backup is not None,
        ),
    )
    return [FirstStep(words, hint, _url(endpoint), done) for words, hint, endpoint, done in steps]


def groups_of_places(counts: Counts) -> list[tuple[str, list[Place]]]:
    """Every page that an administrator may want, by subject."""
    settled = sum(value is not None for value in chosen_values().values())
    people = (
        (_("Accounts"), _accounts(counts), "administration.accounts"),
        (
            _("Portefeuilles"),
            _(
                "%(carried)s van %(all)s met een portefeuillehouder",
                carried=counts.carried,
                all=counts.portfolios,
            ),
            "register.show_portfolios",
        ),
    )
    register = (
        (
            _("Samenwerkingsverbanden"),
            _recorded(counts.partnerships),
            "register.list_partnerships",
        ),
        (
            _("Beleidsterreinen"),
            _recorded(counts.areas),
            "register.show_areas",
        ),
        (
            _("Organisaties"),
            _recorded(counts.organisations),
            "register.show_organisations",
        ),
        (_("Groepen"), _recorded(counts.groups), "register.show_groups"),
        (_("Meenemen als bestand"), _("het hele register"), "transfer.choose_format"),
    )
    meeting = (
        (_("Overleggen"), _recorded(counts.bodies), "meetings.list_bodies"),
        (_("Dagen"), _("raad, college, reces, schoolvakanties"), "days.show_year"),
    )
    application = (
        (_("Mails"), _("wat is verstuurd, en wat onzeker is"), "administration.list_mails"),
        (
            _("Teksten van mails"),
            ngettext("%(num)d eigen tekst", "%(num)d eigen teksten", len(own_texts())),
            "administration.mail_texts",
        ),
        (
            _("Grenzen en termijnen"),
            ngettext("%(num)d anders dan gewoon", "%(num)d anders dan gewoon", settled),
            "administration.edit_settings",
        ),
    )
    found = (
        (_("Mensen"), people),
        (_("Register"), register),
        (_("Vergaderen"), meeting),
        (_("Toepassing"), application),
    )
    return [(title, list(_places(rows))) for title, rows in found]


def signs(backup: datetime | None) -> list[Sign]:
    """How this installation is: database, disk, jobs, mail, calendars, backup, version."""
    trouble = {
        _("Database"): schema.problem(),
        _("Schijf"): space.problem(),
        _("Achtergrondtaken"): jobs.problem(),
    }
    well = {_("Schijf"): _("%(free)s GB vrij", free=space.free() // 1024**3)}
    found = [
        Sign(words, sentence or well.get(words, _("in orde")), sentence is None)
        for words, sentence in trouble.items()
    ]
    return [*found, _mail(), _calendars(), _backup(backup), Sign(_("Versie"), VERSION, True)]


def _mail() -> Sign:
    query = _count(Mail, Mail.state == MailState.UNCERTAIN)
    unsure = db.session.scalar(query) or 0
    if unsure:
        text = ngettext(
            "Van %(num)d mail is niet zeker of die is aangekomen. Kijk bij Mails.",
            "Van %(num)d mails is niet zeker of die zijn aangekomen. Kijk bij Mails.",
            unsure,
        )
    elif current_app.config["SMTP_URL"]:
        text = _("in orde")
    else:
        text = _("in een map: er is geen mailserver ingesteld")
    return Sign(_("Mail"), text, not unsure)


def _calendars() -> Sign:
    """Whether Google can go on reading every calendar; whose is too large, and what to do."""
    large = too_large()
    if not large:
        return Sign(_("Agenda’s"), _("in orde"), True)
    named = [
        _(
            "“%(calendar)s” van %(name)s (%(size)s kB)",
            calendar=subscription.name,
            name=subscription.person.name,
            size=octets // 1000,
        )
        for subscription, octets in large[:MOST_NAMED]
    ]
    more = len(large) - len(named)
    text = _(
        "Te groot: %(calendars)s. Google stopt bij ongeveer 1.000 kB met lezen. Vraag wie de agenda"
        " heeft om er minder in te zetten, of om elk onderdeel een eigen agenda te geven.",
        calendars=", ".join([*named, *([_("nog %(count)d", count=more)] if more else [])]),
    )
    return Sign(_("Agenda’s"), text, False)


def _backup(made: datetime | None) -> Sign:
    if made is None:
        return Sign(_("Laatste reservekopie"), _("nog nooit"), False)
    age = (clock.now() - made).days
    text = ngettext("%(num)d dag geleden", "%(num)d dagen geleden", age) if age else _("vandaag")
    return Sign(_("Laatste reservekopie"), text, age <= OLD_BACKUP_DAYS)


def _recorded(count: int) -> str:
    return _("%(count)s vastgelegd", count=count)


def _accounts(counts: Counts) -> str:
    line = ngettext("%(num)d account", "%(num)d accounts", counts.accounts)
    if not counts.without_password:
        return line
    return _("%(line)s, %(count)s zonder wachtwoord", line=line, count=counts.without_password)


def _places(rows: Any) -> Iterator[Place]:
    for words, line, endpoint in rows:
        url = _url(endpoint)
        if url:
            yield Place(words, line, url)


def _url(endpoint: str) -> str:
    """The address of a page, where this installation has it."""
    return url_for(endpoint) if endpoint in current_app.view_functions else ""
