"""The daily backup into BACKUP_DIR: made at night by the worker, proved, and the oldest removed."""

from __future__ import annotations

from pathlib import Path

from flask import current_app

from app.administration.backup.creating import create_backup
from app.administration.backup.history import record_backup
from app.administration.backup.inspecting import inspect
from app.administration.backup.restoring import refusal
from app.core import clock, jobs
from app.core.database import db
from app.core.errors import RuleBroken

#: Only files of this name are ours to remove.
NAME, PATTERN = "vooroverleg-{day}.tar", "vooroverleg-????-??-??.tar"


@jobs.schedule("30 2 * * *", "daily-backup")
def make_daily_backup() -> None:
    """Make the backup of today, unless it is there; a fault is tried again, as of any job."""
    folder: str | None = current_app.config["BACKUP_DIR"]
    if not folder:
        return
    path = Path(folder) / NAME.format(day=clock.today().isoformat())
    if path.exists():
        return
    create_backup(path)
    faults = inspect(path).faults
    if faults:
        path.unlink()
        raise RuleBroken(refusal(faults))
    record_backup()
    db.session.commit()
    for old in sorted(Path(folder).glob(PATTERN))[: -current_app.config["BACKUP_KEEP"]]:
        old.unlink()
