"""Forms of where other participants stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField
from wtforms.validators import NumberRange

from app.briefings.forms import REMARK_LENGTH, STANCES
from app.core.forms import (
    CreatingForm,
    EditingForm,
    Form,
    RowField,
    at_most,
    choice_field,
    chosen,
    day_field,
    number_field,
    optional,
    text_field,
)
from app.register.models import Organisation


class _PositionFields(Form):
    """What is known of a participant's position."""

    stance = choice_field(_l("Standpunt"), [("", _l("onbekend")), *STANCES[1:]], default="")
    why = TextAreaField(_l("Waarom"), [at_most(REMARK_LENGTH)], render_kw={"rows": 2})
    source = text_field(_l("Bron"), description=_l("Van wie of waaruit weten we dit?"))
    heard_on = day_field(_l("Gehoord op"))
    certain = BooleanField(_l("Zeker"))
    votes = number_field(
        _l("Stemmen"),
        optional(),
        NumberRange(0, 10_000, _l("Vul een aantal van 0 tot 10.000 in.")),
    )
    call_first = BooleanField(_l("Bel eerst"))

    @property
    def known(self) -> dict[str, Any]:
        """What was typed, under the names of the table."""
        return {
            "stance": self.stance.data or None,
            "why": (self.why.data or "").strip(),
            "source": self.source.data or "",
            "heard_on": self.heard_on.data,
            "certain": self.certain.data,
            "votes": self.votes.data,
            "call_first": self.call_first.data,
        }


class NewPositionForm(CreatingForm, _PositionFields):
    """A participant's position that we did not have yet."""

    organisation_id = RowField(_l("Deelnemer"), [chosen(_l("Kies de deelnemer."))])

    def offer(self, organisations: Iterable[Organisation]) -> NewPositionForm:
        """Offer the participants whose position is not recorded yet."""
        self.organisation_id.offer([(one.id, one.name) for one in organisations])
        return self


class PositionForm(EditingForm, _PositionFields):
    """A correction of a participant's position."""
