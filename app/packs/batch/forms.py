"""The form that asks for a print batch."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField

from app.core.forms import CreatingForm
from app.packs.batch.models import MOST_COPIES
from app.packs.batch.queries import Stack


class BatchForm(CreatingForm):
    """Which packs, and how many copies each reader gets."""

    packs = SelectMultipleField(
        _l("Welke mappen?"),
        coerce=int,
        invalid_choice_message=_l(
            "Een van de mappen is intussen vervangen door een nieuwere versie. Kies opnieuw."
        ),
    )
    #: Per reader how many, and what is wrong with it.
    copies: dict[int, str]
    wrong: dict[int, str]

    def offer(self, stacks: Sequence[Stack], typed: dict[str, str]) -> BatchForm:
        """Offer what there is; every pack once, unless something else was typed."""
        self.packs.choices = [(pack.id, str(pack.id)) for one in stacks for pack in one.packs]
        if not typed and self.packs.data is None:
            self.packs.data = [pack.id for one in stacks for pack in one.packs]
        self.copies = {
            one.reader.id: typed.get(f"copies-{one.reader.id}", "1").strip() for one in stacks
        }
        self.wrong = {
            reader_id: str(_l("Kies een getal van 0 tot en met %(most)s.", most=MOST_COPIES))
            for reader_id, number in self.copies.items()
            if not (number.isdecimal() and len(number) < 4 and int(number) <= MOST_COPIES)
        }
        return self

    @property
    def numbers(self) -> dict[int, int]:
        """Per reader how many copies; only where nothing is wrong."""
        return {reader_id: int(number) for reader_id, number in self.copies.items()}
