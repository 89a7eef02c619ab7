"""Forms of days: one, several at once, the region."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import NumberRange

from app.core.errors import RuleBroken
from app.core.forms import (
    CreatingForm,
    EditingForm,
    Form,
    as_choices,
    at_most,
    choice_field,
    chosen,
    day_field,
    number_field,
    strip,
    text_field,
    time_field,
)
from app.days import recurrence
from app.days.actions import PeriodDetails
from app.days.models import DayKind
from app.days.recurrence import Slip, Span
from app.days.words import KINDS, REGIONS, weekday_name

#: What comes back often enough to add by rule or list; holidays and recess have names of their own.
RULE, LIST = "rule", "list"
LONGEST = timedelta(days=400)


class PeriodFields(Form):
    """The fields of a day or period."""

    kind = choice_field(_l("Wat is het"), list(KINDS.items()))
    name = text_field(_l("Naam"), length=120)
    first_day = day_field(_l("Eerste dag"), chosen(_l("Vul de dag in.")))
    last_day = day_field(_l("Laatste dag"))
    starts = time_field(_l("Begin"))
    ends = time_field(_l("Einde"))
    region = choice_field(
        _l("Regio van de schoolvakantie"), [("", _l("Alle regio’s")), *REGIONS.items()]
    )
    to_confirm = BooleanField(_l("Te bevestigen"))
    source = text_field(_l("Bron"))

    def details(self) -> PeriodDetails:
        """What was filled in, for the actions."""
        return PeriodDetails(
            kind=self.kind.data,
            name=self.name.data or "",
            first_day=self.first_day.data,
            last_day=self.last_day.data or self.first_day.data,
            starts=self.starts.data,
            ends=self.ends.data,
            region=self.region.data or None,
            to_confirm=self.to_confirm.data,
            source=self.source.data or "",
        )


class NewPeriodForm(PeriodFields, CreatingForm):
    """Add a day or period."""


class PeriodForm(PeriodFields, EditingForm):
    """Change a day or period."""


class SeveralForm(CreatingForm):
    """Add several days at once: by a weekly rule, or from a pasted list."""

    kind = choice_field(
        _l("Wat zijn het"),
        [
            (one, KINDS[one])
            for one in (DayKind.EXECUTIVE, DayKind.COUNCIL, DayKind.COMMITTEE, DayKind.CLOSED)
        ],
    )
    name = text_field(_l("Naam"), length=120)
    starts = time_field(_l("Begin"))
    ends = time_field(_l("Einde"))
    way = RadioField(
        _l("Hoe wilt u de dagen opgeven"),
        choices=as_choices(
            [
                (RULE, _l("Met een regel, bijvoorbeeld elke dinsdag")),
                (LIST, _l("Met een lijst van datums")),
            ]
        ),
        default=RULE,
    )
    weekday = choice_field(_l("Dag van de week"), [(str(day), "") for day in range(7)], default="1")
    every = number_field(
        _l("Om de hoeveel weken"),
        NumberRange(1, 26, _l("Kies een aantal weken van 1 tot en met 26.")),
        default=1,
    )
    first_day = day_field(_l("Vanaf"))
    last_day = day_field(_l("Tot en met"))
    days = TextAreaField(_l("Datums, één per regel"), [at_most(20_000)], filters=[strip])
    #: The days that were shown and left checked.
    taken = SelectMultipleField(_l("Toe te voegen dagen"), validate_choice=False)

    def __init__(self, *args: Any, year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.year = year
        self.weekday.choices = as_choices([(str(day), weekday_name(day)) for day in range(7)])

    def spans(self) -> tuple[Sequence[Span], Sequence[Slip]]:
        """The days that were given, and the lines that cannot be read; raises RuleBroken."""
        if self.way.data == LIST:
            if not self.days.data:
                raise RuleBroken(_("Plak of typ de datums, één per regel."), "days")
            spans, slips = recurrence.read_list(self.days.data, self.year)
        else:
            spans, slips = self._by_rule(), []
        if len(spans) > recurrence.MOST:
            raise RuleBroken(
                _("Dit zijn meer dan %(most)d dagen. Splits ze.", most=recurrence.MOST),
                "days" if self.way.data == LIST else "last_day",
            )
        return spans, slips

    def _by_rule(self) -> list[Span]:
        first: date | None = self.first_day.data
        last: date | None = self.last_day.data
        for name, day in (("first_day", first), ("last_day", last)):
            if day is None:
                raise RuleBroken(_("Vul de dag in."), name)
        assert first is not None
        assert last is not None
        if not first <= last <= first + LONGEST:
            raise RuleBroken(
                _("Kies een laatste dag na de eerste, en binnen een jaar."), "last_day"
            )
        return recurrence.weekly(first, last, int(self.weekday.data), self.every.data or 1)

    def details(self, spans: Sequence[Span]) -> PeriodDetails:
        """What the days have in common."""
        return PeriodDetails(
            kind=self.kind.data,
            name=self.name.data or "",
            first_day=spans[0].first,
            last_day=spans[0].last,
            starts=self.starts.data,
            ends=self.ends.data,
        )


class RegionForm(Form):
    """Choose the region of the school holidays."""

    region = choice_field(_l("Regio van de schoolvakanties"), list(REGIONS.items()))
