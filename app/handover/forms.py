"""Forms for handing over: to whom, from when, per group somebody else where wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from app.core.forms import CreatingForm, EditingForm, RowField, chosen, day_field
from app.handover.things import Group
from app.people.models import Person

#: In a group's own choice: it stays with the giver.
STAYS = 0


class HandOverForm(CreatingForm):
    """To whom everything goes, and from which day. `for_groups` adds a choice per group."""

    seen = HiddenField()
    receiver = RowField(_l("Aan wie?"))
    first_day = day_field(_l("Vanaf welke dag?"), chosen(_l("Kies de eerste dag.")))
    take_in = BooleanField(_l("Wie het krijgt, komt in de kring van wat beperkt is"))

    def offer(self, people: Iterable[Person], groups: Iterable[Group], giver: Person) -> None:
        """Fill the choices of everything and of each group."""
        rows = [(one.id, named(one)) for one in people]
        self.receiver.offer(rows, _("Kies een collega"))
        for group in groups:
            self.of(group).offer(
                [(STAYS, _("Blijft bij %(name)s", name=giver.name)), *rows], _("Zoals hierboven")
            )

    def of(self, group: Group) -> RowField:
        """The choice of one group."""
        field: RowField = self[f"to-{group.key}"]
        return field

    def receivers(self, groups: Iterable[Group], people: Mapping[int, Person]) -> dict[str, Person]:
        """Per group who gets it; what stays with the giver is absent."""
        found = {}
        for group in groups:
            own = self.of(group).data
            person = people.get(self.receiver.data or 0 if own is None else own)
            if person is not None:
                found[group.key] = person
        return found


class HandOverNoteForm(CreatingForm, EditingForm):
    """To whom one note goes."""

    receiver = RowField(_l("Aan wie?"), [chosen(_l("Kies een collega."))])
    take_in = BooleanField(_l("Ik neem deze collega op in de kring"))


def for_groups(groups: Iterable[Group]) -> type[HandOverForm]:
    """The form with a choice for each of these groups."""
    fields: dict[str, Any] = {
        f"to-{group.key}": RowField(_l("Aan wie gaat dit?")) for group in groups
    }
    return type("HandOverOfGroups", (HandOverForm,), fields)


def named(person: Person) -> str:
    """A person in a list of choices, with their title."""
    said = person.title and person.title != person.name
    return f"{person.name}, {person.title}" if said else person.name
