"""Forms of people: signing in, passwords, own details, absence and substitutes."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, RadioField
from wtforms.validators import EqualTo

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


class SignInForm(Form):
    """Address and password."""

    email = text_field(_l("E-mailadres"), filled(_l("Vul uw e-mailadres in.")), length=254)
    password = PasswordField(_l("Wachtwoord"), [filled(_l("Vul uw wachtwoord in."))])
    next = HiddenField()


class ChoosePasswordForm(Form):
    """A first or new password, typed twice because nobody sees it."""

    password = PasswordField(_l("Wachtwoord"), [filled(_l("Kies een wachtwoord."))])
    again = PasswordField(
        _l("Nog een keer hetzelfde wachtwoord"),
        [EqualTo("password", _l("Dit is niet hetzelfde. Typ het wachtwoord hier nog een keer."))],
    )


class ChangePasswordForm(Form):
    """The old password proves who asks; the new one comes twice."""

    old_password = PasswordField(
        _l("Huidig wachtwoord"), [filled(_l("Vul uw huidige wachtwoord in."))]
    )
    password = PasswordField(_l("Nieuw wachtwoord"), [filled(_l("Kies een nieuw wachtwoord."))])
    again = PasswordField(
        _l("Nog een keer het nieuwe wachtwoord"),
        [EqualTo("password", _l("Dit is niet hetzelfde. Typ het wachtwoord hier nog een keer."))],
    )


class DetailsForm(EditingForm):
    """What people decide about their own account."""

    name = text_field(_l("Naam"), filled(_l("Vul uw naam in.")), length=120)
    language = RadioField(
        _l("Taal van het scherm"),
        [chosen(_l("Kies een taal."))],
        choices=as_choices([("nl", "Nederlands"), ("en", "English")]),
    )


class _SeenDays:
    """Carries the days that were on the screen when a form was opened."""

    @staticmethod
    def write(first: date, last: date | None) -> str:
        """For the hidden field."""
        return f"{first.isoformat()}/{last.isoformat() if last else ''}"

    @staticmethod
    def read(text: str | None) -> tuple[date, date | None]:
        """From the hidden field; tampered with, it matches nothing."""
        first, _slash, last = (text or "").partition("/")
        try:
            return date.fromisoformat(first), date.fromisoformat(last) if last else None
        except ValueError:
            return date.min, None


seen_days = _SeenDays()


class AbsenceForm(CreatingForm):
    """Days on which somebody is away; the reason is nobody's business."""

    first_day = day_field(_l("Eerste dag"), chosen(_l("Kies de eerste dag.")))
    last_day = day_field(_l("Laatste dag"), chosen(_l("Kies de laatste dag.")))


class EditDaysForm(Form):
    """Other days for an absence."""

    seen = HiddenField()
    first_day = day_field(_l("Eerste dag"), chosen(_l("Kies de eerste dag.")))
    last_day = day_field(_l("Laatste dag"), chosen(_l("Kies de laatste dag.")))


class SubstitutionForm(CreatingForm):
    """Who stands in, from when, and until when."""

    substitute = RowField(_l("Plaatsvervanger"), [chosen(_l("Kies wie de plaatsvervanger is."))])
    first_day = day_field(_l("Eerste dag"), chosen(_l("Kies de eerste dag.")))
    last_day = day_field(_l("Laatste dag"), optional())


class EditPeriodForm(EditDaysForm):
    """Another period for a substitution, which may be open-ended."""

    last_day = day_field(_l("Laatste dag"), optional())
