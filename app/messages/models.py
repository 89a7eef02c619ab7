"""Tables of messages, their mails, who wants them when, and the texts around mails.

Never a word of a note in any of them.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.changes import QUIET
from app.core.database import Base, UTCDateTime, Versioned
from app.messages.kinds import Timing
from app.messages.moments import THURSDAY
from app.people.models import Person

#: As SQL text, because a partial index is recognised by its exact condition.
TO_MAIL = text("mail_id IS NULL AND settled_at IS NULL AND mail_at IS NOT NULL")


class MailState(StrEnum):
    """What became of a mail."""

    WAITING = "waiting"
    SENT = "sent"
    #: The mail server's answer never came, so it may have been sent.
    UNCERTAIN = "uncertain"
    #: The server will never take it (no such address), so it is not tried again.
    REFUSED = "refused"
    #: Everything in it was settled before it went: it was not sent.
    SETTLED = "settled"


class Mail(Base):
    """One mail to one person, about one message or a bundle of them."""

    __tablename__ = "mail"
    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'sent', 'uncertain', 'refused', 'settled')", name="state"
        ),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_moment"),
        QUIET,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: The Message-ID: the same at every attempt.
    message_id: Mapped[str] = mapped_column(String(320), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[str] = mapped_column(String(20), default=MailState.WAITING, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person: Mapped[Person] = relationship()
    messages: Mapped[list[Message]] = relationship(back_populates="mail", order_by="Message.id")


class Message(Base):
    """One message to one person; its key makes that it is told once."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("timing IN ('now', 'day', 'week', 'never')", name="timing"),
        CheckConstraint("timing <> 'never' OR mail_at IS NULL", name="never_has_no_moment"),
        Index(
            "ix_message_to_mail",
            "mail_at",
            sqlite_where=TO_MAIL,
            postgresql_where=TO_MAIL,
        ),
        QUIET,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: Unique per thing told ("note-12-offer-3-for-7"); the mail's Message-ID comes from it.
    key: Mapped[str] = mapped_column(String(120), unique=True)
    #: What it is (see `kinds.KINDS`), and the thing it is about ("note-12"), where there is one.
    kind: Mapped[str] = mapped_column(String(20), default="other")
    about: Mapped[str] = mapped_column(String(80), default="")
    #: A sentence in the person's language.
    text: Mapped[str] = mapped_column(String(400))
    url: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: When its mail goes, as the person likes it; without a moment it is only in the application.
    timing: Mapped[str] = mapped_column(String(10), default=Timing.NEVER)
    mail_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Since when it needs nobody any more, where that was found before its mail went.
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"), index=True)
    person: Mapped[Person] = relationship()
    mail: Mapped[Mail | None] = relationship(back_populates="messages")

    @property
    def mail_state(self) -> str:
        """How it went by mail: "none" where it is only in the application."""
        if self.settled_at is not None:
            return MailState.SETTLED
        if self.mail is not None:
            return self.mail.state
        return MailState.WAITING if self.mail_at is not None else "none"


class MessagePreference(Versioned, Base):
    """How a person likes their messages, as far as they chose."""

    __tablename__ = "message_preference"
    __table_args__ = (CheckConstraint("weekday BETWEEN 0 AND 4", name="weekday"), QUIET)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: The day of the weekly mail, Monday 0.
    weekday: Mapped[int] = mapped_column(default=THURSDAY)
    #: Timing by kind; what is absent is as usual.
    timings: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)


class MailText(Versioned, Base):
    """How an administrator wants a kind of mail worded in a language; no subject: as usual."""

    __tablename__ = "mail_text"
    __table_args__ = QUIET

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    subject: Mapped[str | None] = mapped_column(String(150))
    opening: Mapped[str] = mapped_column(Text, default="")
    closing: Mapped[str] = mapped_column(Text, default="")
