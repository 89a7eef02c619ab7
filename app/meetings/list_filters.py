"""What a meeting lacks, as filters on the lists: nobody who prepares it, no papers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, exists, select

from app.core.panels import Question
from app.meetings.agenda_models import Paper
from app.meetings.models import Meeting
from app.meetings.permissions import papers_visible_to
from app.people.models import Person


def without_officer(_person: Person) -> ColumnElement[bool]:
    """Meetings of which nobody was named as officer."""
    return Meeting.officer_id.is_(None)


def without_papers(person: Person) -> ColumnElement[bool]:
    """Meetings without any paper that this person may see."""
    return ~exists(
        select(Paper.id)
        .where(
            Paper.meeting_id == Meeting.id,
            Paper.withdrawn_at.is_(None),
            papers_visible_to(person),
        )
        .correlate(Meeting)
    )


def _everyone(_person: Person) -> bool:
    return True


QUESTIONS = (
    Question("no-officer", _l("geen beleidsambtenaar"), without_officer, _everyone),
    Question("no-papers", _l("geen stukken"), without_papers, _everyone),
)
