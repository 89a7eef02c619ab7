"""The queue in the application's own database: ask, claim, finish, retry, take over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.database import db, reading
from app.core.jobs.models import OPEN, Job, JobState

#: After so many attempts a job is given up; with the waits below that takes about a day.
MAX_ATTEMPTS = 12
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=4)
#: Jobs that ended are kept this long, to look back.
KEPT = timedelta(days=14)
#: Jobs that let all others go first: one that many people ask at once holds up nobody's mail.
_in_no_hurry: set[str] = set()


@dataclass(frozen=True)
class Claim:
    """A job that this runner may do now; the attempt makes that an older claim counts no more."""

    id: int
    name: str
    ids: dict[str, int]
    run_by: str
    attempt: int


def let_others_first(name: str) -> None:
    """Have jobs of this name wait while any other job is due."""
    _in_no_hurry.add(name)


def add(name: str, key: str, ids: dict[str, int], run_after: datetime) -> None:
    """Ask for a job in the present transaction; an open job with this key is the same one."""
    insert = postgresql.insert if _dialect() == "postgresql" else sqlite.insert
    db.session.execute(
        insert(Job)
        .values(
            name=name,
            key=key,
            ids=ids,
            state=JobState.WAITING,
            asked_at=clock.now(),
            run_after=run_after,
        )
        .on_conflict_do_update(
            index_elements=[Job.key],
            index_where=OPEN,
            set_={"again": or_(Job.again, Job.state == JobState.RUNNING)},
        )
    )


def claim(
    run_by: str, lease: timedelta, key: str | None = None, *, early: bool = False
) -> Claim | None:
    """Take the job that waits longest (or that with this key) in a transaction of its own.

    What is in no hurry comes after all others. `early`: also where it waits for its next attempt.
    """
    now = clock.now()
    due = (
        select(Job.id)
        .where(Job.state == JobState.WAITING)
        .order_by(Job.name.in_(_in_no_hurry), Job.run_after, Job.id)
        .limit(1)
    )
    if not early:
        due = due.where(Job.run_after <= now)
    if key is not None:
        due = due.where(Job.key == key)
    with reading():
        nothing = db.session.scalar(due) is None
        db.session.rollback()
    if nothing:
        return None
    row = db.session.execute(
        update(Job)
        .where(Job.id == due.with_for_update(skip_locked=True).scalar_subquery())
        .values(
            state=JobState.RUNNING,
            again=False,
            attempts=Job.attempts + 1,
            run_by=run_by,
            leased_until=now + lease,
        )
        .returning(Job.id, Job.name, Job.ids, Job.attempts)
    ).one_or_none()
    db.session.commit()
    return None if row is None else Claim(row.id, row.name, row.ids, run_by, row.attempts)


def finish(done: Claim) -> bool:
    """Note that a job is done (or waits again, where it was asked again); False: not ours now."""
    return _end(
        done,
        state=case((Job.again, JobState.WAITING), else_=JobState.DONE),
        attempts=case((Job.again, 0), else_=Job.attempts),
        run_after=clock.now(),
        fault="",
    )


def fail(failed: Claim, fault: str, *, wait: timedelta | None = None) -> bool:
    """Note a fault: the job waits for its next attempt, or is given up after the last one."""
    if failed.attempt >= MAX_ATTEMPTS:
        return _end(failed, state=JobState.FAILED, fault=fault[:200])
    pause = wait if wait is not None else wait_before(failed.attempt + 1)
    return _end(failed, state=JobState.WAITING, run_after=clock.now() + pause, fault=fault[:200])


def wait_before(attempt: int) -> timedelta:
    """How long to wait before this attempt (the second waits 15 seconds, each next the triple)."""
    factor: int = 3 ** max(0, attempt - 2)
    return min(FIRST_WAIT * factor, LONGEST_WAIT)


def renew(run_by: str, job_ids: Iterable[int], lease: timedelta) -> None:
    """Keep the jobs that this runner is doing from being taken over; the caller commits."""
    db.session.execute(
        update(Job)
        .where(Job.id.in_(list(job_ids)), Job.run_by == run_by, Job.state == JobState.RUNNING)
        .values(leased_until=clock.now() + lease)
    )


def take_over(former: str | None = None) -> int:
    """Let jobs wait again whose runner is gone: lease passed, or known to be dead (`former`)."""
    gone = Job.run_by == former if former else Job.leased_until < clock.now()
    spent = Job.attempts >= MAX_ATTEMPTS
    found = db.session.execute(
        update(Job)
        .where(Job.state == JobState.RUNNING, gone)
        .values(
            state=case((spent, JobState.FAILED), else_=JobState.WAITING),
            ended_at=case((spent, clock.now()), else_=None),
            run_by=None,
            leased_until=None,
            again=False,
            run_after=clock.now(),
            fault="the worker stopped",
        )
        .returning(Job.id)
    ).all()
    db.session.commit()
    return len(found)


def forget_old() -> None:
    """Remove jobs that were done long ago; the caller commits."""
    db.session.execute(
        delete(Job).where(Job.state == JobState.DONE, Job.ended_at < clock.now() - KEPT)
    )


def count(state: JobState, before: datetime | None = None) -> int:
    """How many jobs are in this state (and should have run before a moment)."""
    wanted = select(func.count()).select_from(Job).where(Job.state == state)
    if before is not None:
        wanted = wanted.where(Job.run_after < before)
    return db.session.scalar(wanted) or 0


def _end(claimed: Claim, **values: object) -> bool:
    """Write the end of an attempt, only while this attempt is still the one that counts."""
    found = db.session.execute(
        update(Job)
        .where(
            Job.id == claimed.id,
            Job.state == JobState.RUNNING,
            Job.run_by == claimed.run_by,
            Job.attempts == claimed.attempt,
        )
        .values(run_by=None, leased_until=None, again=False, ended_at=clock.now(), **values)
        .returning(Job.id)
    ).one_or_none()
    db.session.commit()
    return found is not None


def _dialect() -> str:
    return db.session.get_bind().dialect.name
