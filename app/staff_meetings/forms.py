"""Forms of staff meetings: a series, a moved day, a point, an outcome."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import NumberRange

from app.core.dates import short_moment
from app.core.forms import (
    CreatingForm,
    EditingForm,
    Form,
    RowField,
    as_choices,
    at_most,
    choice_field,
    chosen,
    day_field,
    number_field,
    strip,
    text_field,
    time_field,
)
from app.days.staff_actions import SeriesDetails
from app.days.words import weekday_name
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.people.models import Person
from app.staff_meetings.actions import OutcomeDetails
from app.staff_meetings.words import OUTCOME_CHOICES


class SeriesFields(Form):
    """The rule of a series."""

    weekday = choice_field(_l("Dag van de week"), [(str(day), "") for day in range(7)], default="1")
    starts = time_field(_l("Begin"), chosen(_l("Vul in hoe laat het begint.")))
    minutes = number_field(
        _l("Duur in minuten"),
        chosen(_l("Vul in hoe lang het duurt.")),
        NumberRange(5, 480, _l("Kies een aantal minuten van 5 tot en met 480.")),
        default=60,
    )
    place = text_field(_l("Plaats"), length=120)
    valid_from = day_field(_l("Vanaf"))
    valid_to = day_field(_l("Tot en met"))

    def name_days(self) -> None:
        """Fill the days of the week in the language of the page."""
        self.weekday.choices = as_choices([(str(day), weekday_name(day)) for day in range(7)])

    def details(self) -> SeriesDetails:
        """What was filled in, for the actions."""
        return SeriesDetails(
            weekday=int(self.weekday.data),
            starts=self.starts.data,
            minutes=self.minutes.data,
            place=self.place.data or "",
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
        )


class NewSeriesForm(SeriesFields, CreatingForm):
    """Begin a series."""

    person_id = RowField(_l("Van wie"), [chosen(_l("Kies een wethouder of de burgemeester."))])

    def offer(self, aldermen: Sequence[Person]) -> None:
        """Fill the choices."""
        self.name_days()
        self.person_id.offer([(one.id, one.name) for one in aldermen])


class SeriesForm(SeriesFields, EditingForm):
    """Change a series."""


class MoveForm(Form):
    """Hold one staff meeting on another day or time."""

    day = day_field(_l("Nieuwe dag"), chosen(_l("Vul de dag in.")))
    starts = time_field(_l("Begin"))


class PointForm(CreatingForm):
    """Put something on the agenda."""

    title = text_field(_l("Waar gaat het over"))
    item_id = RowField(_l("Agendapunt van een vergadering"))
    meeting_id = RowField(_l("Of een vergadering als geheel"))

    def offer(self, items: Sequence[AgendaItem], meetings: Sequence[Meeting]) -> None:
        """Fill the choices."""
        self.meeting_id.offer(
            [(one.id, f"{short_moment(one.starts_at)} · {one.name}") for one in meetings],
            _l("Geen vergadering"),
        )
        self.item_id.offer(
            [
                (
                    one.id,
                    f"{short_moment(one.meeting.starts_at)} · {one.meeting.name} · {one.title}",
                )
                for one in items
            ],
            _l("Geen agendapunt"),
        )


class OutcomeForm(Form):
    """Note what came of a point."""

    outcome = RadioField(
        _l("Uitkomst"),
        [chosen(_l("Kies een uitkomst."))],
        choices=as_choices(OUTCOME_CHOICES.items()),
    )
    words = TextAreaField(_l("Toelichting"), [at_most(4000)], filters=[strip])
    version = HiddenField(default="0")

    def details(self) -> OutcomeDetails:
        """What was filled in, for the actions."""
        return OutcomeDetails(self.outcome.data, self.words.data or "")

    @property
    def seen_version(self) -> int:
        """The version of what was noted before; 0 where nothing was."""
        digits = str(self.version.data or "")
        return int(digits) if digits.isdecimal() and len(digits) < 10 else -1
