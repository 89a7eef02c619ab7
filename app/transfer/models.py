"""Tables of the import: spellings that somebody recognised, and files that wait for a decision."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.core.database import Base, UTCDateTime, Versioned
from app.people.models import Person
from app.register.models import Partnership, one_of


class PartnershipSpelling(Base):
    """That lists of others call a partnership so; recognised once by a person."""

    __tablename__ = "partnership_spelling"

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    #: What is equal for spellings that are the same for certain (`register.spelling.key`).
    spelling_key: Mapped[str] = mapped_column(String(400), unique=True)
    spelling: Mapped[str] = mapped_column(String(200))
    partnership: Mapped[Partnership] = relationship()


class ImportState(StrEnum):
    """Where an import stands."""

    #: The worker has still to read the file.
    WAITING = "waiting"
    READING = "reading"
    #: Somebody looks at what it would do, and answers questions.
    PREVIEW = "preview"
    REFUSED = "refused"
    SAVED = "saved"
    DISCARDED = "discarded"


class RegisterImport(Versioned, Base):
    """A file on its way into the register; its bytes and rows go once it has been decided on."""

    __tablename__ = "register_import"
    __table_args__ = (one_of("state", ImportState),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(150))
    sha256: Mapped[str] = mapped_column(String(64))
    municipality: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), default=ImportState.WAITING)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The file, until it has been read.
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    #: What it says (`entries.Contents`), until somebody decided.
    rows: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSON))
    #: Answers to questions: NEW or the id of a partnership, by key of the name.
    answers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    end_missing: Mapped[bool] = mapped_column(default=False)
    #: Why the file was refused, in the words of a person.
    refusal: Mapped[str] = mapped_column(String(1000), default="")
    #: How many of each result were saved.
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    person: Mapped[Person] = relationship()
