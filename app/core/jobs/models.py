"""Tables of jobs: what was asked, which workers are alive, when schedules are due."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.changes import QUIET
from app.core.database import Base, UTCDateTime

#: As SQL text, because a partial unique index is recognised by its exact condition.
OPEN = text("state IN ('waiting', 'running')")


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    #: Given up after many attempts; somebody has to look at it.
    FAILED = "failed"


class Job(Base):
    """One job asked for: its name, its key (open once at a time), and ids, never text."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
        CheckConstraint("(state = 'running') = (run_by IS NOT NULL)", name="running_has_runner"),
        Index("uq_job_open_key", "key", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_job_state_run_after", "state", "run_after"),
        QUIET,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(140))
    ids: Mapped[dict[str, int]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20), default=JobState.WAITING)
    #: Asked again while it ran: what it read may have changed, so it runs once more.
    again: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    run_after: Mapped[datetime] = mapped_column(UTCDateTime)
    run_by: Mapped[str | None] = mapped_column(String(80))
    #: A running job whose lease has passed lost its worker, and is taken over.
    leased_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Kind and place of the last fault, never its message: that could hold words of a note.
    fault: Mapped[str] = mapped_column(String(200), default="")


class JobWorker(Base):
    """A worker and its last sign of life."""

    __tablename__ = "job_worker"
    __table_args__ = QUIET

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    beat_at: Mapped[datetime] = mapped_column(UTCDateTime)


class JobSchedule(Base):
    """When a scheduled job is due next; kept here so that workers share one schedule."""

    __tablename__ = "job_schedule"
    __table_args__ = QUIET

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    cron: Mapped[str] = mapped_column(String(60))
    next_at: Mapped[datetime] = mapped_column(UTCDateTime)
