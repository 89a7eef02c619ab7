"""The forms of a subscription: what is in a calendar, and how it looks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, ValidationError

from app.core.forms import (
    CreatingForm,
    EditingForm,
    Form,
    as_choices,
    choice_field,
    chosen,
    text_field,
)
from app.feeds import queries
from app.feeds.models import ALARMS, Color, Scope, Subscription
from app.feeds.parts import (
    LONGEST,
    Options,
    Wanted,
    as_wanted,
    joint_name,
    name_of,
    named,
    part_name,
    wanted_of,
)
from app.feeds.tokens import Renewal, new_seed
from app.people.models import Person
from app.register.portfolio_queries import portfolio_names

WRONG_CHOICE = _l("Kies een van de mogelijkheden in de lijst.")
COLORS = {
    Color.TEAL: _l("blauwgroen"),
    Color.ROYALBLUE: _l("blauw"),
    Color.SEAGREEN: _l("groen"),
    Color.DARKORANGE: _l("oranje"),
    Color.CRIMSON: _l("rood"),
    Color.PURPLE: _l("paars"),
    Color.SIENNA: _l("bruin"),
    Color.SLATEGRAY: _l("grijs"),
}
ALARM_WORDS = {
    str(minutes): words
    for minutes, words in zip(
        ALARMS, (_l("15 minuten ervoor"), _l("een uur ervoor"), _l("een dag ervoor")), strict=True
    )
}


class Group(NamedTuple):
    """Choices that belong together on the page."""

    key: str
    title: Any
    choices: list[tuple[str, Any]]


class _CalendarFields(Form):
    """What is in a calendar, and how it looks."""

    parts = SelectMultipleField(
        _l("Wat wilt u in uw agenda?"),
        [chosen(_l("Kies wat u in de agenda wilt."))],
        invalid_choice_message=WRONG_CHOICE,
    )
    name = text_field(_l("Naam van de agenda"), length=LONGEST)
    with_cancelled = BooleanField(_l("Geannuleerde vergaderingen nog 60 dagen laten staan"))
    color = choice_field(
        _l("Kleur"), [("", _l("Laat mijn agendaprogramma kiezen")), *COLORS.items()]
    )
    alarm = choice_field(_l("Herinnering"), [("", _l("Geen herinnering")), *ALARM_WORDS.items()])

    #: The choices of `parts` as the page shows them; set by `offer`.
    groups: list[Group]
    #: Which of them are in a calendar already.
    had: frozenset[str] = frozenset()
    #: Which of them a link asked for.
    asked: frozenset[str] = frozenset()

    @property
    def wanted(self) -> list[Wanted]:
        """What was chosen."""
        found = map(wanted_of, self.parts.data or ())
        return [one for one in found if one is not None]

    @property
    def options(self) -> Options:
        """How the calendar shall look."""
        alarm = str(self.alarm.data or "")
        return Options(
            with_cancelled=bool(self.with_cancelled.data),
            color=self.color.data or None,
            alarm_minutes=int(alarm) if alarm else None,
        )

    def _offer(self, groups: list[Group]) -> None:
        self.groups = groups
        self.parts.choices = as_choices([row for group in groups for row in group.choices])


class SubscriptionForm(_CalendarFields, CreatingForm):
    """A new subscription, or one for each thing."""

    seed = HiddenField()
    together = RadioField(
        _l("Kiest u meer dan één ding?"),
        choices=as_choices(
            [("together", _l("Samen in één agenda")), ("apart", _l("Elk een eigen agenda"))]
        ),
        default="together",
        invalid_choice_message=WRONG_CHOICE,
    )

    def validate_name(self, field: Any) -> None:
        """Several calendars cannot have one name."""
        if field.data and self.apart:
            raise ValidationError(
                _(
                    "Een eigen naam kan alleen bij één agenda. Maak dit veld leeg, of kies “Samen"
                    " in één agenda”."
                )
            )

    @property
    def apart(self) -> bool:
        """Whether each thing gets a calendar of its own."""
        return bool(self.together.data == "apart" and len(self.parts.data or ()) > 1)

    def offer(self, person: Person, day: date) -> SubscriptionForm:
        """Fill the lists to choose from, and see what is in a calendar already."""
        self._offer(_groups(person, day))
        self.had = frozenset(one.key for one in queries.had_by(person))
        return self

    @classmethod
    def open(cls, person: Person, day: date) -> SubscriptionForm:
        """A new one, for this person on this day."""
        return cls(formdata=None, data={"seed": new_seed(), "with_cancelled": True}).offer(
            person, day
        )

    @property
    def once(self) -> str:
        """What addresses are made from: this form, which counts once, and what only it holds."""
        self.seed.data = self.seed.data or new_seed()
        return f"{self.key.data}:{self.seed.data}"

    def choose(self, asked: Collection[str], usual: Collection[str]) -> None:
        """Choose what a link asks for, or what is usual: only what is in no calendar yet."""
        offered = [choice.value for choice in self.parts.choices or ()]
        self.asked = frozenset(key for key in offered if key in asked)
        wanted = self.asked or usual
        self.parts.data = [key for key in offered if key in wanted and key not in self.had]


class EditSubscriptionForm(_CalendarFields, EditingForm):
    """Another name, other parts or another look for a subscription; the address stays."""

    def offer(self, subscription: Subscription, day: date) -> EditSubscriptionForm:
        """Fill the lists to choose from; what is in the calendar already can stay."""
        self._offer(_groups(subscription.person, day, subscription))
        return self


class RenewForm(CreatingForm):
    """Asks for another address in the place of the one that there was when it was opened."""

    instead_of = HiddenField()
    seed = HiddenField()

    @property
    def wish(self) -> Renewal:
        """What is asked."""
        return Renewal(str(self.instead_of.data or ""), str(self.seed.data or ""))

    @classmethod
    def open(cls, subscription: Subscription) -> RenewForm:
        """A new one, about the address as it is now."""
        return cls(formdata=None, data=Renewal.of(subscription)._asdict())


def form_values(subscription: Subscription) -> dict[str, Any]:
    """What a subscription is now, by the names of the fields.

    A name that follows from the parts is no name of its own: it changes with them.
    """
    given = joint_name([named(part) for part in subscription.parts])
    minutes = subscription.alarm_minutes
    return {
        "parts": [as_wanted(part).key for part in subscription.parts],
        "name": "" if subscription.name == given else subscription.name,
        "with_cancelled": subscription.with_cancelled,
        "color": subscription.color or "",
        "alarm": str(minutes) if minutes else "",
    }


def _groups(person: Person, day: date, had: Subscription | None = None) -> list[Group]:
    """The choices of a person on a day; what a calendar holds already stays on offer."""
    own = [
        (Scope.MINE.value, _l("Mijn vergaderingen: waar ik heen ga of die ik voorbereid")),
        (Scope.DEADLINES.value, _l("Deadlines van annotaties die ik schrijf of lees")),
    ]
    portfolios = [
        (Wanted(Scope.PORTFOLIO, portfolio_id=number).key, name)
        for number, name in portfolio_names()
    ]
    partnerships = [
        (Wanted(Scope.PARTNERSHIP, number).key, name)
        for number, name in queries.partnerships_to_choose()
    ]
    everything = [(Scope.ALL.value, _l("Alle vergaderingen die ik mag zien"))]
    groups = [
        Group("own", _l("Van uzelf"), [*own]),
        Group("people", _l("Van wie u vervangt of voor wie u werkt"), _people(person, day, had)),
        Group("portfolios", _l("Portefeuilles"), [*portfolios]),
        Group("partnerships", _l("Samenwerkingsverbanden"), [*partnerships]),
        Group("all", _l("Alles"), [*everything]),
    ]
    return [group for group in groups if group.choices]


def _people(person: Person, day: date, had: Subscription | None) -> list[tuple[str, Any]]:
    """Of whom a person may have a calendar, and of whom they have one that holds nothing now."""
    found: dict[str, Any] = {}
    for one in queries.people_to_follow(person, day):
        for scope in (Scope.PERSON, Scope.DEADLINES) if one.served else (Scope.PERSON,):
            key = Wanted(scope, of_person_id=one.person.id).key
            found[key] = part_name(scope, one.person.name)
    for part in had.parts if had else ():
        if part.of_person is not None:
            words = _("%(name)s (geeft nu niets)", name=name_of(part))
            found.setdefault(as_wanted(part).key, words)
    return [*found.items()]
