"""Commands of the administrator: the worker."""

from __future__ import annotations

from typing import Any, cast

import click
from flask import current_app
from flask.cli import with_appcontext

from app.core.commands import plain
from app.core.database import db
from app.core.jobs.worker import Worker, stop_on_signals

#: Seconds that running jobs get after SIGTERM; within the ten that `./run` waits.
GRACE = 8.0


@click.command("worker", help="Voert taken en schema's uit, tot SIGTERM of Ctrl-C.")
@with_appcontext
@plain
def worker_command() -> None:
    """Do jobs and schedules until told to stop."""
    db.session.remove()
    app = cast(Any, current_app)._get_current_object()
    worker = Worker(app, app.config["WORKER_ID"], GRACE)
    stop_on_signals(worker)
    worker.run()
