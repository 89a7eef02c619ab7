"""What schedules show on pages of meetings and partnerships: the way to make one."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from app.meetings.models import Body
from app.meetings.permissions import may_plan
from app.people.models import Person
from app.register.models import Partnership


def list_button(_nothing: None, person: Person) -> Markup | None:
    """Above the list of meetings."""
    return _button(person)


def body_button(body: Body, person: Person) -> Markup | None:
    """On the page of a body."""
    return _button(person, body=body.id)


def partnership_link(partnership: Partnership, person: Person) -> Markup | None:
    """On the page of a partnership."""
    return _button(person, partnership=partnership.id)


def _button(person: Person, **address: int) -> Markup | None:
    if not may_plan(person):
        return None
    return Markup(render_template("schedules/button.html", address=address))
