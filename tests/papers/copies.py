"""Reading copies that are there, for tests that only read them."""

from __future__ import annotations

from typing import Any

from app.core import clock
from app.core.database import db
from app.meetings.agenda_models import Paper
from app.papers.grades import RECIPE
from app.papers.models import ReadingCopy
from app.papers.queries import reading_copies


def give_copy(paper: Paper, **fields: Any) -> ReadingCopy:
    """The reading copy of a paper, ready, with the bytes of the paper itself."""
    known = reading_copies([paper.file_id]).get(paper.file_id)
    if known is not None:
        return known
    values = {
        "state": "ready",
        "copy_id": paper.file_id,
        "recipe": RECIPE,
        "grade": "own",
        "pages": paper.pages,
        "prepared_at": clock.now(),
        **fields,
    }
    copy = ReadingCopy(original_id=paper.file_id, **values)
    db.session.add(copy)
    db.session.commit()
    return copy
