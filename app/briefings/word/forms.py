"""Forms for taking a Word document along: the file, and the part for each of its sections."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Form as PlainForm
from wtforms import FormField, HiddenField, TextAreaField

from app.briefings.forms import PART_LENGTH
from app.briefings.parts import PARTS
from app.briefings.word.marks import MOST_SECTIONS
from app.briefings.word.reading import Section
from app.core.errors import RuleBroken
from app.core.forms import Form, RowsField, at_most, choice_field

#: Where a section goes; empty: it stays out.
PLACES = [("", _l("Niet overnemen")), *((part.key, part.label) for part in PARTS)]


class SendForm(Form):
    """Send a document."""

    file = FileField(_l("Word-document"))


class SectionForm(PlainForm):
    """One section of the document."""

    heading = HiddenField()
    part = choice_field(_l("Hoort bij"), PLACES, default="")
    text = TextAreaField(_l("Tekst"), [at_most(PART_LENGTH)], render_kw={"rows": 6})


class PlacesForm(Form):
    """Say of each section where it goes."""

    sections = RowsField(FormField(SectionForm), max_entries=MOST_SECTIONS)

    def show_sections(self, found: Iterable[Section]) -> None:
        """Fill the form with what was read."""
        for one in found:
            self.sections.append_entry({"heading": one.heading, "part": one.part, "text": one.text})

    def placed(self) -> dict[str, str]:
        """The texts by part; several for one part stand below each other."""
        found: dict[str, list[str]] = {}
        for row in self.sections:
            if row.form.part.data and (row.form.text.data or "").strip():
                found.setdefault(row.form.part.data, []).append(row.form.text.data.strip())
        return {part: "\n\n".join(texts) for part, texts in found.items()}

    def require_something(self) -> dict[str, Any]:
        """The texts by part; raises RuleBroken where nothing is to be taken over."""
        placed = self.placed()
        if not placed:
            raise RuleBroken(_("Kies bij ten minste één stuk tekst waar het hoort."))
        return placed
