"""The database: one SQLAlchemy object, safe transactions on SQLite and PostgreSQL, types."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, has_request_context, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Dialect,
    MetaData,
    and_,
    create_engine,
    event,
    inspect,
    or_,
    text,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import (
    DeclarativeBase,
    InstrumentedAttribute,
    Mapped,
    declared_attr,
    mapped_column,
)
from sqlalchemy.types import TypeDecorator

from app.core import patience
from config import ROOT, Config

try:
    from pysqlite3 import dbapi2 as sqlite_module
except ModuleNotFoundError:  # no wheel for this machine: Python's own, in the mode that is safe
    import sqlite3 as sqlite_module

#: Every constraint has a name, so that migrations can change it on both engines.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_SECONDS = 15
#: Within it SQLite tries after 1, 2, 5 and 10 milliseconds.
TRY_MILLISECONDS = 20
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_reading: ContextVar[bool] = ContextVar("reading", default=False)


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)
migrate = Migrate()


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC: refuses naive datetimes, and gives aware ones back on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; a datetime without time zone is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without time zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give UTC back, also where the engine keeps no time zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_at_a_time(table: type[Base]) -> None:
    """Let nobody else write to a table until this transaction ends (SQLite has the lock already).

    For a rule over several rows that no constraint says: ask it before the rows are read.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        name = table.__tablename__
        db.session.execute(text(f'LOCK TABLE "{name}" IN SHARE ROW EXCLUSIVE MODE'))


class Versioned:
    """Mixin for what two people may edit at once: an update of a stale row is refused."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Valid:
    """Mixin for facts that hold for a time: both days included, empty is open-ended."""

    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_to: Mapped[date | None] = mapped_column(default=None)

    def holds_on(self, day: date) -> bool:
        """Whether the fact holds on this day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


Fact = TypeVar("Fact", bound=Valid)


def holds_on(table: type[Valid], day: date | InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """The same question as an SQL condition on a table (or alias) with validity."""
    return and_(
        or_(table.valid_from.is_(None), table.valid_from <= day),
        or_(table.valid_to.is_(None), table.valid_to >= day),
    )


def pass_on(
    row: Fact, column: str, receiver_id: int, first_day: date, theirs: Sequence[Fact]
) -> None:
    """Let a fact pass to somebody else from a day; the day before is the last of the old one.

    So every past day can still be asked. What had not begun by then changes hands as it stands.
    `theirs` are the receiver's facts of the same kind: one that holds for a part of that time comes
    to hold for all of it, and nothing is added.
    """
    begun = row.valid_from is None or row.valid_from < first_day
    has_it = hold_through(theirs, first_day if begun else row.valid_from or first_day, row.valid_to)
    if not begun and not has_it:
        setattr(row, column, receiver_id)
    elif not begun:
        db.session.delete(row)
    else:
        if not has_it:
            db.session.add(_successor(row, column, receiver_id, first_day))
        row.valid_to = first_day - timedelta(days=1)
    db.session.flush()


def hold_through(facts: Iterable[Valid], first: date, last: date | None) -> bool:
    """Let these together hold on every day from `first` to `last`; False where none does on any.

    They are facts of one thing and person: each is widened to where the next one begins.
    """
    touching = [
        one
        for one in sorted(facts, key=lambda one: one.valid_from or date.min)
        if (one.valid_to is None or one.valid_to >= first)
        and (last is None or one.valid_from is None or one.valid_from <= last)
    ]
    if not touching:
        return False
    earliest, latest = touching[0], touching[-1]
    if earliest.valid_from is not None and earliest.valid_from > first:
        earliest.valid_from = first
    for one, following in pairwise(touching):
        if following.valid_from is not None:
            one.valid_to = following.valid_from - timedelta(days=1)
    if latest.valid_to is not None and (last is None or latest.valid_to < last):
        latest.valid_to = last
    return True


def _successor(row: Fact, column: str, receiver_id: int, first_day: date) -> Fact:
    """The same fact for somebody else, from a day until when the old one would have ended."""
    kept = {
        attribute.key: getattr(row, attribute.key)
        for attribute in inspect(type(row)).column_attrs
        if attribute.key not in ("id", "valid_from", column)
    }
    successor = type(row)()
    for name, value in {**kept, column: receiver_id, "valid_from": first_day}.items():
        setattr(successor, name, value)
    return successor


def sqlite_journal_mode(version: tuple[int, ...]) -> str:
    """WAL where this SQLite resets its log safely (the corruption of older versions mended)."""
    patched = version >= (3, 51, 3) or any(
        version[:2] == safe[:2] and version >= safe for safe in ((3, 50, 7), (3, 44, 6))
    )
    return "WAL" if patched else "DELETE"


def init_app(app: Flask, config: Config) -> None:
    """Bind the database and its migrations to the application."""
    options: dict[str, Any] = (
        {"module": sqlite_module, "connect_args": {"timeout": BUSY_SECONDS}}
        if config.is_sqlite
        else {"pool_pre_ping": True, "pool_size": 10, "connect_args": {"connect_timeout": 5}}
    )
    options["hide_parameters"] = True  # values hold words of notes; they stay out of every log
    app.config["SQLALCHEMY_DATABASE_URI"] = config.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    migrate.init_app(
        app, db, directory=str(Path(ROOT) / "migrations"), render_as_batch=True, compare_type=True
    )
    with app.app_context():
        prepare_engine(db.engine)


def prepare_engine(engine: Engine) -> None:
    """On SQLite: take transactions over from the driver, and the write lock at their start."""
    if engine.dialect.name != "sqlite":
        event.listen(engine, "do_connect", patience.connect)
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        _wait_for_others(connection)
        mode = sqlite_journal_mode(sqlite_module.sqlite_version_info)
        for pragma in ("foreign_keys=ON", f"journal_mode={mode}", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if is_reading():
            _wait_for_others(connection.connection.driver_connection)
            connection.exec_driver_sql("BEGIN")
        else:
            _take_write_lock(connection)


def scratch_engine(path: Path) -> Engine:
    """An engine on a SQLite file that is thrown away afterwards, behaving as our own does."""
    engine = create_engine(f"sqlite:///{path}", module=sqlite_module, hide_parameters=True)
    prepare_engine(engine)
    return engine


def _wait_for_others(raw: Any) -> None:
    """Let a connection to SQLite wait for a lock as long as whoever reads now may wait."""
    seconds = patience.seconds_or(BUSY_SECONDS)
    raw.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}")


def _take_write_lock(connection: Connection) -> None:
    """Begin writing on SQLite, asking often: by itself it waits ever longer between two tries,
    so that under many writers who has waited longest comes last."""
    raw: Any = connection.connection.driver_connection
    end = time.monotonic() + patience.seconds_or(BUSY_SECONDS)
    raw.execute(f"PRAGMA busy_timeout={TRY_MILLISECONDS}")
    try:
        while time.monotonic() < end:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return
            except sqlite_module.OperationalError as error:
                if "locked" not in str(error):
                    break
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        raw.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")


def is_reading() -> bool:
    """Whether the present transaction only reads: every GET, and what `reading()` encloses."""
    return _reading.get() or (has_request_context() and request.method in SAFE_METHODS)


@contextmanager
def reading() -> Iterator[None]:
    """Read without taking the write lock (commands and jobs that only look)."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def let_go() -> None:
    """End the open transaction before slow work; what was loaded is read again afterwards."""
    db.session.rollback()
