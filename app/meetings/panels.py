"""What meetings show on the page of a partnership: the next ones, and its bodies."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from app.core import clock
from app.meetings.body_queries import bodies_of
from app.meetings.permissions import may_plan
from app.meetings.queries import next_meetings
from app.people.models import Person
from app.register.models import Partnership


def next_meetings_panel(partnership: Partnership, person: Person) -> Markup:
    """The next administrative and official meeting: when, who goes, how far the notes are."""
    found = next_meetings([partnership.id], person, clock.now())[partnership.id]
    return Markup(
        render_template(
            "meetings/partnership_top.html",
            partnership=partnership,
            found=found,
            may_plan=may_plan(person),
        )
    )


def bodies_panel(partnership: Partnership, person: Person) -> Markup:
    """The bodies that meet in a partnership."""
    today = clock.today()
    bodies = [
        one for one in bodies_of(partnership.id) if one.valid_to is None or one.valid_to >= today
    ]
    return Markup(
        render_template(
            "meetings/partnership_bodies.html",
            partnership=partnership,
            bodies=bodies,
            may_plan=may_plan(person),
        )
    )
