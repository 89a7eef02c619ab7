"""What waits for somebody's word, in numbers: for the mail about the week ahead."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from app.briefings.permissions import readable_sections, reads_notes
from app.briefings.queries import notes_for_items, waiting_for_alderman
from app.briefings.reading_time import minutes, words_in
from app.messages.week_ahead import Line
from app.people.models import Person


def waiting_notes(person: Person, now: datetime) -> Line | None:
    """How many notes wait for this person's word, and how long reading them takes."""
    if not reads_notes(person):
        return None
    dues = waiting_for_alderman(person, now)
    notes = notes_for_items([due.item.id for due in dues], person).values()
    if not notes:
        return None
    words = 0
    for note in notes:
        readable = {part.key for part in readable_sections(note, person)}
        words += words_in({k: text for k, text in note.current.parts.items() if k in readable})
    return Line(
        _(
            "%(points)s, %(minutes)s lezen",
            points=ngettext("%(num)d punt", "%(num)d punten", len(notes)),
            minutes=ngettext("%(num)d minuut", "%(num)d minuten", minutes(words)),
        ),
        "/",
    )
