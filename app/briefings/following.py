"""What notes have to do with a meeting that moves or is cancelled: states, writers, advisers."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select, union

from app.briefings.advice.queries import is_open
from app.briefings.chain.reading import offering_of, papers_on_meetings
from app.briefings.deadlines import Timing
from app.briefings.models import Advice, Note, NoteWriter
from app.briefings.permissions import known_to, note_writer
from app.briefings.state_lines import StateLine, state_lines
from app.core.database import db
from app.meetings.agenda_models import AgendaItem
from app.meetings.following import Change, Consequences, Follower
from app.meetings.models import Meeting
from app.people.models import Person


def _consequences(meeting: Meeting, change: Change, person: Person) -> Consequences | None:
    """What becomes of the notes: which there are, and which would be late."""
    line = state_lines([meeting], person).get(meeting.id)
    if line is None:
        return None
    sentences = _states(line)
    if change.cancels:
        sentences.append(
            _("De annotaties blijven bewaard. Afstemmen hoeft niet meer; termijnen vervallen.")
        )
    else:
        sentences += _late(meeting, change, line, person)
    return Consequences(_("Annotaties"), sentences)


def _states(line: StateLine) -> list[str]:
    """How many notes stand where."""
    counts = (
        (line.aligned, _("afgestemd")),
        (line.with_alderman, _("bij wethouder")),
        (line.begun, _("concept")),
        (line.missing, _("nog geen annotatie")),
    )
    told = ", ".join(f"{number} {word}" for number, word in counts if number)
    whole = ngettext("%(num)d agendapunt", "%(num)d agendapunten", line.items)
    return [f"{whole}: {told}."]


def _late(meeting: Meeting, change: Change, line: StateLine, person: Person) -> list[str]:
    """How many notes would be late, of a meeting that is still to come."""
    papers = papers_on_meetings([meeting.id], person).get(meeting.id)
    after = offering_of(meeting, day=change.day, papers_on=papers)
    open_notes = line.begun + line.missing
    if after.timing != Timing.LATE or not open_notes:
        return []
    return [
        ngettext(
            "%(num)d annotatie is dan te laat (%(words)s).",
            "%(num)d annotaties zijn dan te laat (%(words)s).",
            open_notes,
            words=after.words,
        )
    ]


def _audience(meeting_ids: Collection[int], person: Person | None) -> Mapping[int, set[int]]:
    """Who write the notes of these meetings, and whose advice on them is still to come.

    With a person, of notes that this person may know of.
    """
    notes = (
        select(Note.id, AgendaItem.meeting_id, note_writer().label("writer_id"))
        .join(AgendaItem, AgendaItem.id == Note.item_id)
        .where(AgendaItem.meeting_id.in_(meeting_ids), AgendaItem.withdrawn_at.is_(None))
    )
    if person is not None:
        notes = notes.where(known_to(person))
    found: dict[int, set[int]] = {}
    meeting_of: dict[int, int] = {}
    for row in db.session.execute(notes):
        found.setdefault(row.meeting_id, set()).add(row.writer_id)
        meeting_of[row.id] = row.meeting_id
    added = select(NoteWriter.note_id, NoteWriter.person_id)
    asked = select(Advice.note_id, Advice.adviser_id).where(*is_open())
    both = union(
        added.where(NoteWriter.note_id.in_(meeting_of)), asked.where(Advice.note_id.in_(meeting_of))
    )
    for note_id, person_id in db.session.execute(both) if meeting_of else ():
        found[meeting_of[note_id]].add(person_id)
    return found


FOLLOWER = Follower(_consequences, _audience)
