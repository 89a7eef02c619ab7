"""Putting a backup back: into an empty database of either engine, in one transaction.

Whatever ends it (a fault, kill -9, a disk that is full) leaves the database as it was: empty.
Files go first and do no harm without their rows.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from flask_babel import gettext as _
from sqlalchemy import func, insert, select, table, text, update
from sqlalchemy import inspect as look_into
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from app.administration.backup.archive import FILES, HEAD, TABLES, Damaged, Part, Reader
from app.administration.backup.inspecting import Head, Inspection, inspect, opened, table_of
from app.administration.backup.rows import LONGEST_PART, Shape
from app.administration.check_tables import derived, tables
from app.core import clock, files, jobs, schema
from app.core.database import db, scratch_engine
from app.core.errors import RuleBroken
from app.core.jobs.models import OPEN, Job, JobState
from app.messages.models import TO_MAIL, Mail, MailState, Message
from app.people.links import usable
from app.people.models import SignInLink, SignInSession

#: Nobody has worked in a database where all of these are empty.
SIGNS_OF_WORK = ("person", "organisation", "partnership", "stored_file")
ROWS = 1000


def restore_backup(path: Path) -> Inspection:
    """Put a backup back, brought up to this version; raises RuleBroken, and then changed nothing.

    Everybody is signed out, links that were not used end, and mail that waited counts as
    uncertain: after the moment of the backup all of these may have been used, or sent.
    """
    found = inspect(path)
    if found.head is None or found.faults:
        raise RuleBroken(refusal(found.faults))
    with _unguarded(db.engine.connect()) as connection:
        _require_empty(connection)
        _load(path, connection, found.head, keep_files=True)
        _end_what_may_be_spent(connection)
        wanted = _ask_for_what_is_derived(connection)
        connection.commit()
    for job in wanted:
        jobs.run_pending(job)  # at once; where this is cut off, the worker does it
    with db.engine.begin() as connection:
        connection.execute(text("ANALYZE"))  # both engines plan by statistics, still empty
    return found


def verify_backup(path: Path) -> Inspection:
    """Read a backup whole, and put it back for trial into a database that is thrown away."""
    found = inspect(path)
    if found.head is None or found.faults:
        return found
    with tempfile.TemporaryDirectory(prefix="vooroverleg-") as folder:
        engine = scratch_engine(Path(folder) / "trial.sqlite3")
        try:
            with _unguarded(engine.connect()) as connection:
                _load(path, connection, found.head, keep_files=False)
        except RuleBroken as error:
            found.faults.append(error.message)
        finally:
            engine.dispose()
    return found


def refusal(faults: list[str]) -> str:
    """The sentence for a backup that is not whole: the first fault, and that there are more."""
    first = faults[0] if faults else _("Dit is geen reservekopie van Vooroverleg.")
    if len(faults) < 2:
        return first
    return _("%(first)s En zo nog %(count)s keer.", first=first, count=len(faults) - 1)


@contextmanager
def _unguarded(connection: Connection) -> Iterator[Connection]:
    """A transaction in which rows may come before what they point to; the end undoes what is left.

    On SQLite the guard of foreign keys can only be switched outside a transaction.
    """
    raw: Any = connection.connection.driver_connection
    sqlite = connection.dialect.name == "sqlite"
    try:
        if sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")
        connection.begin()
        yield connection
    finally:
        connection.rollback()
        if sqlite:
            raw.execute("PRAGMA foreign_keys=ON")
        connection.close()


def _require_empty(connection: Connection) -> None:
    names = set(look_into(connection).get_table_names())
    foreign = names and "alembic_version" not in names
    if foreign or any(name in names and _is_filled(connection, name) for name in SIGNS_OF_WORK):
        raise RuleBroken(
            _(
                "De database is niet leeg. Een reservekopie wordt alleen teruggezet in een lege: "
                "kies met DATA_DIR of DATABASE_URL een andere."
            )
        )
    present = MigrationContext.configure(connection).get_current_revision()
    if present is not None and not schema.is_known(present):
        raise RuleBroken(schema.NEWER)


def _is_filled(connection: Connection, name: str) -> bool:
    return connection.execute(select(1).select_from(table(name)).limit(1)).first() is not None


def _load(path: Path, connection: Connection, head: Head, *, keep_files: bool) -> None:
    """Make the tables as they were, fill them, and bring them up to this version."""
    if not schema.is_known(head.revision):
        raise RuleBroken(
            _(
                "Deze reservekopie is gemaakt met een nieuwere versie van Vooroverleg. "
                "Installeer eerst die versie."
            )
        )
    schema.bring_to(connection, "base")
    schema.bring_to(connection, head.revision)
    _require_fit(connection, head)
    guards = _lift_guards(connection)
    for name in head.shapes:  # what migrations fill in by themselves
        if _is_filled(connection, name):
            connection.execute(table(name).delete())
    with opened(path) as file:
        for part in Reader(file).parts():
            if part.name.startswith(TABLES):
                _insert(connection, head.shapes[table_of(part.name)], part)
            elif part.name.startswith(FILES) and keep_files:
                _keep(part)
    _put_guards_back(connection, guards)
    schema.bring_to(connection, "head")
    _set_sequences(connection)


def _require_fit(connection: Connection, head: Head) -> None:
    inspector = look_into(connection)
    there = set(inspector.get_table_names())
    for name, shape in head.shapes.items():
        columns = {one["name"] for one in inspector.get_columns(name)} if name in there else set()
        if not set(shape.names) <= columns:
            raise Damaged(
                _("Onderdeel %(name)s beschrijft tabellen die deze versie niet kent.", name=HEAD)
            )


def _insert(connection: Connection, shape: Shape, part: Part) -> None:
    target, waiting = shape.target(), []
    rows = shape.rows(part.name, part.whole(LONGEST_PART))
    try:
        for row in rows:
            waiting.append(row)
            if len(waiting) == ROWS:
                connection.execute(target.insert(), waiting)
                waiting = []
        if waiting:
            connection.execute(target.insert(), waiting)
    except IntegrityError:
        raise Damaged(
            _("Rijen van %(name)s voldoen niet aan de regels van de database.", name=shape.table)
        ) from None


def _keep(part: Part) -> None:
    with tempfile.TemporaryFile() as copy:
        for piece in part.pieces:
            copy.write(piece)
        digest = files.store(copy).sha256
    if digest != part.name.removeprefix(FILES):
        raise Damaged(_("Bestand %(digest)s is beschadigd.", digest=part.name))


def _lift_guards(connection: Connection) -> list[tuple[str, str, str]]:
    """On PostgreSQL: take the foreign keys away, to prove them all at once afterwards."""
    if connection.dialect.name != "postgresql":
        return []
    guards = [
        (str(row[0]), str(row[1]), str(row[2]))
        for row in connection.execute(
            text(
                "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) "
                "FROM pg_constraint WHERE contype = 'f' "
                "AND connamespace = current_schema()::regnamespace"
            )
        )
    ]
    for name, guard, _definition in guards:
        connection.exec_driver_sql(f"ALTER TABLE {name} DROP CONSTRAINT {guard}")
    return guards


def _put_guards_back(connection: Connection, guards: list[tuple[str, str, str]]) -> None:
    """From here on every row points to something; raises Damaged where one does not."""
    for name, guard, definition in guards:
        try:
            connection.exec_driver_sql(f"ALTER TABLE {name} ADD CONSTRAINT {guard} {definition}")
        except IntegrityError:
            raise Damaged(_points_to_nothing(name)) from None
    if connection.dialect.name == "sqlite":
        row = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if row is not None:
            raise Damaged(_points_to_nothing(str(row[0])))


def _points_to_nothing(name: str) -> str:
    return _("Er zijn rijen van %(name)s die naar niets verwijzen.", name=name)


def _set_sequences(connection: Connection) -> None:
    """On PostgreSQL: new rows get numbers after those that were put back."""
    if connection.dialect.name != "postgresql":
        return
    numbered = connection.execute(
        text(
            "SELECT table_name, column_name, pg_get_serial_sequence("
            "quote_ident(table_name), column_name) FROM information_schema.columns "
            "WHERE table_schema = current_schema() "
            "AND (column_default LIKE 'nextval(%' OR is_identity = 'YES')"
        )
    ).all()
    for name, column, sequence in numbered:
        last = func.coalesce(
            func.max(text(connection.dialect.identifier_preparer.quote(column))), 0
        )
        highest = connection.scalar(select(last).select_from(table(name))) or 0
        connection.execute(
            text("SELECT setval(CAST(:sequence AS regclass), :next, false)"),
            {"sequence": sequence, "next": highest + 1},
        )


def _end_what_may_be_spent(connection: Connection) -> None:
    now = clock.now()
    connection.execute(
        update(SignInSession).where(SignInSession.ended_at.is_(None)).values(ended_at=now)
    )
    connection.execute(update(SignInLink).where(usable()).values(expires_at=now))
    connection.execute(
        update(Mail).where(Mail.state == MailState.WAITING).values(state=MailState.UNCERTAIN)
    )
    connection.execute(update(Message).where(TO_MAIL, Message.mail_at <= now).values(mail_at=None))


def _ask_for_what_is_derived(connection: Connection) -> list[str]:
    """Ask for the jobs that make anew what a backup does not hold; gives their names (and keys)."""
    wanted = sorted({derived(one) for one in tables()} - {""})
    for job in wanted:
        waiting = select(1).where(Job.key == job, OPEN)
        if connection.execute(waiting).first() is None:
            now = clock.now()
            values = {"name": job, "key": job, "ids": {}, "asked_at": now, "run_after": now}
            connection.execute(insert(Job).values(**values, state=JobState.WAITING))
    return wanted
