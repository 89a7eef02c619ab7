"""Forms of a partnership: looking for one, its facts, status, reasons, and who takes part."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField, TextAreaField
from wtforms.validators import NumberRange, Optional

from app.core import settings
from app.core.forms import (
    CreatingForm,
    EditingForm,
    Form,
    RowField,
    as_choices,
    at_most,
    choice_field,
    chosen,
    day_field,
    filled,
    number_field,
    strip,
    text_field,
)
from app.core.submission import shown
from app.register.chain import CHAIN, ChainStep, Leads, defaults_around
from app.register.completeness import WANTED
from app.register.models import Partnership, Status
from app.register.overview import ANY_GAP
from app.register.queries import BLANK, ROW_FILTERS, Filters
from app.register.words import (
    FIELDS,
    NATURES,
    OBLIGATIONS,
    REASONS,
    STATUSES,
    WORKING_LEVELS,
    Words,
)

#: Longest text of one field: some thirty pages.
LONGEST = 100_000
#: Facts that can be marked "te bevestigen".
CONFIRMABLE = (
    *("purpose", "participants", "areas", "nature", "form", "working_levels", "obligation"),
)
VOTES = (Optional(), NumberRange(0, 100_000, _l("Vul een getal van 0 of meer in.")))


def long_text(label: Any, rows: int = 4) -> TextAreaField:
    """A text of several paragraphs."""
    return TextAreaField(label, [at_most(LONGEST)], filters=[strip], render_kw={"rows": rows})


def offered(words: Words, empty: Any) -> list[tuple[str, Any]]:
    """Choices from words, behind an empty one."""
    return [("", empty), *words.items()]


class FilterForm(Form):
    """What a person looks for in the list; everything stands in the address."""

    class Meta(Form.Meta):
        csrf = False

    text = text_field(_l("Naam bevat"))
    area = RowField(_l("Beleidsterrein"))
    status = choice_field(_l("Status"), offered(STATUSES, _l("Alle")), default="")
    alderman = RowField(_l("Portefeuillehouder"))
    officer = RowField(_l("Beleidsambtenaar"))
    nature = choice_field(
        _l("Aard"), [*offered(NATURES, _l("Alle")), (BLANK, _l("niet vastgelegd"))], default=""
    )
    obligation = choice_field(
        _l("Verplichting"),
        [*offered(OBLIGATIONS, _l("Alle")), (BLANK, _l("niet vastgelegd"))],
        default="",
    )
    working_level = choice_field(
        _l("Samenwerkingsniveau"),
        [*offered(WORKING_LEVELS, _l("Alle")), (BLANK, _l("niet vastgelegd"))],
        default="",
    )
    gap = choice_field(
        _l("Nog leeg"),
        [
            ("", _l("Maakt niet uit")),
            (ANY_GAP, _l("Een of meer gegevens")),
            *((name, FIELDS[name]) for name in WANTED),
        ],
        default="",
    )

    def filters(self) -> Filters:
        """What was asked; a value that means nothing is left out."""
        self.validate()
        asked = {
            name: field.data
            for name, field in self._fields.items()
            if not field.errors and field.data not in (None, "")
        }
        rows = {name: asked.pop(name) for name in ROW_FILTERS if name in asked}
        return Filters(**asked, **{f"{name}_id": value for name, value in rows.items()})

    def asked(self) -> list[tuple[str, str]]:
        """What was looked for, in words: (field, value)."""
        return [
            (str(field.label.text), shown(field))
            for field in self._fields.values()
            if not field.errors and field.data not in (None, "")
        ]


class PartnershipFields:
    """The facts of a partnership, in the order of the form."""

    name = text_field(_l("Naam"), filled(_l("Vul de naam van het samenwerkingsverband in.")))
    abbreviation = text_field(_l("Afkorting"), length=40)
    parent_id = RowField(_l("Valt onder"))
    areas = SelectMultipleField(
        _l("Beleidsterreinen"),
        coerce=int,
        invalid_choice_message=_l("Kies alleen beleidsterreinen uit de lijst."),
        invalid_value_message=_l("Kies alleen beleidsterreinen uit de lijst."),
    )
    purpose = long_text(_l("Doel van het samenwerkingsverband"))
    goal = long_text(_l("Ons doel"))
    ambition = long_text(_l("Onze ambitie"))
    strategy = long_text(_l("Onze strategie"))
    exit_terms = long_text(_l("Uittreding"))
    nature = choice_field(_l("Aard"), offered(NATURES, _l("Niet vastgelegd")), default="")
    form = text_field(_l("Vorm"), length=120)
    working_levels = SelectMultipleField(
        _l("Samenwerkingsniveau"),
        choices=as_choices(list(WORKING_LEVELS.items())),
        invalid_choice_message=_l("Kies alleen samenwerkingsniveaus uit de lijst."),
    )
    obligation = choice_field(
        _l("Verplichting"), offered(OBLIGATIONS, _l("Niet vastgelegd")), default=""
    )
    alignment_description = long_text(_l("Hoe de subregionale afstemming werkt"), rows=3)
    note_lead_days = number_field(
        _l("Aanlevertermijn van annotaties, in werkdagen"),
        chosen(_l("Vul het aantal werkdagen in.")),
        NumberRange(0, 60, _l("Vul een getal van 0 tot en met 60 in.")),
        default=lambda: settings.get(settings.NOTE_LEAD_DAYS),
    )
    asks_team_lead = BooleanField(_l("De teamleider ziet annotaties vóór de portefeuillehouder"))
    remarks = long_text(_l("Opmerkingen"), rows=3)
    unconfirmed = SelectMultipleField(
        _l("Welke gegevens moeten nog worden bevestigd?"),
        choices=as_choices([(name, FIELDS[name]) for name in CONFIRMABLE]),
        invalid_choice_message=_l("Kies alleen gegevens uit de lijst."),
    )
    to_confirm = long_text(_l("Wat moet er worden bevestigd?"), rows=3)

    def facts(self) -> dict[str, Any]:
        """What was typed, as the facts of a partnership."""
        found = {name: getattr(self, name).data for name in FACTS}
        for name in ("nature", "obligation"):
            found[name] = found[name] or None
        return found


FACTS = (
    *("name", "abbreviation", "parent_id", "areas", "purpose", "goal", "ambition", "strategy"),
    *("exit_terms", "nature", "form", "working_levels", "obligation", "alignment_description"),
    *("note_lead_days", "asks_team_lead", "remarks", "unconfirmed", "to_confirm"),
)


def facts_of(partnership: Partnership) -> dict[str, Any]:
    """The facts that are recorded, in the shape of the form."""
    found = {name: getattr(partnership, name) for name in FACTS}
    found["areas"] = [area.id for area in partnership.areas]
    found["working_levels"] = [row.working_level for row in partnership.working_levels]
    for name in ("nature", "obligation"):
        found[name] = found[name] or ""
    return found


class NewPartnershipForm(PartnershipFields, CreatingForm):
    """Add a partnership."""

    status = choice_field(_l("Status"), list(STATUSES.items()), default=Status.ACTIVE.value)
    since = day_field(_l("Sinds"))


class EditPartnershipForm(PartnershipFields, EditingForm):
    """Change the facts of a partnership."""


class StatusForm(CreatingForm):
    """Another status from a day on."""

    status = choice_field(_l("Nieuwe status"), list(STATUSES.items()))
    valid_from = day_field(_l("Vanaf"), chosen(_l("Vul in vanaf welke dag deze status geldt.")))


class ReasonsForm(EditingForm):
    """Why we take part: a box per reason, each with room for an explanation."""

    def chosen_reasons(self) -> dict[str, str]:
        """The reasons that were ticked, with their explanations."""
        return {name: self[f"{name}_why"].data or "" for name in REASONS if self[name].data}


for _name, _label in REASONS.items():
    setattr(ReasonsForm, _name, BooleanField(_label))
    setattr(ReasonsForm, f"{_name}_why", long_text(_l("Toelichting"), rows=2))


class ChainForm(EditingForm):
    """How many working days before or after a meeting each step is done; empty is the default."""

    def leads(self) -> Leads:
        """The whole chain, with the defaults around the notes where nothing was filled in."""
        usual = defaults_around(self[ChainStep.ALDERMAN].data)
        typed = {step: self[step].data for step in ChainStep}
        return {step: usual[step] if days is None else days for step, days in typed.items()}


for _link in CHAIN:
    _needed = chosen(_l("Vul het aantal werkdagen in."))
    _validators = [_needed] if _link.step == ChainStep.ALDERMAN else []
    setattr(ChainForm, _link.step, number_field(_link.label, *_validators))


class ParticipantFields:
    """Who takes part: an organisation, or a group as a whole."""

    organisation = RowField(_l("Organisatie"))
    group = RowField(_l("Groep"))


class TakingFields:
    """How somebody takes part, and when."""

    votes = number_field(_l("Stemmen"), *VOTES)
    note = text_field(_l("Toelichting"))
    valid_from = day_field(_l("Neemt deel vanaf"))
    valid_to = day_field(_l("Neemt deel tot en met"))


class NewParticipationForm(ParticipantFields, TakingFields, CreatingForm):
    """Add a participant: an organisation, or a group as a whole."""


class EditParticipationForm(TakingFields, EditingForm):
    """Correct how somebody takes part."""


class NewOwnParticipationForm(TakingFields, CreatingForm):
    """Record that we take part."""


class EditOwnParticipationForm(TakingFields, EditingForm):
    """Correct or end our own taking part."""


class AlignmentForm(CreatingForm):
    """Add a participant to the sub-regional alignment."""

    organisation = RowField(_l("Deelnemer"), [chosen(_l("Kies een deelnemer."))])
    valid_from = day_field(_l("Vanaf"))


class EndForm(Form):
    """Until which day something holds."""

    last_day = day_field(
        _l("Geldt tot en met"), chosen(_l("Vul de laatste dag in waarop dit geldt."))
    )
