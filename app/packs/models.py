"""Tables of packs: one row per pack asked for; an issued one never changes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, UTCDateTime, Versioned
from app.core.files import StoredFile
from app.meetings.models import Meeting
from app.people.models import Person
from app.register.models import one_of


class Variant(StrEnum):
    """What is printed: everything, a speaking card, or the papers without internal notes."""

    FULL = "full"
    CARD = "card"
    PAPERS = "papers"


class PackState(StrEnum):
    """Where the making of a pack stands."""

    WAITING = "waiting"
    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Pack(Versioned, Base):
    """A pack of one meeting for one reader."""

    __tablename__ = "pack"
    __table_args__ = (
        one_of("variant", Variant),
        one_of("state", PackState),
        CheckConstraint("(state = 'ready') = (file_id IS NOT NULL)", name="ready_has_file"),
        UniqueConstraint("meeting_id", "reader_id", "variant", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    variant: Mapped[str] = mapped_column(String(20))
    #: Version of this meeting's pack for this reader, from 1.
    number: Mapped[int]
    #: For whom it is made: it holds only what this person may read.
    reader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    requested_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[str] = mapped_column(String(20), default=PackState.WAITING)
    #: Percentage of the work done.
    progress: Mapped[int] = mapped_column(default=0)
    #: What went wrong, in a sentence for the person who asked.
    failure: Mapped[str] = mapped_column(String(500), default="")
    #: SHA-256 over everything that went in: equal means that nothing changed since.
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    pages: Mapped[int | None]
    issued_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    meeting: Mapped[Meeting] = relationship(innerjoin=True)
    reader: Mapped[Person] = relationship(foreign_keys=reader_id)
    requested_by: Mapped[Person] = relationship(foreign_keys=requested_by_id)
    file: Mapped[StoredFile | None] = relationship()
