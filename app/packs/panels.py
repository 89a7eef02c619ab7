"""What packs show on the page of a meeting: the newest ones, and the button that makes one."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from app.meetings.models import Meeting
from app.packs.permissions import may_request
from app.packs.queries import is_out_of_date, packs_of
from app.packs.words import VARIANTS
from app.people.models import Person

_SHOWN = 3


def meeting_panel(meeting: Meeting, person: Person) -> Markup | None:
    """The packs of a meeting that this person may see, with a way to have one made."""
    if not may_request(person):
        return None
    packs = packs_of(meeting.id, person)
    return Markup(
        render_template(
            "packs/meeting_panel.html",
            meeting=meeting,
            packs=packs[:_SHOWN],
            more=len(packs) > _SHOWN,
            variants=VARIANTS,
            out_of_date=bool(packs) and is_out_of_date(packs[0]),
        )
    )
