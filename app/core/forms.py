"""Forms: Dutch messages, keys that make a double click create once, plain date fields."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import ForeignKey, String
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    DateTimeLocalField,
    Field,
    FieldList,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.core import clock
from app.core.changes import QUIET
from app.core.database import Base, UTCDateTime, db
from app.core.errors import RuleBroken
from app.core.unseen import without_unseen

#: So long a second send of a form may still be of one and the same click.
DOUBLE_CLICK = timedelta(minutes=1)
#: Control characters, save tab and line ends.
_UNTYPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def typed_text(text: str) -> str:
    """A text without characters that no keyboard types and no database keeps."""
    return _UNTYPED.sub("", text).encode("utf-8", "ignore").decode()


class CreationKey(Base):
    """The key of a creating form that was used, and where what it created can be seen."""

    __tablename__ = "creation_key"
    __table_args__ = QUIET

    key: Mapped[str] = mapped_column(String(36), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    used_at: Mapped[datetime] = mapped_column(UTCDateTime)
    url: Mapped[str] = mapped_column(String(300), default="")


class Form(FlaskForm):
    """Base of all forms: protected against forged requests, with messages in our own words."""

    class Meta(FlaskForm.Meta):
        locales = ()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent, without characters that no keyboard types and no database keeps."""
            found = super().wrap_formdata(form, formdata)
            if not isinstance(found, MultiDict):
                return found
            return MultiDict(
                [
                    (name, typed_text(value) if isinstance(value, str) else value)
                    for name, value in found.items(multi=True)
                ]
            )

    def show(self, error: RuleBroken) -> None:
        """Show a broken rule at its field, or above the form."""
        field = self._fields.get(error.field) if error.field else None
        if field is None:
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]


class CreatingForm(Form):
    """A form that makes something new; its key makes that happen once."""

    key = HiddenField(default=lambda: str(uuid.uuid4()))

    def validate_key(self, field: Field) -> None:
        """One spelling of a key; one that was tampered with is replaced, to be sent again."""
        try:
            field.data = str(uuid.UUID(field.data or ""))
        except ValueError:
            field.data = str(uuid.uuid4())


class EditingForm(Form):
    """A form that changes something; it carries the version that the person was shown."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version that was on the screen; 0 when it was tampered with (always a conflict)."""
        digits = str(self.version.data or "")
        return int(digits) if digits.isdecimal() and len(digits) < 10 else 0


def create_once(form: CreatingForm, person_id: int, create: Callable[[], str]) -> str:
    """Run `create` (which gives the address of what it made) once per form key, and commit.

    A second send of the same form, also at the same moment, gives the first one's address.
    """
    key = str(form.key.data)
    used = db.session.get(CreationKey, key)
    if used is not None:
        return _url_of(used, person_id)
    row = CreationKey(key=key, person_id=person_id, used_at=clock.now())
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        used = db.session.get(CreationKey, key)
        if used is None:
            raise
        return _url_of(used, person_id)
    row.url = create()
    db.session.commit()
    return row.url


def _url_of(used: CreationKey, person_id: int) -> str:
    """Where the first send led; a key of somebody else is a mistake, never a way to look in."""
    if used.person_id != person_id:
        raise RuleBroken(
            _("Dit formulier is al gebruikt. Open het opnieuw en verstuur het nog eens.")
        )
    return used.url


def was_just_used(form: CreatingForm) -> bool:
    """Whether a form did its work so short ago that a double click sent it once more."""
    used = db.session.get(CreationKey, str(form.key.data))
    return used is not None and clock.now() - used.used_at <= DOUBLE_CLICK


class RowsField(FieldList):
    """The rows of a preview; one whose number was tampered with does not exist."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        for name in formdata:
            digits = name.removeprefix(f"{prefix}-").partition("-")[0]
            if name.startswith(f"{prefix}-") and digits.isdecimal() and len(digits) < 6:
                yield int(digits)


def filled(message: Any = None) -> DataRequired:
    """The field must hold something; say what."""
    return DataRequired(message or _l("Vul dit veld in."))


def chosen(message: Any = None) -> InputRequired:
    """A choice must be made; say what."""
    return InputRequired(message or _l("Maak een keuze."))


def at_most(length: int) -> Length:
    """The text may be so many characters long."""
    return Length(max=length, message=_l("Dit is te lang: gebruik hoogstens %(max)d tekens."))


optional = Optional


def strip(value: str | None) -> str | None:
    """Filter for text fields: no blanks around what was typed, and one kind of line end."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def seen(value: str | None) -> str | None:
    """Filter for a line of text: no signs that nobody sees, by which two names would differ."""
    return without_unseen(value) if isinstance(value, str) else value


def text_field(label: Any, *validators: Any, length: int = 200, **options: Any) -> StringField:
    """A line of text without blanks around it, of at most `length` characters."""
    return StringField(label, [*validators, at_most(length)], filters=[seen, strip], **options)


class _OfTheseCenturies(Field):
    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day or moment; a year of before 1800 or after 2199 is a slip of the keyboard."""
        super().process_formdata(valuelist)
        if self.data is not None and not 1800 <= self.data.year < 2200:
            self.data = None
            raise ValueError(_("Vul een jaar in van 1800 tot en met 2199."))


class DayField(_OfTheseCenturies, DateField):
    """A calendar day of these centuries, so that the day before and after it exist too."""


class MomentField(_OfTheseCenturies, DateTimeLocalField):
    """A day and time of these centuries, on the Dutch clock."""


def day_field(label: Any, *validators: Any, **options: Any) -> DayField:
    """A calendar day; without validators it may stay empty. Also reads "3-12-2026"."""
    return DayField(
        label,
        list(validators) or [Optional()],
        format=["%Y-%m-%d", "%d-%m-%Y"],
        invalid_value_message=_l("Vul een datum in als dag-maand-jaar, bijvoorbeeld 3-12-2026."),
        **options,
    )


def time_field(label: Any, *validators: Any, **options: Any) -> TimeField:
    """A time of day; also reads "9.30"."""
    return TimeField(
        label,
        list(validators) or [Optional()],
        format=["%H:%M", "%H.%M", "%H:%M:%S"],
        invalid_value_message=_l("Vul een tijd in als uur:minuten, bijvoorbeeld 9:30."),
        **options,
    )


def number_field(label: Any, *validators: Any, **options: Any) -> IntegerField:
    """A whole number; without validators it may stay empty."""
    return IntegerField(
        label,
        list(validators) or [Optional()],
        invalid_value_message=_l("Vul een heel getal in, zonder punten of letters."),
        **options,
    )


def as_choices(rows: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Pairs of value and words as what fields of WTForms offer."""
    return [SelectChoice(value, words) for value, words in rows]


def choice_field(label: Any, choices: list[tuple[str, Any]], **options: Any) -> SelectField:
    """A choice from fixed words; an empty first choice is up to the caller."""
    return SelectField(
        label,
        choices=as_choices(choices),
        invalid_choice_message=_l("Kies een van de mogelijkheden in de lijst."),
        **options,
    )


def as_id(value: Any) -> int | None:
    """Coercion for a choice of a row by id, with an empty first choice."""
    return int(value) if value not in (None, "") else None


class RowField(SelectField):
    """A choice of a row by id; set `choices` to (id, text), the empty choice is added."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        wrong = _l("Kies een van de mogelijkheden in de lijst.")
        super().__init__(label, validators, coerce=as_id, invalid_value_message=wrong, **options)
        self.empty_label: Any = _l("Maak een keuze")

    def pre_validate(self, form: Any) -> None:
        """Nothing chosen is up to the validators; anything else must be on the list."""
        if self.data is None:
            return
        if self.data not in {value for value, *_rest in self.choices or ()}:
            raise ValidationError(_("Kies een van de mogelijkheden in de lijst."))

    def offer(self, rows: list[tuple[int, Any]], empty: Any = None) -> None:
        """Offer these rows, behind an empty choice."""
        self.choices = as_choices([("", empty or self.empty_label), *rows])
