"""The form that sends packs."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField

from app.core.forms import CreatingForm, as_choices
from app.packs.content.wording import called
from app.packs.sharing.actions import Outdated
from app.packs.sharing.queries import Recipient


class SendForm(CreatingForm):
    """To whom a pack goes."""

    readers = SelectMultipleField(
        _l("Aan wie stuurt u de map?"),
        coerce=int,
        invalid_choice_message=_l("Kies mensen uit de lijst."),
    )

    #: Only asked where a version that would go is out of date.
    outdated = RadioField(
        _l("Een deel van de mappen is verouderd. Wat wilt u?"),
        choices=as_choices(
            [
                (Outdated.SEND, _l("Sturen wat er is")),
                (
                    Outdated.RENEW.value,
                    _l("Nog niets sturen: eerst de nieuwe maken en bekijken"),
                ),
            ]
        ),
        validate_choice=False,
    )

    def offer(self, recipients: Sequence[Recipient]) -> SendForm:
        """Offer these people; those who had none yet are chosen beforehand."""
        self.readers.choices = [
            (one.person.id, called(one.person.name, one.person.title)) for one in recipients
        ]
        if self.readers.data is None:
            self.readers.data = [one.person.id for one in recipients if one.had is None]
        return self
