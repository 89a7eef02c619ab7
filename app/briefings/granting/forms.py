"""The form in which a decision on the mandate is recorded."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from app.briefings.mandate import high_enough
from app.briefings.models import MandateGiver
from app.briefings.wording import GIVER_WORDS
from app.core.forms import (
    CreatingForm,
    EditingForm,
    as_choices,
    chosen,
    day_field,
    filled,
    text_field,
)


class GrantForm(CreatingForm, EditingForm):
    """Who allowed it, when, and where that is written; on the version that was on screen."""

    giver = RadioField(
        _l("Besluit van"),
        [chosen(_l("Kies wie dit heeft besloten."))],
        invalid_choice_message=_l("Kies een van de mogelijkheden in de lijst."),
    )
    given_on = day_field(_l("Besloten op"), chosen(_l("Vul in wanneer het is besloten.")))
    source = text_field(
        _l("Waar staat het?"),
        filled(_l("Schrijf op waar dit besluit staat.")),
        description=_l("Bijvoorbeeld: besluitenlijst van het college, punt 12."),
    )

    def offer(self, needed: MandateGiver) -> GrantForm:
        """Offer who can allow it: the one who is needed, and higher."""
        self.giver.choices = as_choices([(one, GIVER_WORDS[one]) for one in high_enough(needed)])
        return self
