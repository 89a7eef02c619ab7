"""Tables of feeds: one subscription per calendar, known by the hash of its token."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, UTCDateTime
from app.people.models import Person
from app.register.models import one_of


class Scope(StrEnum):
    """Which meetings a feed holds."""

    MINE = "mine"
    ALL = "all"
    PARTNERSHIP = "partnership"
    PORTFOLIO = "portfolio"
    DEADLINES = "deadlines"


class Subscription(Base):
    """A calendar feed of one person; whoever holds its token may read it."""

    __tablename__ = "subscription"
    __table_args__ = (one_of("scope", Scope),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    scope: Mapped[str] = mapped_column(String(20))
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))
    portfolio_id: Mapped[int | None] = mapped_column(ForeignKey("portfolio.id"))
    #: SHA-256 of the 256-bit token; the token itself is shown once and kept nowhere.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
