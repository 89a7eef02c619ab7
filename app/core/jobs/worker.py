"""The worker: does jobs and schedules until SIGTERM, and takes over those of a dead worker."""

from __future__ import annotations

import fcntl
import logging
import re
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import FrameType

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock, jobs
from app.core.database import db
from app.core.errors import RuleBroken
from app.core.jobs import queue, timetable
from app.core.jobs.models import JobWorker

#: Jobs done at the same time; making a pack is heavy, and memory is meant for the server.
THREADS = 2
#: Seconds between two looks at the queue, and between two signs of life.
LOOK, BEAT = 0.5, 10.0
#: Longer than a busy database may hold up a sign of life.
LEASE = timedelta(seconds=60)
NEVER = float("-inf")

log = logging.getLogger(__name__)


class Worker:
    """One worker process; `run` returns after `stop` once its jobs ended or the grace is over."""

    def __init__(self, app: Flask, worker_id: str, grace: float) -> None:
        self.app = app
        self.worker_id = worker_id
        #: With the machine's name, so that machines with the same settings stay apart.
        self.name = f"{worker_id}@{socket.gethostname()}"[:80]
        self.grace = grace
        self._stopped = threading.Event()
        self._threads: set[threading.Thread] = set()
        #: The job that each thread is doing.
        self._doing: dict[int, int] = {}
        self._beaten = NEVER
        self._away = False

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Take no new jobs (a signal handler)."""
        self._stopped.set()

    def run(self) -> None:
        """Do jobs until `stop`; a database that is away for a while is waited for."""
        with _alone(Path(self.app.config["DATA_DIR"]), self.worker_id):
            while not self._stopped.is_set():
                self._safely(self._round)
                self._stopped.wait(LOOK)
            self._finish()

    def _safely(self, deed: Callable[[], None]) -> None:
        """Run a deed in a context of its own; one line in the log while the database is away."""
        try:
            with self.app.app_context():
                deed()
            self._away = False
        except SQLAlchemyError as error:
            if not self._away:
                log.error("the database did not answer the worker: %s", type(error).__name__)
            self._away = True

    def _round(self) -> None:
        if self._beaten == NEVER and (found := queue.take_over(former=self.name)):
            log.warning("%d jobs of the former %s are done again", found, self.name)
        if time.monotonic() - self._beaten >= BEAT:
            self._beat()
            queue.take_over()
            timetable.ask_due(jobs.schedules())
        self._threads = {thread for thread in self._threads if thread.is_alive()}
        while len(self._threads) < THREADS and not self._stopped.is_set():
            claimed = queue.claim(self.name, LEASE)
            if claimed is None:
                return
            thread = threading.Thread(target=self._drain, args=(claimed,), daemon=True)
            self._threads.add(thread)
            thread.start()

    def _drain(self, claimed: queue.Claim | None) -> None:
        """Do this job, and then the next ones that wait."""
        me = threading.get_ident()
        try:
            while claimed is not None:
                self._doing[me] = claimed.id
                jobs.run(self.app, claimed)
                with self.app.app_context():
                    stopped = self._stopped.is_set()
                    claimed = None if stopped else queue.claim(self.name, LEASE)
        except SQLAlchemyError as error:  # how a job ended could not be noted: taken over later
            log.error("the end of a job was not noted: %s", type(error).__name__)
        finally:
            self._doing.pop(me, None)

    def _beat(self) -> None:
        now = clock.now()
        row = db.session.get(JobWorker, self.name)
        if row is None:
            db.session.add(JobWorker(id=self.name, started_at=now, beat_at=now))
        else:
            row.beat_at = now
            if self._beaten == NEVER:
                row.started_at = now
        queue.renew(self.name, list(self._doing.values()), LEASE)
        db.session.commit()
        self._beaten = time.monotonic()

    def _finish(self) -> None:
        """Give running jobs the grace; what is not done then is done again after the next start."""
        end = time.monotonic() + self.grace
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        left = sum(thread.is_alive() for thread in self._threads)
        if left:
            log.warning("%d jobs were not done in time and wait for the next start", left)
        self._safely(self._sign_off)

    def _sign_off(self) -> None:
        row = db.session.get(JobWorker, self.name)
        if row is not None:
            db.session.delete(row)
        db.session.commit()


def stop_on_signals(worker: Worker) -> None:
    """End the worker in order on SIGTERM and Ctrl-C."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.stop)


@contextmanager
def _alone(folder: Path, name: str) -> Iterator[None]:
    """Hold the name of this worker; the system lets go of it however the process ends.

    So whoever holds it knows that the former worker of this name is dead, and that its jobs
    may be done again at once.
    """
    path = folder / f"worker-{re.sub(r'[^A-Za-z0-9_-]', '_', name)}.lock"
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RuleBroken(
                _(
                    "Er draait al een werker met de naam %(name)s. Stop die eerst, of geef deze "
                    "met WORKER_ID een andere naam.",
                    name=name,
                )
            ) from None
        yield
