"""A real installation for the browser: gunicorn and worker on a database with the sample."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from sqlalchemy import select

from app.core.database import db
from app.people.models import Person
from config import ROOT

START_SECONDS = 60
STOP_SECONDS = 15


@dataclass
class Installation:
    """One running installation; `restart()` shows that everything stays."""

    database_url: str
    data_dir: Path
    port: int
    processes: list[subprocess.Popen[bytes]]
    #: Where its clock stands still (ISO 8601 with offset); empty where it runs.
    fixed_now: str = ""

    @property
    def url(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    def flask(self, *words: str) -> str:
        """Run a command of the application; gives what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", *words],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        """Start server and worker, and wait until the server answers."""
        log = (self.data_dir / "server.log").open("ab")
        commands = (
            [
                *(sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--threads", "4"),
                *("--bind", f"127.0.0.1:{self.port}", "app:create_app()"),
            ],
            [sys.executable, "-m", "flask", "worker"],
        )
        self.processes = [
            subprocess.Popen(command, cwd=ROOT, env=self.environment(), stdout=log, stderr=log)
            for command in commands
        ]
        log.close()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                with urlopen(f"{self.url}/healthz", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"no answer:\n{(self.data_dir / 'server.log').read_text()}")

    def stop(self) -> None:
        """End both, gently first."""
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes = []

    def restart(self) -> None:
        """Stop and start, as after an update."""
        self.stop()
        self.start()

    def environment(self) -> dict[str, str]:
        """The settings under which everything of this installation runs."""
        return {
            **os.environ,
            "FLASK_APP": "app",
            "DATABASE_URL": self.database_url,
            "DATA_DIR": str(self.data_dir),
            "PORT": str(self.port),
            "LOOPBACK_ONLY": "1",
            "MAX_PAPER_MB": "2",
            "FIXED_NOW": self.fixed_now,
        }


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def person_called(name: str) -> Person:
    """Who of the sample municipality is called so, in its own database."""
    person = db.session.scalars(select(Person).where(Person.name.startswith(name))).first()
    assert person is not None
    return person
