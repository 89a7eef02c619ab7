"""The form of the search page: what, and within what."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from app.core.forms import Form, RowField, as_choices, choice_field
from app.core.search.finding import Filters, partnership_names
from app.core.search.sources import registry

PERIODS = [
    ("", _l("Altijd")),
    ("upcoming", _l("Vanaf vandaag")),
    ("year", _l("Het afgelopen jaar")),
    ("past", _l("Geweest")),
]


class SearchForm(Form):
    """What somebody looks for; sent by GET, so it carries no token."""

    class Meta(Form.Meta):
        csrf = False

    q = StringField(_l("Zoeken naar"))
    kind = choice_field(_l("Waarin"), [])
    partnership = RowField(_l("Samenwerkingsverband"))
    period = choice_field(_l("Wanneer"), PERIODS)
    level = choice_field(_l("Niveau"), [])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = registry()
        kinds = [(source.kind, source.label) for source in known.sources]
        self.kind.choices = as_choices([("", _("Alles")), *kinds])
        self.level.choices = as_choices([("", _("Beide niveaus")), *known.levels.items()])

    def offer_partnerships(self, ids: Collection[int]) -> None:
        """Offer the partnerships of which something was found, and the one that is chosen."""
        chosen = {self.partnership.data} - {None}
        self.partnership.offer(partnership_names({*ids, *chosen}), _("Alle"))

    def filters(self) -> Filters:
        """Within what to look; what makes no sense in an address counts as not asked."""

        def word(field: Any) -> str:
            known = {value for value, *_rest in field.choices}
            return str(field.data) if field.data in known else ""

        partnership_id = self.partnership.data
        return Filters(
            kind=word(self.kind),
            partnership_id=partnership_id if partnership_id and partnership_id < 2**31 else None,
            period=word(self.period),
            level=word(self.level),
        )
