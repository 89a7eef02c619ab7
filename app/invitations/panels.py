"""What invitations show on pages of meetings: the way to them, and from whose a meeting came."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from app.invitations.page_queries import origin_of, waiting_count
from app.invitations.permissions import may_receive
from app.meetings.models import Meeting
from app.people.models import Person


def list_button(_nothing: None, person: Person) -> Markup | None:
    """The way to the invitations, above the list of meetings."""
    if not may_receive(person):
        return None
    return Markup(render_template("invitations/button.html", count=waiting_count(person)))


def meeting_panel(meeting: Meeting, person: Person) -> Markup | None:
    """From which invitation a meeting came, and how often it was changed by later ones."""
    origin = origin_of(meeting)
    if origin is None:
        return None
    return Markup(
        render_template(
            "invitations/meeting_panel.html", origin=origin, may_open=may_receive(person)
        )
    )
