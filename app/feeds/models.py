"""Tables of feeds: one subscription per calendar, known by the hash of its token, and its parts."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.changes import QUIET
from app.core.database import Base, UTCDateTime, Versioned
from app.people.models import Person
from app.register.models import Partnership, one_of
from app.register.portfolio_models import Portfolio

#: Minutes before a meeting at which a phone may ring, where somebody asked for it.
ALARMS = (15, 60, 24 * 60)


class Scope(StrEnum):
    """Which meetings, or days, a part of a feed holds."""

    MINE = "mine"
    PERSON = "person"
    PARTNERSHIP = "partnership"
    PORTFOLIO = "portfolio"
    ALL = "all"
    DEADLINES = "deadlines"


class DeadlineKind(StrEnum):
    """What is to be done with notes by a day."""

    WRITE = "write"
    DECIDE = "decide"


class Color(StrEnum):
    """The colours to choose from, by their names in CSS3 (RFC 7986, 5.9)."""

    TEAL = "teal"
    ROYALBLUE = "royalblue"
    SEAGREEN = "seagreen"
    DARKORANGE = "darkorange"
    CRIMSON = "crimson"
    PURPLE = "purple"
    SIENNA = "sienna"
    SLATEGRAY = "slategray"


class Subscription(Versioned, Base):
    """A calendar feed of one person; whoever holds its token may read it."""

    __tablename__ = "subscription"
    __table_args__ = (
        one_of("color", Color),
        CheckConstraint(f"alarm_minutes IN ({', '.join(map(str, ALARMS))})", name="alarm"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    #: Whether a cancelled meeting stays in the calendar for a while, with its cancellation.
    with_cancelled: Mapped[bool] = mapped_column(default=True)
    #: None leaves the colour to the calendar program.
    color: Mapped[str | None] = mapped_column(String(20))
    #: So many minutes before a meeting the phone rings; None is never.
    alarm_minutes: Mapped[int | None]
    #: SHA-256 of the 256-bit token; the token itself is shown once and kept nowhere.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    parts: Mapped[list[SubscriptionPart]] = relationship(
        back_populates="subscription",
        cascade="all, delete-orphan",
        order_by="SubscriptionPart.id",
    )

    @property
    def address_mark(self) -> str:
        """Which address it has, without a word of the address: another after it is renewed."""
        return self.token_hash[:16]


class SubscriptionPart(Base):
    """One of the things that a calendar holds: together they hold each meeting once."""

    __tablename__ = "subscription_part"
    __table_args__ = (
        one_of("scope", Scope),
        CheckConstraint(
            "(scope = 'partnership') = (partnership_id IS NOT NULL)", name="partnership"
        ),
        CheckConstraint("(scope = 'portfolio') = (portfolio_id IS NOT NULL)", name="portfolio"),
        CheckConstraint(
            "scope = 'deadlines' OR (scope = 'person') = (of_person_id IS NOT NULL)",
            name="of_person",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscription.id"), index=True)
    scope: Mapped[str] = mapped_column(String(20))
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))
    portfolio_id: Mapped[int | None] = mapped_column(ForeignKey("portfolio.id"))
    #: Whose meetings; with deadlines, for whom the reader works (empty: the reader's own).
    of_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    subscription: Mapped[Subscription] = relationship(back_populates="parts")
    partnership: Mapped[Partnership | None] = relationship()
    portfolio: Mapped[Portfolio | None] = relationship()
    of_person: Mapped[Person | None] = relationship()


class FeedSize(Base):
    """How large the calendar of a subscription was when a program last fetched it.

    A table of its own: noting it must not look like a change of the subscription, by which every
    calendar would be put together anew.
    """

    __tablename__ = "feed_size"
    __table_args__ = QUIET

    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscription.id"), primary_key=True)
    octets: Mapped[int]
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime)


class DeadlineRevision(Base):
    """What calendars of a reader last said of the day by which somebody's notes are due.

    The reader's own notes of a meeting, or those of whom they work for; each reader sees others.

    The meeting's own revision does not tell: a day moves with the terms of a partnership, and the
    number of notes with each that is offered. A deadline that comes back goes on counting.
    """

    __tablename__ = "deadline_revision"
    __table_args__ = (one_of("kind", DeadlineKind), QUIET)

    reader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    #: Of everything that is shown.
    digest: Mapped[str] = mapped_column(String(64))
    due_on: Mapped[date]
    revised_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Rises with each change of the day (RFC 5545, 3.8.7.4).
    sequence: Mapped[int] = mapped_column(default=0)
