"""Forms of the accounts pages."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectMultipleField
from wtforms.validators import ValidationError

from app.core.forms import (
    CreatingForm,
    EditingForm,
    Form,
    RowField,
    as_choices,
    chosen,
    day_field,
    filled,
    optional,
    text_field,
)
from app.people.models import Person
from app.people.roles import ROLE_WORDS


class _AccountFields(Form):
    """What the administrator knows of an account."""

    name = text_field(_l("Naam"), filled(_l("Vul een naam in.")), length=120)
    title = text_field(_l("Functie"), optional(), length=120)
    email = text_field(_l("E-mailadres"), filled(_l("Vul een e-mailadres in.")), length=254)
    roles = SelectMultipleField(
        _l("Rollen"),
        [chosen(_l("Kies minstens één rol."))],
        choices=as_choices((str(role), word) for role, word in ROLE_WORDS.items()),
        validate_choice=False,
    )

    def validate_roles(self, field: Field) -> None:
        """Only roles that exist."""
        if not set(field.data) <= set(ROLE_WORDS):
            raise ValidationError(_l("Kies een van de mogelijkheden in de lijst."))


class AddAccountForm(_AccountFields, CreatingForm):
    """A new account."""


class EditAccountForm(_AccountFields, EditingForm):
    """Changes of an account."""


def as_rows(people: Iterable[Person]) -> list[tuple[int, str]]:
    """People as the choices of a form, each with their title."""
    return [(one.id, f"{one.name}, {one.title}" if one.title else one.name) for one in people]


class AddTeamLeadForm(CreatingForm):
    """Who leads an officer's team, from and until when."""

    leader = RowField(_l("Teamleider"), [chosen(_l("Kies wie de teamleider is."))])
    first = day_field(_l("Eerste dag"), optional())
    last = day_field(_l("Laatste dag"), optional())


class AddServingForm(CreatingForm):
    """For whom a secretary works, from and until when."""

    alderman = RowField(
        _l("Werkt voor"), [chosen(_l("Kies voor welke portefeuillehouder het secretariaat werkt."))]
    )
    first = day_field(_l("Eerste dag"), optional())
    last = day_field(_l("Laatste dag"), optional())


class EditDaysForm(Form):
    """Other days for who leads or serves whom."""

    first = day_field(_l("Eerste dag"), optional())
    last = day_field(_l("Laatste dag"), optional())
