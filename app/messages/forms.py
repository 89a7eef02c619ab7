"""Forms of messages: when mails of each kind come, and stopping some by a link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField

from app.core.forms import EditingForm, Form, as_choices, choice_field, chosen
from app.days.words import weekday_name
from app.messages.kinds import TIMINGS, Kind
from app.messages.moments import WEEKDAYS


class PreferencesForm(EditingForm):
    """The day of the weekly mail; a field per kind comes with `preferences_form`."""

    #: The kinds of which something can be chosen here.
    kinds: Sequence[Kind] = ()
    weekday = choice_field(_l("Dag van de wekelijkse mail"), [], coerce=int)

    @property
    def timings(self) -> dict[str, str]:
        """What was chosen, by kind."""
        return {one.key: self[one.key].data for one in self.kinds}


def preferences_form(kinds: Sequence[Kind], **given: Any) -> PreferencesForm:
    """The form for somebody who may get these kinds."""
    open_kinds = [one for one in kinds if not one.fixed]
    fields = {
        one.key: choice_field(
            one.words, [(timing.value, TIMINGS[timing]) for timing in one.choices]
        )
        for one in open_kinds
    }
    own = type("OwnPreferencesForm", (PreferencesForm,), {**fields, "kinds": open_kinds})
    form: PreferencesForm = own(**given)
    form.weekday.choices = as_choices([(day, weekday_name(day)) for day in WEEKDAYS])
    return form


class StopForm(Form):
    """The kinds of which mails stop; the link in the mail is what allows it."""

    kinds = SelectMultipleField(
        _l("Waarover u geen mail meer wilt"), [chosen(_l("Kies minstens één onderwerp."))]
    )
