"""What the steer adds to the page of a meeting: the way to it."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from app.briefings.permissions import reads_notes
from app.briefings.steers.permissions import may_write_steer
from app.briefings.steers.queries import find_steer
from app.core.web import rendered
from app.meetings.models import Meeting, MeetingStatus
from app.people.models import Person


def meeting_panel(meeting: Meeting, person: Person) -> Markup | None:
    """The way to the steer of a meeting, and whether it was written."""
    if not reads_notes(person) or meeting.status == MeetingStatus.CANCELLED:
        return None
    return rendered(
        render_template(
            "briefings/steers/meeting_panel.html",
            meeting=meeting,
            written=find_steer(meeting.id, person),
            may_write=may_write_steer(person, meeting),
        )
    )
