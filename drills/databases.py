"""A fresh migrated database on either engine for a drill, and everything removed afterwards."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from app import create_app
from app.core.database import db
from config import Config
from tests.engines import Servers, configuration

ENGINES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Place:
    """Where a drill happens: its database and its data folder."""

    url: str
    data_dir: Path
    #: What runs PostgreSQL, for a drill that stops it meanwhile.
    servers: Servers | None = None

    def config(self) -> Config:
        """The configuration of everything that runs there."""
        return configuration(self.url, self.data_dir)

    def app(self) -> Flask:
        """An application there, in this process."""
        app = create_app(self.config())
        app.config["WTF_CSRF_ENABLED"] = True
        return app


@contextmanager
def fresh_place(engine: str) -> Iterator[Place]:
    """A migrated database of this engine; servers and files are gone at the end."""
    servers = Servers()
    try:
        templates = servers.make_templates()
        url = templates.clone(engine)
        yield Place(url, servers.folder / "drill", servers)
    finally:
        servers.stop()


def release(app: Flask) -> None:
    """Close the connections of an application, before a process ends or starts others."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def chosen_engines(description: str) -> tuple[str, ...]:
    """The engines asked for on the command line; both without an answer."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--engine", choices=ENGINES)
    chosen: str | None = parser.parse_args().engine
    return (chosen,) if chosen else ENGINES
