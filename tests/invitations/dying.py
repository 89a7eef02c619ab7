"""Somebody whose process dies by kill -9 in the midst of applying an invitation."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from flask import Flask
from sqlalchemy import event

from app import create_app
from app.core import clock
from app.core.database import db
from app.people.models import Person
from tests.client import CheckingClient
from tests.conftest import NOW
from tests.engines import configuration

#: In the order in which they come: where the blow falls.
BLOWS = (
    "INSERT INTO meeting ",
    "INSERT INTO invited_meeting ",
    "UPDATE received_invitation ",
    "COMMIT",
)
#: Just after the transaction: nobody heard that it was done.
DONE = "done"
HIT = "hit"


@dataclass(frozen=True)
class Victim:
    """A process of its own on the database of a test."""

    url: str
    folder: Path
    blow: str
    #: So many transactions in which the blow could fall are let pass.
    spared: int = 0

    def take_over(self, person_id: int, where: str, form: dict[str, str]) -> int:
        """Send the form of a preview as a person; gives the status, if it comes to that."""
        app = self._app()
        with app.app_context():
            client = cast(CheckingClient, app.test_client())
            client.sign_in(db.session.get_one(Person, person_id))
            db.session.remove()
            self._await_blow(app)
            return client.post(where, data=form).status_code

    def run(self, words: list[str]) -> int:
        """Run a command of the application; gives its exit code, if it comes to that."""
        app = self._app()
        with app.app_context():
            self._await_blow(app)
        return app.test_cli_runner().invoke(args=words).exit_code

    def _app(self) -> Flask:
        clock.stop_at(NOW)
        app = create_app(configuration(self.url, self.folder))
        app.config["WTF_CSRF_ENABLED"] = False
        app.test_client_class = CheckingClient
        return app

    def _await_blow(self, app: Flask) -> None:
        applying, applied = False, 0

        def strike(at: str) -> None:
            if at == self.blow and applied == self.spared:
                (self.folder / HIT).touch()
                os.kill(os.getpid(), signal.SIGKILL)

        def statement(_c: Any, _cursor: Any, text: str, *_rest: Any) -> None:
            nonlocal applying
            for blow in BLOWS:
                if text.startswith(blow):
                    applying = True
                    strike(blow)

        def before_commit(_connection: Any) -> None:
            if applying:
                strike("COMMIT")

        def after_commit(_session: Any) -> None:
            nonlocal applying, applied
            if applying:
                strike(DONE)
                applying, applied = False, applied + 1

        event.listen(db.engine, "before_cursor_execute", statement)
        event.listen(db.engine, "commit", before_commit)
        event.listen(cast(Callable[..., Any], db.session), "after_commit", after_commit)
