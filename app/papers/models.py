"""The table of reading copies: one row per received file, whoever sent it and how often."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.changes import QUIET
from app.core.database import Base, UTCDateTime
from app.core.files import StoredFile
from app.papers.grades import CopyState


class ReadingCopy(Base):
    """What was made of a received file: a PDF that is safe to open, to merge and to read aloud.

    The original stays as it was received; who may open either is asked of the paper.
    """

    __tablename__ = "reading_copy"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'ready', 'refused')", name="state"),
        CheckConstraint("grade IN ('own', 'basic', 'scan', 'none')", name="grade"),
        CheckConstraint("(state = 'ready') = (copy_id IS NOT NULL)", name="ready_has_copy"),
        CheckConstraint("(copy_id IS NOT NULL) = (grade IS NOT NULL)", name="copy_has_grade"),
        CheckConstraint("(state = 'refused') = (failure <> '')", name="refused_has_failure"),
        CheckConstraint("NOT archivable OR accessible", name="archivable_is_accessible"),
        QUIET,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    original_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    state: Mapped[str] = mapped_column(String(20), default=CopyState.WAITING)
    #: The version of the preparation that made it (see `grades.RECIPE`); 0 before the first.
    recipe: Mapped[int] = mapped_column(default=0)
    copy_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    pages: Mapped[int | None]
    grade: Mapped[str | None] = mapped_column(String(20))
    #: Codes of why the grade is not better and what stands in the way (see `words`).
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Whether it holds PDF/UA-1, and whether it holds PDF/A-2a as well.
    accessible: Mapped[bool] = mapped_column(default=False)
    archivable: Mapped[bool] = mapped_column(default=False)
    #: The code of why there is no copy (see `words`).
    failure: Mapped[str] = mapped_column(String(40), default="")
    prepared_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    original: Mapped[StoredFile] = relationship(foreign_keys=original_id, innerjoin=True)
    copy: Mapped[StoredFile | None] = relationship(foreign_keys=copy_id)
