"""The table of steers: what somebody wrote above the notes of a meeting."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, UTCDateTime, Versioned
from app.meetings.models import Meeting
from app.people.models import Person


class Steer(Versioned, Base):
    """The written words of one steer; what is empty is drawn from the notes."""

    __tablename__ = "steer"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    why: Mapped[str] = mapped_column(Text, default="")
    #: What we want to achieve: one thing a line.
    achieve: Mapped[str] = mapped_column(Text, default="")
    #: Whom to speak to beforehand: one a line, "who: about what".
    speak_to: Mapped[str] = mapped_column(Text, default="")
    risk: Mapped[str] = mapped_column(Text, default="")
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)

    meeting: Mapped[Meeting] = relationship(innerjoin=True)
    saved_by: Mapped[Person] = relationship()
