"""Table of sendings: that somebody's own pack was sent to them, by whom and when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, UTCDateTime
from app.packs.models import Pack
from app.people.models import Person


class PackSending(Base):
    """One sending of a pack to its reader: a message with a link; it may be sent again."""

    __tablename__ = "pack_sending"

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_id: Mapped[int] = mapped_column(ForeignKey("pack.id"), index=True)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)

    pack: Mapped[Pack] = relationship()
    sent_by: Mapped[Person] = relationship()
