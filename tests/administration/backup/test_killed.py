"""kill -9 in the middle of putting a backup back leaves an empty database, and nothing else."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from flask import Flask

from app.administration.backup.creating import create_backup
from app.administration.backup.restoring import restore_backup
from app.core import files
from app.core.database import db
from config import ROOT
from tests.administration.backup.machines import (
    facts,
    new_machine,
    row_counts,
    table_names,
)
from tests.browser.servers import Installation, free_port
from tests.conftest import MakeApp
from tests.engines import Templates
from tests.factories import make_person

#: So many that putting them back takes a while: the blow falls when the first of them is there.
FILES = 600


def killed_halfway(there: Flask, backup: Path) -> int:
    """Run the command on a new machine and kill it once it has put a file there; its end."""
    store = Path(there.config["FILES_URL"].removeprefix("file://"))
    url, data_dir = there.config["SQLALCHEMY_DATABASE_URI"], Path(there.config["DATA_DIR"])
    running = subprocess.Popen(
        [sys.executable, "-m", "flask", "backup", "restore", str(backup)],
        cwd=ROOT,
        env=Installation(url, data_dir, free_port(), []).environment(),
        start_new_session=True,
    )
    end = time.monotonic() + 60
    while running.poll() is None and time.monotonic() < end:
        if any(store.glob("sha256/*/*")):
            os.killpg(running.pid, signal.SIGKILL)
    return running.wait()


def test_a_kill_halfway_leaves_nothing_that_looks_whole(
    make_app: MakeApp, templates: Templates, tmp_path: Path, engine_name: str
) -> None:
    app, path = make_app(), tmp_path / "kopie.tar"
    with app.app_context():
        make_person("administrator")
        for number in range(FILES):
            files.keep(io.BytesIO(f"file {number}".encode()), "text/plain")
        db.session.commit()
        made = create_backup(path)
    with new_machine(templates, engine_name, tmp_path / "new") as there:
        assert killed_halfway(there, path) == -signal.SIGKILL
        assert table_names(there) == set()
        with there.app_context():
            restore_backup(path)
        assert facts(row_counts(there)) == facts(made.rows)
