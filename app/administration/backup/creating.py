"""Making a backup while everybody works: the rows of one moment, and the files they name."""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from alembic.migration import MigrationContext
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import Table, select
from sqlalchemy.engine import Connection

from app.administration.backup.archive import HEAD, MANIFEST, TABLES, Writer
from app.administration.backup.rows import Shape, packed_parts
from app.administration.check_tables import derived, tables
from app.core import clock, files
from app.core.database import db, reading
from app.core.errors import RuleBroken
from app.core.files import StoredFile
from config import VERSION

FORMAT, FORMAT_VERSION = "vooroverleg-backup", 1
#: Rows that are in memory at a time.
ROWS = 500


@dataclass
class Summary:
    """What a backup holds."""

    made_at: datetime
    rows: dict[str, int] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0
    #: Files that rows name and that the store does not have (whole): `flask check` names them too.
    missing: list[str] = field(default_factory=list)

    def manifest(self) -> dict[str, Any]:
        """What the last part of a backup says."""
        return {
            "tables": self.rows,
            "parts": self.parts,
            "files": {"count": self.files, "bytes": self.bytes, "missing": self.missing},
        }


def create_backup(path: Path) -> Summary:
    """Write a backup to a new file; raises RuleBroken with a sentence, and then leaves nothing."""
    if path.exists():
        raise RuleBroken(already_there(path))
    try:
        with _appearing(path) as file:
            return _write(Writer(file))
    except FileExistsError:
        raise RuleBroken(already_there(path)) from None
    except OSError as error:
        raise RuleBroken(
            _(
                "De reservekopie %(path)s kan niet worden geschreven: %(reason)s. Kies een map die "
                "bestaat, waarin u mag schrijven, en die genoeg ruimte heeft.",
                path=path,
                reason=error.strerror or type(error).__name__,
            )
        ) from error


def already_there(path: Path) -> str:
    """The sentence for a file that is not overwritten."""
    return _("%(path)s bestaat al. Kies een andere naam, of verwijder dat bestand.", path=path)


@contextmanager
def _appearing(path: Path) -> Iterator[IO[bytes]]:
    """A file that is there whole or not at all, readable by its owner only."""
    path = path.absolute()
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    descriptor = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(partial, path)  # unlike a renaming, it never replaces what came meanwhile
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()


def _write(writer: Writer) -> Summary:
    summary = Summary(clock.now())
    with tempfile.TemporaryFile() as named:
        with snapshot() as connection:
            summary.made_at = clock.now()
            writer.add(HEAD, _as_part(_head(connection, summary.made_at)))
            for table in kept_tables():
                _write_table(writer, connection, table, summary, named)
        named.seek(0)
        for line in named:
            digest, size = line.decode().split()
            _write_file(writer, digest, int(size), summary)
    writer.add(MANIFEST, _as_part(summary.manifest()))
    writer.finish()
    return summary


def kept_tables() -> list[Table]:
    """The tables that a backup holds: all but those that are made anew from others."""
    return [table for table in tables() if not derived(table)]


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection that sees one moment, whatever is written meanwhile; it holds nobody up."""
    with reading(), db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        yield connection
        connection.rollback()


def _head(connection: Connection, made_at: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "version": VERSION,
        "revision": MigrationContext.configure(connection).get_current_revision(),
        "made_at": clock.local(made_at).isoformat(),
        "engine": connection.dialect.name,
        "municipality": current_app.config["MUNICIPALITY"],
        "columns": {table.name: Shape.of(table).described() for table in kept_tables()},
    }


def _write_table(
    writer: Writer, connection: Connection, table: Table, summary: Summary, named: IO[bytes]
) -> None:
    shape = Shape.of(table)
    query = select(*(table.c[name] for name in shape.names)).order_by(*table.primary_key)
    found = connection.execution_options(yield_per=ROWS, stream_results=True).execute(query)
    summary.rows[table.name] = 0

    def lines() -> Iterator[bytes]:
        for row in found:
            summary.rows[table.name] += 1
            if table is StoredFile.__table__:
                named.write(f"{row.sha256} {row.size}\n".encode())
            yield shape.line(row)

    for number, part in enumerate(packed_parts(lines()), 1):
        name = f"{TABLES}{table.name}/{number:06}.jsonl.gz"
        summary.parts[name] = sha256(part).hexdigest()
        writer.add(name, part)


def _write_file(writer: Writer, digest: str, size: int, summary: Summary) -> None:
    try:
        pieces = files.stream(StoredFile(sha256=digest))
        whole = writer.add_file(digest, size, pieces)
    except FileNotFoundError:
        whole = False
    if whole:
        summary.files += 1
        summary.bytes += size
    else:
        summary.missing.append(digest)


def _as_part(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
