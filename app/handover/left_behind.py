"""What stays behind unseen: restricted things whose circle is told, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, or_, select, true
from sqlalchemy.orm import contains_eager, selectinload

from app.briefings.models import Note
from app.briefings.permissions import known_to, note_writer
from app.core import clock
from app.core.database import db
from app.followup.handing_on import still_to_do
from app.followup.models import Action
from app.followup.permissions import visible_to as action_visible_to
from app.handover.queries import to_come
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Body, Meeting
from app.meetings.permissions import visible_to
from app.meetings.queries import item_officer, start_of
from app.messages.actions import tell
from app.people.models import Person


def left_behind(
    giver: Person, actor: Person, first_day: date, partnership_id: int | None
) -> dict[Meeting, set[int]]:
    """Restricted meetings of the giver that the actor may not see, each with its circle.

    Also those of which only a note is restricted. Only for telling who is in the circle.
    """
    start = max(clock.now(), start_of(first_day))
    ours = or_(Meeting.officer_id == giver.id, Meeting.alderman_id == giver.id)
    meetings = db.session.scalars(
        select(Meeting)
        .join(Meeting.body)
        .options(selectinload(Meeting.circle))
        .where(
            to_come(start),
            ours,
            ~visible_to(actor),
            Body.partnership_id == partnership_id if partnership_id else true(),
        )
    ).unique()
    found = {one: {row.person_id for row in one.circle} for one in meetings}
    notes = db.session.scalars(
        select(Note)
        .join(Note.item)
        .join(AgendaItem.meeting)
        .join(Meeting.body)
        .options(
            contains_eager(Note.item).contains_eager(AgendaItem.meeting), selectinload(Note.circle)
        )
        .where(
            to_come(start),
            Note.restricted,
            visible_to(actor),
            ~known_to(actor),
            or_(note_writer() == giver.id, item_officer() == giver.id),
            Body.partnership_id == partnership_id if partnership_id else true(),
        )
    ).unique()
    for note in notes:
        found.setdefault(note.item.meeting, set()).update(row.person_id for row in note.circle)
    for meeting, circle in _with_actions(giver, actor, first_day, partnership_id):
        found.setdefault(meeting, set()).update(circle)
    return found


def _with_actions(
    giver: Person, actor: Person, first_day: date, partnership_id: int | None
) -> Iterator[tuple[Meeting, set[int]]]:
    """The same of open actions: the circle of the note where that is restricted, or the meeting."""
    rows = db.session.execute(
        select(Meeting, Note)
        .select_from(Action)
        .join(Action.meeting)
        .join(Meeting.body)
        .outerjoin(Note, and_(Note.item_id == Action.item_id, Note.restricted))
        .where(
            *still_to_do(giver, first_day),
            or_(Meeting.restricted, Note.id.is_not(None)),
            ~action_visible_to(actor),
            Body.partnership_id == partnership_id if partnership_id else true(),
        )
        .options(selectinload(Meeting.circle), selectinload(Note.circle))
    )
    for meeting, note in rows:
        yield meeting, {row.person_id for row in (note or meeting).circle}


def tell_circles(behind: dict[Meeting, set[int]], handover_id: int) -> None:
    """Tell who is in the circle that the work on it did not go along: no name, no word of it."""
    for meeting, circle in behind.items():
        tell(
            sorted(circle),
            key=f"left-behind-{meeting.id}-{handover_id}",
            text=_l(
                "Bij een overdracht ging iets beperkts niet mee. Regel zelf wie dit overneemt."
            ),
            url=f"/meetings/{meeting.id}",
            kind="handover",
        )
