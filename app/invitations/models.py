"""Tables of invitations: files as received, what they say, and what was done with that."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, UTCDateTime, Versioned
from app.core.files import StoredFile
from app.meetings.models import Body, Meeting
from app.people.models import Person
from app.register.models import Partnership, one_of


class FileState(StrEnum):
    """Where a received file stands."""

    #: Somebody has still to look at it.
    RECEIVED = "received"
    #: It was applied as far as it goes; somebody must answer something.
    QUESTION = "question"
    APPLIED = "applied"
    UNDONE = "undone"
    #: Somebody put it away without applying it.
    ASIDE = "aside"


class ReceivedInvitation(Versioned, Base):
    """A file with invitations, its bytes kept as they came."""

    __tablename__ = "received_invitation"
    __table_args__ = (one_of("state", FileState),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    name: Mapped[str] = mapped_column(String(150))
    received_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    #: Empty where it came by command.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: Of which partnership somebody said that it is.
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default=FileState.RECEIVED, index=True)
    applied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Time zones by what the file calls them, as somebody answered.
    zones: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    #: What it calls zones that nobody knows, and that were not answered yet.
    unknown_zones: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Events that were not read: uid, recurrence_id, title and the key of the reason.
    refusals: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    file: Mapped[StoredFile] = relationship(innerjoin=True)
    person: Mapped[Person | None] = relationship()
    partnership: Mapped[Partnership | None] = relationship()
    messages: Mapped[list[InvitationMessage]] = relationship(
        back_populates="invitation", order_by="InvitationMessage.id", cascade="all, delete-orphan"
    )

    @property
    def title(self) -> str:
        """The first title that it speaks of."""
        rows = (row for message in self.messages for row in message.statements)
        return next((row["title"] for row in rows if row["title"]), "")


class InvitationThread(Base):
    """All that one organiser ever said of one UID."""

    __tablename__ = "invitation_thread"
    __table_args__ = (UniqueConstraint("uid", "organiser"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(500))
    #: An address in small letters; empty where the file names nobody.
    organiser: Mapped[str] = mapped_column(String(320), default="")
    #: Where its meetings belong, once that is certain.
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    #: Occurrences that somebody does not want planned, by name.
    left_out: Mapped[list[str]] = mapped_column(JSON, default=list)
    body: Mapped[Body | None] = relationship()


class InvitationMessage(Base):
    """One thing that a file says: of a whole UID, or of one occurrence of it."""

    __tablename__ = "invitation_message"
    __table_args__ = (Index("ix_invitation_message_thread_id", "thread_id", "counted"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("received_invitation.id"), index=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("invitation_thread.id"))
    #: Which occurrence it is about; empty for the whole.
    recurrence_id: Mapped[str] = mapped_column(String(40), default="")
    organiser: Mapped[str] = mapped_column(String(320), default="")
    organiser_name: Mapped[str] = mapped_column(String(200), default="")
    #: Who sent it, where that is another address than the organiser's.
    sent_by: Mapped[str] = mapped_column(String(320), default="")
    sequence: Mapped[int]
    dtstamp: Mapped[datetime] = mapped_column(UTCDateTime)
    cancelled: Mapped[bool]
    #: What it says of each occurrence (`stating.Statement`), moments as ISO 8601.
    statements: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    #: Occurrences that a series leaves out.
    excluded: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Of a series: between which days it says what goes on.
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    #: What the file calls a time zone that nobody knows; its times wait for an answer.
    asks_zone: Mapped[str | None] = mapped_column(String(200))
    #: Of two that were equal and different somebody chose this one.
    preferred: Mapped[bool] = mapped_column(default=False)
    #: It was applied, and is a part of what holds.
    counted: Mapped[bool] = mapped_column(default=False)
    #: Since when it counts with what another address says; empty where it does not.
    joined_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Somebody decided that it is not to be followed.
    declined: Mapped[bool] = mapped_column(default=False)

    invitation: Mapped[ReceivedInvitation] = relationship(back_populates="messages")
    thread: Mapped[InvitationThread] = relationship(innerjoin=True)


class InvitedMeeting(Base):
    """That an occurrence of a thread is a meeting of ours, and what was last taken from it."""

    __tablename__ = "invited_meeting"
    __table_args__ = (UniqueConstraint("thread_id", "recurrence_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("invitation_thread.id"))
    recurrence_id: Mapped[str] = mapped_column(String(40), default="")
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    #: What the organiser said last, as far as it was taken over or declined by somebody.
    given: Mapped[dict[str, Any]] = mapped_column(JSON)
    thread: Mapped[InvitationThread] = relationship(innerjoin=True)
    meeting: Mapped[Meeting] = relationship(innerjoin=True)


class ChangeKind(StrEnum):
    """What applying a file did with a meeting."""

    NEW = "new"
    MATCHED = "matched"
    UPDATED = "updated"
    CANCELLED = "cancelled"
    #: Nothing of the meeting: somebody kept what stood there.
    KEPT = "kept"


class InvitationChange(Base):
    """What applying a file changed, with what was there before: for undoing it."""

    __tablename__ = "invitation_change"
    __table_args__ = (one_of("kind", ChangeKind),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("received_invitation.id"), index=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("invitation_thread.id"), index=True)
    #: Empty once the meeting itself was undone.
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Fields of the meeting before and after, moments as ISO 8601.
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: What was known of the occurrence before: `recurrence_id` and `given`, and `thread_id` where
    #: it followed another invitation; empty if nothing.
    known_before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    invitation: Mapped[ReceivedInvitation] = relationship()
    meeting: Mapped[Meeting | None] = relationship()


class SameOrganiser(Base):
    """That mail of one address counts as that of another, or that it is sent for the other.

    Of one organiser are both, as a secretariat with a new mailbox, and who is one with either. Who
    `sends_for` another is no organiser by it, and may send for several.
    """

    __tablename__ = "same_organiser"
    __table_args__ = (UniqueConstraint("address", "same_as", "sends_for"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Either may be empty: of a file that names nobody.
    address: Mapped[str] = mapped_column(String(320))
    same_as: Mapped[str] = mapped_column(String(320))
    sends_for: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: The file about which somebody said so: undone with it. Empty where that was not kept.
    invitation_id: Mapped[int | None] = mapped_column(
        ForeignKey("received_invitation.id"), index=True
    )

    person: Mapped[Person | None] = relationship()
