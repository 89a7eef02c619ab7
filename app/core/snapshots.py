"""Reading everything of one moment, over several statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Engine

from app.core.database import db, let_go, reading


@contextmanager
def snapshot() -> Iterator[None]:
    """Read all of one moment, and write nothing: a transaction of its own, whatever is committed.

    SQLite reads so by itself. On PostgreSQL each statement else sees what was committed before it.
    """
    let_go()
    bind = db.session.get_bind()
    with reading():
        # within somebody else's transaction (as in tests) there is nothing to choose any more
        if isinstance(bind, Engine) and bind.dialect.name == "postgresql":
            one_moment = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            db.session.connection(execution_options=one_moment)
        try:
            yield
        finally:
            let_go()
