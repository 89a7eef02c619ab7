"""What must hold of meetings and their papers: a query per rule, finding what breaks it."""

from __future__ import annotations

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from app.administration.check_tables import Query
from app.meetings.agenda_models import AgendaItem, Paper
from app.meetings.models import Meeting, MeetingCircle, MeetingStatus
from app.papers.grades import CopyState
from app.papers.models import ReadingCopy


def restricted_without_circle() -> Query:
    """Restricted meetings that exist for nobody."""
    circle = exists().where(MeetingCircle.meeting_id == Meeting.id)
    return select(Meeting.id).where(Meeting.restricted, ~circle)


def cancelled_at_odds() -> Query:
    """Meetings that were cancelled at no moment, or the other way round."""
    cancelled = Meeting.status == MeetingStatus.CANCELLED
    return select(Meeting.id).where(cancelled != Meeting.cancelled_at.is_not(None))


def papers_astray() -> Query:
    """Papers at an item of another meeting."""
    return (
        select(Paper.id)
        .join(AgendaItem, AgendaItem.id == Paper.item_id)
        .where(AgendaItem.meeting_id != Paper.meeting_id)
    )


def papers_replacing_astray() -> Query:
    """Papers in the place of one of another meeting."""
    old = aliased(Paper)
    return (
        select(Paper.id)
        .join(old, old.id == Paper.replaces_id)
        .where(old.meeting_id != Paper.meeting_id)
    )


def copies_not_whole() -> Query:
    """Reading copies that are ready without pages."""
    lacks = or_(ReadingCopy.pages.is_(None), ReadingCopy.pages < 1, ReadingCopy.recipe < 1)
    return select(ReadingCopy.id).where(ReadingCopy.state == CopyState.READY, lacks)
