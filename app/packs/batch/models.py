"""Tables of print batches: which packs, for whom, how often; and the file that came of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, UTCDateTime
from app.core.files import StoredFile
from app.packs.models import Pack, PackState
from app.people.models import Person
from app.register.models import one_of

#: Copies for one person; more is a mistake of typing.
MOST_COPIES = 20


class PrintBatch(Base):
    """The packs of one week's meetings, as somebody has them printed."""

    __tablename__ = "print_batch"
    __table_args__ = (
        one_of("state", PackState),
        CheckConstraint("(state = 'ready') = (file_id IS NOT NULL)", name="ready_has_file"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The Monday of the week.
    first_day: Mapped[date]
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    requested_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[str] = mapped_column(String(20), default=PackState.WAITING)
    #: Percentage of the work done.
    progress: Mapped[int] = mapped_column(default=0)
    #: What went wrong, in a sentence for the person who asked.
    failure: Mapped[str] = mapped_column(String(500), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    pages: Mapped[int | None]

    requested_by: Mapped[Person] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    lines: Mapped[list[BatchLine]] = relationship(
        cascade="all, delete-orphan", order_by="BatchLine.position"
    )


class BatchLine(Base):
    """One pack in a print batch, and how many copies its reader gets."""

    __tablename__ = "print_batch_line"
    __table_args__ = (CheckConstraint(f"copies BETWEEN 1 AND {MOST_COPIES}", name="copies"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("print_batch.id"), primary_key=True)
    pack_id: Mapped[int] = mapped_column(ForeignKey("pack.id"), primary_key=True, index=True)
    #: Order in the batch, from 1: reader by reader.
    position: Mapped[int]
    copies: Mapped[int]

    pack: Mapped[Pack] = relationship(innerjoin=True)
