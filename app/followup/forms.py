"""Forms of the list of actions: finding, adding, changing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.dates import short_moment
from app.core.forms import (
    CreatingForm,
    EditingForm,
    Form,
    RowField,
    as_choices,
    choice_field,
    chosen,
    day_field,
    filled,
    text_field,
)
from app.followup.action_list import ActionDetails
from app.followup.finding import DIRECTIONS, SCOPES, STATES
from app.followup.models import Action
from app.followup.words import KINDS
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.people.models import Person


class FindForm(Form):
    """Which actions to see; sent in the address."""

    class Meta(Form.Meta):
        csrf = False

    scope = choice_field(_l("Van wie"), list(SCOPES.items()), default="mine")
    state = choice_field(_l("Stand"), list(STATES.items()), default="open")
    direction = choice_field(_l("Soort"), list(DIRECTIONS.items()), default="")


class ActionFields(Form):
    """What is said of an action."""

    words = text_field(
        _l("Wat is er afgesproken?"), filled(_l("Schrijf op wat er is afgesproken.")), length=500
    )
    kind = choice_field(_l("Soort"), list(KINDS.items()), default="action")
    owner_id = RowField(_l("Wie van ons"))
    owner_name = text_field(_l("Of iemand anders"))
    due_on = day_field(_l("Wanneer klaar"))
    item_id = RowField(_l("Hoort bij"))

    def offer(
        self, people: Sequence[Person], items: Sequence[AgendaItem], *, whole: bool = True
    ) -> None:
        """Fill the choices; without `whole` it is of one of the items."""
        self.owner_id.offer([(one.id, one.name) for one in people], _l("Kies iemand van ons"))
        self.item_id.offer(
            [(one.id, f"{one.shown_number}. {one.title}") for one in items],
            _l("De vergadering als geheel") if whole else _l("Kies een agendapunt"),
        )

    def details(self) -> ActionDetails:
        """What was filled in, for the actions."""
        return ActionDetails(**{name: self[name].data for name in ActionDetails.names()})


class NewActionForm(ActionFields, CreatingForm):
    """Write down an action."""


class ActionForm(ActionFields, EditingForm):
    """Change an action."""


def action_facts(action: Action) -> dict[str, Any]:
    """How an action stands, for its form."""
    return {name: getattr(action, name) for name in ActionDetails.names()}


class ChooseMeetingForm(Form):
    """Of which meeting an action is."""

    class Meta(Form.Meta):
        csrf = False

    meeting = RowField(_l("Van welke vergadering"), [chosen(_l("Kies een vergadering."))])

    def offer(self, meetings: Sequence[Meeting]) -> None:
        """Fill the choices."""
        rows = [
            (one.id, f"{short_moment(one.starts_at)} · {one.name}, {one.body.partnership.name}")
            for one in meetings
        ]
        self.meeting.choices = as_choices([("", _l("Kies een vergadering")), *rows])
