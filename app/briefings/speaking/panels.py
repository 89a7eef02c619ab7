"""The way to the speaking card, on the page of a meeting that is near."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from app.briefings.speaking.queries import with_card
from app.core.web import rendered
from app.meetings.models import Meeting
from app.people.models import Person


def meeting_steps(meeting: Meeting, person: Person) -> Markup | None:
    """The button to the card, on the day and the working day before it."""
    if not with_card([meeting], person):
        return None
    return rendered(render_template("briefings/speaking/meeting_steps.html", meeting=meeting))
