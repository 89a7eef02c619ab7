"""Reading what became of received files. Who may see a file is asked of the paper, above."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.core.database import db
from app.papers.grades import NO_OFFICE, RECIPE, CopyState
from app.papers.models import ReadingCopy

#: So many a time, and they are asked for every hour: some minutes of work.
AT_ONCE = 100


def reading_copies(file_ids: Iterable[int]) -> dict[int, ReadingCopy]:
    """What became of these received files, by the number of the file; one statement."""
    wanted = set(file_ids)
    if not wanted:
        return {}
    found = (
        select(ReadingCopy)
        .where(ReadingCopy.original_id.in_(wanted))
        .options(joinedload(ReadingCopy.copy))
    )
    return {row.original_id: row for row in db.session.scalars(found)}


def to_prepare(with_office: bool) -> list[int]:
    """Copies that wait, that an older recipe made, or that had no LibreOffice until now.

    A part of them at a time: mail and packs must not wait for years of papers.
    """
    waits = or_(ReadingCopy.state == CopyState.WAITING, ReadingCopy.recipe < RECIPE)
    if with_office:
        waits = or_(waits, ReadingCopy.failure == NO_OFFICE)
    # what came in last is of the meetings to come
    found = select(ReadingCopy.id).where(waits).order_by(ReadingCopy.id.desc()).limit(AT_ONCE)
    return list(db.session.scalars(found))
