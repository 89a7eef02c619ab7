"""Forms of schedules: what the schedule is made from, and the rows of its preview."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    FormField,
    HiddenField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.validators import NumberRange, Optional

from app.core import clock
from app.core.errors import RuleBroken
from app.core.forms import (
    CreatingForm,
    Form,
    RowField,
    RowsField,
    as_id,
    choice_field,
    day_field,
    number_field,
    text_field,
    time_field,
)
from app.meetings import words as meeting_words
from app.meetings.models import Body, Level
from app.schedules import words
from app.schedules.proposals import Lead, Proposal, Unit
from app.schedules.readings import Reading, Why, shown
from app.schedules.recurrence import Avoiding, Months, Pattern, Rule

#: Of the preview: the proposals, each with its administrative meeting.
MOST_ROWS = 1_000
YEARS_AHEAD = 3


def month_choices() -> list[tuple[int, str]]:
    """The months by name."""
    return [(number, words.month_word(number)) for number in range(1, 13)]


class StartForm(Form):
    """What a schedule is made from."""

    body_id = RowField(_l("Overleg"))
    year = choice_field(_l("Jaar"), [])
    first = day_field(_l("Eerste dag"))
    last = day_field(_l("Laatste dag"))
    start = time_field(_l("Gewone begintijd"))
    # by rule
    pattern = choice_field(_l("Hoe vaak"), meeting_words.choices(words.PATTERNS), default="weeks")
    weekday = choice_field(_l("Dag van de week"), [], default="3")
    interval = number_field(
        _l("Om de hoeveel weken"),
        Optional(),
        NumberRange(1, 26, _l("Kies een aantal weken van 1 tot en met 26.")),
        default=2,
    )
    nth = choice_field(_l("Welke in de maand"), meeting_words.choices(words.NTHS), default="1")
    months = choice_field(
        _l("In welke maanden"), meeting_words.choices(words.MONTHS), default="every"
    )
    chosen_months = SelectMultipleField(
        _l("Maanden"), coerce=int, invalid_choice_message=_l("Kies maanden uit de lijst.")
    )
    month_day = number_field(
        _l("Dag van de maand"),
        Optional(),
        NumberRange(1, 31, _l("Kies een dag van 1 tot en met 31.")),
        default=15,
    )
    avoiding = choice_field(
        _l("Valt een vergadering op een dag waarop niemand vergadert?"),
        meeting_words.choices(words.AVOIDING),
        default="skip",
    )
    avoid_recess = BooleanField(_l("Ook in het reces niet vergaderen"), default=True)
    avoid_school = BooleanField(_l("Ook in de schoolvakantie niet vergaderen"))
    # from a text or a file
    text = TextAreaField(_l("Vergaderschema"))
    file = FileField(_l("Bestand"))
    # the administrative meeting before it
    lead_body_id = RowField(_l("Ambtelijk overleg"))
    lead_count = number_field(
        _l("Hoe lang van tevoren"),
        Optional(),
        NumberRange(1, 60, _l("Kies een aantal van 1 tot en met 60.")),
        default=10,
    )
    lead_unit = choice_field(_l("Geteld in"), meeting_words.choices(words.UNITS), default="days")
    lead_start = time_field(_l("Begin van het ambtelijk overleg"))

    def offer(self, bodies: Iterable[Body], whole_names: bool, empty: Any) -> None:
        """Fill the choices."""
        bodies = list(bodies)

        def named(body: Body) -> str:
            return f"{body.partnership.name} · {body.name}" if whole_names else body.name

        self.body_id.offer([(one.id, named(one)) for one in bodies], empty)
        administrative = [one for one in bodies if one.level == Level.ADMINISTRATIVE]
        self.lead_body_id.offer([(one.id, named(one)) for one in administrative], _l("Nu niet"))
        this_year = clock.today().year
        years = [str(this_year + number) for number in range(YEARS_AHEAD)]
        self.year.choices = [(one, one) for one in years]
        self.weekday.choices = [(str(n), words.weekday_name(n)) for n in range(5)]
        self.chosen_months.choices = month_choices()

    def period(self) -> tuple[date, date]:
        """The days of the schedule: those that were filled in, else the year."""
        year = int(self.year.data)
        first = self.first.data or date(year, 1, 1)
        last = self.last.data or date(first.year if self.first.data else year, 12, 31)
        if last < first:
            raise RuleBroken(_("De laatste dag ligt voor de eerste dag."), "last")
        if (last - first).days > 800:
            raise RuleBroken(_("Kies een periode van hoogstens twee jaar."), "last")
        return first, last

    def rule(self) -> Rule:
        """The rule that was filled in."""
        in_months = self.pattern.data != Pattern.WEEKS and self.months.data == Months.CHOSEN
        if in_months and not self.chosen_months.data:
            raise RuleBroken(_("Kies ten minste één maand."), "chosen_months")
        return Rule(
            pattern=Pattern(self.pattern.data),
            weekday=int(self.weekday.data),
            interval=self.interval.data or 1,
            nth=int(self.nth.data),
            month_day=self.month_day.data or 1,
            months=Months(self.months.data),
            chosen_months=frozenset(self.chosen_months.data or ()),
        )

    def how_to_avoid(self) -> Avoiding:
        """What becomes of a day on which nobody meets."""
        return Avoiding(self.avoiding.data)

    def lead(self, bodies: dict[int, Body], usual: dict[int, time]) -> Lead | None:
        """The administrative meeting that is planned before each official one, where wanted."""
        body = bodies.get(self.lead_body_id.data or 0)
        if body is None:
            return None
        start = self.lead_start.data or usual.get(body.id)
        if start is None:
            raise RuleBroken(_("Vul in hoe laat het ambtelijk overleg begint."), "lead_start")
        return Lead(body, self.lead_count.data or 1, Unit(self.lead_unit.data), start)


class RowForm(PlainForm):
    """One row of the preview; the form around it carries the protection."""

    number = HiddenField()
    take = BooleanField(_l("Plannen"))
    day = day_field(_l("Dag"))
    start = time_field(_l("Begin"))
    end = time_field(_l("Einde"))
    place = text_field(_l("Plaats"))
    body_id = RowField(_l("Overleg"))
    line = HiddenField()
    text = HiddenField()
    why = HiddenField()
    detail = HiddenField()
    prepares = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Only what is to be planned must be complete."""
        super().validate(extra_validators)
        if not self.take.data:
            for field in self:
                field.errors = ()
            return True
        needed = (
            (self.day, _("Vul de dag in.")),
            (self.start, _("Vul in hoe laat het begint.")),
            (self.body_id, _("Kies een overleg.")),
        )
        for field, sentence in needed:
            if field.data is None and not field.errors:
                field.errors = [sentence]
        return not any(field.errors for field in self)

    def proposal(self, place: int) -> Proposal:
        """The row as it was sent; what makes no sense in its hidden fields counts as absent."""
        number = as_number(self.number.data)
        why = str(self.why.data or "")
        return Proposal(
            number=number if number is not None else MOST_ROWS + place,
            body_id=self.body_id.data,
            day=self.day.data,
            start=self.start.data,
            end=self.end.data,
            place=self.place.data or "",
            take=bool(self.take.data),
            line=as_number(self.line.data),
            text=str(self.text.data or "")[:200],
            why=Why(why) if why in set(Why) else None,
            detail=str(self.detail.data or "")[:200],
            prepares=as_number(self.prepares.data),
        )


class PreviewForm(CreatingForm):
    """The rows of a schedule, to be looked through, changed and planned."""

    rows = RowsField(FormField(RowForm), max_entries=MOST_ROWS + 1)
    partnership_id = HiddenField()
    #: The lines that were not used, as JSON: they are told again whenever the preview comes back.
    unused = HiddenField()

    def keep_unused(self, found: Iterable[Reading]) -> None:
        """Remember the lines that were not used."""
        self.unused.data = json.dumps(
            [(one.line, one.text, one.why) for one in found if one.unused]
        )

    def lines_not_used(self) -> list[Reading]:
        """The lines that were not used; none where the field was tampered with."""
        try:
            return [
                Reading(int(line), shown(str(text)), why=Why(why), unused=True)
                for line, text, why in json.loads(self.unused.data or "[]")
            ]
        except (ValueError, TypeError, RecursionError):
            return []

    def show_proposals(self, found: Iterable[Proposal]) -> None:
        """Fill in the rows."""
        for one in found:
            self.rows.append_entry(
                {
                    **{name: getattr(one, name) for name in ("number", "take", "day", "start")},
                    **{name: getattr(one, name) for name in ("end", "place", "body_id", "text")},
                    **{name: getattr(one, name) for name in ("line", "why", "detail", "prepares")},
                }
            )

    def complete(self, rows: Iterable[Proposal]) -> None:
        """Show what the bodies gave to rows that lacked it, and which questions are answered."""
        for one, entry in zip(rows, self.rows.entries, strict=True):
            row = entry.form
            if row.end.data is None and one.end is not None:
                row.end.data, row.end.raw_data = one.end, None
            row.place.data = one.place
            row.why.data = one.why

    def offer(self, bodies: Iterable[tuple[int, str]]) -> None:
        """Fill the choices of every row."""
        choices = list(bodies)
        for entry in self.rows.entries:
            entry.form.body_id.offer(choices, _("Kies een overleg"))

    def proposals(self) -> list[Proposal]:
        """The rows as they were sent."""
        return [entry.form.proposal(n) for n, entry in enumerate(self.rows.entries)]

    def wanted_partnership(self) -> int | None:
        """Of which partnership the bodies are offered."""
        return as_number(self.partnership_id.data)


def as_number(value: Any) -> int | None:
    """A number that a hidden field holds, or None where it was tampered with."""
    text = str(value if value is not None else "")
    return as_id(text) if text.isdecimal() and len(text) < 10 else None
