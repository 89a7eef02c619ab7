"""Schedules: jobs without arguments that are due at set times of the Dutch wall clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from croniter import croniter
from sqlalchemy import delete, select, update

from app.core import clock
from app.core.database import db, reading
from app.core.jobs import queue
from app.core.jobs.models import JobSchedule


def next_time(cron: str, after: datetime) -> datetime:
    """The first moment of a cron line after this one, on the Dutch wall clock, in UTC."""
    found: datetime = croniter(cron, clock.local(after)).get_next(datetime)
    return found.astimezone(UTC)


def ask_due(wanted: Mapping[str, str]) -> None:
    """Ask for every scheduled job ({name: cron}) that is due; once, however many workers do so.

    A time that passed while no worker ran is made up for once.
    """
    now = clock.now()
    with reading():
        rows = db.session.execute(select(JobSchedule.name, JobSchedule.cron, JobSchedule.next_at))
        known = {row.name: (row.cron, row.next_at) for row in rows}
        db.session.rollback()
    stale = known.keys() - wanted.keys()
    changed = {name for name, cron in wanted.items() if name in known and known[name][0] != cron}
    due = [name for name, (_cron, at) in known.items() if name in wanted and at <= now]
    if not (stale or changed or due or wanted.keys() - known.keys()):
        return
    db.session.execute(delete(JobSchedule).where(JobSchedule.name.in_(stale | changed)))
    for name in set(due) - changed:
        _ask(name, *known[name], now)
    for name in wanted.keys() - known.keys() | changed:
        db.session.add(
            JobSchedule(name=name, cron=wanted[name], next_at=next_time(wanted[name], now))
        )
    db.session.commit()


def _ask(name: str, cron: str, next_at: datetime, now: datetime) -> None:
    """Move the schedule on and ask for the job, unless another worker was first."""
    mine = db.session.execute(
        update(JobSchedule)
        .where(JobSchedule.name == name, JobSchedule.next_at == next_at)
        .values(next_at=next_time(cron, now))
        .returning(JobSchedule.name)
    ).one_or_none()
    if mine is not None:
        queue.add(name, f"schedule-{name}", {}, now)
