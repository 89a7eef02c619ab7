"""The change mark as tests look at it."""

from __future__ import annotations

from sqlalchemy import select

from app.core.changes import ChangeMark
from app.core.database import db


def present_mark() -> int:
    """The mark that holds now."""
    return db.session.scalar(select(ChangeMark.number)) or 0
