"""Tables of messages and of the texts around their mails; never a word of a note."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, UTCDateTime, Versioned
from app.people.models import Person


class Message(Base):
    """One message to one person; its key makes that it is told once."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(
            "mail_state IN ('none', 'waiting', 'sent', 'uncertain', 'refused')",
            name="mail_state",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: Unique per thing told ("note-12-offer-3-for-7"); also the mail's Message-ID.
    key: Mapped[str] = mapped_column(String(120), unique=True)
    #: A sentence in the person's language.
    text: Mapped[str] = mapped_column(String(400))
    url: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: "uncertain": the mail server's answer never came, so it may have been sent;
    #: "refused": the server will never take it (no such address), so it is not tried again.
    mail_state: Mapped[str] = mapped_column(String(20), default="none")
    mailed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person: Mapped[Person] = relationship()


class MailText(Versioned, Base):
    """How an administrator wants a kind of mail worded in a language; no subject: as usual."""

    __tablename__ = "mail_text"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    subject: Mapped[str | None] = mapped_column(String(150))
    opening: Mapped[str] = mapped_column(Text, default="")
    closing: Mapped[str] = mapped_column(Text, default="")
