"""The form behind a button "Herinneren"."""

from __future__ import annotations

from wtforms import HiddenField, IntegerField
from wtforms.validators import AnyOf, InputRequired, NumberRange

from app.core.forms import Form
from app.insight.debts import DebtKey, DebtKind

_ROW = (InputRequired(), NumberRange(1, 2**31 - 1))


class NudgeForm(Form):
    """Names the debt; whether it stands is looked up."""

    kind = HiddenField(validators=[AnyOf([kind.value for kind in DebtKind])])
    object_id = IntegerField(validators=_ROW)
    person_id = IntegerField(validators=_ROW)

    def debt_key(self) -> DebtKey:
        """What was named."""
        return DebtKey(self.kind.data or "", self.object_id.data or 0, self.person_id.data or 0)
