"""Table of days: council, committees, executive, recess, school holidays, days we are closed."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Versioned


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
