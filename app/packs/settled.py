"""Which messages about packs need nobody any more: asked before their mail goes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from app.core.database import db
from app.meetings.models import Meeting
from app.meetings.settled import ended_since
from app.messages.attention import number_in
from app.messages.models import Message
from app.packs.models import Pack, PackMeeting, PackState
from app.packs.queries import is_version_of


def settled_messages(messages: Sequence[Message]) -> set[int]:
    """Those about a pack in whose place another came, or of meetings that ended since."""
    newer = aliased(Pack)
    replaced = exists(
        select(newer.id).where(
            is_version_of(newer, Pack),
            newer.id != Pack.id,
            newer.number >= Pack.number,
            newer.state == PackState.READY,
        )
    )
    ends_at = (
        select(func.max(Meeting.ends_at))
        .join(PackMeeting, PackMeeting.meeting_id == Meeting.id)
        .where(PackMeeting.pack_id == Pack.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Pack.id, ends_at.label("ends_at"), replaced.label("replaced")).where(
            Pack.id.in_({number_in(one.about) for one in messages})
        )
    )
    facts = {row.id: (row.ends_at, row.replaced) for row in rows}
    found = set()
    for message in messages:
        ends_at, replaced_now = facts.get(number_in(message.about), (None, True))
        if replaced_now or ended_since(message.made_at, ends_at):
            found.add(message.id)
    return found
