"""Tables of meetings: bodies, meetings, who is in a circle, who attends."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, UTCDateTime, Valid, Versioned
from app.people.models import Person
from app.register.models import Organisation, Partnership, one_of


class Level(StrEnum):
    """Who meet: civil servants, or aldermen and mayors."""

    ADMINISTRATIVE = "administrative"
    OFFICIAL = "official"


class BodyKind(StrEnum):
    """What kind of body holds the meeting."""

    GENERAL_BOARD = "general_board"
    EXECUTIVE_BOARD = "executive_board"
    PORTFOLIO_MEETING = "portfolio_meeting"
    ADMINISTRATIVE_MEETING = "administrative_meeting"
    OTHER = "other"


class Majority(StrEnum):
    """What part of the votes cast a decision of a body needs."""

    SIMPLE = "simple"
    TWO_THIRDS = "two_thirds"
    THREE_QUARTERS = "three_quarters"
    ALL = "all"


class MeetingStatus(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    HELD = "held"


class Body(Valid, Versioned, Base):
    """A body of a partnership that holds meetings at one level."""

    __tablename__ = "body"
    __table_args__ = (
        one_of("kind", BodyKind),
        one_of("level", Level),
        one_of("majority", Majority),
        CheckConstraint("minutes BETWEEN 5 AND 1440", name="minutes"),
        UniqueConstraint("partnership_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(30))
    level: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(200), default="")
    minutes: Mapped[int] = mapped_column(default=90)
    #: The majority its decisions need; empty where nobody recorded it: then a simple one is taken.
    majority: Mapped[str | None] = mapped_column(String(20))
    partnership: Mapped[Partnership] = relationship(innerjoin=True)
    members: Mapped[list[BodyMember]] = relationship(
        back_populates="body", cascade="all, delete-orphan"
    )
    #: Empty where every participant of the partnership sits in this body.
    participants: Mapped[list[BodyParticipant]] = relationship(cascade="all, delete-orphan")


class BodyMember(Valid, Base):
    """One of ours who sits in a body, as member or as substitute member."""

    __tablename__ = "body_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    substitute: Mapped[bool] = mapped_column(default=False)
    body: Mapped[Body] = relationship(back_populates="members")
    person: Mapped[Person] = relationship(innerjoin=True)


class BodyParticipant(Valid, Base):
    """A participant that sits in this body where not all of them do."""

    __tablename__ = "body_participant"

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    organisation: Mapped[Organisation] = relationship(innerjoin=True)


class Meeting(Versioned, Base):
    """One meeting of a body, prepared by us and held by others."""

    __tablename__ = "meeting"
    __table_args__ = (
        one_of("status", MeetingStatus),
        CheckConstraint("ends_at > starts_at", name="order"),
        CheckConstraint("prepares_id <> id", name="not_own_preparation"),
        Index("ix_meeting_body_id_starts_at", "body_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Never changes: calendars know the meeting by it.
    uid: Mapped[str] = mapped_column(String(255), unique=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    #: Empty where the name of the body says enough.
    title: Mapped[str] = mapped_column(String(200), default="")
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    place: Mapped[str] = mapped_column(String(200), default="")
    online_url: Mapped[str] = mapped_column(String(500), default="")
    status: Mapped[str] = mapped_column(String(20), default=MeetingStatus.PLANNED)
    #: Besloten: a label, nothing more.
    closed: Mapped[bool] = mapped_column(default=False)
    #: Beperkt: the meeting exists only for its circle.
    restricted: Mapped[bool] = mapped_column(default=False)
    #: The official meeting that this one prepares.
    prepares_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    alderman_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    remarks: Mapped[str] = mapped_column(Text, default="")
    #: Rises with each change of time, place or status (RFC 5545, 3.8.7.4).
    sequence: Mapped[int] = mapped_column(default=0)
    revised_at: Mapped[datetime] = mapped_column(UTCDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Why it was cancelled, where somebody said so.
    cancel_remark: Mapped[str] = mapped_column(String(500), default="")

    body: Mapped[Body] = relationship(lazy="joined", innerjoin=True)
    officer: Mapped[Person | None] = relationship(foreign_keys=officer_id)
    alderman: Mapped[Person | None] = relationship(foreign_keys=alderman_id)
    prepares: Mapped[Meeting | None] = relationship(remote_side=id, back_populates="prepared_by")
    prepared_by: Mapped[list[Meeting]] = relationship(
        back_populates="prepares", order_by="Meeting.starts_at"
    )
    circle: Mapped[list[MeetingCircle]] = relationship(cascade="all, delete-orphan")
    attendances: Mapped[list[Attendance]] = relationship(cascade="all, delete-orphan")

    @property
    def name(self) -> str:
        """What people call it: its own title, or its body."""
        return self.title or self.body.name

    @property
    def level(self) -> str:
        """The level of its body."""
        return self.body.level


class MeetingCircle(Base):
    """A person for whom a restricted meeting exists."""

    __tablename__ = "meeting_circle"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    person: Mapped[Person] = relationship(innerjoin=True)


class Attendance(Base):
    """One of ours at a meeting: whether they will go, and afterwards whether they were there."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: For whom this person stands in there.
    in_place_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    going: Mapped[bool] = mapped_column(default=True)
    #: None until somebody records it after the meeting.
    attended: Mapped[bool | None]
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    in_place_of: Mapped[Person | None] = relationship(foreign_keys=in_place_of_id)
