"""Tables of staff meetings: points for an alderman, and what was noted on each."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, UTCDateTime, Versioned
from app.meetings.agenda_models import AgendaItem
from app.meetings.models import Meeting
from app.people.models import Person
from app.register.models import one_of


class PointOutcome(StrEnum):
    """What came of a point."""

    AGREED = "agreed"
    ADJUST = "adjust"
    #: Comes back next time.
    HOLD = "hold"
    DISCUSSED = "discussed"


class StaffPoint(Versioned, Base):
    """Something to be discussed with an alderman, until it is finished."""

    __tablename__ = "staff_point"
    __table_args__ = (
        CheckConstraint("item_id IS NOT NULL OR title <> ''", name="subject"),
        # an item is open once per alderman: a double click, or two people at once, add one
        Index(
            "ix_staff_point_open_item",
            "alderman_id",
            "item_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    alderman_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    #: A meeting as a whole, where it is not about one item.
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    #: Empty where the item's own title says enough.
    title: Mapped[str] = mapped_column(String(200), default="")
    #: It is for the first staff meeting from this day on.
    first_day: Mapped[date]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    alderman: Mapped[Person] = relationship(foreign_keys=alderman_id)
    added_by: Mapped[Person] = relationship(foreign_keys=added_by_id)
    item: Mapped[AgendaItem | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    outcomes: Mapped[list[StaffOutcome]] = relationship(
        back_populates="point", order_by="StaffOutcome.id"
    )

    @property
    def subject(self) -> str:
        """What it is about: its own words, else those of its item."""
        return self.title or (self.item.title if self.item is not None else "")


class StaffOutcome(Versioned, Base):
    """What came of a point in one staff meeting; its words stand here and nowhere else."""

    __tablename__ = "staff_outcome"
    __table_args__ = (
        one_of("outcome", PointOutcome),
        UniqueConstraint("point_id", "series_id", "rule_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("staff_point.id"))
    #: The staff meeting: its series, and its day by the rule.
    series_id: Mapped[int] = mapped_column(ForeignKey("staff_series.id"))
    rule_day: Mapped[date]
    outcome: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime)

    point: Mapped[StaffPoint] = relationship(back_populates="outcomes")
    noted_by: Mapped[Person] = relationship()
