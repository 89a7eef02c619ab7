"""Forms of bodies and who of ours sits in them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.validators import NumberRange

from app.core.forms import (
    CreatingForm,
    EditingForm,
    Form,
    RowField,
    as_choices,
    choice_field,
    chosen,
    day_field,
    filled,
    number_field,
    text_field,
)
from app.meetings import words
from app.meetings.body_actions import BodyDetails
from app.meetings.forms import offer_people
from app.meetings.models import Body
from app.people.models import Role
from app.register.models import Organisation

MINUTES = NumberRange(5, 1440, _l("Kies een aantal minuten van 5 tot en met 1440."))


class BodyFilterForm(Form):
    """What to look for in the list of bodies; a value that means nothing is left out."""

    name = text_field(_l("Zoek op naam"))
    level = SelectField(
        _l("Niveau"),
        choices=as_choices([("", _l("Beide niveaus")), *words.choices(words.LEVEL_CHOICES)]),
        default="",
        validate_choice=False,
    )
    ended = SelectField(
        _l("Welke"),
        choices=as_choices([("", _l("Die vergaderen")), ("ended", _l("Die zijn geëindigd"))]),
        default="",
        validate_choice=False,
    )


class BodyFields(Form):
    """The fields of a body."""

    kind = choice_field(_l("Soort overleg"), words.choices(words.KINDS))
    name = text_field(_l("Naam"), filled(_l("Vul een naam in.")))
    level = choice_field(_l("Niveau"), words.choices(words.LEVEL_CHOICES), default="official")
    place = text_field(_l("Vaste plaats"))
    minutes = number_field(
        _l("Gewone duur in minuten"), chosen(_l("Vul in hoe lang het duurt.")), MINUTES, default=90
    )
    majority = choice_field(
        _l("Nodig voor een besluit"),
        words.choices(words.MAJORITIES, _l("Niet vastgelegd")),
        default="",
    )
    valid_from = day_field(_l("Bestaat sinds"))
    organisations = SelectMultipleField(
        _l("Deelnemers in dit overleg"),
        coerce=int,
        invalid_choice_message=_l("Kies deelnemers uit de lijst."),
    )

    def offer(self, organisations: list[Organisation]) -> None:
        """Fill the choices."""
        self.organisations.choices = [(one.id, one.name) for one in organisations]

    def details(self) -> BodyDetails:
        """What was filled in, for the actions."""
        return BodyDetails(
            name=self.name.data,
            kind=self.kind.data,
            level=self.level.data,
            place=self.place.data or "",
            minutes=self.minutes.data,
            majority=self.majority.data or None,
            valid_from=self.valid_from.data,
            organisation_ids=frozenset(self.organisations.data or ()),
        )


class NewBodyForm(BodyFields, CreatingForm):
    """Add a body."""


class BodyForm(BodyFields, EditingForm):
    """Change a body."""

    def show_body(self, body: Body, organisation_ids: list[int]) -> None:
        """Fill in how the body stands."""
        for name in ("kind", "name", "level", "place", "minutes", "valid_from"):
            self[name].data = getattr(body, name)
        self.majority.data = body.majority or ""
        self.organisations.data = organisation_ids
        self.version.data = body.version


class EndBodyForm(Form):
    """Let a body end."""

    valid_to = day_field(_l("Laatste dag"), chosen(_l("Vul de laatste dag in.")))


class MemberForm(CreatingForm):
    """Say that one of ours sits in a body."""

    person_id = RowField(_l("Wie"), [chosen(_l("Kies wie er lid wordt."))])
    substitute = BooleanField(_l("Plaatsvervangend lid"))
    first_day = day_field(_l("Lid sinds"))

    def offer(self) -> None:
        """Fill the choices."""
        offer_people(
            self.person_id,
            (Role.ALDERMAN, Role.OFFICER, Role.COORDINATOR),
            None,
            _l("Kies iemand"),
        )


class EndMemberForm(Form):
    """Let a membership end."""

    last_day = day_field(_l("Laatste dag"), chosen(_l("Vul de laatste dag in.")))
