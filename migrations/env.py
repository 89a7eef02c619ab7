"""How migrations run: on either engine, in one transaction, with faults in plain sentences."""

from __future__ import annotations

import sys
from typing import Any

from alembic import context
from alembic.util import CommandError
from flask import current_app
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import TypeEngine

from app.core import schema
from app.core.database import UTCDateTime, db

#: Tables that are not ours to compare: of Alembic, and the full-text index of SQLite, which
#: keeps several of its own; the migration of search makes them.
FOREIGN_TABLES = ("alembic_version", "search_words")
#: An index that only PostgreSQL has.
FOREIGN_INDEXES = ("ix_search_entry_words",)


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Compare only our own tables."""
    foreign = {"table": FOREIGN_TABLES, "index": FOREIGN_INDEXES}.get(kind, ())
    return not (name or "").startswith(foreign)


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Write our own column types as the plain types they are stored as."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(
    _context: Any, _inspected: Any, _metadata: Any, _found: TypeEngine[Any], wanted: TypeEngine[Any]
) -> bool | None:
    """A moment in UTC is stored as a plain datetime: that is no difference."""
    return False if isinstance(wanted, UTCDateTime) else None


def run() -> None:
    """Run the migrations, or end with one sentence when the database is away or newer."""
    try:
        with db.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                # rebuilding a table must not delete what hangs on it; only outside a transaction
                connection.rollback()
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
            run_on(connection)
            if connection.dialect.name == "sqlite":
                connection.rollback()
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
    except SQLAlchemyError as error:
        sys.exit(_sentence(error))


def run_on(connection: Connection) -> None:
    """Run the migrations on a connection; in its transaction, where one is open already."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        include_name=include_name,
        render_item=render_item,
        compare_type=compare_type,
        render_as_batch=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


def _sentence(error: SQLAlchemyError) -> str:
    found = schema.problem()
    return (
        found
        if found in (schema.AWAY, schema.FULL)
        else f"De database weigerde de bijwerking: {error}"
    )


if current_app.extensions["migrate"].db is not db:
    raise CommandError("unexpected database")
given = context.config.attributes.get("connection")
if given is not None:
    run_on(given)
else:
    known = schema.problem()
    if known in (schema.AWAY, schema.FULL, schema.NEWER):
        sys.exit(known)
    run()
