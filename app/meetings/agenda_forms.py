"""Forms of the agenda: items, papers, outcome."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, MultipleFileField
from wtforms import BooleanField, TextAreaField
from wtforms.validators import NumberRange, Optional

from app.core.forms import (
    CreatingForm,
    EditingForm,
    Form,
    RowField,
    at_most,
    choice_field,
    chosen,
    day_field,
    filled,
    number_field,
    strip,
    text_field,
)
from app.meetings import words
from app.meetings.agenda_actions import ItemDetails, Result
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.forms import everyone, named, offer_people, people_field
from app.meetings.models import Meeting
from app.meetings.paper_actions import PaperDetails, Reception
from app.people.models import Person, Role

MINUTES = NumberRange(1, 600, _l("Kies een aantal minuten van 1 tot en met 600."))


class ItemFields(Form):
    """The fields of an agenda item."""

    number = text_field(_l("Nummer"), length=20)
    title = text_field(_l("Onderwerp"), filled(_l("Vul het onderwerp in.")), length=300)
    type = choice_field(_l("Type"), words.choices(words.TYPES), default="inform")
    handling = choice_field(_l("Behandeling"), words.choices(words.HANDLINGS), default="discussion")
    minutes = number_field(_l("Minuten"), Optional(), MINUTES)
    officer_id = RowField(_l("Eigen beleidsambtenaar"))
    alderman_id = RowField(_l("Eigen portefeuillehouder"))
    tabled_by_us = BooleanField(_l("Door ons geagendeerd"))
    our_written_input = TextAreaField(
        _l("Onze schriftelijke inbreng"), [at_most(20000)], filters=[strip]
    )

    def offer(self, meeting: Meeting, item: AgendaItem | None = None) -> None:
        """Fill the choices; nobody chosen means the people of the meeting."""
        for field, roles, now, usual in (
            (self.officer_id, (Role.OFFICER, Role.COORDINATOR), "officer", meeting.officer),
            (self.alderman_id, (Role.ALDERMAN,), "alderman", meeting.alderman),
        ):
            offer_people(field, roles, getattr(item, now, None), as_meeting(usual))

    def details(self) -> ItemDetails:
        """What was filled in, for the actions."""
        return ItemDetails(
            title=self.title.data,
            number=self.number.data or "",
            type=self.type.data,
            handling=self.handling.data,
            minutes=self.minutes.data,
            officer_id=self.officer_id.data,
            alderman_id=self.alderman_id.data,
            tabled_by_us=self.tabled_by_us.data,
            our_written_input=self.our_written_input.data or "",
        )


def as_meeting(usual: Person | None) -> object:
    """The empty choice of who carries an item: whoever carries the meeting."""
    if usual is None:
        return _l("Zoals de vergadering (nog niemand)")
    return _l("Zoals de vergadering: %(name)s", name=named(usual))


class NewItemForm(ItemFields, CreatingForm):
    """Put an item on the agenda."""


class ItemForm(ItemFields, EditingForm):
    """Change an item."""


class OutcomeForm(EditingForm):
    """Record what was heard and decided."""

    outcome = choice_field(
        _l("Afloop"), words.choices(words.OUTCOMES, _l("Nog niet vastgelegd")), default=""
    )
    decision = TextAreaField(_l("Besluit of conclusie"), [at_most(20000)], filters=[strip])
    heard = TextAreaField(_l("Wat is er gehoord"), [at_most(20000)], filters=[strip])
    #: For whom it is recorded; offered to who serves the portfolio holder.
    behalf = RowField(_l("Wie legt dit vast?"))

    def offer(self, holder: Person | None) -> OutcomeForm:
        """Offer to record it for the portfolio holder whom the person serves."""
        rows = [(holder.id, _("Ik, namens %(name)s", name=holder.name))] if holder else []
        self.behalf.offer(rows, _("Ik, in mijn eigen naam"))
        return self

    def result(self) -> Result:
        """What was filled in, for the actions."""
        return Result(
            outcome=self.outcome.data or None,
            decision=self.decision.data or "",
            heard=self.heard.data or "",
        )


class PaperFields(Form):
    """What is said of papers, one or several."""

    item_id = RowField(_l("Hoort bij"))
    received_on = day_field(_l("Ontvangen op"), chosen(_l("Vul in wanneer het stuk er was.")))
    must_read = BooleanField(_l("Moet gelezen worden"))
    restricted = BooleanField(_l("Beperkt tot een kring"))
    circle = people_field(_l("Kring"))

    def offer(self, items: list[AgendaItem]) -> None:
        """Fill the choices."""
        rows = [(one.id, item_choice(one)) for one in items]
        self.item_id.offer(rows, _l("De vergadering als geheel"))
        self.circle.choices = everyone()


#: The choice of the meeting as a whole, where no choice means: by the name of each paper.
WHOLE_MEETING = 0


class UploadForm(PaperFields, CreatingForm):
    """Add several papers at once."""

    papers = MultipleFileField(_l("Bestanden"))

    def offer_places(self, items: list[AgendaItem], whole: bool) -> None:
        """Fill the choices; who may not edit the whole meeting must choose an own item."""
        rows: list[tuple[int, Any]] = [(one.id, item_choice(one)) for one in items]
        if whole:
            rows.append((WHOLE_MEETING, _l("De vergadering als geheel")))
        empty = _l("Zoek per stuk het punt, aan de naam") if whole else _l("Kies een agendapunt")
        self.item_id.offer(rows, empty)
        self.circle.choices = everyone()

    @property
    def by_name(self) -> bool:
        """Whether each paper looks for its own item."""
        return self.item_id.data is None

    def reception(self) -> Reception:
        """What holds for all of them, for the actions."""
        return Reception(
            received_on=self.received_on.data,
            must_read=self.must_read.data,
            restricted=self.restricted.data,
            circle_ids=frozenset(self.circle.data or ()),
        )


class VersionForm(CreatingForm):
    """Send a new version of a paper."""

    paper = FileField(_l("Bestand"))
    received_on = day_field(_l("Ontvangen op"), chosen(_l("Vul in wanneer het stuk er was.")))


class PaperForm(PaperFields, EditingForm):
    """Change what is said of a paper."""

    title = text_field(_l("Titel"), filled(_l("Vul een titel in.")), length=300)

    def details(self) -> PaperDetails:
        """What was filled in, for the actions."""
        return PaperDetails(
            title=self.title.data,
            received_on=self.received_on.data,
            item_id=self.item_id.data,
            must_read=self.must_read.data,
            restricted=self.restricted.data,
            circle_ids=frozenset(self.circle.data or ()),
        )

    def show_paper(self, paper: Paper) -> None:
        """Fill in how the paper stands."""
        for name in ("title", "item_id", "received_on", "must_read", "restricted"):
            self[name].data = getattr(paper, name)
        self.circle.data = [row.person_id for row in paper.circle]
        self.version.data = paper.version


def item_choice(item: AgendaItem) -> str:
    """An item in a list of choices."""
    return f"{item.shown_number}. {item.title}"
