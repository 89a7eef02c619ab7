"""What a meeting that moves does to its chain: every step that shifts, or can no longer be met."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flask_babel import gettext as _

from app.briefings.chain.situations import meeting_timeline, notes_of
from app.briefings.chain.timeline import Standing, Term
from app.briefings.permissions import reads_notes
from app.core import clock
from app.core.dates import short_day
from app.meetings import queries as meeting_queries
from app.meetings.following import Change, Consequences, Follower
from app.meetings.models import Meeting
from app.people.models import Person


def _consequences(meeting: Meeting, change: Change, person: Person) -> Consequences | None:
    """The steps that are not done yet and get another day, or none at all."""
    if change.day is None or not reads_notes(person):
        return None
    today = clock.today()
    items = meeting_queries.items_of([meeting.id], person)[meeting.id]
    if not items:
        return None  # without an agenda nobody has begun to prepare
    notes = notes_of(meeting, person)
    before = meeting_timeline(meeting, items, notes, person, today).terms
    after = meeting_timeline(meeting, items, notes, person, today, change.day).terms
    was = {one.step: one for one in before}
    moved = [one for one in after if one.due_on != was[one.step].due_on]
    sentences = [_sentence(one, was[one.step]) for one in moved if one.standing != Standing.DONE]
    if not sentences:
        return None
    if change.day < today:
        sentences = [_("De vergadering is dan al geweest: wat nog niet klaar is, kan niet meer.")]
    return Consequences(_("Termijnen"), sentences)


def _sentence(term: Term, was: Term) -> str:
    days = {
        "step": term.label,
        "after": short_day(term.due_on),
        "before": short_day(was.due_on),
    }
    if term.standing in (Standing.LATE, Standing.IMPOSSIBLE):
        return _("%(step)s: kan dan niet meer op tijd (%(after)s, dat was %(before)s).", **days)
    return _("%(step)s: uiterlijk %(after)s, dat was %(before)s.", **days)


def _audience(_ids: Collection[int], _person: Person | None) -> Mapping[int, set[int]]:
    """Nobody beside those whom the notes concern."""
    return {}


FOLLOWER = Follower(_consequences, _audience)
