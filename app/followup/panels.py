"""What follows meetings, on the pages of lower rooms: meeting, steer, note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import render_template
from markupsafe import Markup

from app.briefings.models import Note
from app.briefings.permissions import may_talk, reads_notes
from app.briefings.queries import notes_for_items
from app.core import clock
from app.core.web import rendered
from app.followup.models import ActionKind, NoteUse
from app.followup.queries import (
    actions_of_meeting,
    actions_on,
    open_actions_of_body,
    promises_to_body,
    said_on,
    telling_of,
    uses_of,
)
from app.followup.words import USEFUL
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.permissions import may_record_outcome
from app.meetings.topics import topic
from app.meetings.workflow import has_outcome
from app.people.models import Person

#: So many open actions stand on the page of a meeting and on its steer; the rest is a link away.
SHOWN = 6


def meeting_steps(meeting: Meeting, person: Person) -> Markup | None:
    """The way to the debrief of a meeting that has begun, for who tells of it."""
    if not reads_notes(person) or not _has_begun(meeting):
        return None
    lacking = telling_of(meeting, person).lacking
    if not any(may_record_outcome(person, meeting, item) for item in lacking):
        return None
    return rendered(
        render_template("followup/meeting_steps.html", meeting=meeting, lacking=lacking)
    )


def meeting_panel(meeting: Meeting, person: Person) -> Markup | None:
    """How far the debrief is, what was agreed, and what earlier meetings left to be done."""
    if not reads_notes(person) or meeting.status == MeetingStatus.CANCELLED:
        return None
    telling = telling_of(meeting, person) if _has_begun(meeting) else None
    agreed = actions_of_meeting(meeting, person)
    waiting = open_actions_of_body(meeting, person, most=SHOWN + 1)
    if telling is None and not agreed and not waiting:
        return None
    return rendered(
        render_template(
            "followup/meeting_panel.html",
            meeting=meeting,
            telling=telling,
            may_record=may_record_outcome(person, meeting),
            agreed=agreed,
            waiting=waiting[:SHOWN],
            more=len(waiting) > SHOWN,
            today=clock.today(),
        )
    )


def _has_begun(meeting: Meeting) -> bool:
    return has_outcome(meeting.status, meeting.starts_at, clock.now())


def steer_panel(meeting: Meeting, person: Person) -> Markup | None:
    """What earlier meetings of the same body left to be done, on the steer of the next one."""
    waiting = open_actions_of_body(meeting, person, most=SHOWN + 1)
    if not waiting:
        return None
    return rendered(
        render_template(
            "followup/steer_panel.html",
            waiting=waiting[:SHOWN],
            more=len(waiting) > SHOWN,
            today=clock.today(),
        )
    )


def last_time_panel(item: AgendaItem, person: Person) -> Markup | None:
    """Of an earlier item what we said and promised, and whether its note helped."""
    return _last_time(item, person, inserting=False)


def last_time_writing(item: AgendaItem, person: Person) -> Markup | None:
    """The same beside the note that is being written, each promise to put into it."""
    return _last_time(item, person, inserting=True)


def _last_time(item: AgendaItem, person: Person, *, inserting: bool) -> Markup | None:
    if not reads_notes(person):
        return None
    said = said_on([item.id], person).get(item.id)
    agreed = actions_on(item, person)
    note = notes_for_items([item.id], person).get(item.id)
    uses = _uses(note, person) if note is not None else []
    if said is None and not agreed and not uses:
        return None
    return rendered(
        render_template(
            "followup/last_time.html",
            said=said,
            agreed=agreed,
            uses=uses,
            words=USEFUL,
            inserting=inserting,
            today=clock.today(),
        )
    )


def promised_panel(item: AgendaItem, person: Person) -> Markup | None:
    """What else we promised to this body and did not do yet, beside the note on an item."""
    if not reads_notes(person):
        return None
    about = topic(item.title)
    promised = [
        one
        for one in open_actions_of_body(item.meeting, person)
        if one.kind == ActionKind.COMMITMENT
        and one.by_us
        and (one.item is None or topic(one.item.title) != about)
    ]
    if not promised:
        return None
    return rendered(
        render_template("followup/promised.html", promised=promised[:SHOWN], today=clock.today())
    )


def card_marks(items: Sequence[AgendaItem], person: Person) -> Mapping[int, Markup]:
    """Per item what we promised last on its topic, on the speaking card; one statement."""
    if not items or not reads_notes(person):
        return {}
    promised = promises_to_body(items[0].meeting, person)
    found = {}
    for item in items:
        about = topic(item.title)
        last = next((one for one in promised if one.item and topic(one.item.title) == about), None)
        if about and last is not None:
            html = render_template("followup/card_mark.html", promise=last, today=clock.today())
            found[item.id] = rendered(html)
    return found


def note_panel(note: Note, person: Person) -> Markup | None:
    """Whether a note helped who was there, for who takes part in the talk about it."""
    uses = _uses(note, person)
    if not uses:
        return None
    return rendered(render_template("followup/note_panel.html", uses=uses, words=USEFUL))


def _uses(note: Note, person: Person) -> list[NoteUse]:
    return uses_of(note) if may_talk(person, note) else []
