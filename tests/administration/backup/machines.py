"""Machines for backups: one where people work, and new ones that hold nothing yet."""

from __future__ import annotations

import io
import itertools
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import func, inspect, select
from sqlalchemy.engine import Connection

from app import create_app
from app.administration.backup.creating import kept_tables
from app.core import clock, files
from app.core.database import db, reading
from app.core.files import StoredFile
from app.people.models import Person, PersonRole
from app.register.models import Organisation
from tests.engines import Templates, configuration


@contextmanager
def new_machine(templates: Templates, engine: str, folder: Path) -> Iterator[Flask]:
    """An application on a database without tables and an empty data folder."""
    url = templates.empty(engine)
    app = create_app(configuration(url, folder))
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        templates.drop(url)


def row_counts(app: Flask) -> dict[str, int]:
    """How many rows each table has."""
    with app.app_context(), reading():
        return {
            table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in kept_tables()
        }


def facts(rows: dict[str, int]) -> dict[str, int]:
    """The counts without that of the jobs: restoring asks for one that makes the index anew."""
    return {name: count for name, count in rows.items() if name != "job"}


def table_names(app: Flask) -> set[str]:
    """The tables that are there at all."""
    with app.app_context(), reading(), db.engine.connect() as connection:
        assert isinstance(connection, Connection)
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


class Writer(threading.Thread):
    """Somebody who works: in one transaction a person, an organisation and a file of one name."""

    numbers = itertools.count(1)

    def __init__(self, app: Flask) -> None:
        super().__init__(daemon=True)
        self.app = app
        self.stopped = threading.Event()
        self.done: list[str] = []

    def run(self) -> None:
        """Work until told to stop."""
        while not self.stopped.is_set():
            name = f"werk{next(self.numbers)}"
            with self.app.app_context():
                file = files.store(io.BytesIO(name.encode() * 100))
                row = files.keep_stored(file, f"text/{name}")
                person = Person(email=f"{name}@haren.example", name=name, created_at=clock.now())
                person.roles = [PersonRole(role="officer")]
                organisation = Organisation(name=name, kind="municipality")
                db.session.add_all((row, person, organisation))
                db.session.commit()
            self.done.append(name)


def half_done(app: Flask) -> list[str]:
    """Names of work of which only a part is there: a backup of one moment has none."""
    with app.app_context(), reading():
        found: Counter[str] = Counter()
        people = select(Person.name).join(PersonRole, PersonRole.person_id == Person.id)
        found.update(db.session.scalars(people.where(Person.name.startswith("werk"))))
        found.update(
            db.session.scalars(
                select(Organisation.name).where(Organisation.name.startswith("werk"))
            )
        )
        kinds = db.session.scalars(select(StoredFile.media_type)).all()
        found.update(kind[5:] for kind in kinds if kind.startswith("text/werk"))
    return [name for name, times in found.items() if times != 3]
