"""Which messages about meetings and papers need nobody any more: asked before their mail goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select

from app.core import clock
from app.core.database import db
from app.meetings.agenda_models import Paper
from app.meetings.models import Meeting
from app.messages.attention import number_in
from app.messages.models import Message
from app.papers.grades import Grade
from app.papers.models import ReadingCopy


def settled_messages(messages: Sequence[Message]) -> set[int]:
    """Those about a meeting that ended since they were told.

    That it is cancelled or moved again is told by a message of its own, which takes the place of
    an older one about the same meeting. What was told of a meeting in the past stays news.
    """
    ids = {number_in(one.about) for one in messages}
    rows = db.session.execute(select(Meeting.id, Meeting.ends_at).where(Meeting.id.in_(ids)))
    ends: Mapping[int, datetime] = {row.id: row.ends_at for row in rows}
    return {one.id for one in messages if ended_since(one.made_at, ends.get(number_in(one.about)))}


def about_papers(messages: Sequence[Message]) -> set[int]:
    """Those about a paper that was withdrawn, or reads well since, or whose meeting is over."""
    rows = db.session.execute(
        select(Paper.id)
        .join(Paper.meeting)
        .join(ReadingCopy, ReadingCopy.original_id == Paper.file_id)
        .where(
            Paper.id.in_({number_in(one.about) for one in messages}),
            Paper.withdrawn_at.is_(None),
            Meeting.ends_at > clock.now(),
            or_(ReadingCopy.failure != "", ReadingCopy.grade == Grade.NONE),
        )
    )
    open_ids = {row.id for row in rows}
    return {one.id for one in messages if number_in(one.about) not in open_ids}


def ended_since(told_at: datetime, ends_at: datetime | None) -> bool:
    """Whether a meeting ended between what was told and now."""
    return ends_at is not None and told_at < ends_at <= clock.now()
