"""Durable jobs: asked for in the transaction of the deed, done by the worker, once.

A room declares bodies with `job` (or `schedule`) and asks with `enqueue`. Jobs are rows in our
own database, so a job and the change that asks for it are one commit, and a job outlives the
process that does it: it may start again after a fault, hence every body first looks at its own
table for what is still to do.
"""

from __future__ import annotations

import logging
import traceback
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar, cast

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.database import db
from app.core.jobs import queue
from app.core.jobs.models import Job, JobState, JobWorker

Body = TypeVar("Body", bound=Callable[..., None])

#: A worker without a sign of life for this long is gone.
SILENT = timedelta(minutes=2)
#: A job that waits this long behind its time means that the worker cannot keep up.
LATE = timedelta(minutes=15)
#: A command does a job within this time, or the worker takes it over.
LEASE_OF_COMMANDS = timedelta(minutes=15)

log = logging.getLogger(__name__)
_bodies: dict[str, Callable[..., None]] = {}
_schedules: dict[str, str] = {}


class TryLater(Exception):
    """The job cannot be done now for a reason outside us (a mail server away); no fault of ours."""


def job(name: str, *, in_no_hurry: bool = False) -> Callable[[Body], Body]:
    """Declare the body of a job; it takes ids only, and checks by itself what is still to do.

    One that is in no hurry lets all others that are due go first.
    """
    if in_no_hurry:
        queue.let_others_first(name)

    def declare(body: Body) -> Body:
        if _bodies.setdefault(name, body) is not body:
            raise ValueError(f"two jobs are called {name!r}")
        return body

    return declare


def schedule(cron: str, name: str) -> Callable[[Body], Body]:
    """Declare a job without arguments that is done at these times (cron, Dutch wall clock)."""

    def declare(body: Body) -> Body:
        _schedules[name] = cron
        return job(name)(body)

    return declare


@schedule("17 3 * * *", "forget-old-jobs")
def forget_old_jobs() -> None:
    """Remove jobs that were done two weeks ago or longer."""
    queue.forget_old()
    db.session.commit()


def schedules() -> Mapping[str, str]:
    """Every scheduled job and its cron line."""
    return dict(_schedules)


def enqueue(name: str, *, key: str, delay: timedelta = timedelta(0), **ids: int) -> None:
    """Ask for a job in the present transaction: it exists when, and only when, that commits.

    A key that already waits is the same job; one that runs is done once more afterwards, as
    what it read may have changed.
    """
    if name not in _bodies:
        raise LookupError(f"no job is called {name!r}")
    queue.add(name, key, ids, clock.now() + delay)


def run_pending(key: str | None = None) -> int:
    """Do what waits (or one key), in this process: for tests and commands. Commits what is open.

    Gives how many were done; a fault is raised, after it was noted with the job.
    """
    db.session.commit()
    app = cast(Any, current_app)._get_current_object()
    runner, done = f"here-{uuid.uuid4().hex}", 0
    while claimed := queue.claim(runner, LEASE_OF_COMMANDS, key):
        error = run(app, claimed)
        db.session.expire_all()
        if error is not None:
            raise error
        done += 1
    return done


@contextmanager
def doing(key: str) -> Iterator[bool]:
    """Do here, now, what the waiting job of this key asks; False where somebody else does it.

    The caller commits before, and does the work within.
    """
    claimed = queue.claim(f"here-{uuid.uuid4().hex}", LEASE_OF_COMMANDS, key, early=True)
    if claimed is None:
        yield False
        return
    try:
        yield True
    except Exception as error:
        db.session.rollback()
        later = isinstance(error, TryLater)
        queue.fail(claimed, str(error) if later else _place_of(error)[0])
        raise
    queue.finish(claimed)


def run(app: Flask, claimed: queue.Claim) -> Exception | None:
    """Do one claimed job in a context and session of its own, and note how it ended."""
    with app.app_context():
        try:
            _bodies[claimed.name](**claimed.ids)
            db.session.rollback()
            if not queue.finish(claimed):
                log.warning("job %s was taken over meanwhile", claimed.name)
        except TryLater as error:
            db.session.rollback()
            queue.fail(claimed, str(error))
            log.warning("job %s is tried again later: %s", claimed.name, error)
            return error
        except Exception as error:
            db.session.rollback()
            fault, frames = _place_of(error)
            log.error("job %s %s failed: %s\n%s", claimed.name, claimed.ids, fault, frames)
            queue.fail(claimed, fault)
            return error
    return None


def problem() -> str | None:
    """What is wrong with the jobs in one sentence, or None when all is well."""
    try:
        beat = db.session.scalar(select(func.max(JobWorker.beat_at)))
        late = queue.count(JobState.WAITING, before=clock.now() - LATE)
    except SQLAlchemyError:
        return _("De takenlijst is niet te lezen: de database antwoordt niet.")
    if beat is None or clock.now() - beat > SILENT:
        return _("De werker draait niet. Start hem met 'flask worker'.")
    if late:
        return ngettext(
            "Er wacht %(num)d taak langer dan een kwartier. Kijk of de werker voortgang maakt.",
            "Er wachten %(num)d taken langer dan een kwartier. Kijk of de werker voortgang maakt.",
            late,
        )
    return None


def failed() -> list[Job]:
    """Jobs that were given up."""
    return list(db.session.scalars(select(Job).where(Job.state == JobState.FAILED)))


def _place_of(error: Exception) -> tuple[str, str]:
    """Kind and place of a fault, and the frames; its message could hold words of a note."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    place = f" at {Path(last.filename).name}:{last.lineno}" if last else ""
    return type(error).__name__ + place, "".join(traceback.format_tb(error.__traceback__))
