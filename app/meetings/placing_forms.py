"""The form that asks of each paper without a place where it belongs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from app.core.forms import Form, as_choices
from app.meetings.agenda_forms import item_choice
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.placing import Question

LATER, WHOLE, DROP, REPLACE = "", "meeting", "drop", "replace"


class Choice(NamedTuple):
    """What was chosen for one paper: an item, the meeting as a whole, replacing or leaving out."""

    question: Question
    what: str

    @property
    def item_id(self) -> int | None:
        """The chosen item, where it is one."""
        return int(self.what.removeprefix("item-")) if self.what.startswith("item-") else None


class PlacingForm(Form):
    """Choose a place for papers; whatever is left open stays open."""

    asked: Sequence[Question] = ()

    def choices(self) -> list[Choice]:
        """What was chosen, paper by paper."""
        found = [Choice(one, self[field_name(one.paper)].data or LATER) for one in self.asked]
        return [one for one in found if one.what != LATER]


def placing_form(
    asked: Sequence[Question], agenda: Iterable[AgendaItem], **options: Any
) -> PlacingForm:
    """A form with one list of choices per paper."""
    items = list(agenda)
    fields: dict[str, Any] = {
        field_name(one.paper): SelectField(
            one.paper.title,
            choices=as_choices(_choices(one, items)),
            default=LATER,
            invalid_choice_message=_l("Kies een van de mogelijkheden in de lijst."),
        )
        for one in asked
    }
    form: PlacingForm = type("PlacingForm", (PlacingForm,), fields)(**options)
    form.asked = asked
    return form


def field_name(paper: Paper) -> str:
    """The name of the field of one paper."""
    return f"paper_{paper.id}"


def _choices(question: Question, items: list[AgendaItem]) -> list[tuple[str, str]]:
    """The likely ones first; "later" is always possible."""
    found = [(LATER, _("Later kiezen"))]
    if question.twin is not None:
        title = question.twin.title
        if not question.same_bytes:
            found.append((REPLACE, _("Vervangt het stuk '%(title)s'", title=title)))
        found.append((DROP, _("Weglaten: het staat er al")))
    ordered = dict.fromkeys([*question.near, *items])
    found += [(f"item-{item.id}", item_choice(item)) for item in ordered]
    return [*found, (WHOLE, _("De vergadering als geheel"))]
