"""Tables of days: council, executive, recess, school holidays, closed days, staff meetings."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, Valid, Versioned
from app.people.models import Person


class DayKind(StrEnum):
    """What a day or period is to the people who plan."""

    COUNCIL = "council"
    COMMITTEE = "committee"
    EXECUTIVE = "executive"
    RECESS = "recess"
    SCHOOL_HOLIDAY = "school_holiday"
    #: The town hall is closed: no working day, for deadlines too.
    CLOSED = "closed"


class Region(StrEnum):
    """The three regions of the school holidays."""

    NORTH = "north"
    MIDDLE = "middle"
    SOUTH = "south"


class Period(Versioned, Base):
    """A day or some days in a row, both included; with times where it takes part of a day."""

    __tablename__ = "period"
    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(repr(one.value) for one in DayKind)})", name="kind"),
        CheckConstraint(
            f"region IN ({', '.join(repr(one.value) for one in Region)})", name="region"
        ),
        CheckConstraint("first_day <= last_day", name="order"),
        CheckConstraint("(starts IS NULL) = (ends IS NULL)", name="times"),
        Index("ix_period_first_day_last_day", "first_day", "last_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    #: What it is called where the kind says too little: "Zomervakantie", "Raadscommissie Ruimte".
    name: Mapped[str] = mapped_column(String(120), default="")
    first_day: Mapped[date]
    last_day: Mapped[date]
    #: On the Dutch wall clock; empty where it takes the whole day.
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    #: Of a school holiday; empty where it holds everywhere.
    region: Mapped[str | None] = mapped_column(String(10))
    #: Could not be read at its source: shown as "te bevestigen" until somebody confirms it.
    to_confirm: Mapped[bool] = mapped_column(default=False)
    #: Where it was read.
    source: Mapped[str] = mapped_column(String(200), default="")


class SchoolRegion(Base):
    """In which region of the school holidays this municipality lies (one row, or none yet)."""

    __tablename__ = "school_region"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint(
            f"region IN ({', '.join(repr(one.value) for one in Region)})", name="region"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    region: Mapped[str] = mapped_column(String(10), default=Region.NORTH)


class StaffSeries(Valid, Versioned, Base):
    """The weekly staff meeting (stafoverleg) of one alderman; its days follow from the rule."""

    __tablename__ = "staff_series"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("minutes BETWEEN 5 AND 480", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: 0 is Monday.
    weekday: Mapped[int]
    starts: Mapped[time]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(120), default="")

    person: Mapped[Person] = relationship()
    exceptions: Mapped[list[StaffException]] = relationship(
        back_populates="series", cascade="all, delete-orphan", order_by="StaffException.day"
    )


class StaffException(Base):
    """A day on which the rule of a series does not hold: moved, or cancelled."""

    __tablename__ = "staff_exception"
    __table_args__ = (
        UniqueConstraint("series_id", "day"),
        CheckConstraint("moved_to IS NOT NULL OR starts IS NULL", name="moved"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("staff_series.id"))
    #: The day by the rule.
    day: Mapped[date]
    #: Where it went; empty when it was cancelled.
    moved_to: Mapped[date | None]
    #: Its time there, where that differs.
    starts: Mapped[time | None]
    series: Mapped[StaffSeries] = relationship(back_populates="exceptions")
