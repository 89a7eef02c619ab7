"""Forms of advice: whom to ask what by when, and what is advised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, FormField, HiddenField, RadioField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import StopValidation, ValidationError

from app.briefings.advice.actions import Request
from app.briefings.forms import REMARK_LENGTH
from app.briefings.wording import ADVICE_FIELDS, ADVICE_KINDS
from app.core.forms import (
    CreatingForm,
    EditingForm,
    RowsField,
    as_choices,
    at_most,
    choice_field,
    chosen,
    day_field,
)
from app.people.models import Person

#: More advisers than any town hall has.
MOST = 200


def _with_a_day(form: AdviserFields, field: Field) -> None:
    """Who is asked, is asked by a day; of the others none is needed."""
    if "".join(field.raw_data or ()).strip():
        return
    field.errors = []
    raise StopValidation(_("Vul in wanneer u het advies nodig hebt.") if form.asked.data else "")


class AdviserFields(PlainForm):
    """One adviser who can be asked."""

    adviser_id = HiddenField()
    asked = BooleanField()
    field = choice_field(
        _l("Waarover"), [("", _l("Maak een keuze")), *ADVICE_FIELDS.items()], default=""
    )
    due_on = day_field(_l("Uiterlijk op"), _with_a_day)
    question = TextAreaField(_l("Eigen vraag"), [at_most(REMARK_LENGTH)], render_kw={"rows": 2})

    def validate_field(self, field: Field) -> None:
        """Who is asked, is asked about something."""
        if self.asked.data and not field.data:
            raise ValidationError(_("Kies waarover u advies vraagt."))


class AskAdviceForm(CreatingForm):
    """Ask one or more advisers at once."""

    question = TextAreaField(
        _l("Uw vraag aan de adviseurs"),
        [at_most(REMARK_LENGTH)],
        description=_l("Voor wie u hieronder geen eigen vraag stelt."),
        render_kw={"rows": 3},
    )
    rows = RowsField(FormField(AdviserFields), max_entries=MOST)

    def show_advisers(
        self, advisers: Sequence[Person], fields: Mapping[int, str], days: Mapping[int, date]
    ) -> None:
        """A row per adviser, with the field of the last time and the usual day."""
        for one in advisers:
            self.rows.append_entry(
                {
                    "adviser_id": one.id,
                    "field": fields.get(one.id, ""),
                    "due_on": days[one.id],
                }
            )

    def requests(self) -> list[Request]:
        """Whom to ask, as chosen; a number that was tampered with asks nobody."""
        return [
            Request(
                int(row.adviser_id.data),
                row.field.data,
                (row.question.data or "").strip() or (self.question.data or "").strip(),
                row.due_on.data,
            )
            for row in (entry.form for entry in self.rows)
            if row.asked.data and str(row.adviser_id.data or "").isdecimal()
        ]


class GiveAdviceForm(EditingForm):
    """What is advised, on the version that was on screen."""

    kind = RadioField(
        _l("Uw advies"),
        [chosen(_l("Kies wat u adviseert."))],
        choices=as_choices(ADVICE_KINDS.items()),
        invalid_choice_message=_l("Kies een van de mogelijkheden in de lijst."),
    )
    text = TextAreaField(
        _l("Toelichting"),
        [at_most(REMARK_LENGTH)],
        description=_l("Wat moet de portefeuillehouder hiervan weten?"),
        render_kw={"rows": 6},
    )
