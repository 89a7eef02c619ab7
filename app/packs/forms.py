"""The forms that ask for a pack: of one meeting, and of a reader's meetings in a period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput

from app.core.forms import CreatingForm, Form, RowField, as_choices, chosen, day_field
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.packs.assigned import people_assigned
from app.packs.content.wording import called
from app.packs.models import Variant
from app.packs.options import Options
from app.packs.permissions import can_open, may_request_for
from app.people.models import Person

UP, DOWN = "up", "down"


class _Ids(SelectMultipleField):
    """Numbers of rows in the order in which they were sent; what is unknown is passed over."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, coerce=int, choices=[], validate_choice=False, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what is a number of the size of ours."""
        self.data = [int(one) for one in valuelist if one.isdecimal() and len(one) < 10]


class PackForm(CreatingForm):
    """Which pack, for whom, and how it is put together."""

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
    watermark = BooleanField(
        _l("Watermerk op elke bladzijde"),
        description=_l("De naam van de lezer en het moment van maken, lichtgrijs."),
    )
    right_hand = BooleanField(
        _l("Elk punt begint rechts"),
        description=_l(
            "Voor dubbelzijdig afdrukken: ook elke bijlage begint rechts, de rest loopt door. "
            "Op een lege bladzijde staat dat zij met opzet leeg is."
        ),
    )
    #: The rows as they stand in the window, and those that are ticked.
    order = _Ids()
    chosen = _Ids(_l("Welke punten, in welke volgorde?"))

    def offer(self, meeting: Meeting, person: Person) -> PackForm:
        """Offer the people for whom this person may have it made; the alderman comes first."""
        assigned = people_assigned(meeting.id)
        ids = [one.id for one in assigned]
        people = [one for one in (*assigned, person) if may_request_for(person, one, ids)]
        # first whom it opens for, so that what is offered beforehand is not refused
        self.offer_readers(sorted(people, key=lambda one: not can_open(one, meeting)))
        return self

    def offer_readers(self, people: Iterable[Person]) -> None:
        """Offer these people, each once; the first is who it is usually for."""
        self._people = {one.id: one for one in people}
        rows = {one.id: called(one.name, one.title) for one in self._people.values()}
        self.reader_id.choices = as_choices(rows.items())
        if self.reader_id.data is None and rows:
            self.reader_id.data = next(iter(rows))

    @property
    def reader(self) -> Person | None:
        """Who it is for, as the form stands; None where that is nobody who was offered."""
        return self._people.get(self.reader_id.data)

    @property
    def reader_name(self) -> str:
        """The same by name and title."""
        reader = self.reader
        return called(reader.name, reader.title) if reader is not None else ""

    def rows(self, items: Sequence[AgendaItem]) -> list[tuple[AgendaItem, bool]]:
        """The agenda items as they stand in the window, each with whether it is ticked."""
        by_id = {item.id: item for item in items}
        if not self.order.data:
            return [(item, True) for item in items]
        known = [one for one in dict.fromkeys(self.order.data) if one in by_id]
        late = [item.id for item in items if item.id not in known]
        ticked = {*(self.chosen.data or ()), *late}
        return [(by_id[one], one in ticked) for one in [*known, *late]]

    def move(self, wanted: str, items: Sequence[AgendaItem]) -> None:
        """Move one row up or down ("up-12"), among the items of its own meeting."""
        direction, _dash, digits = wanted.partition("-")
        meeting_of = {item.id: item.meeting_id for item in items}
        moved = int(digits) if digits.isdecimal() and len(digits) < 10 else 0
        rows = list(self.order.data or ())
        group = [one for one in rows if meeting_of.get(one, 0) == meeting_of.get(moved)]
        if direction not in (UP, DOWN) or moved not in group:
            return
        other = group.index(moved) + (1 if direction == DOWN else -1)
        if 0 <= other < len(group):
            here, there = rows.index(moved), rows.index(group[other])
            rows[here], rows[there] = rows[there], rows[here]
            self.order.data = rows

    def options(self) -> Options:
        """What was chosen; nothing where the window offered no choice."""
        return Options(
            watermark=bool(self.watermark.data),
            right_hand=bool(self.right_hand.data),
            chosen=tuple(dict.fromkeys(self.chosen.data or ())) if self.order.data else (),
            only=bool(self.order.data),
        )

    @property
    def has_options(self) -> bool:
        """Whether anything stands out from the usual, so that it is in sight."""
        return bool(
            self.watermark.data or self.right_hand.data or self.order.data or self.chosen.errors
        )

    def validate_chosen(self, field: SelectMultipleField) -> None:
        """Something must be left where there was something to choose."""
        if self.order.data and not field.data:
            raise ValidationError(_l("Kies ten minste één agendapunt."))


class PeriodFilter(Form):
    """Whose meetings on which days; stands in the address."""

    class Meta(Form.Meta):
        csrf = False

    reader_id = RowField(_l("Voor wie is de map?"))
    first = day_field(_l("Van"))
    last = day_field(_l("Tot en met"))


class PeriodForm(PackForm):
    """The same for the meetings of a period, which the page asked for before."""

    first = day_field(_l("Van"), chosen(), widget=HiddenInput())
    last = day_field(_l("Tot en met"), chosen(), widget=HiddenInput())
