"""What the chain shows on pages of lower rooms: the timeline of a meeting, of a partnership."""

from __future__ import annotations

from flask import render_template, url_for
from markupsafe import Markup

from app.briefings.chain.reading import papers_on_items
from app.briefings.chain.situations import (
    Notes,
    item_timeline,
    meeting_timeline,
    notes_of,
    proposed_timeline,
)
from app.briefings.models import Note
from app.briefings.permissions import reads_notes
from app.briefings.ties import BEGUN
from app.core import clock
from app.core.web import rendered
from app.meetings import queries as meeting_queries
from app.meetings.agenda_models import AgendaItem, Handling
from app.meetings.models import Level, Meeting, MeetingStatus
from app.people.models import Person
from app.register.chain import Proposal

#: An item, what is too late on it in words, and where its officer writes a short note.
Late = tuple[AgendaItem, str, str]


def meeting_terms(meeting: Meeting, person: Person) -> Markup | None:
    """By when everything is done for a meeting, and of which items the papers came late."""
    if meeting.status == MeetingStatus.CANCELLED or not reads_notes(person):
        return None
    items = meeting_queries.items_of([meeting.id], person)[meeting.id]
    notes = notes_of(meeting, person)
    shown = meeting_timeline(meeting, items, notes, person, clock.today())
    html = render_template(
        "briefings/chain/meeting_terms.html", shown=shown, late=_late(items, notes, person)
    )
    return rendered(html)


def proposed_terms(proposal: Proposal, person: Person) -> Markup | None:
    """What a chain would mean for the next meeting of its partnership."""
    partnership = proposal.partnership
    coming = meeting_queries.next_meetings([partnership.id], person, clock.now())[partnership.id]
    meeting = coming.get(Level.OFFICIAL) or coming.get(Level.ADMINISTRATIVE)
    shown = proposed_timeline(meeting, proposal.leads, clock.today()) if meeting else None
    return rendered(
        render_template("briefings/chain/proposed_terms.html", shown=shown, meeting=meeting)
    )


def _late(items: list[AgendaItem], notes: Notes, person: Person) -> list[Late]:
    """The items of which late papers made something impossible that was not done."""
    papers = papers_on_items([item.id for item in items], person)
    found = []
    for item in items:
        note = notes.get(item.id)
        if note is None and item.handling == Handling.CONSENT:
            continue
        state = note.state if note else ""
        words = item_timeline(item, state, papers.get(item.id), clock.today()).too_late_papers
        mine = meeting_queries.item_officer_id(item) == person.id and state in ("", *BEGUN)
        if words:
            found.append((item, words, short_url(item, note) if mine else ""))
    return found


def short_url(item: AgendaItem, note: Note | None) -> str:
    """Where one writes a short note on an item."""
    if note is not None:
        return url_for("briefings.edit_note", note_id=note.id, short=1)
    return url_for("briefings.start_note", item_id=item.id, short=1)
