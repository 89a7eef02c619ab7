"""What is noted of a calendar after it was given: its size, and what it said of deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from sqlalchemy import Executable, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.database import db
from app.feeds import queries
from app.feeds.content.deadlines import DeadlineKey, Revision
from app.feeds.models import DeadlineRevision, FeedSize, Subscription
from app.meetings.models import Meeting


def note_size(subscription_id: int, octets: int) -> None:
    """Keep how large a calendar was; called after the response. Writes where that says anything.

    A few meetings more or less say nothing; the first time, passing the border of what is too
    large, and a tenth of difference do.
    """
    row = db.session.get(FeedSize, subscription_id)
    if row is None:
        exists = db.session.get(Subscription, subscription_id)
        if exists is not None:
            db.session.add(
                FeedSize(subscription_id=subscription_id, octets=octets, noted_at=clock.now())
            )
        return
    border = (row.octets > queries.TOO_LARGE) != (octets > queries.TOO_LARGE)
    if border or abs(octets - row.octets) * 10 > row.octets:
        row.octets, row.noted_at = octets, clock.now()


def note_deadlines(found: Mapping[DeadlineKey, Revision]) -> bool:
    """Keep what a calendar said of deadlines; called after the response.

    Of two processes that said something at once the later moment stands: the next calendar goes on
    from there. Gives whether what stands now is what this one said.
    """
    wanted = {key.meeting_id for key in found}
    held = select(Meeting.id).where(Meeting.id.in_(wanted)).order_by(Meeting.id)
    there = set(db.session.scalars(held.with_for_update(read=True, key_share=True)))
    rows = [
        {**key._asdict(), **new._asdict()}
        for key, new in sorted(found.items())
        if key.meeting_id in there
    ]
    if rows:
        db.session.execute(_later_stands(), rows)
    return queries.deadline_revisions(found) == found


def _later_stands() -> Executable:
    """Writes a revision, unless there is one of that moment or a later one."""
    dialect = db.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(cast(Table, DeadlineRevision.__table__))
    return statement.on_conflict_do_update(
        index_elements=[*DeadlineRevision.__table__.primary_key],
        set_={name: statement.excluded[name] for name in Revision._fields},
        where=DeadlineRevision.revised_at < statement.excluded.revised_at,
    )
