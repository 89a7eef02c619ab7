"""Who may read and write the words of a steer.

The page itself is drawn anew for every reader from the notes that they may read. The written words
are for whom the meeting is prepared, and who prepares it: executive, secretaries, coordinators,
officers of the meeting, of one of its items or of the partnership. A restricted meeting exists only
for its circle.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from app.briefings.permissions import reads_notes
from app.briefings.steers.models import Steer
from app.core import clock
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Body, Meeting
from app.meetings.permissions import of_visible_meeting
from app.people.models import Person, Role
from app.register.portfolio_queries import carried_partnership_ids

#: Who read the written words of every meeting that they may see.
READERS = (Role.ALDERMAN, Role.SECRETARY, Role.COORDINATOR)


def visible_to(person: Person) -> ColumnElement[bool]:
    """The steers whose written words this person may read."""
    if not reads_notes(person):
        return false()
    seen = of_visible_meeting(person, Steer.meeting_id)
    if person.has_role(*READERS):
        return seen
    item = exists(
        select(AgendaItem.id)
        .where(AgendaItem.meeting_id == Meeting.id, AgendaItem.officer_id == person.id)
        .correlate(Meeting)
    )
    carried = carried_partnership_ids(person, clock.today())
    theirs = exists(
        select(Meeting.id)
        .join(Body, Body.id == Meeting.body_id)
        .where(
            Meeting.id == Steer.meeting_id,
            or_(Meeting.officer_id == person.id, Body.partnership_id.in_(carried), item),
        )
        .correlate(Steer)
    )
    return and_(seen, theirs)


def may_write_steer(person: Person, meeting: Meeting) -> bool:
    """Whether a person may write the steer of a meeting: its officer, and the coordinator."""
    return meeting.officer_id == person.id or person.has_role(Role.COORDINATOR)
