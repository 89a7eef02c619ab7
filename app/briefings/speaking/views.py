"""The page of a speaking card."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user

from app.briefings.permissions import reads_notes
from app.briefings.speaking.queries import speaking_card
from app.briefings.views import briefings
from app.core import access
from app.meetings.queries import get_meeting
from app.meetings.words import OUTCOMES


@briefings.get("/meetings/<int:meeting_id>/speaking-card")
@access.signed_in
def show_speaking_card(meeting_id: int) -> str:
    """Have what one says at a meeting on one screen, to look at while sitting there."""
    access.require(reads_notes(current_user))
    meeting = get_meeting(meeting_id, current_user)
    return render_template(
        "briefings/speaking/card.html",
        meeting=meeting,
        spoken=speaking_card(meeting, current_user),
        outcomes=OUTCOMES,
    )
