"""Tables of handing over: who gave what to whom, and when."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, UTCDateTime
from app.people.models import Person


class Handover(Base):
    """One handing over: what one person gave to another at once."""

    __tablename__ = "handover"
    __table_args__ = (CheckConstraint("giver_id <> receiver_id", name="not_self"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    giver_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    receiver_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    first_day: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    giver: Mapped[Person] = relationship(foreign_keys=giver_id)
    receiver: Mapped[Person] = relationship(foreign_keys=receiver_id)
    made_by: Mapped[Person] = relationship(foreign_keys=made_by_id)
    things: Mapped[list[HandedThing]] = relationship(order_by="HandedThing.id")


class HandedThing(Base):
    """One thing that changed hands: its kind and number, never its words."""

    __tablename__ = "handed_thing"

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[int]
