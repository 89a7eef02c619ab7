"""The table of positions: where another participant stands on the item of a note."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.briefings.models import Stance
from app.core.database import Base, Versioned
from app.register.models import Organisation, one_of


class Position(Versioned, Base):
    """Where another participant stands on an item (krachtenveld): as heard, with its source."""

    __tablename__ = "position"
    __table_args__ = (one_of("stance", Stance), UniqueConstraint("note_id", "organisation_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    #: Empty: unknown, and shown as unknown.
    stance: Mapped[str | None] = mapped_column(String(20))
    why: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(200), default="")
    heard_on: Mapped[date | None]
    certain: Mapped[bool] = mapped_column(default=False)
    votes: Mapped[int | None]
    call_first: Mapped[bool] = mapped_column(default=False)
    organisation: Mapped[Organisation] = relationship()
