"""The form of a debrief: a few fields per item, who was there, and what was agreed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from app.briefings.content import clean
from app.briefings.wording import STANCE_WORDS
from app.core.forms import (
    Form,
    RowField,
    as_choices,
    at_most,
    choice_field,
    day_field,
    strip,
    text_field,
)
from app.core.submission import Difference, shown
from app.followup.action_list import ActionDetails
from app.followup.merging import Laid
from app.followup.page import DebriefPage, ItemLine, facts_of, shown_first
from app.followup.words import KINDS, OUTCOME_CHOICES, USEFUL
from app.people.models import Person

#: Rows for new actions; after saving there are as many again.
ROWS = 3


class MayChoose(RadioField):
    """A choice that may stay open."""

    def __init__(self, label: Any, choices: Mapping[str, Any], **options: Any) -> None:
        super().__init__(label, choices=as_choices(choices.items()), default="", **options)

    def pre_validate(self, form: Any) -> None:
        """Nothing chosen is good; anything else must be on the list."""
        if self.data and self.data not in {value for value, *_rest in self.choices or ()}:
            raise ValidationError(_("Kies een van de mogelijkheden in de lijst."))


class DebriefForm(Form):
    """Tell what came of a meeting; whatever is left open can be told later."""

    #: What was saved when the form was opened, by field: JSON.
    seen = HiddenField()
    page: DebriefPage

    def typed(self) -> dict[str, Any]:
        """What was filled in, by the name of its field, as it would be saved.

        With the choice for all others, an item that nobody told of yet went as asked.
        """
        found = {name: _cleaned(self[name].data) for name in facts_of(self.page)}
        if "rest" in self and self["rest"].data:
            outcomes = (f"outcome_{line.item.id}" for line in self.page.untold)
            found |= {name: "as_asked" for name in outcomes if not found[name]}
        return found

    def seen_facts(self) -> dict[str, Any]:
        """What was on screen; nothing where that was tampered with."""
        try:
            found = json.loads(self.seen.data or "")
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def show_facts(self) -> None:
        """Remember what is saved now as what is on screen."""
        self.seen.data = json.dumps(facts_of(self.page), ensure_ascii=False)

    def show_clash(self, laid: Laid) -> list[Difference]:
        """Both texts of what two people changed; what only the other changed is taken over."""
        now = facts_of(self.page)
        for name in laid.taken:
            self[name].data = now[name]
        self.show_facts()
        return [
            Difference(self._label(name), shown(self[name], now[name]), shown(self[name]))
            for name in laid.clashes
        ]

    def _label(self, name: str) -> str:
        """The name of a field, with the item that it is about."""
        label, digits = str(self[name].label.text), name.rpartition("_")[2]
        line = next((one for one in self.page.lines if str(one.item.id) == digits), None)
        return f"{line.item.shown_number}. {line.item.title}: {label}" if line else label

    @property
    def behalf_id(self) -> int | None:
        """The portfolio holder for whom it is recorded."""
        return self["behalf"].data if "behalf" in self else None

    def new_actions(self, writer: Person) -> list[tuple[int, str, ActionDetails]]:
        """The rows in which something was written, each with its number and key.

        What nobody was named for, the writer does.
        """
        if not self.page.adds_actions:
            return []
        rows = [(row, _key(self[f"new_{row}_key"].data), self._row(row)) for row in range(ROWS)]
        return [
            (row, key, one if one.owner_id or one.owner_name else replace(one, owner_id=writer.id))
            for row, key, one in rows
            if one.is_written
        ]

    def opened(self, row: int) -> bool:
        """Whether a row for an action is open: something stands in it, or is wrong."""
        fields = [self[f"new_{row}_{name}"] for name in ActionDetails.names()]
        return self._row(row).is_written or any(field.errors for field in fields)

    def _row(self, row: int) -> ActionDetails:
        values = {name: self[f"new_{row}_{name}"].data for name in ActionDetails.names()}
        return ActionDetails(**values)


def _key(typed: str | None) -> str:
    """One spelling of a key; one that was tampered with is replaced."""
    try:
        return str(uuid.UUID(typed or ""))
    except ValueError:
        return str(uuid.uuid4())


def _cleaned(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(value)
    return clean(value) if isinstance(value, str) else (value or "")


def debrief_form(page: DebriefPage, people: list[Person], *, empty: bool = False) -> DebriefForm:
    """The form with the fields that this person may fill in; as saved now where it is `empty`."""
    fields: dict[str, Any] = {}
    for line in page.lines:
        fields |= _item_fields(line, page)
    if len(page.untold) > 1 and not page.hears:
        fields["rest"] = BooleanField(_l("De andere punten gingen zoals gevraagd"))
    if page.tells_whole:
        fields |= _meeting_fields(page)
    if page.served:
        fields["behalf"] = RowField(_l("Wie legt dit vast?"))
    if page.adds_actions:
        for row in range(ROWS):
            fields |= _action_fields(row)
    options: dict[str, Any] = {"formdata": None, "data": shown_first(page)} if empty else {}
    form: DebriefForm = type("DebriefForm", (DebriefForm,), fields)(**options)
    form.page = page
    _offer(form, page, people)
    if empty:
        form.show_facts()
    return form


def _offer(form: DebriefForm, page: DebriefPage, people: list[Person]) -> None:
    if page.served:
        rows = [(one.id, _("Ik, namens %(name)s", name=one.name)) for one in page.served]
        form["behalf"].offer(rows, _("Ik, in mijn eigen naam"))
    if page.adds_actions:
        mine = [line for line in page.lines if line.may_record]
        items = [(line.item.id, f"{line.item.shown_number}. {line.item.title}") for line in mine]
        whole = _("De vergadering als geheel") if page.tells_whole else _("Kies een agendapunt")
        for row in range(ROWS):
            form[f"new_{row}_owner_id"].offer([(one.id, one.name) for one in people], _("Ikzelf"))
            form[f"new_{row}_item_id"].offer(items, whole)


def _item_fields(line: ItemLine, page: DebriefPage) -> dict[str, Any]:
    number, found = line.item.id, dict[str, Any]()
    if line.may_record:
        found[f"outcome_{number}"] = MayChoose(_("Uitkomst"), OUTCOME_CHOICES)
        found[f"stance_{number}"] = _stance_field(line)
        found[f"decision_{number}"] = _text(_("Besluit in één regel"), 20000)
        found[f"deviation_{number}"] = _text(_("Waarom ging het anders?"), 2000)
        if page.hears:
            found[f"heard_{number}"] = _text(_("Wat is er gehoord?"), 20000)
    if line.may_judge:
        found[f"useful_{number}"] = MayChoose(_("Was deze annotatie nuttig?"), USEFUL)
        found[f"use_words_{number}"] = text_field(_("Wat kan beter?"), length=500)
    return found


def _stance_field(line: ItemLine) -> SelectField:
    """What we said; what differs from the note is marked, so that the page can ask why."""
    planned = line.note.current.stance if line.note is not None else None
    others = [
        SelectChoice(value, words, {"class": "is-other"} if planned and value != planned else None)
        for value, words in STANCE_WORDS.items()
    ]
    return SelectField(
        _("Wij zeiden"),
        choices=[SelectChoice("", _("niets gezegd")), *others],
        default="",
        invalid_choice_message=_l("Kies een van de mogelijkheden in de lijst."),
    )


def _text(label: str, length: int) -> TextAreaField:
    return TextAreaField(label, [at_most(length)], filters=[strip])


def _meeting_fields(page: DebriefPage) -> dict[str, Any]:
    return {
        "contribution": _text(_("Onze inbreng"), 5000),
        "present": SelectMultipleField(
            _("Wie van ons was erbij"),
            coerce=int,
            choices=as_choices(
                (row.person_id, row.person.name) for row in page.meeting.attendances
            ),
            invalid_choice_message=_l("Kies mensen uit de lijst."),
        ),
    }


def _action_fields(row: int) -> dict[str, Any]:
    return {
        f"new_{row}_key": HiddenField(default=lambda: str(uuid.uuid4())),
        f"new_{row}_words": text_field(_l("Wat is er afgesproken?"), length=500),
        f"new_{row}_kind": choice_field(_l("Soort"), list(KINDS.items()), default="action"),
        f"new_{row}_owner_id": RowField(_l("Wie van ons")),
        f"new_{row}_owner_name": text_field(_l("Of iemand anders")),
        f"new_{row}_due_on": day_field(_l("Wanneer klaar")),
        f"new_{row}_item_id": RowField(_l("Hoort bij")),
    }
