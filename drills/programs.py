"""The real server and the real worker of a drill, started and killed as groups of processes."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from typing import IO
from urllib.parse import urlencode

from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf

from app.core.database import db
from app.people.models import Person
from app.people.sessions import start_session
from config import ROOT
from drills.databases import Place
from tests.engines import SECRET

START_SECONDS = 30
STOP_SECONDS = 15
#: What speaking to a server that is killed meanwhile can raise.
CUT_OFF = (OSError, HTTPException)


class Programs:
    """Server and worker of one place."""

    def __init__(self, place: Place, *options: str, **settings: str) -> None:
        self.place = place
        #: More options of the server, as "--workers", "2".
        self.options = options
        self.port = free_port()
        self.settings = settings
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        """Start the server or the worker."""
        commands = {
            "server": (
                *("-m", "gunicorn", "app:create_app()", "--bind", f"127.0.0.1:{self.port}"),
                *("--worker-class", "gthread", "--threads", "8", "--log-level", "warning"),
                *("--no-control-socket", *self.options),
            ),
            "worker": ("-m", "flask", "worker"),
        }
        with self.log("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, *commands[name]],
                cwd=ROOT,
                env=self.environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """kill -9 of the whole group."""
        process = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> dict[str, int]:
        """End both gently; gives their exit codes."""
        codes = {}
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        for name in list(self.running):
            try:
                codes[name] = self.running[name].wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                codes[name] = -signal.SIGKILL
            self.kill(name)
        return codes

    def wait_until_up(self) -> None:
        """Wait until the server answers."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=2)
            try:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            except CUT_OFF:
                time.sleep(0.05)
            finally:
                connection.close()
        raise AssertionError("the server does not answer")

    def flask(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the application."""
        return subprocess.run(
            [sys.executable, "-m", "flask", *words],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def environment(self) -> dict[str, str]:
        """The settings under which everything of this place runs."""
        return {
            **os.environ,
            "FLASK_APP": "app",
            "DATABASE_URL": self.place.url,
            "DATA_DIR": str(self.place.data_dir),
            "SECRET_KEY": SECRET,
            "PORT": str(self.port),
            "LOOPBACK_ONLY": "1",
            **self.settings,
        }

    def printed(self) -> str:
        """The last of what both have printed."""
        with self.log("rb") as log:
            return log.read().decode(errors="replace")[-6000:]

    def log(self, mode: str) -> IO[bytes]:
        """The file in which both print."""
        return (self.place.data_dir / "programs.log").open(mode)


class Browser:
    """A person who is signed in, and sends forms."""

    def __init__(self, app: Flask, port: int, person_id: int) -> None:
        self.port = port
        with app.app_context():
            token = start_session(db.session.get_one(Person, person_id))
            db.session.commit()
        with app.test_request_context():
            session.update({"_user_id": token, "_fresh": True})
            self.csrf_token = generate_csrf()
            serializer = SecureCookieSessionInterface().get_signing_serializer(app)
            assert serializer is not None
            self.cookie = f"session={serializer.dumps(dict(session))}"

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form; gives the status and where it leads. Raises one of CUT_OFF."""
        status, location, _page = self.send(path, fields)
        return status, location

    def send(self, path: str, fields: dict[str, str]) -> tuple[int, str, str]:
        """Send a form; gives the status, where it leads, and the page that comes back."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(
                "POST",
                path,
                urlencode({**fields, "csrf_token": self.csrf_token}),
                {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"},
            )
            answer = connection.getresponse()
            page = answer.read().decode(errors="replace")
            return answer.status, answer.getheader("Location") or "", page
        finally:
            connection.close()


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
