"""Forms of what an administrator sets for the whole application: numbers, and texts of mails."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, TextAreaField
from wtforms.validators import ValidationError

from app.core.forms import (
    EditingForm,
    as_id,
    at_most,
    choice_field,
    filled,
    number_field,
    optional,
    strip,
    text_field,
)
from app.core.settings import SETTINGS, Setting
from app.messages import texts


class _SettingFields(EditingForm):
    """One number per setting, or on or off; empty is the usual one."""

    def values(self) -> dict[str, int | None]:
        """What was filled in."""
        return {setting.key: self[setting.key].data for setting in SETTINGS}


def _within(setting: Setting) -> Any:
    """A validator that asks the setting itself."""

    def check(_form: Any, field: Field) -> None:
        sentence = setting.objection(field.data)
        if sentence:
            raise ValidationError(sentence)

    return check


def _field(setting: Setting) -> Field:
    if setting.switch:
        states = (_l("uit"), _l("uit (gewoon)")), (_l("aan"), _l("aan (gewoon)"))
        other = 1 - setting.default
        choices = [("", states[setting.default][1]), (str(other), states[other][0])]
        return choice_field(setting.label, choices, coerce=as_id)
    return number_field(setting.label, optional(), _within(setting))


SettingsForm = type(
    "SettingsForm",
    (_SettingFields,),
    {
        "__doc__": "All settings together.",
        **{one.key: _field(one) for one in SETTINGS},
    },
)


def _only_placeholders(_form: Any, field: Field) -> None:
    sentence = texts.objection(field.data or "")
    if sentence:
        raise ValidationError(sentence)


class MailTextForm(EditingForm):
    """The texts around a kind of mail."""

    subject = text_field(
        _l("Onderwerp"),
        filled(_l("Vul een onderwerp in.")),
        _only_placeholders,
        length=texts.LONGEST_SUBJECT,
    )
    opening = TextAreaField(_l("Eerst"), [at_most(1000), _only_placeholders], filters=[strip])
    closing = TextAreaField(_l("Tot slot"), [at_most(1000), _only_placeholders], filters=[strip])

    def texts(self) -> texts.Texts:
        """What was typed."""
        return texts.Texts(
            self.subject.data or "", self.opening.data or "", self.closing.data or ""
        )
