"""Table of nudges: who was reminded of what, by whom, on which day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, UTCDateTime
from app.people.models import Person


class Nudge(Base):
    """That somebody was reminded of one thing they owe; at most once a day, whoever asks."""

    __tablename__ = "nudge"
    __table_args__ = (UniqueConstraint("kind", "object_id", "person_id", "on_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What is owed, and on which thing: see `debts.DebtKind`.
    kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    on_day: Mapped[date]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[Person] = relationship(foreign_keys=by_id)
