"""The form above lists of meetings: what a person looks for, how it is shown, and around which day.

Everything stands in the address. What makes no sense there counts as not asked: no mistake to mend.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField

from app.core import dates
from app.core.forms import Form, RowField, as_choices, choice_field, day_field
from app.core.panels import questions_at
from app.meetings import words
from app.meetings.attempts import chosen_text
from app.meetings.forms import named
from app.meetings.list_queries import PREPARATION, partnerships_with_bodies
from app.meetings.selection import UPCOMING, Filters, View
from app.people.models import Person, Role
from app.people.queries import people_with_role
from app.register.portfolio_queries import portfolio_names

#: Who can have a part in a meeting; an administrator only looks after accounts.
PARTAKERS = tuple(role for role in Role if role != Role.ADMINISTRATOR)
#: Years of which a month or a week can be shown.
YEARS = range(1900, 2200)
#: Filters whose value is the id of a row.
ROWS = ("partnership", "portfolio", "person")
#: Filters that say when, which only a list asks: a month and a week have their own days.
TIMES = ("period", "first", "last")


class FilterForm(Form):
    """What a person looks for among meetings."""

    class Meta(Form.Meta):
        csrf = False

    period = choice_field(_l("Periode"), words.choices(words.PERIODS), default=UPCOMING)
    partnership = RowField(_l("Samenwerkingsverband"))
    person = RowField(_l("Wie van ons"))
    preparation = choice_field(_l("Voorbereiding"), [], default="")
    portfolio = RowField(_l("Portefeuille"))
    level = choice_field(_l("Niveau"), words.choices(words.LEVELS, _l("Beide niveaus")), default="")
    status = choice_field(
        _l("Status"), words.choices(words.STATUSES, _l("Alle statussen")), default=""
    )
    first = day_field(_l("Van"))
    last = day_field(_l("Tot en met"))
    mine = BooleanField(_l("Alleen mijn vergaderingen"))
    view = HiddenField()
    day = day_field(_l("Ga naar dag"))

    def offer(self, person: Person) -> None:
        """Fill the choices with what there is, and what this person may ask."""
        self.partnership.offer(partnerships_with_bodies(), _("Alle"))
        self.portfolio.offer(portfolio_names(), _("Alle"))
        people = people_with_role(*PARTAKERS)
        self.person.offer([(one.id, named(one)) for one in people], _("Iedereen"))
        questions = questions_at(PREPARATION, person)
        self.preparation.choices = as_choices(
            [("", _("Maakt niet uit")), *((key, one.words) for key, one in questions.items())]
        )

    def filters(self) -> Filters:
        """What was asked; a value that means nothing is left out."""
        self.validate()
        asked = {field.name: field.data for field in self._asked()}
        rows = {f"{name}_id": asked.pop(name) for name in ROWS if name in asked}
        for name, field in self._fields.items():
            if field.errors:
                field.data = getattr(Filters(), name, None)
            field.errors = ()
        return Filters(**asked, **rows)

    def chosen_view(self) -> View:
        """How it is shown; a list when nothing else was asked."""
        return View(self.view.data) if self.view.data in set(View) else View.LIST

    def chosen_day(self, today: date) -> date:
        """The day whose month or week is shown; one beyond every calendar is not asked."""
        day: date | None = self.day.data
        return day if day is not None and day.year in YEARS else today

    def in_words(self, view: View) -> Iterator[tuple[str, str, str]]:
        """What was asked: the name of the filter, its label and its value, as people read them."""
        for field in self._asked():
            if field.name in TIMES and view != View.LIST:
                continue
            yield field.name, str(field.label.text), _value_in_words(field)

    def _asked(self) -> list[Field]:
        usual = Filters()
        return [
            field
            for name, field in self._fields.items()
            if name not in ("view", "day")
            and not field.errors
            and field.data not in (None, "", getattr(usual, name, None))
        ]


def _value_in_words(field: Any) -> str:
    if isinstance(field.data, bool):
        return _("ja")
    if isinstance(field.data, date):
        return dates.plain_day(field.data)
    return chosen_text(field)(field.data)
