"""The form of a steer."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from app.briefings.steers.actions import NAMES, SteerWords
from app.core.forms import EditingForm, at_most, strip


class SteerForm(EditingForm):
    """Write a steer; what stays empty is drawn from the notes."""

    why = TextAreaField(_l("Waarom deze vergadering"), [at_most(500)], filters=[strip])
    achieve = TextAreaField(_l("Wat wij willen bereiken"), [at_most(700)], filters=[strip])
    speak_to = TextAreaField(_l("Vooraf spreken"), [at_most(700)], filters=[strip])
    risk = TextAreaField(_l("Grootste risico"), [at_most(500)], filters=[strip])

    def words(self) -> SteerWords:
        """What was filled in, for the action."""
        return SteerWords(**{name: self[name].data or "" for name in NAMES})
