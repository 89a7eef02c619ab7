"""Reading what became of received files. Who may see a file is asked of the paper, above."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.core.database import db
from app.papers.grades import RECIPE, CopyState
from app.papers.models import ReadingCopy


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


def to_prepare() -> list[int]:
    """The numbers of the copies that wait, or that an older recipe made."""
    waits = or_(ReadingCopy.state == CopyState.WAITING, ReadingCopy.recipe < RECIPE)
    return list(db.session.scalars(select(ReadingCopy.id).where(waits).order_by(ReadingCopy.id)))
