"""Forms of organisations, groups, policy areas and portfolios."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.core.forms import (
    CreatingForm,
    EditingForm,
    RowField,
    choice_field,
    chosen,
    day_field,
    filled,
    text_field,
)
from app.register.words import ORGANISATION_KINDS


class OrganisationFields:
    """The facts of an organisation."""

    name = text_field(_l("Naam"), filled(_l("Vul de naam van de organisatie in.")))
    kind = choice_field(_l("Soort"), list(ORGANISATION_KINDS.items()))
    valid_from = day_field(_l("Bestaat vanaf"))
    valid_to = day_field(_l("Bestaat tot en met"))
    successor_id = RowField(_l("Opvolger"))

    def facts(self) -> dict[str, Any]:
        """What was typed."""
        return {name: getattr(self, name).data for name in ORGANISATION_FACTS}


ORGANISATION_FACTS = ("name", "kind", "valid_from", "valid_to", "successor_id")


class NewOrganisationForm(OrganisationFields, CreatingForm):
    """Add an organisation."""


class EditOrganisationForm(OrganisationFields, EditingForm):
    """Change, or end, an organisation."""


class GroupFields:
    """The facts of a group."""

    name = text_field(_l("Naam"), filled(_l("Vul de naam van de groep in.")))
    complete = BooleanField(_l("Alle leden van de groep zijn bekend"))


class NewGroupForm(GroupFields, CreatingForm):
    """Add a group."""


class EditGroupForm(GroupFields, EditingForm):
    """Change a group."""


class GroupMemberForm(CreatingForm):
    """Add a member to a group."""

    organisation = RowField(_l("Organisatie"), [chosen(_l("Kies een organisatie."))])
    valid_from = day_field(_l("Lid vanaf"))
    valid_to = day_field(_l("Lid tot en met"))


class AreaFields:
    """The name of a policy area."""

    name = text_field(_l("Naam"), filled(_l("Vul de naam van het beleidsterrein in.")), length=120)


class NewAreaForm(AreaFields, CreatingForm):
    """Add a policy area."""


class EditAreaForm(AreaFields, EditingForm):
    """Rename a policy area, or take it out of use."""

    in_use = BooleanField(_l("In gebruik: nieuw te kiezen bij een samenwerkingsverband"))


class PortfolioFields:
    """The name of a portfolio."""

    name = text_field(_l("Naam"), filled(_l("Vul de naam van de portefeuille in.")), length=120)


class NewPortfolioForm(PortfolioFields, CreatingForm):
    """Add a portfolio."""


class EditPortfolioForm(PortfolioFields, EditingForm):
    """Rename a portfolio."""


class HolderForm(CreatingForm):
    """Who holds a portfolio, and when."""

    person = RowField(
        _l("Portefeuillehouder"), [chosen(_l("Kies een wethouder of de burgemeester."))]
    )
    valid_from = day_field(_l("Vanaf"))
    valid_to = day_field(_l("Tot en met"))


class OfficerFields:
    """Which officer."""

    person = RowField(_l("Beleidsambtenaar"), [chosen(_l("Kies een beleidsambtenaar."))])


class SubjectFields:
    """A policy area or a partnership, and when."""

    policy_area = RowField(_l("Beleidsterrein"))
    partnership = RowField(_l("Samenwerkingsverband"))
    valid_from = day_field(_l("Vanaf"))
    valid_to = day_field(_l("Tot en met"))


class PortfolioSubjectForm(SubjectFields, CreatingForm):
    """What belongs to a portfolio."""


class OfficerSubjectForm(OfficerFields, SubjectFields, CreatingForm):
    """What an officer carries."""
