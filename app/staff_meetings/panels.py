"""What staff meetings add to the page of an item and of its note."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.briefings.models import Note
from app.briefings.queries import holder_of
from app.core import clock
from app.core.web import rendered
from app.meetings.agenda_models import AgendaItem
from app.people.models import Person
from app.staff_meetings import words
from app.staff_meetings.permissions import ATTENDERS, may_add_points
from app.staff_meetings.queries import next_of_each, points_on_item, waits_by_itself


def list_link(_nothing: None, person: Person) -> Markup | None:
    """Beside the list of meetings, for whom staff meetings are."""
    if not person.has_role(*ATTENDERS):
        return None
    url = url_for("staff_meetings.list_staff_meetings")
    return Markup('<a href="{}">{}</a>').format(url, _("Stafoverleg"))


def note_panel(note: Note, person: Person) -> Markup | None:
    """The staff meeting at which a note is discussed, and what came of it before."""
    return item_panel(note.item, person)


def item_panel(item: AgendaItem, person: Person) -> Markup | None:
    """The same for an item."""
    alderman = holder_of(item)
    if alderman is None or not person.has_role(*ATTENDERS):
        return None
    now = clock.now()
    points = points_on_item(item.id, person)
    is_open = any(one.finished_at is None for one in points) or waits_by_itself(item, person, now)
    to_come = item.stands and item.meeting.ends_at > now
    may_put = to_come and not is_open and may_add_points(person, alderman)
    coming = next_of_each(clock.local(now).date(), {alderman.id})
    noted: list[Any] = [row for one in points for row in one.outcomes]
    if not noted and not (coming and (is_open or may_put)):
        return None
    html = render_template(
        "staff_meetings/item_panel.html",
        item=item,
        alderman=alderman,
        coming=coming[0] if coming else None,
        is_open=is_open and to_come,
        may_put=may_put and bool(coming),
        noted=sorted(noted, key=lambda row: row.noted_at, reverse=True),
        words=words,
    )
    return rendered(html)
