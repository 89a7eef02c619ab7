"""When backups were made: noted in the journal, read on the page of the administrator."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.core import journal
from app.core.database import db
from app.core.journal import JournalEntry

KIND = "backup"


def record_backup() -> None:
    """Note that a backup was made; the caller commits."""
    journal.record("backup.create", KIND, None, actor_id=None)


def last_backup() -> datetime | None:
    """When the last backup was made, if ever."""
    return db.session.scalar(
        select(JournalEntry.at)
        .where(JournalEntry.object_kind == KIND, JournalEntry.object_id.is_(None))
        .order_by(JournalEntry.id.desc())
        .limit(1)
    )
