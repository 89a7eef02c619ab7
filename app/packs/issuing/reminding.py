"""Each working morning: whoever opened an older version of a pack needed soon hears of it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from app.core import clock, jobs
from app.core.database import db
from app.days.queries import closed_days
from app.days.working_days import add_working_days
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.queries import start_of
from app.packs.issuing.telling import remind_unread
from app.packs.models import Pack, PackMeeting, PackState
from app.packs.queries import is_seen, is_version_of, with_all

#: So many working days before a meeting the reader has the newest version in the bag.
SOON = 2


@jobs.schedule("35 7 * * 1-5", "remind-of-newer-packs")
def remind_of_newer() -> None:
    """Remind readers once who opened an older version, and not the one that took its place."""
    for pack in _needed_soon():
        if is_seen(pack, pack.reader):
            remind_unread(pack)
    db.session.commit()


def _needed_soon() -> list[Pack]:
    """The newest of several versions, of meetings in the next two working days.

    Whoever had them made: for the reader a colleague's next version is the next one.
    """
    now, newer = clock.now(), aliased(Pack)
    last = add_working_days(clock.today(), SOON, closed_days())
    soon = (
        select(PackMeeting.pack_id)
        .join(Meeting, Meeting.id == PackMeeting.meeting_id)
        .where(
            PackMeeting.pack_id == Pack.id,
            Meeting.starts_at > now,
            Meeting.starts_at < start_of(last + timedelta(days=1)),
            Meeting.status != MeetingStatus.CANCELLED,
        )
    )
    replaced = select(newer.id).where(
        is_version_of(newer, Pack), newer.number > Pack.number, newer.state == PackState.READY
    )
    found = select(Pack).where(
        Pack.state == PackState.READY,
        Pack.number > 1,
        exists(soon.correlate(Pack)),
        ~exists(replaced.correlate(Pack)),
    )
    return list(db.session.scalars(with_all(found.order_by(Pack.id))))
