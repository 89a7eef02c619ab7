"""Forms of where other participants stand: all of them in one table, one of them in full."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FormField, HiddenField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import NumberRange

from app.briefings.forms import REMARK_LENGTH, STANCES
from app.briefings.positions.actions import Heard, shown
from app.briefings.positions.field import Field, Voter
from app.briefings.positions.models import Position
from app.core.forms import (
    EditingForm,
    Form,
    RowsField,
    at_most,
    choice_field,
    day_field,
    number_field,
    optional,
    text_field,
)

#: As many voters as the largest group of municipalities that there is, and then some.
MOST_ROWS = 500
STANCE_CHOICES = [("", _l("onbekend")), *STANCES[1:]]


def version_of(value: str | None) -> int:
    """The version that a hidden field carries; -1 where it was tampered with: always a conflict."""
    digits = value or ""
    return int(digits) if digits.isdecimal() and len(digits) < 10 else -1


class RowFields(PlainForm):
    """One voter in the table."""

    key = HiddenField()
    version = HiddenField()
    was = HiddenField()
    stance = choice_field(_l("Standpunt"), STANCE_CHOICES, default="")
    certain = BooleanField(_l("zeker"))
    why = TextAreaField(_l("Waarom"), [at_most(REMARK_LENGTH)], render_kw={"rows": 1})

    def heard(self) -> Heard:
        """What was filled in, for the action."""
        return Heard(
            key=self.key.data or "",
            stance=self.stance.data or None,
            certain=bool(self.certain.data),
            why=(self.why.data or "").replace("\r\n", "\n"),
            was=self.was.data or "",
            seen_version=version_of(self.version.data),
        )


class GroupFields(PlainForm):
    """A group in the table: one choice for all of its members that are still unknown."""

    key = HiddenField()
    stance = choice_field(_l("Hele groep"), [("", _l("per deelnemer")), *STANCES[1:]], default="")


class TableForm(Form):
    """What is known of all voters, saved in one go; source and day are of what changes now."""

    source = text_field(_l("Bron"), description=_l("Van wie of waaruit weten we dit?"))
    heard_on = day_field(_l("Gehoord op"))
    groups = RowsField(FormField(GroupFields), max_entries=MOST_ROWS)
    rows = RowsField(FormField(RowFields), max_entries=MOST_ROWS)

    def show_field(self, found: Field) -> None:
        """Fill in what is known of every other voter."""
        for key in dict.fromkeys(one.group_key for one in found.voters if one.group_key):
            self.groups.append_entry({"key": key, "stance": ""})
        for voter in found.voters:
            if voter.ours:
                continue
            why = voter.position.why if voter.position else ""
            self.rows.append_entry(
                {
                    "key": voter.key,
                    "version": voter.version,
                    "was": shown(voter.stance, voter.certain, why),
                    "stance": voter.stance or "",
                    "certain": voter.certain,
                    "why": why,
                }
            )

    def heard(self, found: Field) -> list[Heard]:
        """What was filled in, for the action: of each voter, else of their group as a whole."""
        whole = {entry.form.key.data: entry.form.stance.data for entry in self.groups}
        rows = [entry.form.heard() for entry in self.rows]
        group_of = {voter.key: voter.group_key for voter in found.voters}
        return [
            row if row.stance else replace(row, stance=whole.get(group_of.get(row.key)) or None)
            for row in rows
        ]

    def group_of(self, voter: Voter) -> Any:
        """The fields of the group by which a voter takes part; None where there is none."""
        key = voter.group_key
        return next((one.form for one in self.groups if key and one.form.key.data == key), None)

    def row_of(self, voter: Voter) -> Any:
        """The fields of a voter; None where the form that came back does not have them."""
        return next((entry.form for entry in self.rows if entry.form.key.data == voter.key), None)

    def compare_with(self, found: Field) -> None:
        """Count what stands now as shown: saving once more is a choice."""
        for entry in self.rows:
            voter = found.voter(entry.form.key.data or "")
            if voter is not None:
                why = voter.position.why if voter.position else ""
                entry.form.version.data = str(voter.version)
                entry.form.was.data = shown(voter.stance, voter.certain, why)


class PositionForm(EditingForm):
    """Everything that is known of one voter's position."""

    stance = choice_field(_l("Standpunt"), STANCE_CHOICES, default="")
    certain = BooleanField(
        _l("Dit is zeker"), description=_l("Niet aangevinkt: wij vermoeden het.")
    )
    why = TextAreaField(_l("Waarom"), [at_most(REMARK_LENGTH)], render_kw={"rows": 2})
    source = text_field(_l("Bron"), description=_l("Van wie of waaruit weten we dit?"))
    heard_on = day_field(_l("Gehoord op"))
    votes = number_field(
        _l("Stemmen"),
        optional(),
        NumberRange(0, 10_000, _l("Vul een aantal van 0 tot 10.000 in.")),
        description=_l("Leeg: zoals het register het zegt."),
    )
    call_first = BooleanField(_l("Bel eerst"))

    def show_position(self, position: Position) -> None:
        """Fill in how it stands."""
        for name, value in facts_of(position).items():
            self[name].data = value
        self.version.data = str(position.version)

    @property
    def known(self) -> dict[str, Any]:
        """What was typed, under the names of the table."""
        return {
            "stance": self.stance.data or None,
            "why": (self.why.data or "").strip(),
            "source": self.source.data or "",
            "heard_on": self.heard_on.data,
            "certain": self.certain.data,
            "votes": self.votes.data,
            "call_first": self.call_first.data,
        }


def facts_of(position: Position) -> dict[str, Any]:
    """What is recorded, as the fields of the form hold it."""
    names = ("why", "source", "heard_on", "certain", "votes", "call_first")
    return {"stance": position.stance or "", **{name: getattr(position, name) for name in names}}


class CallForm(Form):
    """One tap: whom was called, and what came of it."""

    voter = HiddenField()
    version = HiddenField()
    result = HiddenField()
    next = HiddenField()
