"""A database that forgets everything afterwards, on an application that stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, cast

from flask import Flask

from app.core.database import db


@contextmanager
def forgetting(app: Flask) -> Iterator[None]:
    """One transaction, of which a commit is a savepoint, and that is rolled back at the end."""
    app.extensions["rendered_events"].clear()  # numbers of meetings come back
    with app.app_context():
        engines = cast(dict[str | None, Any], db.engines)
        engine = engines[None]
        connection = engine.connect()
        # what asks the engine for a connection of its own (core.schema) sees the same data
        cast(Any, connection).connect = lambda: nullcontext(connection)
        outer = connection.begin()
        engines[None] = connection
        db.session.configure(join_transaction_mode="create_savepoint")
        try:
            yield
        finally:
            db.session.remove()
            outer.rollback()
            connection.close()
            engines[None] = engine
