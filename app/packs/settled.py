"""Which messages about packs need nobody any more: asked before their mail goes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import aliased

from app.core.database import db
from app.meetings.models import Meeting
from app.meetings.settled import ended_since
from app.messages.attention import number_in
from app.messages.models import Message
from app.packs.models import Pack, PackState


def settled_messages(messages: Sequence[Message]) -> set[int]:
    """Those about a pack of which there is a newer one, or of a meeting that ended since."""
    newer = aliased(Pack)
    replaced = exists(
        select(newer.id).where(
            and_(
                newer.meeting_id == Pack.meeting_id,
                newer.reader_id == Pack.reader_id,
                newer.variant == Pack.variant,
                newer.number > Pack.number,
                newer.state == PackState.READY,
            )
        )
    )
    rows = db.session.execute(
        select(Pack.id, Meeting.ends_at, replaced.label("replaced"))
        .join(Meeting, Meeting.id == Pack.meeting_id)
        .where(Pack.id.in_({number_in(one.about) for one in messages}))
    )
    facts = {row.id: (row.ends_at, row.replaced) for row in rows}
    found = set()
    for message in messages:
        ends_at, replaced_now = facts.get(number_in(message.about), (None, True))
        if replaced_now or ended_since(message.made_at, ends_at):
            found.add(message.id)
    return found
