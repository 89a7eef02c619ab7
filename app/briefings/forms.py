"""Forms of notes: the text, its people, remarks and steps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    SelectMultipleField,
    TextAreaField,
)

from app.briefings.content import NAMES, Content, from_values
from app.briefings.parts import PARTS, SHAREABLE, Part
from app.briefings.wording import DEPTH_WORDS, GIVER_WORDS, STANCE_WORDS
from app.briefings.workflow import Leaves, Step
from app.core import clock
from app.core.forms import (
    CreatingForm,
    EditingForm,
    Form,
    MomentField,
    as_choices,
    at_most,
    choice_field,
    day_field,
    optional,
    text_field,
)
from app.people.models import Person

#: Characters in one part: some forty pages, more than anybody reads.
PART_LENGTH = 100_000
REMARK_LENGTH = 4000

STANCES = [("", _l("Nog geen standpunt")), *STANCE_WORDS.items()]
DEPTHS = [("", _l("Nog niet gekozen")), *DEPTH_WORDS.items()]
MANDATE_GIVERS = [("", _l("Nog niet gekozen")), *GIVER_WORDS.items()]


class NoteForm(CreatingForm, EditingForm):
    """The text of a note: what stands beside its parts, and below a field for each part.

    `version` is the number of the version on screen.
    """

    stance = choice_field(_l("Ons standpunt"), STANCES, default="")
    depth = choice_field(_l("Hoe zeker komt het aan de orde?"), DEPTHS, default="")
    mandate = TextAreaField(
        _l("Mandaat"),
        [at_most(REMARK_LENGTH)],
        description=_l("Welke ruimte hebt u aan tafel?"),
        render_kw={"rows": 2},
    )
    mandate_giver = choice_field(_l("Gegeven door"), MANDATE_GIVERS, default="")
    mandate_on = day_field(_l("Gegeven op"))
    mandate_stance = choice_field(
        _l("Standpunt binnen het mandaat"),
        [("", _l("Geen beperking")), *STANCE_WORDS.items()],
        default="",
    )
    marking = text_field(
        _l("Markering"),
        length=60,
        description=_l("Staat boven de annotatie, bijvoorbeeld: vertrouwelijk."),
    )
    shared = SelectMultipleField(
        _l("Mag gedeeld"),
        choices=as_choices([(part.key, part.label) for part in SHAREABLE]),
        invalid_choice_message=_l("Dit onderdeel kan niet worden gedeeld."),
    )
    #: Set where the page said beforehand that saving reopens an aligned note.
    reopen = HiddenField()
    #: The unsaved draft with which this window went on, and how far it was ("id:sequence").
    draft = HiddenField()

    @property
    def content(self) -> Content:
        """What was typed, as the value that is saved."""
        return from_values(self.data)

    def show_content(self, content: Content, number: int) -> None:
        """Fill the form with a version and remember which one."""
        for name in NAMES:
            value = content.value(name)
            self[name].data = "" if value is None and name != "mandate_on" else value
            self[name].raw_data = None
        self.version.data = str(number)

    @property
    def reopens(self) -> bool:
        """Whether the person was told that saving reopens the note."""
        return bool(self.reopen.data == "yes")


def _part_field(part: Part) -> TextAreaField:
    """A field for a part; what is too long is said when saving, never cut off while pasting."""
    rows = {"ask": 2, "core": 6, "speaking_points": 6, "fallback": 3}.get(part.key, 4)
    shown = {
        "rows": rows,
        "maxlength": False,
        "data-most": PART_LENGTH,
        "data-editor": "points" if part.key == "speaking_points" else "rich",
    }
    return TextAreaField(part.label, [at_most(PART_LENGTH)], description=part.hint, render_kw=shown)


for _part in PARTS:
    setattr(NoteForm, _part.key, _part_field(_part))


class PeopleField(SelectMultipleField):
    """Several people, as check boxes."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(
            label,
            coerce=int,
            invalid_choice_message=_l("Kies mensen uit de lijst."),
            **options,
        )

    def offer(self, people: Iterable[Person]) -> None:
        """Offer these people, each with their title."""
        self.choices = [
            (person.id, f"{person.name}, {person.title}" if person.title else person.name)
            for person in people
        ]


class NotePeopleForm(EditingForm):
    """Who write along, and for whom the note exists."""

    writers = PeopleField(_l("Wie schrijven mee?"))
    restricted = BooleanField(
        _l("Beperkt: deze annotatie bestaat alleen voor een kring"),
        description=_l(
            "De kring beperkt wie de annotatie ziet. Wie haar binnen de kring wanneer mag lezen, "
            "volgt uit de stand: een concept lezen alleen de schrijvers."
        ),
    )
    circle = PeopleField(_l("Wie zitten in de kring?"))


class RemarkForm(CreatingForm):
    """A remark on a part or on the whole note."""

    part = choice_field(_l("Over"), [], default="")
    text = TextAreaField(
        _l("Uw opmerking"),
        [at_most(REMARK_LENGTH)],
        render_kw={"rows": 3},
    )

    def offer(self, parts: Iterable[Part]) -> RemarkForm:
        """Offer the parts that can be remarked on."""
        self.part.choices = [
            ("", _("de hele annotatie")),
            *((part.key, part.label) for part in parts),
        ]
        return self


class AnswerForm(Form):
    """The answer to a remark."""

    text = TextAreaField(_l("Uw antwoord"), [at_most(REMARK_LENGTH)], render_kw={"rows": 3})


WORDS_LABELS: dict[Leaves, Any] = {
    Leaves.QUESTION: _l("Uw vraag aan de schrijver"),
    Leaves.REMARK: _l("Uw opmerking voor de schrijver"),
    Leaves.SAYING: _l("Wat is er gezegd?"),
}


class StepForm(EditingForm):
    """One step of the workflow, on the version that was on screen."""

    words = TextAreaField(
        _l("Uw vraag aan de schrijver"), [at_most(REMARK_LENGTH)], render_kw={"rows": 3}
    )
    #: When the portfolio holder said what is recorded, on the Dutch clock; empty: now.
    said_at = MomentField(
        _l("Gezegd op"),
        [optional()],
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M"],
        invalid_value_message=_l(
            "Vul een dag en een tijd in, bijvoorbeeld 3-12-2026 9:30. Leeg betekent: nu."
        ),
    )
    #: For whom it is recorded, as the page said it, and that the person confirmed so.
    behalf = HiddenField()
    confirmed = BooleanField(_l("Namens wie"))
    #: Whether this form came back with a mistake.
    tried = False

    def on_page(self, step: Step, *, tried: bool) -> StepForm:
        """The form as one of several on a page: with ids and a label of its own."""
        self.tried = tried
        if step.leaves is not None:
            self.words.label.text = WORDS_LABELS[step.leaves]
        if step.told and not tried:
            self.said_at.data = clock.local(clock.now()).replace(tzinfo=None)
        for name in ("words", "said_at", "confirmed"):
            own = f"step-{name}" if tried else f"step-{step.name}-{name}"
            self[name].id = self[name].label.field_id = own
        return self

    @property
    def on_behalf_of_id(self) -> int | None:
        """For whom the person confirmed to record the step; None where they did not."""
        digits = str(self.behalf.data or "")
        return int(digits[:9]) if self.confirmed.data and digits.isdecimal() else None
