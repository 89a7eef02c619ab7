"""Forms of the import: sending a file, and answering what it asks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField

from app.core.forms import CreatingForm, Form, as_choices, filled, text_field
from app.register.spelling import key
from app.transfer.comparing import NEW, Row

#: Leave a question for later.
LATER = ""


class SendForm(CreatingForm):
    """A file for the register."""

    file = FileField(_l("Bestand"))
    municipality = text_field(
        _l("Gemeente"), filled(_l("Vul de naam van de gemeente in.")), length=200
    )


class PreviewForm(Form):
    """What a person saw and chose; questions are added by `preview_form`."""

    seen = HiddenField()
    end_missing = BooleanField(_l("Beëindig de deelname van wie het bestand niet meer noemt"))

    def answers(self, rows: Iterable[Row]) -> dict[str, str]:
        """The answers by key of the name; those left for later are absent."""
        found = {key(row.entry.spelling): self[name_of(row)].data for row in rows}
        return {name: answer for name, answer in found.items() if answer}


def name_of(row: Row) -> str:
    """The name of the field with the answer about a row; one line can hold several (.json)."""
    return "answer_" + hashlib.sha256(key(row.entry.spelling).encode()).hexdigest()[:16]


def preview_form(rows: Iterable[Row], answers: dict[str, str], end_missing: bool) -> PreviewForm:
    """A form with a choice for each of these rows."""
    fields: dict[str, object] = {}
    data: dict[str, object] = {"end_missing": end_missing}
    for row in rows:
        name = name_of(row)
        fields[name] = RadioField(
            _("%(name)s (regel %(line)s)", name=row.entry.spelling, line=row.entry.line),
            choices=as_choices(
                [
                    *(
                        (str(one.id), _("Hetzelfde als %(name)s", name=one.name))
                        for one in row.candidates
                    ),
                    (NEW, _("Een ander: voeg dit als nieuw samenwerkingsverband toe")),
                    (LATER, _("Weet ik nog niet: laat deze regel liggen")),
                ]
            ),
            validate_choice=False,
            default=LATER,
        )
        data[name] = answers.get(key(row.entry.spelling), LATER)
    made = type("PreviewFormOfImport", (PreviewForm,), fields)
    return cast(PreviewForm, made(data=data))
