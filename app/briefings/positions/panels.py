"""What the field of forces shows on the page of an agenda item."""

from __future__ import annotations

from flask import render_template, url_for
from markupsafe import Markup

from app.briefings.positions.picture import bars
from app.briefings.positions.queries import field_of, is_readable
from app.core.web import rendered
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person


def item_panel(item: AgendaItem, person: Person) -> Markup | None:
    """Where others stand on an item and whom to call first, for who may see it."""
    if not is_readable(item.id, person):
        return None
    found = field_of(item, person)
    html = render_template(
        "briefings/positions/panel.html",
        forces=found,
        bars=bars(found),
        call_next=url_for("meetings.show_item", item_id=item.id, _anchor="positions"),
    )
    return rendered(html)
