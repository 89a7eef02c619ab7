"""Forms of a pasted agenda: the text, and the rows that were read from it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FormField, HiddenField, SelectField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import Optional, ValidationError

from app.core.forms import (
    CreatingForm,
    Form,
    RowsField,
    choice_field,
    filled,
    number_field,
    text_field,
)
from app.meetings import words
from app.meetings.agenda_forms import MINUTES
from app.meetings.agenda_models import AgendaItem
from app.meetings.agenda_paste.actions import Row
from app.meetings.agenda_paste.cleaning import MOST_LINES, too_much
from app.meetings.agenda_paste.drafts import PastedItem
from app.meetings.agenda_paste.matching import Match, Use

USES = {
    Use.ADD: _l("Toevoegen"),
    Use.UPDATE: _l("Bijwerken"),
    Use.SKIP: _l("Overslaan"),
}


class PasteForm(Form):
    """Paste an agenda."""

    text = TextAreaField(_l("Tekst van de agenda"), [filled(_l("Plak hier de agenda."))])

    def validate_text(self, field: Field) -> None:
        """An agenda has an end; what is longer is another document."""
        if too_much(field.data or ""):
            raise ValidationError(
                _(
                    "Dit is te veel om als agenda te lezen. Plak alleen de agenda: hoogstens "
                    "%(most)d regels.",
                    most=MOST_LINES,
                )
            )


class RowFields(PlainForm):
    """One pasted item in the preview."""

    use = choice_field(_l("Wat doen?"), list(USES.items()), default=Use.ADD)
    number = text_field(_l("Nummer"), length=20)
    title = text_field(_l("Onderwerp"), length=300)
    type = choice_field(_l("Type"), words.choices(words.TYPES), default="inform")
    handling = choice_field(_l("Behandeling"), words.choices(words.HANDLINGS), default="discussion")
    minutes = number_field(_l("Minuten"), Optional(), MINUTES)
    item_id = HiddenField()
    version = HiddenField()

    def validate_title(self, field: Field) -> None:
        """What is used must have a title."""
        if self.use.data != Use.SKIP and not field.data:
            raise ValidationError(_("Vul het onderwerp in, of kies Overslaan."))

    def validate_use(self, field: SelectField) -> None:
        """Only what stands on the agenda can be changed."""
        if field.data == Use.UPDATE and not self.item_id.data:
            raise ValidationError(_("Dit punt staat nog niet op de agenda. Kies Toevoegen."))

    def row(self) -> Row:
        """What was left in the preview, for the action."""
        return Row(
            use=Use(self.use.data),
            number=self.number.data or "",
            title=self.title.data or "",
            type=self.type.data,
            handling=self.handling.data,
            minutes=self.minutes.data,
            item_id=whole(self.item_id.data) or None,
            seen_version=whole(self.version.data),
        )


class PreviewForm(CreatingForm):
    """Put the pasted items on the agenda, once."""

    text = HiddenField()
    last_seen = HiddenField()
    rows = RowsField(FormField(RowFields), max_entries=MOST_LINES)

    def validate_text(self, field: Field) -> None:
        """Text that was tampered with is not read again."""
        if too_much(field.data or ""):
            raise ValidationError(_("Dit is te veel om als agenda te lezen."))

    def show_rows(
        self, pasted: list[PastedItem], found: list[Match], items: dict[int, AgendaItem]
    ) -> None:
        """Fill in what was read; where the text says nothing, how the item stands."""
        for one, match in zip(pasted, found, strict=True):
            item = items[match.item.id] if match.item else None
            said: dict[str, Any] = {
                "use": match.use,
                "number": one.number or (item.number if item else ""),
                "title": one.title,
                "type": one.type if one.type_said or item is None else item.type,
                "handling": item.handling if item else one.handling,
                "minutes": one.minutes or (item.minutes if item else None),
                "item_id": item.id if item else "",
                "version": item.version if item else "",
            }
            self.rows.append_entry(said)

    def entries(self) -> list[Row]:
        """The rows, for the action."""
        return [entry.form.row() for entry in self.rows.entries]


def whole(value: object) -> int:
    """A number of a hidden field; 0 when it was tampered with."""
    digits = str(value or "")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0
