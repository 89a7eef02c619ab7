"""The form that asks for a pack."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from app.core.forms import CreatingForm, RowField, as_choices, chosen
from app.meetings.models import Meeting
from app.packs.models import Variant
from app.packs.permissions import may_request_for
from app.packs.wording import called
from app.people.models import Person


class PackForm(CreatingForm):
    """Which pack, and for whom."""

    variant = RadioField(
        _l("Welke map wilt u?"),
        [chosen()],
        choices=as_choices(
            [
                (Variant.FULL, _l("Vergadermap: oplegger, annotaties en stukken")),
                (Variant.CARD, _l("Spreekkaart: per punt hoogstens drie spreekpunten")),
                (Variant.PAPERS, _l("Alleen de stukken, zonder onze annotaties")),
            ]
        ),
        default=Variant.FULL,
        invalid_choice_message=_l("Kies een van de mogelijkheden in de lijst."),
    )
    reader_id = RowField(_l("Voor wie is de map?"), [chosen()])

    def offer(self, meeting: Meeting, person: Person) -> PackForm:
        """Offer the people for whom this person may have it made; the alderman comes first."""
        going = [row.person for row in meeting.attendances if row.going]
        people = [meeting.alderman, meeting.officer, *going, person]
        rows = {
            one.id: called(one.name, one.title)
            for one in people
            if one is not None and may_request_for(person, one, meeting)
        }
        self.reader_id.choices = as_choices(rows.items())
        if self.reader_id.data is None and rows:
            self.reader_id.data = next(iter(rows))
        return self
