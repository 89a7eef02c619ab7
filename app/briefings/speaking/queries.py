"""Reading the speaking card of a meeting, always as one person may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.briefings.content import points
from app.briefings.models import Note
from app.briefings.parts import UNDISCLOSED
from app.briefings.permissions import readable_sections, reads_notes, visible_to
from app.briefings.queries import notes_for_items
from app.briefings.ties import ALIGNED_ON
from app.core import clock
from app.core.database import db
from app.days.queries import closed_days
from app.days.working_days import add_working_days
from app.meetings.agenda_models import AgendaItem
from app.meetings.earlier import previous_items
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.queries import items_of
from app.people.models import Person

#: So many points stand large; the rest waits behind a fold.
LARGE = 3


@dataclass(frozen=True)
class Spoken:
    """What one item of the agenda gives to say; without a note only its title."""

    item: AgendaItem
    note: Note | None = None
    points: tuple[str, ...] = ()
    ask: str = ""
    if_raised: str = ""
    fallback: str = ""
    #: Only where this person may read it: for them alone, never to be said.
    undisclosed: str = ""
    #: The last time that this topic had an outcome.
    earlier: AgendaItem | None = None

    @property
    def first_points(self) -> tuple[str, ...]:
        """The points that stand large."""
        return self.points[:LARGE]

    @property
    def more_points(self) -> tuple[str, ...]:
        """The points behind the fold."""
        return self.points[LARGE:]

    @property
    def aligned(self) -> bool:
        """Whether it was agreed upon."""
        return self.note is not None and self.note.state in ALIGNED_ON


def speaking_card(meeting: Meeting, person: Person) -> list[Spoken]:
    """What this person can say at a meeting, item by item; a constant number of statements."""
    items = items_of([meeting.id], person)[meeting.id]
    notes = notes_for_items([item.id for item in items], person)
    earlier = previous_items(items, person)
    return [_spoken(item, notes.get(item.id), earlier.get(item.id), person) for item in items]


def _spoken(
    item: AgendaItem, note: Note | None, earlier: AgendaItem | None, person: Person
) -> Spoken:
    if note is None:
        return Spoken(item, earlier=earlier)
    readable = {part.key for part in readable_sections(note, person)}
    texts = {key: text for key, text in note.current.parts.items() if key in readable}
    return Spoken(
        item,
        note,
        points=tuple(points(texts.get("speaking_points", ""))),
        ask=texts.get("ask", ""),
        if_raised=texts.get("if_raised", ""),
        fallback=texts.get("fallback", ""),
        undisclosed=texts.get(UNDISCLOSED, ""),
        earlier=earlier,
    )


def is_near(meeting: Meeting, today: date) -> bool:
    """Whether it is the day of the meeting, or the working day before it."""
    if meeting.status == MeetingStatus.CANCELLED:
        return False
    day = clock.local(meeting.starts_at).date()
    return today <= day <= add_working_days(today, 1, closed_days())


def with_card(meetings: Iterable[Meeting], person: Person) -> list[Meeting]:
    """Those of these meetings that are near and have a note which this person may read."""
    today = clock.today()
    near = [meeting for meeting in meetings if is_near(meeting, today)]
    if not reads_notes(person):
        return []
    found = set(
        db.session.scalars(
            select(AgendaItem.meeting_id)
            .join(Note, Note.item_id == AgendaItem.id)
            .where(
                AgendaItem.meeting_id.in_([meeting.id for meeting in near]),
                AgendaItem.withdrawn_at.is_(None),
                visible_to(person),
            )
        )
    )
    return [meeting for meeting in near if meeting.id in found]
