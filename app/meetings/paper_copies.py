"""What becomes of a paper once its reading copy is there: it knows how many pages it has."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import update

from app.core.database import db
from app.meetings.agenda_models import Paper
from app.papers.models import ReadingCopy
from app.papers.signals import prepared


def init_app(_app: Flask) -> None:
    """Listen to the preparation of received files."""
    prepared.connect(count_pages)


def count_pages(copy: ReadingCopy) -> None:
    """Note the pages of papers that only their copy could tell (a text, a spreadsheet)."""
    if copy.pages is not None:
        db.session.execute(
            update(Paper)
            .where(Paper.file_id == copy.original_id, Paper.pages == 0)
            .values(pages=copy.pages)
        )
