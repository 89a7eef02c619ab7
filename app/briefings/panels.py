"""What notes add to the pages of lower rooms: a mark per agenda item, a line per meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import render_template, url_for
from markupsafe import Markup

from app.briefings import permissions, queries, spoken, waiting
from app.briefings.deciding.queries import WAITS_FOR_WORD
from app.briefings.permissions import reads_notes
from app.briefings.positions.queries import readable_ids
from app.briefings.readiness import late_ids, state_of
from app.briefings.state_lines import state_lines
from app.core import clock
from app.core.web import rendered
from app.meetings.agenda_models import AgendaItem, Handling
from app.meetings.models import Meeting, MeetingStatus
from app.people.models import Person


def item_marks(items: Sequence[AgendaItem], person: Person) -> Mapping[int, Markup]:
    """Per agenda item how far its note is, with links to it and to where others stand."""
    if not items or not reads_notes(person):
        return {}
    ids = [item.id for item in items]
    states = queries.states_of(ids, person)
    notes = queries.notes_for_items(ids, person)
    startable = permissions.startable_ids(items, person)
    unconfirmed = spoken.unconfirmed_on([note.id for note in notes.values()])
    fields = readable_ids([one.id for one in items if one.handling == Handling.DISCUSSION], person)
    found: dict[int, Markup] = {}
    for item in items:
        note = notes.get(item.id)
        begins = (
            item.id not in states
            and item.meeting.status in (MeetingStatus.PLANNED, MeetingStatus.CONFIRMED)
            and item.id in startable
        )
        html = render_template(
            "briefings/item_mark.html",
            item=item,
            state=states.get(item.id, "" if item.handling == Handling.CONSENT else "missing"),
            stance=note.current.stance if note else None,
            note=note,
            unconfirmed=unconfirmed.get(note.id) if note else None,
            read_url=url_for("briefings.read_note", note_id=note.id) if note else "",
            write_url=_write_url(item, begins),
            field_url=_field_url(item) if item.id in fields else "",
        )
        found[item.id] = rendered(html)
    return found


def _write_url(item: AgendaItem, begins: bool) -> str:
    return url_for("briefings.start_note", item_id=item.id) if begins else ""


def _field_url(item: AgendaItem) -> str:
    return url_for("briefings.show_field", item_id=item.id)


def meeting_lines(meetings: Sequence[Meeting], person: Person) -> Mapping[int, Markup]:
    """Per meeting one line: "4 van 6 punten afgestemd"."""
    lines = state_lines(meetings, person)
    words = {  # many meetings stand alike: each line is rendered once
        line: rendered(render_template("briefings/meeting_line.html", line=line))
        for line in set(lines.values())
    }
    return {meeting_id: words[line] for meeting_id, line in lines.items()}


def meeting_states(meetings: Sequence[Meeting], person: Person) -> Mapping[int, Markup]:
    """Per meeting the one state that says most about its notes; late only what is still to come."""
    now, today = clock.now(), clock.today()
    lines = state_lines(meetings, person)
    coming = [
        one for one in meetings if one.ends_at > now and one.status != MeetingStatus.CANCELLED
    ]
    late = late_ids(coming, person, today)
    found: dict[int, Markup] = {}
    words: dict[str, Markup] = {}
    for meeting in meetings:
        state = state_of(lines.get(meeting.id), meeting.id in late)
        if state and state not in words:
            words[state] = rendered(render_template("briefings/meeting_state.html", name=state))
        if state:
            found[meeting.id] = words[state]
    return found


def meeting_steps(meeting: Meeting, person: Person) -> Markup | None:
    """What this person can do for the notes of a meeting now."""
    open_meeting = meeting.status in (MeetingStatus.PLANNED, MeetingStatus.CONFIRMED)
    if not open_meeting or not reads_notes(person):
        return None
    now, here = clock.now(), Meeting.id == meeting.id
    due = queries.due_for_officer(person, now, here)
    to_write = [one for one in due if one.need in queries.MINE]
    to_decide = waiting.to_decide(person, now, here, WAITS_FOR_WORD)
    if not to_write and not to_decide:
        return None
    return rendered(
        render_template("briefings/meeting_steps.html", to_write=to_write, to_decide=to_decide)
    )
