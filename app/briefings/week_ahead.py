"""What waits for somebody's word, in numbers: for the mail about the week ahead."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from app.briefings.deciding.queries import queue_for
from app.messages.counting import Line
from app.people.models import Person


def waiting_notes(person: Person, now: datetime) -> Line | None:
    """How many notes wait for this person's word, and how long reading them takes.

    The same numbers as on the page to which it leads.
    """
    queue = queue_for(person, now)
    if not queue.cards:
        return None
    return Line(
        _(
            "%(points)s, %(minutes)s lezen",
            points=ngettext("%(num)d punt", "%(num)d punten", len(queue.cards)),
            minutes=ngettext("%(num)d minuut", "%(num)d minuten", queue.minutes),
        ),
        "/notes/to-decide",
    )
